//! Clients of the demo that sell: bakeries, restaurants, grocers.

use super::DemoClient;
use model::ClientKind::Professional;

/// In the order in which they became clients.
pub(super) const TRADE: [DemoClient; 23] = [
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
];
