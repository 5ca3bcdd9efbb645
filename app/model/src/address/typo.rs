//! Common domains written with a slip of the finger: `gmial.com`, `orange.rf`, `free.f` (D83). A suggestion, never a
//! correction: the typed address stays valid.

use super::public_mail::{PUBLIC_MAIL, is_public};

/// Top levels that people mean when they write them; `orange.be` is not `orange.fr`.
const MEANT: &[&str] = &["be", "ca", "ch", "com", "de", "es", "eu", "fr", "it", "lu", "mc", "net", "nl", "org", "uk"];

/// The address that was probably meant, keeping the local part; `None` for whatever looks intended. Takes unchecked text,
/// because `jean@free.f` is no address yet.
pub fn meant(address: &str) -> Option<String> {
    let (local, domain) = address.trim().rsplit_once('@')?;
    let domain = domain.to_lowercase();
    if local.is_empty() || is_public(&domain) {
        return None;
    }
    let costs = PUBLIC_MAIL.iter().filter_map(|common| Some((cost(&domain, common)?, common)));
    let (_, common) = costs.min_by_key(|(cost, _)| *cost)?;
    Some(format!("{local}@{common}"))
}

/// How many slips lie between the two domains; `None` when they are rather two different ones.
fn cost(written: &str, common: &str) -> Option<u8> {
    let (name, top) = common.split_once('.')?;
    let Some((written_name, written_top)) = written.split_once('.') else {
        return (written.strip_prefix(name) == Some(top)).then_some(1);
    };
    let name_cost = match slip(written_name, name) {
        _ if written_name == name => 0,
        Some(Slip::Swapped) if name.len() >= 4 => 1,
        Some(Slip::OneLetter) if name.len() >= 5 => 1,
        _ => return None,
    };
    let top_cost = match slip(written_top, top) {
        _ if written_top == top => 0,
        // Google gives mailboxes under one name only.
        _ if name == "gmail" => 1,
        Some(_) if !MEANT.contains(&written_top) => 1,
        _ => return None,
    };
    Some(name_cost + top_cost)
}

/// What the finger did.
#[derive(Debug)]
pub(crate) enum Slip {
    /// Two neighbours.
    Swapped,
    /// Too many, missing or wrong.
    OneLetter,
}

/// One letter too many, missing or wrong, or two neighbours swapped.
pub(crate) fn slip(written: &str, meant: &str) -> Option<Slip> {
    let (written, meant): (Vec<char>, Vec<char>) = (written.chars().collect(), meant.chars().collect());
    let start = written.iter().zip(&meant).take_while(|(a, b)| a == b).count();
    let (written, meant) = (&written[start..], &meant[start..]);
    let end = written.iter().rev().zip(meant.iter().rev()).take_while(|(a, b)| a == b).count();
    match (&written[..written.len() - end], &meant[..meant.len() - end]) {
        ([a, b], [c, d]) if a == d && b == c => Some(Slip::Swapped),
        (a, b) if a.len() + b.len() > 0 && a.len() <= 1 && b.len() <= 1 => Some(Slip::OneLetter),
        _ => None,
    }
}
