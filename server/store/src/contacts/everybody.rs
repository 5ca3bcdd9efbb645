//! Everybody whom the criteria of a list find, for what is done to all of them at once.

use super::list;
use crate::{Result, Tx};
use model::{
    ContactId,
    listing::{ContactsAsked, PageFrom},
};
use std::collections::BTreeSet;

/// Pages that are turned at most: criteria that hardly anybody meets together stop on each after some rows.
const PAGES: usize = 200;

/// Their ids, in the order of ids. None when they are more than `most`, or when there are too many to look through.
pub async fn everybody(tx: &mut Tx, asked: &ContactsAsked, most: usize) -> Result<Option<Vec<ContactId>>> {
    let mut asked = ContactsAsked { from: PageFrom::Start, ..asked.clone() };
    let mut ids = BTreeSet::new();
    for _ in 0..PAGES {
        let page = list(tx, &asked).await?;
        ids.extend(page.rows.iter().map(|row| row.id));
        if ids.len() > most {
            return Ok(None);
        }
        match page.next(asked.from, |row| row.id.0) {
            Some(next) => asked.from = next,
            None => return Ok(Some(ids.into_iter().collect())),
        }
    }
    Ok(None)
}
