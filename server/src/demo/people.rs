//! The contacts of the demo: names as they are met, with accents, apostrophes and several words; mailboxes without a name.

use model::Civility::{self, Mr, Mrs, Mx};

/// Civility, first name, last name.
pub(super) const NAMES: [(Civility, &str, &str); 48] = [
    (Mrs, "Éloïse", "Lefèvre"),
    (Mr, "Jean-François", "Œuvrard"),
    (Mrs, "Marie", "Kerdévez"),
    (Mr, "Marc-Antoine", "Roy"),
    (Mrs, "Anaïs", "Dubois"),
    (Mr, "Loïc", "Le Bihan"),
    (Mrs, "Chloé", "D’Hondt"),
    (Mr, "Rémi", "Château"),
    (Mrs, "Noémie", "Tremblay"),
    (Mr, "Gaëtan", "Lécuyer"),
    (Mrs, "Zoé", "Bélanger"),
    (Mr, "Maël", "Péron"),
    (Mrs, "Hélène", "Gagné"),
    (Mr, "Théo", "Vandenbulcke"),
    (Mrs, "Inès", "Benali"),
    (Mr, "Karim", "Bouazza"),
    (Mrs, "Françoise", "Ménard"),
    (Mr, "Jérôme", "Nuñez"),
    (Mrs, "Agnès", "Saint-Jean"),
    (Mr, "Benoît", "Côté"),
    (Mrs, "Maïté", "Etxeberria"),
    (Mr, "Étienne", "Français"),
    (Mrs, "Sœur Marie", "de la Croix"),
    (Mr, "Léon", "Grégoire"),
    (Mrs, "Aude", "Garçon"),
    (Mr, "Tugdual", "Le Goff"),
    (Mrs, "Ève", "Maître"),
    (Mr, "Hồng", "Đặng"),
    (Mrs, "Marie-Ève", "Lévesque"),
    (Mr, "Joël", "Dupré"),
    (Mrs, "Céline", "Hervé"),
    (Mr, "Ambroise", "Œillet"),
    (Mrs, "Wivine", "De Clercq"),
    (Mr, "Désiré", "Mbarga"),
    (Mrs, "Raphaëlle", "Poirier"),
    (Mr, "Günther", "Weiß"),
    (Mrs, "Sidonie", "Açıkgöz"),
    (Mr, "Pål", "Ångström"),
    (Mx, "Camille", "Rivière"),
    (Mr, "Ignace", "Van Den Eynde"),
    (Mrs, "Apolline", "Bœuf"),
    (Mr, "Télesphore", "Hébert"),
    (Mrs, "Bérénice", "Guérin"),
    (Mr, "Clément", "Noël"),
    (Mrs, "Marguerite-Marie", "de Montmorency-Laval du Plessis"),
    (Mr, "Siméon", "Lançon"),
    (Mrs, "Océane", "Maçon"),
    (Mr, "Barthélemy", "Fréchette-Desjardins"),
];

/// What people do; the first is the most usual.
pub(super) const FUNCTIONS: [&str; 12] = [
    "Gérance",
    "Comptabilité",
    "Achats",
    "Atelier",
    "Réception",
    "Logistique",
    "Direction",
    "Secrétariat",
    "Qualité",
    "Cuisine",
    "Magasin",
    "Responsable des commandes et des livraisons",
];

/// Mailboxes that nobody put a name to.
pub(super) const DESKS: [&str; 6] = ["compta", "commandes", "livraisons", "accueil", "achats", "direction"];

/// Labels of phones.
pub(super) const PHONES: [&str; 3] = ["", "mobile", "accueil"];
