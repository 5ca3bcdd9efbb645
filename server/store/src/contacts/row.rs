//! How a contact looks in its table.

use crate::{Result, coded::coded, moment};
use chrono::{DateTime, Utc};
use model::{Civility, Contact, ContactId, Lang, Phone};

#[derive(sqlx::FromRow)]
pub(crate) struct Row {
    pub(crate) contact_id: i64,
    civility: Option<String>,
    first_name: String,
    last_name: String,
    email: Option<String>,
    language: String,
    note: String,
    contact_inactive_at: Option<DateTime<Utc>>,
    erased_at: Option<DateTime<Utc>>,
    contact_version: i64,
}

/// The columns of [`Row`], from `contact` under the name `ct`.
macro_rules! columns {
    () => {
        "ct.id AS contact_id, ct.civility, ct.first_name, ct.last_name, ct.email, ct.language, ct.note,
         ct.inactive_at AS contact_inactive_at, ct.erased_at, ct.version AS contact_version"
    };
}
pub(crate) use columns;

impl Row {
    pub(crate) fn contact(self, phones: Vec<Phone>) -> Result<Contact> {
        Ok(Contact {
            id: ContactId(self.contact_id),
            civility: self.civility.map(|code| coded("contact.civility", &code, Civility::from_code)).transpose()?,
            first_name: self.first_name,
            last_name: self.last_name,
            email: self.email,
            language: coded("contact.language", &self.language, Lang::from_code)?,
            phones,
            note: self.note,
            inactive_at: self.contact_inactive_at.map(moment),
            erased_at: self.erased_at.map(moment),
            version: self.contact_version,
        })
    }
}
