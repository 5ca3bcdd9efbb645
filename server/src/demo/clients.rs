//! The forty clients of the demo: bakeries, restaurants, farms and people in France, Belgium and Québec.

use model::ClientKind::{self, Individual, Producer, Professional};

/// One client. Its e-mails are made of its domain.
pub(super) struct DemoClient {
    pub(super) label: &'static str,
    pub(super) kind: ClientKind,
    pub(super) family: &'static str,
    /// Of `.example`; empty: it has no e-mail.
    pub(super) domain: &'static str,
    /// Street, postal code, town, country.
    pub(super) place: [&'static str; 4],
    /// Civility, first and last name of the main contact; empty for a desk.
    pub(super) main: [&'static str; 3],
    /// Labels of its sites, with their towns.
    pub(super) sites: &'static [(&'static str, &'static str)],
    /// How many contacts it has.
    pub(super) contacts: usize,
}

macro_rules! client {
    ($label:literal, $kind:ident, $family:literal, $domain:literal, $place:expr, $main:expr, $sites:expr, $contacts:literal) => {
        DemoClient {
            label: $label,
            kind: $kind,
            family: $family,
            domain: $domain,
            place: $place,
            main: $main,
            sites: $sites,
            contacts: $contacts,
        }
    };
}

pub(super) const CLIENTS: [DemoClient; 40] = [
    client!(
        "Boulangerie L’Épi d’Or",
        Professional,
        "Boulangeries",
        "epidor.example",
        ["12, rue des Fèves", "59000", "Lille", "France"],
        ["mrs", "Éloïse", "Lefèvre"],
        &[("Boutique de Lille", "Lille"), ("Atelier de Gand", "Gand")],
        6
    ),
    client!(
        "Au Pain Doré",
        Professional,
        "Boulangeries",
        "paindore.example",
        ["4, place du Marché", "7000", "Mons", "Belgique"],
        ["mr", "Geoffroy", "Vandenbroucke"],
        &[],
        4
    ),
    client!(
        "Boulangerie Saint-Viateur",
        Professional,
        "Boulangeries",
        "saintviateur.example",
        ["263, rue Saint-Viateur Ouest", "H2V 1Y1", "Montréal", "Québec"],
        ["mr", "Marc-Antoine", "Roy"],
        &[("Comptoir du Mile End", "Montréal"), ("Fournil de Laval", "Laval")],
        5
    ),
    client!(
        "Les Fournils de Hesbaye",
        Professional,
        "Boulangeries",
        "fournils-hesbaye.example",
        ["88, chaussée de Tirlemont", "4280", "Hannut", "Belgique"],
        ["", "", ""],
        &[("Fournil nord", "Hannut"), ("Fournil sud", "Waremme"), ("Dépôt", "Liège")],
        9
    ),
    client!(
        "Maison Œuvrard & Fils",
        Professional,
        "Pâtisseries",
        "oeuvrard.example",
        ["3, cours Mirabeau", "13100", "Aix-en-Provence", "France"],
        ["mr", "Jean-François", "Œuvrard"],
        &[],
        4
    ),
    client!(
        "Pâtisserie Noël",
        Professional,
        "Pâtisseries",
        "patisserie-noel.example",
        ["21, rue Neuve", "1000", "Bruxelles", "Belgique"],
        ["mrs", "Noëlle", "D’Haene"],
        &[],
        3
    ),
    client!(
        "La Crème du Plateau",
        Professional,
        "Pâtisseries",
        "cremeduplateau.example",
        ["4512, avenue du Mont-Royal Est", "H2J 1Z3", "Montréal", "Québec"],
        ["mrs", "Zoé", "Tremblay"],
        &[],
        3
    ),
    client!(
        "Chocolaterie Brébeuf",
        Professional,
        "Pâtisseries",
        "brebeuf.example",
        ["17, côte de la Fabrique", "G1R 3V7", "Québec", "Québec"],
        ["mr", "Loïc", "Bélanger"],
        &[],
        4
    ),
    client!(
        "Restaurant Le Grand Large",
        Professional,
        "Restaurants",
        "grandlarge.example",
        ["1, quai des Pêcheurs", "29200", "Brest", "France"],
        ["mr", "Gaël", "Le Goff"],
        &[("Cuisine", "Brest"), ("Traiteur", "Le Relecq-Kerhuon")],
        6
    ),
    client!(
        "Brasserie de la Gare",
        Professional,
        "Restaurants",
        "brasserie-gare.example",
        ["9, place Rogier", "1210", "Saint-Josse-ten-Noode", "Belgique"],
        ["mrs", "Fatima", "El Amrani"],
        &[],
        5
    ),
    client!(
        "Bistro Chez Ginette",
        Professional,
        "Restaurants",
        "chezginette.example",
        ["55, rue du Faubourg-Saint-Antoine", "75011", "Paris", "France"],
        ["mrs", "Ginette", "Aubépine"],
        &[],
        2
    ),
    client!(
        "Auberge des Trois-Rivières",
        Professional,
        "Restaurants",
        "auberge3r.example",
        ["620, rue des Ursulines", "G9A 5B7", "Trois-Rivières", "Québec"],
        ["mr", "Étienne", "Gagnon"],
        &[],
        4
    ),
    client!(
        "Traiteur Baudouin",
        Professional,
        "Restaurants",
        "traiteur-baudouin.example",
        ["140, rue de Namur", "6041", "Gosselies", "Belgique"],
        ["mr", "Baudouin", "Lambert"],
        &[("Laboratoire", "Gosselies"), ("Salle des Étangs", "Nivelles")],
        5
    ),
    client!(
        "Cantine scolaire Jules-Ferry",
        Professional,
        "Collectivités",
        "julesferry.example",
        ["2, rue de l’École", "69007", "Lyon", "France"],
        ["", "", ""],
        &[],
        3
    ),
    client!(
        "CPAS d’Ottignies",
        Professional,
        "Collectivités",
        "cpas-ottignies.example",
        ["8, espace du Cœur de Ville", "1340", "Ottignies-Louvain-la-Neuve", "Belgique"],
        ["", "", ""],
        &[("Cuisine centrale", "Ottignies"), ("Résidence du Moulin", "Limelette")],
        7
    ),
    client!(
        "CHSLD Les Érables",
        Professional,
        "Collectivités",
        "erables.example",
        ["300, boulevard Laurier", "G1V 2L9", "Québec", "Québec"],
        ["mrs", "Anne-Sophie", "Côté"],
        &[],
        4
    ),
    client!(
        "Épicerie Fine Mâchon",
        Professional,
        "Épiceries",
        "machon.example",
        ["14, rue Mercière", "69002", "Lyon", "France"],
        ["mr", "Rémi", "Mâchon"],
        &[],
        3
    ),
    client!(
        "L’Herbier du Sablon",
        Professional,
        "Épiceries",
        "herbier-sablon.example",
        ["31, rue des Minimes", "1000", "Bruxelles", "Belgique"],
        ["mrs", "Wivine", "De Smet"],
        &[],
        3
    ),
    client!(
        "Marché Jean-Talon, étal 42",
        Professional,
        "Épiceries",
        "etal42.example",
        ["7070, avenue Henri-Julien", "H2S 3S3", "Montréal", "Québec"],
        ["mr", "Hồng", "Đặng"],
        &[],
        2
    ),
    client!(
        "Coopérative Bio du Vexin",
        Professional,
        "Épiceries",
        "biovexin.example",
        ["5, route de Gisors", "95450", "Vigny", "France"],
        ["mrs", "Maëlys", "Fournier"],
        &[("Magasin de Vigny", "Vigny"), ("Magasin de Magny", "Magny-en-Vexin")],
        6
    ),
    client!(
        "Hôtel Terminus Nord",
        Professional,
        "Hôtels",
        "terminusnord.example",
        ["23, rue de Dunkerque", "75010", "Paris", "France"],
        ["mrs", "Inès", "Haddad"],
        &[],
        5
    ),
    client!(
        "Hôtel du Vieux-Port",
        Professional,
        "Hôtels",
        "vieuxport-hotel.example",
        ["97, rue de la Commune Est", "H2Y 1J1", "Montréal", "Québec"],
        ["mr", "Thomas", "O’Neil"],
        &[],
        4
    ),
    client!(
        "Domaine de la Hulpe — Réceptions et Séminaires d’Entreprise",
        Professional,
        "Hôtels",
        "domaine-hulpe.example",
        ["111, chaussée de Bruxelles", "1310", "La Hulpe", "Belgique"],
        ["mrs", "Marie-Christine", "van der Straeten"],
        &[("Château", "La Hulpe"), ("Ferme", "La Hulpe")],
        6
    ),
    client!(
        "Ferme des Quatre Vents",
        Producer,
        "Producteurs laitiers",
        "quatrevents.example",
        ["Lieu-dit Les Quatre Vents", "14400", "Bayeux", "France"],
        ["mr", "Aurélien", "Hébert"],
        &[("Étable", "Bayeux"), ("Laiterie", "Isigny-sur-Mer")],
        4
    ),
    client!(
        "Fromagerie du Val d’Aulne",
        Producer,
        "Producteurs laitiers",
        "val-aulne.example",
        ["Moulin de Pont-Coblant", "29190", "Pleyben", "France"],
        ["mrs", "Gwenaëlle", "Kerdévez"],
        &[],
        4
    ),
    client!(
        "Laiterie de Herve",
        Producer,
        "Producteurs laitiers",
        "laiterie-herve.example",
        ["44, rue de Charneux", "4650", "Herve", "Belgique"],
        ["mr", "Dieudonné", "Lejeune"],
        &[],
        3
    ),
    client!(
        "Fromagerie L’Ancêtre du Fjord",
        Producer,
        "Producteurs laitiers",
        "ancetre-fjord.example",
        ["1200, route de Tadoussac", "G0T 1J0", "L’Anse-Saint-Jean", "Québec"],
        ["mrs", "Océane", "Bouchard"],
        &[],
        3
    ),
    client!(
        "Moulin de Cléré",
        Producer,
        "Meuniers",
        "moulin-clere.example",
        ["Le Moulin", "37340", "Cléré-les-Pins", "France"],
        ["mr", "Théophile", "Meunier"],
        &[("Silo", "Langeais")],
        5
    ),
    client!(
        "Minoterie de la Meuse",
        Producer,
        "Meuniers",
        "minoterie-meuse.example",
        ["6, quai de la Boverie", "4020", "Liège", "Belgique"],
        ["mr", "Noël", "Dujardin"],
        &[],
        4
    ),
    client!(
        "Meunerie Milanaise-sur-l’Eau",
        Producer,
        "Meuniers",
        "milanaise.example",
        ["820, 4e Rang Est", "J0B 1A0", "Milan", "Québec"],
        ["mr", "Frédéric", "Lachance"],
        &[],
        3
    ),
    client!(
        "Vergers de Sainte-Hélène",
        Producer,
        "Maraîchers",
        "vergers-helene.example",
        ["77, chemin des Pommiers", "J0L 1S0", "Rougemont", "Québec"],
        ["mrs", "Hélène", "Desrosiers"],
        &[],
        3
    ),
    client!(
        "Maraîchers du Hageland",
        Producer,
        "Maraîchers",
        "hageland.example",
        ["10, Tiensesteenweg", "3380", "Glabbeek", "Belgique"],
        ["mr", "Pieter", "Claes"],
        &[],
        4
    ),
    client!(
        "Jardins d’Éole",
        Producer,
        "Maraîchers",
        "jardins-eole.example",
        ["Route de Carpentras", "84200", "Monteux", "France"],
        ["mrs", "Éléonore", "Bœuf"],
        &[("Serres", "Monteux"), ("Quai de chargement", "Sorgues")],
        5
    ),
    client!(
        "Rucher des Hautes-Fagnes",
        Producer,
        "Apiculteurs",
        "rucher-fagnes.example",
        ["2, route de Botrange", "4950", "Waimes", "Belgique"],
        ["mr", "Hubert", "Schöffers"],
        &[],
        2
    ),
    client!(
        "Mme Solange Baptiste",
        Individual,
        "",
        "baptiste.example",
        ["18, allée des Tilleuls", "44000", "Nantes", "France"],
        ["mrs", "Solange", "Baptiste"],
        &[],
        0
    ),
    client!(
        "M. Achille Toussaint",
        Individual,
        "",
        "toussaint.example",
        ["5, rue des Combattants", "5000", "Namur", "Belgique"],
        ["mr", "Achille", "Toussaint"],
        &[],
        0
    ),
    client!(
        "Famille Nguyễn",
        Individual,
        "",
        "nguyen.example",
        ["1890, rue Bélanger", "H2G 1A4", "Montréal", "Québec"],
        ["mx", "Bảo", "Nguyễn"],
        &[],
        0
    ),
    client!(
        "M. Yves Quéméneur",
        Individual,
        "",
        "",
        ["3, venelle du Four", "29900", "Concarneau", "France"],
        ["mr", "Yves", "Quéméneur"],
        &[],
        0
    ),
    client!(
        "Salon de thé L’Heure Bleue",
        Professional,
        "Pâtisseries",
        "heurebleue.example",
        ["6, rue du Bailli", "1050", "Ixelles", "Belgique"],
        ["mrs", "Bérengère", "Maçon"],
        &[],
        3
    ),
    client!(
        "Comptoir des Îles",
        Professional,
        "Épiceries",
        "comptoir-iles.example",
        ["40, quai de la Fosse", "44000", "Nantes", "France"],
        ["mr", "Télesphore", "Virapoullé"],
        &[],
        3
    ),
];

/// Indexes of clients that were made inactive.
pub(super) const INACTIVE: [usize; 2] = [38, 39];
