//! Domains that were never seen at a client (P29), and the dangerous ones among them: those made to be read as a domain
//! of the client.

use serde::{Deserialize, Serialize};

use super::public_mail::is_public;

/// How a domain stands at a client.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Familiarity {
    /// Seen there.
    Known,
    /// Never seen there.
    Unusual,
    /// Never seen there and easily read as one that was; has to be confirmed.
    LookAlike {
        /// The client's own domain.
        of: String,
    },
}

/// Compares `domain` with those of the client's addresses, in any case. With none seen, every domain is unusual. Public
/// mail domains seen there are known, but nothing looks like them: they are not the client's.
pub fn familiarity<S: AsRef<str>>(domain: &str, seen: &[S]) -> Familiarity {
    let domain = domain.to_lowercase();
    let seen: Vec<String> = seen.iter().map(|seen| seen.as_ref().to_lowercase()).collect();
    if seen.contains(&domain) {
        return Familiarity::Known;
    }
    let own = seen.into_iter().filter(|seen| !is_public(seen) && !is_public(&domain));
    match own.into_iter().find(|own| looks_like(&domain, own)) {
        Some(of) => Familiarity::LookAlike { of },
        None => Familiarity::Unusual,
    }
}

fn looks_like(domain: &str, own: &str) -> bool {
    let (registered, own_registered) = (registered(domain), registered(own));
    if registered == own_registered {
        return false;
    }
    let (name, own_name) = (name(registered), name(own_registered));
    format!(".{domain}.").contains(&format!(".{own}."))
        || skeleton(name) == skeleton(own_name)
        || changed_letters(name, own_name) <= tolerated(name.chars().count().min(own_name.chars().count()))
}

/// Two short names with a letter between them are more often two companies.
fn tolerated(length: usize) -> usize {
    match length {
        0..=3 => 0,
        4..=6 => 1,
        _ => 2,
    }
}

/// The part of a domain that somebody registered: `acme.co.uk` of `mail.acme.co.uk`.
fn registered(domain: &str) -> &str {
    const SECOND_LEVELS: &[&str] = &["ac", "asso", "co", "com", "gc", "gouv", "gov", "net", "org", "qc"];
    let dots: Vec<usize> = domain.rmatch_indices('.').map(|(at, _)| at).collect();
    let second_level = match dots[..] {
        [top, second, ..] => &domain[second + 1..top],
        _ => return domain,
    };
    let start = if SECOND_LEVELS.contains(&second_level) { dots.get(2) } else { dots.get(1) };
    start.map_or(domain, |dot| &domain[dot + 1..])
}

fn name(registered: &str) -> &str {
    registered.split('.').next().unwrap_or_default()
}

/// What is left when signs that look alike are written alike: `acrne`, `аcme` with a Cyrillic а and `acme`.
fn skeleton(name: &str) -> String {
    let plain: String = crate::fold::fold(name).chars().filter(|c| *c != ' ').map(twin).collect();
    plain.replace("rn", "m").replace("vv", "w").replace("cl", "d").replace('i', "l")
}

/// The Latin letter that a digit, Greek or Cyrillic letter is taken for.
fn twin(c: char) -> char {
    match c {
        '0' | 'о' | 'ο' => 'o',
        '1' | 'і' | 'ι' => 'l',
        '3' | 'е' => 'e',
        '4' | 'а' | 'α' => 'a',
        '5' | 'ѕ' => 's',
        '8' => 'b',
        'р' | 'ρ' => 'p',
        'с' => 'c',
        'х' => 'x',
        'у' => 'y',
        'ј' => 'j',
        'ԁ' => 'd',
        'һ' => 'h',
        'ν' => 'v',
        _ => c,
    }
}

/// Letters added, missing, wrong, or swapped with their neighbour, between the two names.
fn changed_letters(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let mut rows = vec![vec![0; b.len() + 1]; a.len() + 1];
    for i in 0..=a.len() {
        for j in 0..=b.len() {
            rows[i][j] = match (i, j) {
                (0, _) => j,
                (_, 0) => i,
                _ => {
                    let wrong = rows[i - 1][j - 1] + usize::from(a[i - 1] != b[j - 1]);
                    let nearest = wrong.min(rows[i - 1][j] + 1).min(rows[i][j - 1] + 1);
                    let swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
                    if swapped { nearest.min(rows[i - 2][j - 2] + 1) } else { nearest }
                }
            };
        }
    }
    rows[a.len()][b.len()]
}
