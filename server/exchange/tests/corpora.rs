//! What spreadsheets write, and what nobody should bring: each is read whole, or refused with its place.
#![allow(clippy::unwrap_used, reason = "a test ends where it cannot go on")]

use exchange::{CELL_MAX, COLUMNS_MAX, FILE_MAX, ROWS_MAX, ReadError, harmless, read, restored, written};
use model::import::{Charset, Row, Separator, Table};
use proptest::prelude::*;

const UTF_8: &[u8] = include_bytes!("corpora/contacts-utf8-semicolon.csv");
const COMMA: &[u8] = include_bytes!("corpora/contacts-utf8-comma.csv");
const WINDOWS: &[u8] = include_bytes!("corpora/contacts-cp1252-semicolon.csv");
const UTF_16: &[u8] = include_bytes!("corpora/contacts-utf16-tab.csv");
const ZEROS: &[u8] = include_bytes!("corpora/zeros.xlsx");
const XLSX: &[u8] = include_bytes!("corpora/contacts.xlsx");

fn cells(table: &Table) -> Vec<&Vec<String>> {
    table.rows.iter().map(|row| &row.cells).collect()
}

/// P61
#[test]
fn p61_every_form_of_a_file_gives_the_same_table() {
    let table = read(UTF_8).unwrap();
    assert_eq!((table.charset, table.separator), (Some(Charset::Utf8), Some(Separator::Semicolon)));
    assert_eq!((table.header.len(), table.rows.len()), (14, 7));
    assert_eq!(table.header[0], "Référence membre");
    let lines: Vec<u32> = table.rows.iter().map(|row| row.line).collect();
    assert_eq!(lines, [2, 3, 4, 5, 7, 8, 9], "a cell of line 5 holds a line end");
    assert_eq!(table.rows[3].cells[13], "ligne 1\nligne 2");
    assert_eq!(table.rows[1].cells[13], "\"Cabinet Dupont & Fils\"");
    assert_eq!(table.rows[6].cells[1], "=HYPERLINK(\"x\")", "a formula is a text");

    let comma = read(COMMA).unwrap();
    assert_eq!((comma.separator, cells(&comma)), (Some(Separator::Comma), cells(&table)));
    let utf_16 = read(UTF_16).unwrap();
    assert_eq!((utf_16.charset, utf_16.separator), (Some(Charset::Utf16), Some(Separator::Tab)));
    assert_eq!(cells(&utf_16), cells(&table));
    assert_eq!(cells(&read(&UTF_16[2..]).unwrap()), cells(&table), "without its mark");
    let windows = read(WINDOWS).unwrap();
    assert_eq!(windows.charset, Some(Charset::Windows1252));
    assert_eq!((&windows.rows[5].cells[3][..], &windows.rows[0].cells[3][..]), ("??ng", "Éloïse"));
}

/// P61: numbers as a person sees them, and the same words.
#[test]
fn p61_a_workbook_is_read_like_the_texts_saved_from_it() {
    let (book, text) = (read(XLSX).unwrap(), read(UTF_8).unwrap());
    assert_eq!((book.charset, &book.header, book.rows.len()), (None, &text.header, text.rows.len()));
    assert_eq!(book.rows[0].cells[3], "Éloïse");
    assert_eq!(book.rows[5].cells[3], text.rows[5].cells[3]);
    assert!(!book.rows[0].cells[6].contains('.'), "{}", book.rows[0].cells[6]);
}

/// P63: a postal code of Lyon or Brussels keeps its zero, also on the second sheet; what is text, a date or a fraction stays.
#[test]
fn p63_numbers_of_a_workbook_keep_the_zeros_that_a_person_sees() {
    let table = read(ZEROS).unwrap();
    assert_eq!(table.header, ["Référence", "Code postal", "Téléphone", "Note"]);
    let rows: Vec<_> = table.rows.iter().map(|row| row.cells.iter().map(String::as_str).collect::<Vec<_>>()).collect();
    assert_eq!(rows, [["17", "01000", "01 23 45 67 89", "2026-11-23"], ["", "69001", "112", "1.5"]]);
}

/// S41
#[test]
fn s41_what_is_no_table_is_told_with_its_place() {
    let many = |cell: &str, times: usize| cell.repeat(times);
    for (bytes, told) in [
        (Vec::new(), ReadError::Empty),
        (b" \r\n;;\r\n\n".to_vec(), ReadError::Empty),
        (b"a;b\r\n".to_vec(), ReadError::NoRows),
        (b"a;b\n;\n".to_vec(), ReadError::NoRows),
        (vec![b'a'; FILE_MAX + 1], ReadError::TooLarge),
        (b"%PDF-1.7\nx".to_vec(), ReadError::NotATable),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec(), ReadError::NotATable),
        (b"a;b\nc\0;d\n".to_vec(), ReadError::NotATable),
        (b"\xff\xfea\0;\0\0\xd8".to_vec(), ReadError::NotATable),
        (b"a;b\n1;2\n3;\"4\n5;6\n".to_vec(), ReadError::OpenQuote(3)),
        (b"a;b\n\xc3\xa9t\xc3\xa9;2\n\xe9;4\n".to_vec(), ReadError::BadText(3)),
        (b"\xef\xbb\xbfa;b\n\xe9;2\n".to_vec(), ReadError::BadText(2)),
        (["a\n", &many(";", COLUMNS_MAX)].concat().into_bytes(), ReadError::TooManyColumns(2)),
        (many(";", 1_000_000).into_bytes(), ReadError::TooManyColumns(1)),
        (["a;b\nc;", &many("x", CELL_MAX + 1)].concat().into_bytes(), ReadError::CellTooLong { line: 2, column: 2 }),
        (["a\n", &many("b\n", ROWS_MAX + 1)].concat().into_bytes(), ReadError::TooManyRows),
        (vec![b'"'; FILE_MAX], ReadError::CellTooLong { line: 1, column: 1 }),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec(), ReadError::OldOrProtected),
        (b"PK\x03\x04".to_vec(), ReadError::Damaged),
        (XLSX[..XLSX.len() / 2].to_vec(), ReadError::Damaged),
    ] {
        let start = String::from_utf8_lossy(&bytes[..bytes.len().min(40)]).into_owned();
        assert_eq!(read(&bytes), Err(told), "{start:?}");
    }
}

#[test]
fn rows_of_unequal_length_blank_lines_and_line_ends_of_any_kind() {
    let table = read(b"\xef\xbb\xbfsep=,\r\na,b,,\r1\r\r\n2,3,4,,\n\"x\ry\",z").unwrap();
    assert_eq!((table.header.len(), table.separator), (2, Some(Separator::Comma)));
    let row = |line, cells: &[&str]| Row { line, cells: cells.iter().map(|cell| (*cell).to_owned()).collect() };
    assert_eq!(table.rows, [row(3, &["1", ""]), row(5, &["2", "3", "4"]), row(6, &["x\ny", "z"])]);
}

/// Where in the archive its central directory stands, and each entry of it.
fn entries(bytes: &[u8]) -> Vec<usize> {
    (0..bytes.len() - 4).filter(|at| bytes[*at..].starts_with(b"PK\x01\x02")).collect()
}

/// S42
#[test]
fn s42_an_archive_that_lies_about_its_sizes_is_not_opened() {
    for at in entries(XLSX) {
        for (place, told) in [(24, ReadError::Damaged), (27, ReadError::TooMuchInside), (20, ReadError::Damaged)] {
            let mut lie = XLSX.to_vec();
            lie[at + place] = lie[at + place].wrapping_add(60);
            assert_eq!(read(&lie), Err(told), "{at} {place}");
        }
        let mut locked = XLSX.to_vec();
        locked[at + 8] |= 1;
        assert_eq!(read(&locked), Err(ReadError::OldOrProtected));
    }
    let mut more = XLSX.to_vec();
    more.extend_from_slice(b"PK\x05\x06");
    assert_eq!(read(&more), Err(ReadError::Damaged));
}

/// S40
#[test]
fn s40_a_cell_that_begins_like_a_formula_goes_out_harmless() {
    for dangerous in ["=1+1", "+33", "-1", "@a", "\tx", "\rx", "'=1"] {
        assert!(harmless(dangerous).starts_with('\''), "{dangerous}");
    }
    assert_eq!(harmless("l'été"), "l'été");
    assert_eq!(restored("+33 1 23"), "+33 1 23", "as a person typed it");
    let file = written([&["a".to_owned(), "=2".to_owned()][..]], Separator::Semicolon);
    assert_eq!(file, "\u{feff}a;'=2\r\n");
}

proptest! {
    /// S40, P61: what was written comes back the same.
    #[test]
    fn s40_what_goes_out_comes_back(rows in prop::collection::vec(prop::collection::vec("[=+@'\"; ,\n\ta-cé-]{0,6}", 3), 1..6)) {
        let header = vec!["a".to_owned(), "b".to_owned(), "c".to_owned()];
        let all: Vec<Vec<String>> = std::iter::once(header).chain(rows.clone()).collect();
        let text = written(all.iter().map(Vec::as_slice), Separator::Semicolon);
        let kept: Vec<&Vec<String>> = rows.iter().filter(|row| row.iter().any(|cell| !cell.trim().is_empty())).collect();
        match read(text.as_bytes()) {
            Ok(table) => prop_assert_eq!(cells(&table), kept),
            Err(error) => prop_assert!(kept.is_empty() && error == ReadError::NoRows, "{}", error),
        }
    }

    /// S41: whatever the bytes, an answer.
    #[test]
    fn s41_no_bytes_make_it_stumble(bytes in prop::collection::vec(any::<u8>(), 0..300), at in 0..6000_usize) {
        let _ = read(&bytes);
        let mut broken = XLSX.to_vec();
        for (offset, byte) in bytes.iter().take(3).enumerate() {
            let place = (at + offset * 7) % broken.len();
            broken[place] = *byte;
        }
        let _ = read(&broken);
    }
}
