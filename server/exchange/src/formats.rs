//! Numbers that are shown with zeros in front: a postal code 1000 in the format `00000`, a phone in `0#" "##" "##" "##" "##`. calamine
//! gives the number alone; what a person sees stands in the formats of the workbook. Read from the parts of an archive that was
//! measured, cell after cell beside calamine, so that nothing is kept of a large sheet.

use crate::zip;
use std::collections::BTreeMap;

/// Digits that the longest format has room for; a longer one is none of ours.
const DIGITS_MAX: usize = 20;
/// Formats of a workbook that are looked at, and styles of its cells; Excel has room for fewer.
const FORMATS_MAX: usize = 4_096;
const STYLES_MAX: usize = 65_536;
/// Bytes of a format.
const FORMAT_MAX: usize = 200;

/// How a number is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Format(Vec<Piece>);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Piece {
    /// A digit; true: 0 where the number has none.
    Digit(bool),
    Letter(char),
}

/// The formats of one sheet, asked for in the order of its cells.
#[derive(Default)]
pub(crate) struct Formats {
    /// Those that fill with zeros, and which of them each style has.
    formats: Vec<Format>,
    styles: Vec<Option<usize>>,
    sheet: String,
    at: usize,
}

impl Formats {
    /// Of the sheet that is named at this place; none at all when a part is missing or not plain.
    pub(crate) fn of(bytes: &[u8], nth: usize) -> Formats {
        let mut own = text(bytes, "xl/styles.xml").map(|styles| of_styles(&styles)).unwrap_or_default();
        if own.styles.iter().any(Option::is_some) {
            own.sheet = path(bytes, nth).and_then(|path| text(bytes, &path)).unwrap_or_default();
        }
        own
    }

    /// The number in this cell as it is shown, when it has such a format. Cells are asked for as they come.
    pub(crate) fn shown(&mut self, (row, column): (u32, u32), number: f64) -> Option<String> {
        let name = name(row, column);
        while let Some((cell, after)) = next(&self.sheet, "c", self.at) {
            self.at = after;
            if attribute(cell, "r") == Some(name.as_str()) {
                let style: usize = attribute(cell, "s")?.parse().ok()?;
                return self.formats[(*self.styles.get(style)?)?].shown(number);
            }
        }
        None
    }
}

fn text(bytes: &[u8], part: &str) -> Option<String> {
    String::from_utf8(zip::unpacked(bytes, part)?).ok()
}

/// Where the sheet is: the workbook names its relation, and that its part.
fn path(bytes: &[u8], nth: usize) -> Option<String> {
    let book = text(bytes, "xl/workbook.xml")?;
    let sheet = elements(&book, "sheet").nth(nth)?;
    let id = attribute(sheet, "r:id")?;
    let relations = text(bytes, "xl/_rels/workbook.xml.rels")?;
    let target = elements(&relations, "Relationship").find(|one| attribute(one, "Id") == Some(id))?;
    let target = attribute(target, "Target")?;
    Some(target.strip_prefix('/').map_or_else(|| format!("xl/{target}"), str::to_owned))
}

/// The formats that fill with zeros, and the styles that have one.
fn of_styles(xml: &str) -> Formats {
    let (mut formats, mut places) = (vec![], BTreeMap::new());
    for one in elements(xml, "numFmt").take(FORMATS_MAX) {
        let format = attribute(one, "formatCode").and_then(|code| Format::of(&unescaped(code)));
        if let Some((id, format)) = attribute(one, "numFmtId").zip(format) {
            places.insert(id, formats.len());
            formats.push(format);
        }
    }
    let cells = xml.split_once("<cellXfs").and_then(|(_, rest)| rest.split_once("</cellXfs>"));
    let cells = cells.map(|(cells, _)| cells).unwrap_or_default();
    let of = |one: &str| places.get(attribute(one, "numFmtId")?).copied();
    let styles = elements(cells, "xf").take(STYLES_MAX).map(of).collect();
    Formats { formats, styles, ..Formats::default() }
}

impl Format {
    /// None for what shows no zeros in front, and for whatever else formats can say: dates, decimals, colours.
    fn of(code: &str) -> Option<Format> {
        if code.len() > FORMAT_MAX {
            return None;
        }
        // Beyond the `;` are negative numbers and texts.
        let mut letters = code.chars();
        let mut pieces = vec![];
        while let Some(letter) = letters.next() {
            match letter {
                '0' => pieces.push(Piece::Digit(true)),
                '#' => pieces.push(Piece::Digit(false)),
                '\\' => pieces.push(Piece::Letter(letters.next()?)),
                '"' => pieces.extend(letters.by_ref().take_while(|letter| *letter != '"').map(Piece::Letter)),
                ' ' | '-' | '(' | ')' | '\u{a0}' | '\u{202f}' => pieces.push(Piece::Letter(letter)),
                ';' => break,
                _ => return None,
            }
        }
        let digits = pieces.iter().filter(|piece| matches!(piece, Piece::Digit(_))).count();
        let first = pieces.iter().find(|piece| matches!(piece, Piece::Digit(_)));
        let fills = digits > 1 && digits <= DIGITS_MAX && first == Some(&Piece::Digit(true));
        fills.then_some(Format(pieces))
    }

    /// None for what is no whole number from 0 on.
    fn shown(&self, number: f64) -> Option<String> {
        if !(0.0..1e15).contains(&number) || number.fract() != 0.0 {
            return None;
        }
        let digits = format!("{number:.0}");
        let places = self.0.iter().filter(|piece| matches!(piece, Piece::Digit(_))).count();
        let mut digits = format!("{digits:0>places$}").into_bytes().into_iter().map(char::from);
        // More digits than places stand before the first one.
        let mut more = digits.len() - places;
        let mut shown = String::new();
        for piece in &self.0 {
            match piece {
                Piece::Letter(letter) => shown.push(*letter),
                Piece::Digit(_) => {
                    shown.extend(digits.by_ref().take(more + 1));
                    more = 0;
                }
            }
        }
        Some(shown)
    }
}

/// `AB12` of (11, 27).
fn name(row: u32, column: u32) -> String {
    let (mut letters, mut column) = (vec![], column + 1);
    while column > 0 {
        letters.push(char::from(b'A' + ((column - 1) % 26) as u8));
        column = (column - 1) / 26;
    }
    letters.iter().rev().collect::<String>() + &(row + 1).to_string()
}

/// What stands between `<name` and `>` of the next such element, and where that ends.
fn next<'a>(xml: &'a str, name: &str, from: usize) -> Option<(&'a str, usize)> {
    let mut at = from;
    loop {
        let begin = at + xml.get(at..)?.find('<')? + 1;
        let rest = &xml[begin..];
        at = begin;
        let Some(inside) = rest.strip_prefix(name) else { continue };
        if inside.starts_with([' ', '\t', '\r', '\n', '/', '>']) {
            let end = inside.find('>')?;
            return Some((&inside[..end], begin + name.len() + end));
        }
    }
}

fn elements<'a>(xml: &'a str, name: &'a str) -> impl Iterator<Item = &'a str> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let (element, after) = next(xml, name, at)?;
        at = after;
        Some(element)
    })
}

fn attribute<'a>(element: &'a str, name: &str) -> Option<&'a str> {
    let mut rest = element;
    loop {
        let (before, after) = rest.split_once('=')?;
        let own = before.trim().rsplit(char::is_whitespace).next()?;
        let after = after.trim_start();
        let quote = after.chars().next().filter(|quote| ['"', '\''].contains(quote))?;
        let (value, further) = after[1..].split_once(quote)?;
        if own == name {
            return Some(value);
        }
        rest = further;
    }
}

fn unescaped(text: &str) -> String {
    text.replace("&quot;", "\"").replace("&#160;", "\u{a0}").replace("&amp;", "&")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// P63
    #[test]
    fn p63_a_number_is_shown_with_the_zeros_of_its_format() {
        for (code, number, shown) in [
            ("00000", 1000.0, "01000"),
            ("00000", 0.0, "00000"),
            ("00000", 123_456.0, "123456"),
            ("0#\" \"##\" \"##\" \"##\" \"##", 123_456_789.0, "01 23 45 67 89"),
            ("0#\\ ##\\ ##\\ ##\\ ##;@", 478_123_456.0, "04 78 12 34 56"),
            ("\"C\"0000", 12.0, "C0012"),
        ] {
            assert_eq!(Format::of(code).unwrap().shown(number).as_deref(), Some(shown), "{code}");
        }
        for code in ["General", "0", "#,##0", "0.00", "0%", "dd/mm/yyyy", "##00", "[Red]00", "00E+00", "\"a", ""] {
            assert_eq!(Format::of(code), None, "{code}");
        }
        for number in [-1.0, 1.5, 1e18, f64::NAN] {
            assert_eq!(Format::of("00000").unwrap().shown(number), None);
        }
    }

    #[test]
    fn a_cell_has_its_name_and_an_element_its_attributes() {
        assert_eq!(
            [name(0, 0), name(11, 25), name(11, 26), name(0, 701), name(0, 702)],
            ["A1", "Z12", "AA12", "ZZ1", "AAA1"]
        );
        let xml = "<cols><col min='1'/></cols><c r=\"A1\" s = '3'><v>1</v></c><c/><c r=\"B1\"";
        let all: Vec<&str> = elements(xml, "c").collect();
        assert_eq!(all, [" r=\"A1\" s = '3'", "/"]);
        assert_eq!(
            (attribute(all[0], "s"), attribute(all[0], "r"), attribute(all[0], "t")),
            (Some("3"), Some("A1"), None)
        );
    }
}
