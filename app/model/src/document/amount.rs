//! What a document comes to: cents and a currency, never a fraction of a binary number.

use serde::{Deserialize, Serialize};

/// An amount of money.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Amount {
    /// Hundredths; negative for what is given back.
    pub cents: i64,
    /// ISO 4217: `EUR`.
    pub currency: String,
}

impl Amount {
    /// As a form takes it: `1204,50`.
    pub fn typed(&self) -> String {
        let minus = if self.cents < 0 { "-" } else { "" };
        let cents = self.cents.unsigned_abs();
        format!("{minus}{},{:02}", cents / 100, cents % 100)
    }
}

/// What is not an amount, or could be two.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotAnAmount;

/// Beyond that it is a slip of the keyboard.
const MOST: i64 = 100_000_000_000;

/// Hundredths of what people type: `1204,5`, `1 204,50`, `1.204,50`, `1,204.50`, `-12`. Three digits behind one mark (`1.204`) could be
/// either and are refused.
///
/// # Errors
/// [`NotAnAmount`].
pub fn cents(text: &str) -> Result<i64, NotAnAmount> {
    let text: String = text.trim().trim_end_matches('€').chars().filter(|c| !c.is_whitespace()).collect();
    let (negative, digits) = match text.strip_prefix(['-', '\u{2212}']) {
        Some(rest) => (true, rest),
        None => (false, text.as_str()),
    };
    let (whole, part) = halves(digits)?;
    let whole: i64 = whole.parse().map_err(|_| NotAnAmount)?;
    let part: i64 = format!("{part:0<2}").parse().map_err(|_| NotAnAmount)?;
    if whole > MOST {
        return Err(NotAnAmount);
    }
    let cents = whole * 100 + part;
    Ok(if negative { -cents } else { cents })
}

/// The digits before and after the mark of decimals.
fn halves(text: &str) -> Result<(String, String), NotAnAmount> {
    let last = text.rfind([',', '.']);
    let (whole, part) = match last {
        Some(at) if text.len() - at <= 3 => (&text[..at], &text[at + 1..]),
        _ => (text, ""),
    };
    // What stands between thousands is the other mark.
    let mark = last.filter(|_| !part.is_empty()).map(|at| &text[at..=at]);
    let groups: Vec<&str> = whole.split([',', '.']).collect();
    let parted = groups.len() > 1;
    let thousands = groups
        .iter()
        .enumerate()
        .all(|(at, group)| if at == 0 { (1..=3).contains(&group.len()) } else { group.len() == 3 });
    let alone = parted && groups.len() == 2 && part.is_empty();
    let same = mark.is_some_and(|mark| whole.contains(mark));
    let plain = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    let right = plain(part) && groups.iter().all(|group| plain(group) && !group.is_empty());
    let wrong_end = last.is_some() && part.is_empty() && text.ends_with([',', '.']);
    if !right || wrong_end || (parted && (!thousands || alone || same)) {
        return Err(NotAnAmount);
    }
    Ok((groups.concat(), part.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_amount_is_read_as_people_write_it() {
        for (text, read) in [
            ("1204,5", 120_450),
            ("1 204,50", 120_450),
            ("1\u{202f}204,50 €", 120_450),
            ("1.204,50", 120_450),
            ("1,204.50", 120_450),
            ("1.234.567", 123_456_700),
            ("12", 1200),
            ("-12,05", -1205),
            ("\u{2212}0,50", -50),
            ("0", 0),
        ] {
            assert_eq!(cents(text), Ok(read), "{text}");
        }
    }

    #[test]
    fn what_could_be_two_amounts_or_none_is_refused() {
        for text in [
            "",
            "1.204",
            "1,204",
            "12,",
            "a",
            "1,2,3",
            "1.20.450",
            "1,204,50",
            "--1",
            "12.3456",
            "9999999999999999",
            "1e3",
        ] {
            assert_eq!(cents(text), Err(NotAnAmount), "{text}");
        }
    }
}
