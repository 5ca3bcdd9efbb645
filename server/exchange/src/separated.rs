//! CSV, read by ourselves: a quoted cell may hold line ends, so each row says on which line of the file it begins; every limit is
//! looked at while reading; and a quotation mark that nothing closes is told with its line instead of swallowing the rest.

use crate::{CELL_MAX, COLUMNS_MAX, ROWS_MAX, ReadError, restored};
use model::import::{Charset, Row, Separator, Table};

/// The table of a decoded text.
pub(crate) fn read((text, charset): &(impl AsRef<str>, Charset)) -> Result<Table, ReadError> {
    let text = text.as_ref();
    let (told, skipped) = announced(text);
    let text = &text[skipped..];
    let separator = told.unwrap_or_else(|| detected(text));
    let mut reader = Reader { separator: separator.character(), line: 1 + u32::from(skipped > 0), rest: text.chars() };
    let mut rows: Vec<Row> = vec![];
    let mut header = None;
    while let Some(row) = reader.row()? {
        if row.cells.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        if header.is_none() {
            header = Some(row.cells.iter().map(|cell| cell.trim().to_owned()).collect());
        } else if rows.len() == ROWS_MAX {
            return Err(ReadError::TooManyRows);
        } else {
            rows.push(row);
        }
    }
    let header = header.ok_or(ReadError::Empty)?;
    Ok(Table { header, rows, charset: Some(*charset), separator: Some(separator) })
}

/// Excel's own first line `sep=;`, and how many bytes it takes.
fn announced(text: &str) -> (Option<Separator>, usize) {
    for separator in Separator::ALL {
        let line = ["sep=", separator.character().encode_utf8(&mut [0; 4])].concat();
        if let Some(rest) = text.strip_prefix(&line) {
            let end = if rest.starts_with("\r\n") { 2 } else { usize::from(rest.starts_with(['\r', '\n'])) };
            if end > 0 {
                return (Some(*separator), line.len() + end);
            }
        }
    }
    (None, 0)
}

/// What parts the header into most cells; the semicolon of French spreadsheets where nothing does.
fn detected(text: &str) -> Separator {
    let (mut counts, mut quoted) = ([0_usize; 3], false);
    for c in text.trim_start().chars() {
        match c {
            '"' => quoted = !quoted,
            '\r' | '\n' if !quoted => break,
            _ if quoted => {}
            _ => {
                if let Some(at) = Separator::ALL.iter().position(|separator| separator.character() == c) {
                    counts[at] += 1;
                }
            }
        }
    }
    let most = counts.iter().max().copied().unwrap_or_default();
    let first = counts.iter().position(|count| *count == most).unwrap_or_default();
    Separator::ALL[first]
}

struct Reader<'a> {
    separator: char,
    line: u32,
    rest: std::str::Chars<'a>,
}

/// What came after a cell.
#[derive(PartialEq)]
enum End {
    Cell,
    Line,
    File,
}

impl Reader<'_> {
    /// The next row, or none at the end.
    fn row(&mut self) -> Result<Option<Row>, ReadError> {
        if self.rest.as_str().is_empty() {
            return Ok(None);
        }
        let (line, mut cells) = (self.line, vec![]);
        loop {
            if cells.len() == COLUMNS_MAX {
                return Err(ReadError::TooManyColumns(line));
            }
            let (cell, end) = self.cell(cells.len() as u32 + 1)?;
            cells.push(restored(&cell).to_owned());
            if end != End::Cell {
                return Ok(Some(Row { line, cells }));
            }
        }
    }

    fn cell(&mut self, column: u32) -> Result<(String, End), ReadError> {
        let (mut cell, mut length) = (String::new(), 0);
        let opened = self.line;
        let mut quoted = self.rest.as_str().starts_with('"');
        if quoted {
            self.rest.next();
        }
        loop {
            let Some(c) = self.rest.next() else {
                return if quoted { Err(ReadError::OpenQuote(opened)) } else { Ok((cell, End::File)) };
            };
            match c {
                '"' if quoted => {
                    if !self.rest.as_str().starts_with('"') {
                        quoted = false;
                        continue;
                    }
                    self.rest.next();
                }
                '\n' | '\r' => {
                    if c == '\r' && self.rest.as_str().starts_with('\n') {
                        self.rest.next();
                    }
                    self.line += 1;
                    if !quoted {
                        return Ok((cell, End::Line));
                    }
                }
                c if c == self.separator && !quoted => return Ok((cell, End::Cell)),
                _ => {}
            }
            length += 1;
            if length > CELL_MAX {
                return Err(ReadError::CellTooLong { line: opened, column });
            }
            // Whatever ends a line within a cell is one line feed.
            cell.push(if c == '\r' { '\n' } else { c });
        }
    }
}
