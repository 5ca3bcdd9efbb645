//! Clients of the demo that grow and make: farms, mills, dairies.

use super::DemoClient;
use model::ClientKind::Producer;

/// In the order in which they became clients.
pub(super) const GROWERS: [DemoClient; 11] = [
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
];
