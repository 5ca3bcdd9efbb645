//! S40: a cell that begins like a formula is one to a spreadsheet. Going out it gets an apostrophe in front, coming in it loses
//! that one again, so that what was written comes back the same.

use encoding_rs::WINDOWS_1252;
use model::import::{Charset, Separator};

/// Does a spreadsheet take this for a formula, or did [`harmless`] put an apostrophe in front of it?
fn is_dangerous(cell: &str) -> bool {
    cell.trim_start_matches('\'').starts_with(['=', '+', '-', '@', '\t', '\r'])
}

/// As it goes out.
pub fn harmless(cell: &str) -> String {
    if is_dangerous(cell) { ["'", cell].concat() } else { cell.to_owned() }
}

/// As it was before [`harmless`]; a cell that begins with `+` by itself, such as a phone number, stays.
pub fn restored(cell: &str) -> &str {
    cell.strip_prefix('\'').filter(|rest| is_dangerous(rest)).unwrap_or(cell)
}

/// A table as CSV that spreadsheets open by a double click: UTF-8 with its mark, lines that end in CR LF, each cell harmless.
pub fn written<'a>(rows: impl IntoIterator<Item = &'a [String]>, separator: Separator) -> String {
    let mut text = String::from('\u{feff}');
    for row in rows {
        for (at, cell) in row.iter().enumerate() {
            if at > 0 {
                text.push(separator.character());
            }
            let cell = harmless(cell);
            let plain = !cell.contains(['"', '\r', '\n', ';', ',', '\t']);
            if plain {
                text.push_str(&cell);
            } else {
                text.extend(["\"", &cell.replace('"', "\"\""), "\""]);
            }
        }
        text.push_str("\r\n");
    }
    text
}

/// The same as bytes, with the character set in which spreadsheets open it everywhere (P60): Windows-1252 when it has every
/// character, else UTF-8 with its mark.
pub fn saved<'a>(rows: impl IntoIterator<Item = &'a [String]>, separator: Separator) -> (Vec<u8>, Charset) {
    let text = written(rows, separator);
    let (bytes, _, lossy) = WINDOWS_1252.encode(text.trim_start_matches('\u{feff}'));
    // Read back as text: what looks like UTF-8 by chance would come in as other letters.
    if lossy || std::str::from_utf8(&bytes).is_ok_and(|text| !text.is_ascii()) {
        (text.into_bytes(), Charset::Utf8)
    } else {
        (bytes.into_owned(), Charset::Windows1252)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// P60, S40
    #[test]
    fn p60_a_file_has_the_character_set_that_holds_all_of_it() {
        let rows = [vec!["Épi d’Or".to_owned(), "=1+1".to_owned()]];
        let of = |rows: &[Vec<String>]| saved(rows.iter().map(Vec::as_slice), Separator::Semicolon);
        assert_eq!(of(&rows), (b"\xc9pi d\x92Or;'=1+1\r\n".to_vec(), Charset::Windows1252));
        for other in ["Ångström Šimić ć", "Ã©"] {
            let (bytes, charset) = of(&[vec![other.to_owned()]]);
            assert_eq!(charset, Charset::Utf8);
            assert_eq!(bytes, format!("\u{feff}{other}\r\n").into_bytes());
        }
    }
}
