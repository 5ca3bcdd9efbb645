//! S42: what an archive holds is measured before calamine opens it, part by part, with one budget for all. Only the plain form that
//! spreadsheets write passes: its end at the very end, stored or deflated parts, no other form in which two readers could
//! disagree about where a part is.

use crate::{ReadError, UNPACKED_MAX, inflate::inflated};

/// Parts of the largest archive; a workbook has some dozens.
const PARTS_MAX: usize = 2_000;
/// Bytes of the fixed part of each record.
const END: usize = 22;
const ENTRY: usize = 46;
const LOCAL: usize = 30;

/// Bounded, consistent, and not protected.
pub(crate) fn measured(bytes: &[u8]) -> Result<(), ReadError> {
    let end = bytes.len().checked_sub(END).map(|at| &bytes[at..]).ok_or(ReadError::Damaged)?;
    let (parts, size, start) = (number(end, 10, 2)?, number(end, 12, 4)?, number(end, 16, 4)?);
    let whole = end.starts_with(b"PK\x05\x06") && start.checked_add(size) == Some(bytes.len() - END);
    if !whole || parts > PARTS_MAX {
        return Err(ReadError::Damaged);
    }
    // Parts that share their bytes would be unpacked once each.
    let (mut at, mut budget, mut packed) = (start, UNPACKED_MAX, bytes.len());
    for _ in 0..parts {
        let entry = bytes.get(at..bytes.len() - END).ok_or(ReadError::Damaged)?;
        if !entry.starts_with(b"PK\x01\x02") {
            return Err(ReadError::Damaged);
        }
        packed = packed.checked_sub(number(entry, 20, 4)?).ok_or(ReadError::Damaged)?;
        budget -= part(bytes, entry, budget)?;
        at += ENTRY + number(entry, 28, 2)? + number(entry, 30, 2)? + number(entry, 32, 2)?;
    }
    if at == start + size { Ok(()) } else { Err(ReadError::Damaged) }
}

/// What a part of an archive that was [`measured`] holds. None when there is no part of this name, whatever its case.
pub(crate) fn unpacked(bytes: &[u8], name: &str) -> Option<Vec<u8>> {
    let end = bytes.get(bytes.len().checked_sub(END)?..)?;
    let (parts, mut at) = (number(end, 10, 2).ok()?, number(end, 16, 4).ok()?);
    for _ in 0..parts {
        let entry = bytes.get(at..)?;
        let own = entry.get(ENTRY..ENTRY + number(entry, 28, 2).ok()?)?;
        if own.eq_ignore_ascii_case(name.as_bytes()) {
            let (packed, most) = (number(entry, 20, 4).ok()?, number(entry, 24, 4).ok()?);
            let local = bytes.get(number(entry, 42, 4).ok()?..)?;
            let from = LOCAL + number(local, 26, 2).ok()? + number(local, 28, 2).ok()?;
            let data = local.get(from..from + packed)?;
            return if number(entry, 10, 2).ok()? == 0 { Some(data.to_vec()) } else { inflated(data, most) };
        }
        at += ENTRY + number(entry, 28, 2).ok()? + number(entry, 30, 2).ok()? + number(entry, 32, 2).ok()?;
    }
    None
}

/// How many bytes it unpacks to.
fn part(bytes: &[u8], entry: &[u8], budget: usize) -> Result<usize, ReadError> {
    let (flags, method) = (number(entry, 8, 2)?, number(entry, 10, 2)?);
    let (packed, announced, at) = (number(entry, 20, 4)?, number(entry, 24, 4)?, number(entry, 42, 4)?);
    if flags & 1 == 1 {
        return Err(ReadError::OldOrProtected);
    }
    if announced > budget {
        return Err(ReadError::TooMuchInside);
    }
    let local = bytes.get(at..).filter(|local| local.starts_with(b"PK\x03\x04")).ok_or(ReadError::Damaged)?;
    let from = LOCAL + number(local, 26, 2)? + number(local, 28, 2)?;
    let data = local.get(from..from + packed).ok_or(ReadError::Damaged)?;
    let inflated = match method {
        0 => None,
        8 => Some(inflated(data, announced).ok_or(ReadError::Damaged)?),
        _ => return Err(ReadError::Damaged),
    };
    let unpacked = inflated.as_deref().unwrap_or(data);
    let extra = ENTRY + number(entry, 28, 2)?;
    let name = entry.get(ENTRY..extra).ok_or(ReadError::Damaged)?;
    let extra = entry.get(extra..extra + number(entry, 30, 2)?).ok_or(ReadError::Damaged)?;
    // Names are looked up whatever their case. In UTF-16 nothing of what follows could be seen.
    let is_text = [".xml", ".rels"].iter().any(|end| name.to_ascii_lowercase().ends_with(end.as_bytes()));
    let right = unpacked.len() == announced && !renames(extra) && !(is_text && unpacked.contains(&0));
    if right && is_modest(unpacked) { Ok(announced) } else { Err(ReadError::Damaged) }
}

/// A field in which some readers find another name for the part (APPNOTE 4.6.9).
fn renames(mut extra: &[u8]) -> bool {
    while let [a, b, c, d, rest @ ..] = extra {
        if u16::from_le_bytes([*a, *b]) == 0x7075 {
            return true;
        }
        extra = rest.get(usize::from(u16::from_le_bytes([*c, *d]))..).unwrap_or_default();
    }
    false
}

/// calamine makes room for as many texts as the part announces. More than it has bytes is a lie.
fn is_modest(xml: &[u8]) -> bool {
    const COUNT: &[u8] = b"uniqueCount";
    let announced = |at: usize| {
        let digits = xml[at + COUNT.len()..].iter().skip_while(|byte| b" \t\r\n=\"'".contains(*byte));
        let digits: Vec<u8> = digits.take_while(|byte| byte.is_ascii_digit()).copied().collect();
        std::str::from_utf8(&digits).ok().and_then(|digits| digits.parse::<usize>().ok())
    };
    let modest = |at: usize| announced(at).is_some_and(|count| count <= xml.len());
    (0..xml.len().saturating_sub(COUNT.len())).filter(|at| xml[*at..].starts_with(COUNT)).all(modest)
}

/// Little-endian.
fn number(bytes: &[u8], at: usize, many: usize) -> Result<usize, ReadError> {
    let bytes = bytes.get(at..at + many).ok_or(ReadError::Damaged)?;
    Ok(bytes.iter().rev().fold(0, |value, byte| value << 8 | usize::from(*byte)))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// S42: however the number is written.
    #[test]
    fn s42_room_for_more_texts_than_bytes_is_not_made() {
        assert!(is_modest(b"<sst uniqueCount=\"2\"><si/><si/></sst>"));
        for lie in ["999999999999", "00000000000000000000999999999999", "99999999999999999999999999999999"] {
            assert!(!is_modest(format!("<sst uniqueCount=\"{lie}\"></sst>").as_bytes()), "{lie}");
        }
    }

    #[test]
    fn s42_a_part_has_one_name() {
        assert!(!renames(b"") && !renames(&[1, 0, 2, 0, 9, 9]) && !renames(&[1, 0, 9, 0, 9]));
        assert!(renames(&[0x75, 0x70, 0, 0]) && renames(&[1, 0, 2, 0, 9, 9, 0x75, 0x70, 1, 0, 1]));
    }
}
