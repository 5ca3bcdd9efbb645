//! The SQL of one index: contacts and clients have the same tables under their own names. What takes a varying number of
//! words is cut where a value is bound.

use crate::dialect::{FirstOfEach, first_of_each_word};

pub(crate) struct Texts {
    pub(super) known: &'static str,
    pub(super) forget_words: &'static str,
    pub(super) forget_prefixes: &'static str,
    pub(super) of_record: &'static str,
    pub(super) add_words: &'static str,
    pub(super) add_prefixes: &'static str,
    /// Rows of a beginning that is kept ready; the filters call them `d`.
    pub(super) ready: &'static str,
    pub(super) best_first: &'static str,
    /// Rows of the words at one place, in a range.
    pub(super) ranged: &'static str,
    /// The same at any place, to be counted.
    pub(super) counted: &'static str,
    /// Has the row another word, too? For the rows under the name `d`, then under `i`.
    pub(super) also: [&'static str; 2],
    /// The words of a range at one place, each once.
    pub(super) vocabulary: [&'static str; 3],
    pub(super) first_of_each: FirstOfEach,
    pub(super) of_the_word: &'static str,
    pub(super) best_of_word: &'static str,
}

macro_rules! texts {
    ($noun:literal) => {
        Texts {
            known: concat!("SELECT word, place, sort_key FROM ", $noun, "_word WHERE ", $noun, "_id = $1"),
            forget_words: concat!("DELETE FROM ", $noun, "_word WHERE ", $noun, "_id = "),
            forget_prefixes: concat!("DELETE FROM ", $noun, "_prefix WHERE "),
            of_record: concat!($noun, "_id = "),
            add_words: concat!("INSERT INTO ", $noun, "_word (", $noun, "_id, word, place, sort_key) "),
            add_prefixes: concat!("INSERT INTO ", $noun, "_prefix (", $noun, "_id, prefix, place, sort_key) "),
            ready: concat!("SELECT d.", $noun, "_id, d.place, d.sort_key FROM ", $noun, "_prefix d WHERE d.prefix = "),
            best_first: concat!(" ORDER BY d.place, d.sort_key, d.", $noun, "_id LIMIT "),
            ranged: concat!("SELECT d.", $noun, "_id, d.place, d.sort_key FROM ", $noun, "_word d WHERE d.place = "),
            counted: concat!("SELECT 1 AS one FROM ", $noun, "_word d WHERE d.place IN (0, 1, 2, 3) AND d.word >= "),
            also: [
                concat!(
                    " AND EXISTS (SELECT 1 FROM ",
                    $noun,
                    "_word o WHERE o.",
                    $noun,
                    "_id = d.",
                    $noun,
                    "_id AND o.word >= "
                ),
                concat!(
                    " AND EXISTS (SELECT 1 FROM ",
                    $noun,
                    "_word o WHERE o.",
                    $noun,
                    "_id = i.",
                    $noun,
                    "_id AND o.word >= "
                ),
            ],
            vocabulary: [
                concat!("WITH RECURSIVE v (word) AS (SELECT MIN(word) FROM ", $noun, "_word WHERE place = "),
                concat!(" UNION ALL SELECT (SELECT MIN(n.word) FROM ", $noun, "_word n WHERE n.place = "),
                concat!(") FROM v WHERE v.word IS NOT NULL) SELECT d.", $noun, "_id, d.place, d.sort_key FROM v"),
            ],
            first_of_each: first_of_each_word!($noun),
            of_the_word: concat!(" FROM ", $noun, "_word i WHERE i.word = v.word AND i.place = "),
            best_of_word: concat!(" ORDER BY i.place, i.sort_key, i.", $noun, "_id LIMIT "),
        }
    };
}

pub(crate) static CONTACTS: Texts = texts!("contact");
pub(crate) static CLIENTS: Texts = texts!("client");
