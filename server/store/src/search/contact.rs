//! What a contact is found by, words and filters, kept as it is saved: half of what a save does, so that everything is read in few
//! statements, and only what has changed is written.

use super::{
    facets::{self, Flags},
    index::replace,
    texts::CONTACTS,
    words::{NAME, OTHER, UNREACHABLE, Words},
};
use crate::{Result, Tx, on};
use model::ContactId;

#[derive(sqlx::FromRow)]
pub(crate) struct ContactRow {
    pub(super) first_name: String,
    pub(super) last_name: String,
    pub(super) email: Option<String>,
    pub(super) sort_key: String,
    pub(super) active: bool,
    pub(super) erased: bool,
}

/// The columns of [`ContactRow`], from `contact`.
macro_rules! found_by {
    () => {
        "first_name, last_name, email, sort_key, inactive_at IS NULL AS active, erased_at IS NOT NULL AS erased"
    };
}
pub(crate) use found_by;

/// A live affiliation.
#[derive(sqlx::FromRow)]
pub(super) struct Link {
    pub(super) contact_id: i64,
    pub(super) function: String,
    pub(super) notification_type: String,
    pub(super) client_id: i64,
    pub(super) kind: String,
    pub(super) family_id: Option<i64>,
    label: String,
    client_active: bool,
}

/// The columns of [`Link`].
macro_rules! links {
    ($condition:literal) => {
        concat!(
            "SELECT a.contact_id, a.function, a.notification_type, cl.id AS client_id, cl.kind, cl.family_id, cl.label,
               cl.inactive_at IS NULL AS client_active
             FROM affiliation a JOIN client cl ON cl.id = a.client_id
             WHERE a.ended_at IS NULL AND ",
            $condition
        )
    };
}
pub(super) use links;

const HOLD: &str = concat!("UPDATE contact SET version = version WHERE id = $1 RETURNING ", found_by!());

/// After its name, address, phones, activity or affiliations changed. A deleted contact is found no more, by a word or by a filter.
///
/// # Errors
/// `NotFound`.
pub async fn reindex_contact(tx: &mut Tx, id: ContactId) -> Result<()> {
    let row: ContactRow = on!(tx, c => sqlx::query_as(HOLD).bind(id.0).fetch_one(c).await)?;
    reindex_held(tx, id, &row).await
}

const LINKS: &str = links!("a.contact_id = $1");
// Both at once. Of the filters `place` is whether they are among those of active contacts.
const KNOWN: &str =
    "SELECT 'filter' AS what, facet AS word, active AS place, sort_key FROM contact_facet WHERE contact_id = $1
  UNION ALL SELECT 'word', word, place, sort_key FROM contact_word WHERE contact_id = $1";

/// The same of a contact whose row this transaction has just written. What stands in other tables is read here, in statements of
/// their own: one that waited for the row would see the phones that there were before it waited.
pub(crate) async fn reindex_held(tx: &mut Tx, id: ContactId, row: &ContactRow) -> Result<()> {
    let links: Vec<Link> = on!(tx, c => sqlx::query_as(LINKS).bind(id.0).fetch_all(c).await)?;
    let flags = if row.erased { Flags::default() } else { facets::flags(tx, id.0, row, &links).await? };
    let known: Vec<(String, String, i64, String)> = on!(tx, c => sqlx::query_as(KNOWN).bind(id.0).fetch_all(c).await)?;
    let (filters, words): (Vec<_>, Vec<_>) = known.into_iter().partition(|(what, ..)| what == "filter");
    let bare = |rows: Vec<(String, String, i64, String)>| {
        rows.into_iter().map(|(_, word, place, sort_key)| (word, place, sort_key)).collect::<Vec<_>>()
    };
    facets::replace(tx, id.0, bare(filters), row, &links, &flags).await?;
    replace(tx, &CONTACTS, id.0, &Words::known(bare(words)), &row.words(&links)).await
}

impl ContactRow {
    /// `links`: what it does and at which client. None once it is deleted.
    pub(super) fn words(&self, links: &[Link]) -> Words {
        let floor = if self.active && self.email.is_some() { 0 } else { UNREACHABLE };
        let mut words = Words::sorted_by(self.sort_key.clone());
        if self.erased {
            return words;
        }
        words.add(&self.first_name, floor + NAME);
        words.add(&self.last_name, floor + NAME);
        words.add(self.email.as_deref().unwrap_or_default(), floor + OTHER);
        for link in links.iter().filter(|link| link.client_active) {
            words.add(&link.function, floor + OTHER);
            words.add(&link.label, floor + OTHER);
        }
        words
    }
}
