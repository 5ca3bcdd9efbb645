//! How a client looks in its table.

use crate::{Result, coded::coded, moment};
use chrono::{DateTime, Utc};
use model::{Civility, Client, ClientId, ClientKind, FamilyId, Lang, MainContact, Phone, Place};

#[derive(sqlx::FromRow)]
pub(crate) struct Row {
    client_id: i64,
    reference: String,
    label: String,
    kind: String,
    family_id: Option<i64>,
    family: Option<String>,
    language: String,
    civility: Option<String>,
    first_name: String,
    last_name: String,
    email: Option<String>,
    billing_email: Option<String>,
    street: String,
    postal_code: String,
    town: String,
    country: String,
    note: String,
    created_at: DateTime<Utc>,
    changed_at: DateTime<Utc>,
    inactive_at: Option<DateTime<Utc>>,
    version: i64,
}

/// The columns of [`Row`], from `client` under the name `cl` and `family` under `f`.
macro_rules! columns {
    () => {
        "cl.id AS client_id, cl.reference, cl.label, cl.kind, cl.family_id, f.name AS family, cl.language, cl.civility,
         cl.first_name, cl.last_name, cl.email, cl.billing_email, cl.street, cl.postal_code, cl.town, cl.country,
         cl.note, cl.created_at, cl.changed_at, cl.inactive_at, cl.version"
    };
}
pub(crate) use columns;

impl Row {
    pub(crate) fn id(&self) -> i64 {
        self.client_id
    }

    pub(crate) fn client(self, phones: Vec<Phone>) -> Result<Client> {
        let civility = self.civility.map(|code| coded("client.civility", &code, Civility::from_code)).transpose()?;
        Ok(Client {
            id: ClientId(self.client_id),
            kind: coded("client.kind", &self.kind, ClientKind::from_code)?,
            language: coded("client.language", &self.language, Lang::from_code)?,
            family: self.family_id.map(FamilyId).zip(self.family),
            main: MainContact {
                civility,
                first_name: self.first_name,
                last_name: self.last_name,
                email: self.email,
                phones,
            },
            reference: self.reference,
            label: self.label,
            billing_email: self.billing_email,
            place: Place { street: self.street, postal_code: self.postal_code, town: self.town, country: self.country },
            note: self.note,
            inactive_at: self.inactive_at.map(moment),
            created_at: moment(self.created_at),
            changed_at: moment(self.changed_at),
            version: self.version,
        })
    }
}
