//! French is written plainly in `fr.json`; this puts the apostrophes and the spaces that never break where they belong.

const NO_BREAK: char = '\u{a0}';
const NARROW: char = '\u{202f}';
const UNITS: [&str; 9] = ["h", "s", "min", "Mo", "ko", "Go", "ms", "px", "jours"];

/// fr-FR: U+2019, U+202F before `; ! ?` and between thousands, U+00A0 before `:` `€` `%`, inside « », and before a unit.
pub fn french(plain: &str) -> String {
    let text = english(plain);
    let chars: Vec<char> = text.chars().collect();
    (0..chars.len()).map(|at| if chars[at] == ' ' { space(&chars, at) } else { chars[at] }).collect()
}

/// What both languages share: the curly apostrophe and the ellipsis.
pub fn english(plain: &str) -> String {
    plain.replace('\'', "’").replace("...", "…")
}

fn space(text: &[char], at: usize) -> char {
    let before = at.checked_sub(1).map(|i| text[i]);
    let after = text.get(at + 1).copied();
    match (before, after) {
        (_, Some(';' | '!' | '?')) => NARROW,
        (_, Some(':' | '»' | '€' | '%')) | (Some('«'), _) => NO_BREAK,
        (Some(digit), Some(_)) if digit.is_ascii_digit() && thousands(text, at + 1) => NARROW,
        (Some(digit), Some(_)) if (digit.is_ascii_digit() || digit == '}') && unit(text, at + 1) => NO_BREAK,
        (Some('h'), Some('{' | '0'..='9')) if at >= 3 && matches!(text[at - 3], '}' | '0'..='9') => NO_BREAK,
        _ => ' ',
    }
}

fn thousands(text: &[char], from: usize) -> bool {
    let digits = text[from..].iter().take_while(|c| c.is_ascii_digit()).count();
    digits == 3
}

fn unit(text: &[char], from: usize) -> bool {
    let word: String = text[from..].iter().take_while(|c| c.is_alphabetic()).collect();
    UNITS.contains(&word.as_str())
}
