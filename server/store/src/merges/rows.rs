//! What a merge changes, row by row, as it is kept for undoing it.

use crate::{
    Result, StoreError, Tx, on,
    phones::{self, Of},
};
use chrono::{DateTime, Utc};
use model::{ContactId, Phone};
use serde::{Deserialize, Serialize};

/// All that undoing needs.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Snapshot {
    pub before: State,
    /// Who finds anything else there does not undo it: it would be lost.
    pub after: State,
    pub history: super::history::Taken,
    /// Drafts that named the contact that went, with the addresses they named it by.
    pub drafts: Vec<(i64, Vec<String>)>,
}

impl Snapshot {
    pub(super) fn read(json: &str) -> Result<Snapshot> {
        // Neither it nor the reader's words about it, which may quote it: it is personal.
        let unreadable = |_| StoreError::Unreadable { what: "merge.snapshot", found: "another shape".into() };
        serde_json::from_str(json).map_err(unreadable)
    }

    pub(super) fn written(&self) -> String {
        serde_json::to_string(self).expect("rows are plain data")
    }
}

/// Two contacts and all their links, in the order of their ids.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct State {
    pub contacts: Vec<ContactRow>,
    pub links: Vec<LinkRow>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, sqlx::FromRow)]
pub(super) struct ContactRow {
    pub id: i64,
    civility: Option<String>,
    pub first_name: String,
    pub last_name: String,
    pub email: Option<String>,
    pub email_key: Option<String>,
    language: String,
    sort_key: String,
    note: String,
    #[serde(with = "instant")]
    changed_at: DateTime<Utc>,
    #[serde(with = "perhaps")]
    inactive_at: Option<DateTime<Utc>>,
    inactive_by_client_id: Option<i64>,
    #[serde(with = "perhaps")]
    erased_at: Option<DateTime<Utc>>,
    #[serde(with = "perhaps")]
    forgotten_at: Option<DateTime<Utc>>,
    #[sqlx(skip)]
    phones: Vec<Phone>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, sqlx::FromRow)]
pub(super) struct LinkRow {
    id: i64,
    contact_id: i64,
    client_id: i64,
    function: String,
    site_id: Option<i64>,
    notification_type: String,
    #[serde(with = "perhaps")]
    starred_at: Option<DateTime<Utc>>,
    #[serde(with = "instant")]
    since: DateTime<Utc>,
    #[serde(with = "perhaps")]
    ended_at: Option<DateTime<Utc>>,
    #[serde(with = "instant")]
    changed_at: DateTime<Utc>,
}

const CONTACTS: &str =
    "SELECT id, civility, first_name, last_name, email, email_key, language, sort_key, note, changed_at,
    inactive_at, inactive_by_client_id, erased_at, forgotten_at
  FROM contact WHERE id IN ($1, $2) ORDER BY id";
const LINKS: &str =
    "SELECT id, contact_id, client_id, function, site_id, notification_type, starred_at, since, ended_at,
    changed_at
  FROM affiliation WHERE contact_id IN ($1, $2) ORDER BY id";

impl State {
    /// As it is now.
    pub(super) async fn read(tx: &mut Tx, a: ContactId, b: ContactId) -> Result<State> {
        let mut contacts: Vec<ContactRow> =
            on!(tx, c => sqlx::query_as(CONTACTS).bind(a.0).bind(b.0).fetch_all(c).await)?;
        for row in &mut contacts {
            row.phones = phones::list(tx, Of::Contact(ContactId(row.id))).await?;
        }
        let links = on!(tx, c => sqlx::query_as(LINKS).bind(a.0).bind(b.0).fetch_all(c).await)?;
        Ok(State { contacts, links })
    }

    /// Whether nothing is different but when it was saved: what was changed and changed back is as it was.
    pub(super) fn same(&self, other: &State) -> bool {
        self.undated() == other.undated()
    }

    fn undated(&self) -> (Vec<ContactRow>, Vec<LinkRow>) {
        let (mut contacts, mut links) = (self.contacts.clone(), self.links.clone());
        contacts.iter_mut().for_each(|row| row.changed_at = DateTime::UNIX_EPOCH);
        links.iter_mut().for_each(|row| row.changed_at = DateTime::UNIX_EPOCH);
        (contacts, links)
    }

    /// Whether every site that a link names is still there.
    pub(super) async fn has_its_sites(&self, tx: &mut Tx) -> Result<bool> {
        for site in self.links.iter().filter_map(|row| row.site_id) {
            let there: bool = on!(tx, c => sqlx::query_scalar(SITE).bind(site).fetch_one(c).await)?;
            if !there {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// As it was, at new versions (P12); `first` is written first: its e-mail may be what the other one waits for (P02).
    pub(super) async fn write(&self, tx: &mut Tx, first: ContactId) -> Result<()> {
        let (before, after): (Vec<_>, Vec<_>) = self.contacts.iter().partition(|row| row.id == first.0);
        for row in before.into_iter().chain(after) {
            row.write(tx).await?;
        }
        for row in &self.links {
            row.write(tx).await?;
        }
        Ok(())
    }
}

const SITE: &str = "SELECT EXISTS (SELECT 1 FROM site WHERE id = $1)";
const WRITE_CONTACT: &str =
    "UPDATE contact SET civility = $2, first_name = $3, last_name = $4, email = $5, email_key = $6,
    language = $7, sort_key = $8, note = $9, changed_at = $10, inactive_at = $11, inactive_by_client_id = $12,
    erased_at = $13, forgotten_at = $14, version = version + 1
  WHERE id = $1";

impl ContactRow {
    async fn write(&self, tx: &mut Tx) -> Result<()> {
        on!(tx, c => sqlx::query(WRITE_CONTACT)
            .bind(self.id).bind(&self.civility).bind(&self.first_name).bind(&self.last_name).bind(&self.email)
            .bind(&self.email_key).bind(&self.language).bind(&self.sort_key).bind(&self.note).bind(self.changed_at)
            .bind(self.inactive_at).bind(self.inactive_by_client_id).bind(self.erased_at).bind(self.forgotten_at)
            .execute(c).await.map(drop))?;
        phones::replace(tx, Of::Contact(ContactId(self.id)), &self.phones).await
    }
}

const WRITE_LINK: &str = "UPDATE affiliation SET contact_id = $2, function = $3, site_id = $4, notification_type = $5,
    starred_at = $6, since = $7, ended_at = $8, changed_at = $9, version = version + 1
  WHERE id = $1";

impl LinkRow {
    async fn write(&self, tx: &mut Tx) -> Result<()> {
        Ok(on!(tx, c => sqlx::query(WRITE_LINK)
            .bind(self.id).bind(self.contact_id).bind(&self.function).bind(self.site_id).bind(&self.notification_type)
            .bind(self.starred_at).bind(self.since).bind(self.ended_at).bind(self.changed_at)
            .execute(c).await.map(drop))?)
    }
}

/// Milliseconds, as both databases keep them.
mod instant {
    use chrono::{DateTime, Utc};
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    pub(super) fn serialize<S: Serializer>(at: &DateTime<Utc>, to: S) -> Result<S::Ok, S::Error> {
        at.timestamp_millis().serialize(to)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<DateTime<Utc>, D::Error> {
        Ok(crate::stamp(model::Moment(i64::deserialize(from)?)))
    }
}

/// The same of what may not have happened.
mod perhaps {
    use chrono::{DateTime, Utc};
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    pub(super) fn serialize<S: Serializer>(at: &Option<DateTime<Utc>>, to: S) -> Result<S::Ok, S::Error> {
        at.map(|at| at.timestamp_millis()).serialize(to)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Option<DateTime<Utc>>, D::Error> {
        Ok(Option::<i64>::deserialize(from)?.map(|ms| crate::stamp(model::Moment(ms))))
    }
}
