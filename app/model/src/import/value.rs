//! Choices as people write them into a table, to the codes of the forms. What is none of them stays as it is: the form's check then
//! says so.

use crate::{Civility, ClientKind, Lang, fold};

/// Without one a client is professional, as most are.
pub(super) fn kind(text: &str) -> String {
    let kind = match fold(text).as_str() {
        ""
        | "professionnel"
        | "client professionnel"
        | "pro"
        | "entreprise"
        | "societe"
        | "professional"
        | "business"
        | "company" => ClientKind::Professional,
        "producteur" | "productrice" | "producer" | "agriculteur" => ClientKind::Producer,
        "particulier" | "particuliere" | "individual" | "prive" | "personne" => ClientKind::Individual,
        _ => return text.to_owned(),
    };
    kind.code().to_owned()
}

pub(super) fn language(text: &str) -> String {
    let lang = match fold(text).as_str() {
        "francais" | "francaise" | "french" => Lang::Fr,
        "anglais" | "anglaise" | "english" => Lang::En,
        _ => return text.to_owned(),
    };
    lang.code().to_owned()
}

pub(super) fn civility(text: &str) -> String {
    let civility = match fold(text).as_str() {
        "mme" | "madame" | "mrs" | "ms" | "mlle" | "mademoiselle" => Civility::Mrs,
        "m" | "mr" | "monsieur" => Civility::Mr,
        "mx" => Civility::Mx,
        _ => return text.to_owned(),
    };
    civility.code().to_owned()
}

/// A spreadsheet that knew no such letter has put a `?` in its place: « Nguy?n », « ??ng ». An address of a page may hold one.
pub(super) fn has_lost_letters(text: &str) -> bool {
    let mut letters = text.chars().peekable();
    let mut lost = false;
    while let Some(c) = letters.next() {
        lost |= c == '?' && letters.peek().is_some_and(|next| next.is_alphabetic());
    }
    lost && !text.contains("://")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// P63
    #[test]
    fn p63_choices_are_understood_as_people_write_them() {
        assert_eq!(
            [kind("Client professionnel"), kind(""), kind("PRODUCTEUR")],
            ["professional", "professional", "producer"]
        );
        assert_eq!([kind("patron"), language("Français"), language("nl")], ["patron", "fr", "nl"]);
        assert_eq!([civility("M."), civility("Mme"), civility("Dr")], ["mr", "mrs", "Dr"]);
    }

    /// P61
    #[test]
    fn p61_lost_letters_are_noticed_and_questions_are_not() {
        for lost in ["??ng", "Nguy?n Th? H?ng", "?lodie"] {
            assert!(has_lost_letters(lost), "{lost}");
        }
        for kept in ["Rappeler ?", "Pourquoi ??", "https://a.example/?b=c", "", "?"] {
            assert!(!has_lost_letters(kept), "{kept}");
        }
    }
}
