//! Clients of the demo that are single persons, and two that are clients no more.

use super::DemoClient;
use model::ClientKind::{Individual, Professional};

/// In the order in which they became clients.
pub(super) const PEOPLE: [DemoClient; 4] = [
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
];

/// Inactive today.
pub(super) const FORMER: [DemoClient; 2] = [
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
