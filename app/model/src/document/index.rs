//! The index of a folder of documents: which column says what, by its name in French or English.

use super::IncomingDraft;
use crate::{fold, import::Row};

/// Columns by the names of the fields of [`IncomingDraft`], and `file`; their headings, folded.
const NAMES: [(&str, &[&str]); 9] = [
    ("kind", &["nature", "kind", "type", "type de document", "document type"]),
    ("number", &["numero", "number", "no", "n", "reference", "ref", "numero du document", "document number"]),
    ("day", &["date", "day", "jour", "date du document", "document date"]),
    ("amount", &["montant", "amount", "total", "montant ttc"]),
    ("currency", &["devise", "monnaie", "currency"]),
    (
        "client",
        &[
            "reference client",
            "ref client",
            "client",
            "code client",
            "numero client",
            "client reference",
            "customer",
            "customer number",
        ],
    ),
    ("site", &["site", "adresse", "lieu", "address"]),
    ("contact", &["contact", "e mail", "email", "e mail du contact", "contact e mail", "contact email"]),
    ("file", &["fichier", "file", "pdf", "nom du fichier", "file name", "filename"]),
];

/// A line of the index.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct IndexLine {
    /// As a person counts, the header included.
    pub line: u32,
    /// What it says.
    pub draft: IncomingDraft,
    /// The name of its file; empty without one.
    pub file: String,
}

/// What each column is for; of two of a name the first counts.
pub fn index_columns(header: &[String]) -> Vec<Option<&'static str>> {
    let mut found: Vec<Option<&'static str>> = vec![];
    for heading in header {
        let folded = fold(heading);
        let column = NAMES.iter().find(|(_, names)| names.contains(&folded.as_str())).map(|(column, _)| *column);
        let taken = column.is_some() && found.contains(&column);
        found.push(if taken { None } else { column });
    }
    found
}

/// A row, by its columns.
pub fn index_line(row: &Row, columns: &[Option<&'static str>]) -> IndexLine {
    let mut line = IndexLine { line: row.line, ..IndexLine::default() };
    for (cell, column) in row.cells.iter().zip(columns) {
        let value = match column {
            Some("file") => Some(&mut line.file),
            Some(column) => line.draft.field(column),
            None => None,
        };
        if let Some(value) = value {
            cell.trim().clone_into(value);
        }
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    /// P30
    #[test]
    fn p30_the_columns_of_an_index_are_known_in_both_languages() {
        let columns = |text: &str| index_columns(&text.split(';').map(str::to_owned).collect::<Vec<_>>());
        let all = ["kind", "number", "day", "amount", "currency", "client", "site", "contact", "file"].map(Some);
        assert_eq!(columns("Nature;Numéro;Date;Montant;Devise;Référence client;Site;Contact;Fichier"), all);
        assert_eq!(columns("Kind;Number;Date;Amount;Currency;Client reference;Site;Contact e-mail;File name"), all);
        assert_eq!(columns("Type;Favori;Date;Jour"), [Some("kind"), None, Some("day"), None]);
        let row = Row { line: 3, cells: vec![" facture ".into(), "x".into(), "23/11/2026".into(), "hier".into()] };
        let line = index_line(&row, &columns("Type;Favori;Date;Jour"));
        assert_eq!((line.line, line.draft.kind.as_str(), line.draft.day.as_str()), (3, "facture", "23/11/2026"));
    }
}
