//! What the name of a PDF says of the document in it: its kind, its number, whose it is. A guess that a person completes.

use super::{DocumentKind, guessed_number};
use crate::{ClientId, fold::words, reference_key};

/// A client that a file's name may mean.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedClient {
    /// Its id.
    pub id: ClientId,
    /// Unique.
    pub reference: String,
    /// Its name.
    pub label: String,
}

/// Words of kinds, folded.
const KINDS: [(DocumentKind, &[&str]); 5] = [
    (DocumentKind::CreditNote, &["avoir", "avoirs", "credit", "nc"]),
    (DocumentKind::DeliveryNote, &["livraison", "bl", "delivery"]),
    (DocumentKind::InterventionReport, &["rapport", "intervention", "report"]),
    (DocumentKind::Order, &["commande", "commandes", "bdc", "order"]),
    (DocumentKind::Invoice, &["facture", "factures", "invoice", "fact"]),
];

/// What companies are, rather than how they are called.
const FORMS: [&str; 20] = [
    "sa", "sas", "sasu", "sarl", "srl", "sprl", "eurl", "scop", "scea", "gaec", "earl", "sci", "asbl", "bv", "nv",
    "gmbh", "inc", "ltd", "ste", "cie",
];

/// The first kind that a word of the name says; without one, an invoice.
pub fn guessed_kind(file_name: &str) -> DocumentKind {
    let named = words(stem(file_name));
    let says = |(_, own): &&(DocumentKind, &[&str])| named.iter().any(|word| own.contains(&word.as_str()));
    KINDS.iter().find(says).map_or(DocumentKind::Invoice, |(kind, _)| *kind)
}

/// A word of a kind by itself.
pub(super) fn is_kind(word: &str) -> bool {
    let folded = words(word);
    let [only] = folded.as_slice() else { return false };
    KINDS.iter().any(|(_, own)| own.contains(&only.as_str()))
}

/// The words by which clients are looked for: neither the number, nor a kind, nor bare digits.
pub fn client_words(file_name: &str) -> Vec<String> {
    let number = words(&guessed_number(file_name));
    let own = |word: &String| {
        let digits = word.chars().all(|c| c.is_ascii_digit());
        let kind = KINDS.iter().any(|(_, own)| own.contains(&word.as_str()));
        !digits && !kind && !number.contains(word) && word.chars().count() > 1
    };
    let mut found: Vec<String> = vec![];
    for word in words(stem(file_name)).into_iter().filter(own) {
        if !found.contains(&word) {
            found.push(word);
        }
    }
    found
}

/// What of the name may be a reference, as references are compared. What seems to be the number is one only beside another word with digits,
/// and with a letter: a client called `147` is not the invoice 147.
pub fn reference_keys(file_name: &str) -> Vec<String> {
    let number = guessed_number(file_name);
    let has_digit = |part: &str| part.bytes().any(|byte| byte.is_ascii_digit());
    let parts = stem(file_name).split(|c: char| c.is_whitespace() || matches!(c, '_' | '(' | ')' | ',' | ';'));
    let parts: Vec<&str> = parts.filter(|part| !part.is_empty()).collect();
    let beside = number.chars().any(char::is_alphabetic) && parts.iter().any(|part| *part != number && has_digit(part));
    let mut keys: Vec<String> = parts.into_iter().filter(|part| *part != number || beside).map(reference_key).collect();
    keys.sort();
    keys.dedup();
    keys
}

/// The client that the name means: by its reference; otherwise the only one all of whose name stands in it, the longest of several.
pub fn guessed_client(file_name: &str, candidates: &[NamedClient]) -> Option<ClientId> {
    let keys = reference_keys(file_name);
    let mut by_reference = candidates.iter().filter(|client| keys.contains(&reference_key(&client.reference)));
    if let (Some(client), None) = (by_reference.next(), by_reference.next()) {
        return Some(client.id);
    }
    let named = words(stem(file_name));
    let length = |client: &NamedClient| {
        let own: Vec<String> =
            words(&client.label).into_iter().filter(|word| !FORMS.contains(&word.as_str())).collect();
        (!own.is_empty() && own.iter().all(|word| named.contains(word))).then(|| own.concat().chars().count())
    };
    let mut fitting: Vec<(usize, ClientId)> =
        candidates.iter().filter_map(|client| Some((length(client)?, client.id))).collect();
    fitting.sort_unstable();
    fitting.dedup();
    match fitting.as_slice() {
        [.., before, last] if before.0 == last.0 => None,
        [.., last] => Some(last.1),
        [] => None,
    }
}

/// Whether what is typed is this client's reference or name, or beginnings of words of either, as lists find it. What finds it by its town
/// or by somebody there does not say it.
pub fn says_client(typed: &str, reference: &str, label: &str) -> bool {
    let own: Vec<String> = words(label).into_iter().chain(words(reference)).collect();
    let typed = words(typed);
    !typed.is_empty() && typed.iter().all(|word| own.iter().any(|own| own.starts_with(word.as_str())))
}

fn stem(file_name: &str) -> &str {
    file_name.rsplit_once('.').map_or(file_name, |(stem, _)| stem)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn p30_the_kind_is_guessed_from_the_files_name() {
        for (name, kind) in [
            ("Facture_2026-0147 ACME.pdf", DocumentKind::Invoice),
            ("Note de crédit 12.pdf", DocumentKind::CreditNote),
            ("avoir sur facture 12.pdf", DocumentKind::CreditNote),
            ("BL-2026-3.PDF", DocumentKind::DeliveryNote),
            ("Bon de commande 7.pdf", DocumentKind::Order),
            ("Rapport d’intervention 3.pdf", DocumentKind::InterventionReport),
            ("scan0001.pdf", DocumentKind::Invoice),
            ("", DocumentKind::Invoice),
        ] {
            assert_eq!(guessed_kind(name), kind, "{name}");
        }
    }

    #[test]
    fn p30_the_client_is_guessed_by_its_reference_or_by_all_of_its_name() {
        let client = |id, reference: &str, label: &str| NamedClient {
            id: ClientId(id),
            reference: reference.into(),
            label: label.into(),
        };
        let all = [
            client(1, "C-0012", "Garage Van den Bossche SPRL"),
            client(2, "C-0013", "Épi d’Or"),
            client(3, "C-0014", "Boulangerie L’Épi d’Or"),
            client(4, "C-0015", "SA"),
            client(5, "C-0016", "Durand"),
            client(6, "C-0017", "DURAND SAS"),
        ];
        for (name, id) in [
            ("Facture 2026-0147 C-0013.pdf", Some(2)),
            ("facture_2026-0147_c-0012.pdf", Some(1)),
            ("2026-0147 garage van den bossche copie.pdf", Some(1)),
            ("2026-0147 Boulangerie l'epi d'or.pdf", Some(3)),
            ("2026-0147 epi d or.pdf", Some(2)),
            ("2026-0147 Garage.pdf", None),
            ("2026-0147 Durand.pdf", None),
            ("SA.pdf", None),
            ("2026-0147 C-0012 C-0013.pdf", None),
            // Its reference has more digits than the number.
            ("C-0012 F-7.pdf", Some(1)),
            ("", None),
        ] {
            assert_eq!(guessed_client(name, &all), id.map(ClientId), "{name}");
        }
    }

    #[test]
    fn p30_a_client_is_said_by_its_reference_or_its_name_alone() {
        let says = |typed| says_client(typed, "C-0012", "Garage Van den Bossche SPRL");
        for typed in ["garage bossche", "GARAGE", "c-0012", "C 0012 garage", "bossche gar", "Vân Den"] {
            assert!(says(typed), "{typed}");
        }
        for typed in ["Gand", "garage gand", "Marie Durand", "", " · ", "0013"] {
            assert!(!says(typed), "{typed}");
        }
    }

    #[test]
    fn clients_are_looked_for_by_what_is_neither_number_nor_kind() {
        assert_eq!(client_words("Facture_F-2026-0147 ACME Énergie 2.pdf"), ["acme", "energie"]);
        assert_eq!(reference_keys("Facture_F-2026-0147 C-0012.pdf"), ["c 0012", "f 2026 0147", "facture"]);
        assert_eq!(reference_keys("Facture 2026-0147 12.pdf"), ["12", "facture"]);
        assert!(client_words("2026.pdf").is_empty() && client_words("").is_empty());
    }
}
