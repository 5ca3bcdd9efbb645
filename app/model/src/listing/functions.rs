//! The functions that the directory offers to filter by.

use crate::ContactId;
use std::collections::{BTreeMap, BTreeSet};

/// Functions that people have, the most frequent first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Functions {
    /// As most of them spell it, and how many contacts a list of it shows.
    pub rows: Vec<(String, i64)>,
    /// All were counted; otherwise only the latest, and the numbers say nothing.
    pub whole: bool,
}

impl Functions {
    /// Of these links, one row a contact and function. « Comptable », « comptable » and « COMPTABLE » are one; a list of it also
    /// shows « Comptable adjointe », so that one counts for both.
    pub fn of(links: &[(ContactId, String)], most: usize, whole: bool) -> Functions {
        let mut spellings: BTreeMap<String, BTreeMap<&str, i64>> = BTreeMap::new();
        let mut people: BTreeMap<String, BTreeSet<ContactId>> = BTreeMap::new();
        for (contact, function) in links {
            let key = crate::fold(function);
            if !key.is_empty() {
                *spellings.entry(key.clone()).or_default().entry(function).or_default() += 1;
                people.entry(key).or_default().insert(*contact);
            }
        }
        let mut rows: Vec<(usize, &str, i64)> = vec![];
        for (key, spelled) in &spellings {
            let of_it = people.range(key.clone()..).take_while(|(other, _)| other.starts_with(key.as_str()));
            let shown: BTreeSet<ContactId> = of_it.flat_map(|(_, ids)| ids.iter().copied()).collect();
            let best = spelled.iter().rev().max_by_key(|(_, times)| **times).map_or("", |(text, _)| *text);
            rows.push((people[key].len(), best, shown.len() as i64));
        }
        rows.sort_by_key(|row| std::cmp::Reverse(row.0));
        rows.truncate(most);
        Functions { rows: rows.into_iter().map(|(_, text, shown)| (text.to_owned(), shown)).collect(), whole }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_a_function_are_one_and_its_number_is_what_its_list_shows() {
        let link = |contact, function: &str| (ContactId(contact), function.to_owned());
        let links = [
            link(1, "Comptable"),
            link(2, "comptable"),
            link(3, "Comptable"),
            link(3, "Comptable"),
            link(4, "Comptable adjointe"),
            link(3, "Gérante"),
            link(5, "Gérante"),
            link(6, " - "),
        ];
        let rows = Functions::of(&links, 2, true).rows;
        assert_eq!(rows, [("Comptable".to_owned(), 4), ("Gérante".to_owned(), 2)]);
        assert_eq!(Functions::of(&links, 9, false).rows.len(), 3);
    }
}
