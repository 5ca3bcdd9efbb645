//! Tables that come in from spreadsheets: a file's bytes in, header and rows out, each row with the line that a person sees. No
//! database. Whatever the file holds, time and memory are bounded (S41, S42): size, lines, columns and cells have limits, and an
//! archive is measured before it is believed.

mod formats;
mod harmless;
mod inflate;
mod separated;
mod sheet;
mod text;
mod zip;

use model::import::Table;

pub use harmless::{harmless, restored, saved, written};

/// Bytes of the largest file.
pub const FILE_MAX: usize = 10 * 1024 * 1024;
/// Bytes of everything in an XLSX, unpacked.
pub const UNPACKED_MAX: usize = 48 * 1024 * 1024;
/// Lines below the header.
pub const ROWS_MAX: usize = 50_000;
/// Cells of a line.
pub const COLUMNS_MAX: usize = 200;
/// Characters of a cell: more than any field takes.
pub const CELL_MAX: usize = 10_000;

/// Why a file is no table. Lines and columns count from 1.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReadError {
    /// Nothing in it, or blanks alone.
    #[error("the file is empty")]
    Empty,
    /// Over [`FILE_MAX`] bytes.
    #[error("the file is larger than 10 MB")]
    TooLarge,
    /// Neither text nor XLSX: a picture, a PDF, an archive of something else.
    #[error("the file is neither CSV nor XLSX")]
    NotATable,
    /// Excel's format of before 2007, or protected by a password.
    #[error("the file is an old XLS or protected by a password: save it as XLSX or CSV without one")]
    OldOrProtected,
    /// It begins like an XLSX, and cannot be read as one.
    #[error("the XLSX is damaged")]
    Damaged,
    /// Over [`UNPACKED_MAX`] bytes once unpacked.
    #[error("the XLSX holds more than 48 MB once unpacked")]
    TooMuchInside,
    /// A header, and nothing below it.
    #[error("the file has no line below its header")]
    NoRows,
    /// Over [`ROWS_MAX`].
    #[error("the file has more than 50000 lines")]
    TooManyRows,
    /// Over [`COLUMNS_MAX`] in this line.
    #[error("line {0} has more than 200 cells")]
    TooManyColumns(u32),
    /// Over [`CELL_MAX`] characters.
    #[error("line {line}, cell {column}: longer than 10000 characters")]
    CellTooLong {
        /// Of the file.
        line: u32,
        /// Of the line.
        column: u32,
    },
    /// UTF-8 with a wrong byte in this line.
    #[error("line {0}: a byte that is no UTF-8")]
    BadText(u32),
    /// A quotation mark that opens a cell in this line and that nothing closes.
    #[error("line {0}: a quotation mark opens a cell and none closes it")]
    OpenQuote(u32),
}

/// Reads CSV (`;`, `,` or tab; UTF-8, UTF-16 or Windows-1252) or the first filled sheet of an XLSX. The content decides, not the
/// file's name. Lines without any content are passed over.
///
/// # Errors
/// A [`ReadError`]; never a part of the table.
pub fn read(bytes: &[u8]) -> Result<Table, ReadError> {
    if bytes.len() > FILE_MAX {
        return Err(ReadError::TooLarge);
    }
    let mut table = match bytes {
        [] => return Err(ReadError::Empty),
        [b'P', b'K', 3 | 5, ..] => sheet::read(bytes)?,
        [0xd0, 0xcf, 0x11, 0xe0, ..] => return Err(ReadError::OldOrProtected),
        _ => separated::read(&text::decoded(bytes)?)?,
    };
    while table.header.last().is_some_and(String::is_empty) {
        table.header.pop();
    }
    for row in &mut table.rows {
        while row.cells.len() > table.header.len() && row.cells.last().is_some_and(|cell| cell.trim().is_empty()) {
            row.cells.pop();
        }
        let width = row.cells.len().max(table.header.len());
        row.cells.resize(width, String::new());
    }
    if table.rows.is_empty() { Err(ReadError::NoRows) } else { Ok(table) }
}
