//! S40: a cell that begins like a formula is one to a spreadsheet. Going out it gets an apostrophe in front, coming in it loses
//! that one again, so that what was written comes back the same.

use model::import::Separator;

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
