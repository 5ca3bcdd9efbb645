//! Passwords that everybody tries first (S05). The list and its rules stay on the server.
//!
//! `common_passwords.txt` holds the most used passwords of twelve characters or more, and the words that shorter ones are made
//! of; from the lists of zxcvbn (MIT), with French ones.

use model::fold;
use std::{collections::HashSet, sync::LazyLock};

static LIST: LazyLock<HashSet<&str>> = LazyLock::new(|| include_str!("common_passwords.txt").lines().collect());

/// Rows of keys and other runs that fingers know.
const RUNS: [&str; 5] = [
    "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz",
    "012345678901234567890123456789",
    "qwertyuiopasdfghjklzxcvbnm",
    "azertyuiopqsdfghjklmwxcvbn",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm",
];

/// Is it a listed word, alone or with digits and signs around it, something repeated, a run of keys, or made of the person's
/// own words (name, address, company)? Case, accents and the usual swaps (`@` for a) make no difference.
pub(super) fn is_common(password: &str, own: &[&str]) -> bool {
    let lower = password.to_lowercase();
    let plain = letters_and_digits(&lower);
    let swapped = letters_and_digits(&swapped_back(&lower));
    let own: Vec<String> = own.iter().flat_map(|text| own_words(text)).collect();
    is_repeated(&lower)
        || is_run(&plain)
        || [&plain, &swapped]
            .into_iter()
            .any(|text| LIST.contains(text.as_str()) || LIST.contains(core(text)) || is_made_of(&own, text))
}

fn letters_and_digits(text: &str) -> String {
    fold(text).replace(' ', "")
}

/// Without the digits at its ends: `2024sunshine1` is `sunshine`.
fn core(text: &str) -> &str {
    text.trim_matches(|c: char| c.is_ascii_digit())
}

fn swapped_back(text: &str) -> String {
    let back = |c| match c {
        '@' | '4' => 'a',
        '0' => 'o',
        '1' | '!' => 'i',
        '3' => 'e',
        '$' | '5' => 's',
        other => other,
    };
    // Digits at the end are decoration, not letters.
    let end = text.trim_end_matches(|c: char| !c.is_alphabetic()).len();
    text[..end].chars().map(back).collect()
}

/// `azertyazerty`, `aaaaaaaaaaaa`, `été été été `: one piece over and over, its last time perhaps cut.
fn is_repeated(text: &str) -> bool {
    let chars: Vec<char> = text.chars().collect();
    (1..=chars.len() / 2).any(|period| chars.iter().zip(&chars[period..]).all(|(a, b)| a == b))
}

fn is_run(text: &str) -> bool {
    let back: String = text.chars().rev().collect();
    !text.is_empty() && RUNS.iter().any(|run| run.contains(text) || run.contains(&back))
}

/// Nothing but these words and digits: `MarieAcme2026`.
fn is_made_of(own: &[String], text: &str) -> bool {
    let mut rest = text.to_owned();
    for word in own {
        rest = rest.replace(word.as_str(), "");
    }
    rest.len() < text.len() && !rest.contains(char::is_alphabetic)
}

/// The words of a name or an address that are long enough to be somebody's, and all of them together.
fn own_words(text: &str) -> Vec<String> {
    let folded = fold(text);
    let mut words: Vec<String> = folded.split(' ').filter(|word| word.len() >= 4).map(str::to_owned).collect();
    words.push(folded.replace(' ', ""));
    if let Some((local, _)) = text.split_once('@') {
        words.push(letters_and_digits(local));
    }
    words.retain(|word| word.len() >= 4);
    words.sort_by_key(|word| std::cmp::Reverse(word.len()));
    words
}

#[cfg(test)]
mod tests {
    use super::is_common;

    const OWN: [&str; 3] = ["eloise.martin@oeuvrard.example", "Éloïse Martin", "Maison Œuvrard"];

    #[test]
    fn s05_what_everybody_tries_is_refused() {
        for weak in [
            "password1234",
            "Password2024!",
            "MotDePasse123",
            "m0tdep@sse2026",
            "azertyuiop12",
            "azertyazerty",
            "aaaaaaaaaaaa",
            "            ",
            "123456789012",
            "abcdefghijkl",
            "zyxwvutsrqpo",
            "qwertyuiop12",
            "Bienvenue2026",
            "bonport12345",
            "q1w2e3r4t5y6",
            "sunshine20242",
            "Éloïse123456",
            "EloiseMartin!",
            "eloise.martin",
            "oeuvrard2026",
            "1qaz2wsx3edc",
        ] {
            assert!(is_common(weak, &OWN), "{weak:?}");
        }
    }

    #[test]
    fn s05_phrases_are_fine() {
        for fine in [
            "quatre mots très longs",
            "été à la mer bleue",
            "un mot de passe bien long",
            "Tr0ub4dor&3xyz",
            "correct horse battery",
            "encore une phrase très longue",
            "éloïse aime les fraises",
        ] {
            assert!(!is_common(fine, &OWN), "{fine:?}");
        }
    }
}
