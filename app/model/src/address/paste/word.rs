//! An address as it stands in running text: with a bracket, a full stop or a label glued to it, or as a link.

use super::super::EmailAddress;

const BEFORE: &str = "([«“”„‘’'\"<>:·•|.";
const AFTER: &str = ".)]»“”„‘’'\">:!?…|";

/// Signs that mean nothing without an address beside them.
pub(super) fn is_decoration(c: char) -> bool {
    BEFORE.contains(c) || AFTER.contains(c) || c == ','
}

/// The address of a word, and the label before it: `e-mail:marie@acme.example`.
pub(super) fn bare(word: &str) -> Option<(&str, EmailAddress)> {
    if let Some(address) = undecorated(word) {
        return Some(("", address));
    }
    let colon = word.rfind(':')?;
    let label = &word[..=colon];
    Some((
        if is_mailto(label.trim_start_matches(|c| BEFORE.contains(c))) { "" } else { label },
        undecorated(&word[colon + 1..])?,
    ))
}

fn undecorated(word: &str) -> Option<EmailAddress> {
    let word = word.trim_start_matches(|c| BEFORE.contains(c)).trim_end_matches(|c| AFTER.contains(c));
    EmailAddress::parse(word).ok()
}

/// The address between angle brackets, which may be a link.
pub(super) fn in_angles(text: &str) -> Option<EmailAddress> {
    let text = text.trim();
    if is_mailto(text) {
        let (mut addresses, others) = mailto(text);
        return if addresses.len() == 1 && others.is_empty() { addresses.pop() } else { None };
    }
    undecorated(text)
}

/// Does the text begin like a link to an address (RFC 6068)?
pub(super) fn is_mailto(text: &str) -> bool {
    text.get(.."mailto:".len()).is_some_and(|start| start.eq_ignore_ascii_case("mailto:"))
}

/// The addresses of a link, and its parts that are none. The question part (subject, body) is not read: who writes
/// decides what is written. A link without any address is given back whole.
pub(super) fn mailto(word: &str) -> (Vec<EmailAddress>, Vec<String>) {
    let path = word["mailto:".len()..].split('?').next().unwrap_or_default();
    let (mut addresses, mut others) = (Vec::new(), Vec::new());
    for part in path.split(',').filter(|part| !part.is_empty()) {
        match undecorated(&percent_decoded(part)) {
            Some(address) => addresses.push(address),
            None => others.push(part.to_owned()),
        }
    }
    if addresses.is_empty() { (addresses, vec![word.to_owned()]) } else { (addresses, others) }
}

/// Bytes that do not make up UTF-8 become U+FFFD, which no address holds.
fn percent_decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, after @ ..] = rest {
        let code = after.get(..2).filter(|_| *first == b'%').and_then(hex);
        bytes.push(code.unwrap_or(*first));
        rest = if code.is_some() { &after[2..] } else { after };
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

fn hex(digits: &[u8]) -> Option<u8> {
    let digit = |byte: u8| char::from(byte).to_digit(16);
    u8::try_from(digit(digits[0])? * 16 + digit(digits[1])?).ok()
}
