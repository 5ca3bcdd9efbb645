//! The first filled sheet of an XLSX, cell after cell: a sheet that fills two corners is not laid out in memory between them. Cells
//! are text as a person sees them.

use crate::{CELL_MAX, COLUMNS_MAX, ROWS_MAX, ReadError, formats::Formats, zip};
use calamine::{DataRef, ExcelDateTime, Reader, Xlsx};
use model::import::{Row, Table};
use std::{
    io::Cursor,
    panic::{AssertUnwindSafe, catch_unwind},
};

/// Bytes of all cells together, blank ones too: one text can stand in many of them.
const TEXT_MAX: usize = 64 * 1024 * 1024;
/// Sheets that are looked through for the first filled one: several may be the same part.
const SHEETS_MAX: usize = 16;

/// The table of an XLSX.
pub(crate) fn read(bytes: &[u8]) -> Result<Table, ReadError> {
    zip::measured(bytes)?;
    // What a damaged file makes a library stumble over is the file's fault, and nobody else's.
    catch_unwind(AssertUnwindSafe(|| opened(bytes))).unwrap_or(Err(ReadError::Damaged))
}

fn opened(bytes: &[u8]) -> Result<Table, ReadError> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|_| ReadError::Damaged)?;
    let mut room = TEXT_MAX;
    for (nth, name) in book.sheet_names().into_iter().enumerate().take(SHEETS_MAX) {
        // A sheet of a chart has no cells.
        let Ok(mut cells) = book.worksheet_cells_reader(&name) else { continue };
        let (mut rows, mut formats): (Vec<Row>, _) = (vec![], Formats::of(bytes, nth));
        while let Some(cell) = cells.next_cell().map_err(|_| ReadError::Damaged)? {
            room = room.checked_sub(length(cell.get_value())).ok_or(ReadError::TooMuchInside)?;
            let (row, column) = cell.get_position();
            let formatted = match cell.get_value() {
                DataRef::Float(number) => formats.shown((row, column), *number),
                DataRef::Int(number) => formats.shown((row, column), *number as f64),
                _ => None,
            };
            let text = formatted.unwrap_or_else(|| shown(cell.get_value()));
            if !text.trim().is_empty() {
                put(&mut rows, row + 1, column, text)?;
            }
        }
        if !rows.is_empty() {
            let header = rows.remove(0).cells.iter().map(|cell| cell.trim().to_owned()).collect();
            return Ok(Table { header, rows, charset: None, separator: None });
        }
    }
    Err(ReadError::Empty)
}

fn put(rows: &mut Vec<Row>, line: u32, column: u32, text: String) -> Result<(), ReadError> {
    let at = column as usize;
    if at >= COLUMNS_MAX {
        return Err(ReadError::TooManyColumns(line));
    }
    if text.chars().count() > CELL_MAX {
        return Err(ReadError::CellTooLong { line, column: column + 1 });
    }
    match rows.last() {
        Some(last) if last.line == line => {}
        Some(last) if last.line > line => return Err(ReadError::Damaged),
        _ if rows.len() > ROWS_MAX => return Err(ReadError::TooManyRows),
        _ => rows.push(Row { line, cells: vec![] }),
    }
    let cells = &mut rows.last_mut().expect("it was just put there").cells;
    if cells.len() <= at {
        cells.resize(at + 1, String::new());
    }
    cells[at] = text;
    Ok(())
}

/// Bytes, before anything of them is copied.
fn length(value: &DataRef<'_>) -> usize {
    match value {
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text.len(),
        DataRef::SharedString(text) => text.len(),
        _ => 0,
    }
}

/// A reference 123 is kept as a number and shown as « 123 », whatever else a floating number could say.
fn shown(value: &DataRef<'_>) -> String {
    match value {
        DataRef::Empty => String::new(),
        DataRef::String(text) => text.clone(),
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) => number.to_string(),
        DataRef::Bool(yes) => if *yes { "1" } else { "0" }.to_owned(),
        DataRef::DateTime(at) => day(at),
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text.clone(),
        DataRef::Error(error) => error.to_string(),
    }
}

/// « 2026-11-23 », with its hour where it has one.
fn day(at: &ExcelDateTime) -> String {
    let (year, month, day, hour, minute, ..) = at.to_ymd_hms_milli();
    match (hour, minute) {
        (0, 0) => format!("{year:04}-{month:02}-{day:02}"),
        _ => format!("{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}"),
    }
}
