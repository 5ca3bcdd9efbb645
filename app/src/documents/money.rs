//! Amounts as their readers write them: « 1 204,50 € », “€1,204.50”.

use crate::words::Words;
use model::{Amount, Lang};

/// In the language of the page. What has no sign of its own is told by its code.
pub fn amount_text(w: Words, amount: &Amount) -> String {
    let cents = amount.cents.unsigned_abs();
    let point = if w.0 == Lang::Fr { "," } else { "." };
    let whole = w.number(i64::try_from(cents / 100).unwrap_or(i64::MAX));
    let minus = if amount.cents < 0 { "\u{2212}" } else { "" };
    let digits = format!("{whole}{point}{:02}", cents % 100);
    let sign = match amount.currency.as_str() {
        "EUR" => Some("€"),
        "GBP" => Some("£"),
        _ => None,
    };
    match (w.0, sign) {
        (Lang::En, Some(sign)) => format!("{minus}{sign}{digits}"),
        (_, sign) => format!("{minus}{digits}\u{a0}{}", sign.unwrap_or(&amount.currency)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_amount_is_written_as_its_reader_writes_it() {
        let text = |lang, cents, currency: &str| {
            amount_text(Words(lang), &Amount { cents, currency: currency.into() }).replace(['\u{a0}', '\u{202f}'], " ")
        };
        assert_eq!(text(Lang::Fr, 120_450, "EUR"), "1 204,50 €");
        assert_eq!(text(Lang::Fr, -5, "EUR"), "\u{2212}0,05 €");
        assert_eq!(text(Lang::Fr, 100, "CHF"), "1,00 CHF");
        assert_eq!(text(Lang::En, 120_450, "EUR"), "€1,204.50");
        assert_eq!(text(Lang::En, -120_450, "USD"), "\u{2212}1,204.50 USD");
    }
}
