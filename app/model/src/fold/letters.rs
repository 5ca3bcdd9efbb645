//! Which letter is left of a character once accents and case are gone. The tables hold one byte for each character, made
//! from Unicode's decompositions plus the letters that have none (œ, ø, ł…); the tests compare them with
//! `unicode-normalization`.

use super::Piece;

/// Calls `out` for each letter or break that `c` becomes.
pub(super) fn fold_char(c: char, mut out: impl FnMut(Piece)) {
    if c.is_ascii() {
        return out(if c.is_ascii_alphanumeric() { Piece::Letter(c.to_ascii_lowercase()) } else { Piece::Break });
    }
    for lower in c.to_lowercase() {
        match lower {
            mark if is_mark(mark) || is_invisible(mark) => {}
            _ => match (spelled_out(lower), base(lower)) {
                (Some(letters), _) => letters.chars().for_each(|letter| out(Piece::Letter(letter))),
                (None, letter) if letter.is_alphanumeric() => out(Piece::Letter(letter)),
                _ => out(Piece::Break),
            },
        }
    }
}

/// Accents that follow their letter.
fn is_mark(c: char) -> bool {
    matches!(u32::from(c), 0x0300..=0x036F | 0x0483..=0x0489 | 0x1AB0..=0x1AFF | 0x1DC0..=0x1DFF | 0x20D0..=0x20FF | 0xFE20..=0xFE2F)
}

/// Soft hyphens, joiners, byte order marks: they are inside a word without being seen.
pub(crate) fn is_invisible(c: char) -> bool {
    matches!(u32::from(c), 0xAD | 0x200B..=0x200F | 0x202A..=0x202E | 0x2060..=0x2064 | 0x2066..=0x2069 | 0xFE00..=0xFE0F | 0xFEFF)
}

/// One character that is written as several letters.
fn spelled_out(c: char) -> Option<&'static str> {
    Some(match c {
        'ﬀ' => "ff",
        'ﬁ' => "fi",
        'ﬂ' => "fl",
        'ﬃ' => "ffi",
        'ﬄ' => "ffl",
        _ => match code(c)? {
            b'A' => "ae",
            b'D' => "dz",
            b'E' => "oe",
            b'H' => "hv",
            b'J' => "ij",
            b'L' => "lj",
            b'M' => "ll",
            b'N' => "nj",
            b'S' => "ss",
            b'T' => "th",
            _ => return None,
        },
    })
}

/// The letter under the accents; the character itself when it has none.
fn base(c: char) -> char {
    let code = match code(c) {
        None | Some(b'-') => return remaining(c),
        Some(code) => code,
    };
    if (0x370..0x400).contains(&u32::from(c)) || (0x1F00..0x2000).contains(&u32::from(c)) {
        GREEK_LETTERS.chars().nth(usize::from(code - b'a')).unwrap_or(c)
    } else {
        char::from(code)
    }
}

fn code(c: char) -> Option<u8> {
    let at = |table: &[u8], first: u32| table.get((u32::from(c) - first) as usize).copied();
    match u32::from(c) {
        0xC0..0x250 => at(LATIN, 0xC0),
        0x370..0x400 => at(GREEK, 0x370),
        0x1E00..0x1F00 => at(VIETNAMESE, 0x1E00),
        0x1F00..0x2000 => at(POLYTONIC, 0x1F00),
        _ => None,
    }
}

fn remaining(c: char) -> char {
    let mut pairs = REMAINING.chars();
    while let (Some(accented), Some(plain)) = (pairs.next(), pairs.next()) {
        if accented == c {
            return plain;
        }
    }
    c
}

/// Cyrillic and one Sámi letter: the accented one, the plain one, and so on.
const REMAINING: &str = "ǯʒйиѐеёеѓгїіќкѝиўуѷѵӂжӑаӓаӗеӛәӝжӟзӣиӥиӧоӫөӭэӯуӱуӳуӵчӹы";

/// The Greek letter of the codes `a` to `w`.
const GREEK_LETTERS: &str = "α   ε  ηι     ο  ρσ υ ω";

/// U+00C0 to U+024F.
const LATIN: &[u8; 400] = b"\
    aaaaaaAceeeeiiiidnooooo-ouuuuyTSaaaaaaAceeeeiiiidnooooo-ouuuuyTyaaaaaaccccccccddddeeeeeeeeeegggg\
    gggghhhhiiiiiiiiiiJJjjkkqllllllllllnnnnnnnnnooooooEErrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs\
    b-bb---cc--dd----ff--H--kkl---n-oo--pp-----ttt-uu--yyzz-------------DDDLLLNNNaaiioouuuuuuuuuu-aa\
    aaAAggggkkoooo--jDDDggH-nnaaAAooaaaaeeeeiiiioooorrrruuuusstt--hhnd--zzaaeeooooooooyylntj---ccl-s\
    z--b--eejjqqrryy";

/// U+1E00 to U+1EFF, which holds the letters of Vietnamese.
const VIETNAMESE: &[u8; 256] = b"\
    aabbbbbbccddddddddddeeeeeeeeeeffgghhhhhhhhhhiiiikkkkkkllllllllmmmmmmnnnnnnnnoooooooopppprrrrrrrr\
    ssssssssssttttttttuuuuuuuuuuvvvvwwwwwwwwwwxxxxyyzzzzzzhtwyasssS-aaaaaaaaaaaaaaaaaaaaaaaaeeeeeeee\
    eeeeeeeeiiiioooooooooooooooooooooooouuuuuuuuuuuuuuyyyyyyyyMMvvyy";

/// U+0370 to U+03FF; the codes are those of [`GREEK_LETTERS`].
const GREEK: &[u8; 144] = b"\
    ----------------------a-ehi-o-uwi-------------------------iuaehiu-----------------s-------iuouw-\
    ------------------------------------------------";

/// U+1F00 to U+1FFF, ancient Greek.
const POLYTONIC: &[u8; 256] = b"\
    aaaaaaaaaaaaaaaaeeeeee--eeeeee--hhhhhhhhhhhhhhhhiiiiiiiiiiiiiiiioooooo--oooooo--uuuuuuuu-u-u-u-u\
    wwwwwwwwwwwwwwwwaaeehhiioouuww--aaaaaaaaaaaaaaaahhhhhhhhhhhhhhhhwwwwwwwwwwwwwwwwaaaaa-aaaaaaa-i-\
    --hhh-hheehhh---iiii--iiiiii----uuuurruuuuuur-----www-wwoowww---";
