//! The people of clients as the resolver sees them (P31).

use super::facts::{address, listed, push_ids};
use crate::{
    Result, Tx,
    coded::coded,
    contacts::{self, columns},
    on,
};
use model::{
    AffiliationId, Contact, ContactId, Lang, NotificationType, SiteId, full_name,
    resolver::{Link, Person},
};

#[derive(sqlx::FromRow)]
pub(super) struct PersonRow {
    pub(super) id: i64,
    pub(super) client_id: i64,
    first_name: String,
    last_name: String,
    sort_key: String,
    email: Option<String>,
    language: String,
    inactive: bool,
    erased: bool,
    affiliation_id: i64,
    version: i64,
    function: String,
    site_id: Option<i64>,
    notification_type: String,
    starred: bool,
    ended: bool,
}

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT ct.id, a.client_id, ct.first_name, ct.last_name, ct.sort_key, ct.email, ct.language,
               ct.inactive_at IS NOT NULL AS inactive, ct.erased_at IS NOT NULL AS erased, a.id AS affiliation_id, a.version,
               a.function, a.site_id, a.notification_type, a.starred_at IS NOT NULL AS starred, a.ended_at IS NOT NULL AS ended
             FROM affiliation a JOIN contact ct ON ct.id = a.contact_id WHERE ",
            $rest
        )
    };
}

const LIVE: &str = select!("a.ended_at IS NULL AND ct.erased_at IS NULL AND a.client_id IN (");
/// The order of [`PersonRow::place`].
const ORDER: &str = ") ORDER BY CASE WHEN ct.inactive_at IS NULL THEN 0 ELSE 1 END, ct.sort_key, ct.id";

/// Who is affiliated to these clients now, in the order of lists.
pub(super) async fn live(tx: &mut Tx, clients: &[i64]) -> Result<Vec<PersonRow>> {
    Ok(on!(tx, c, Db => listed::<Db>(LIVE, clients, ORDER).build_query_as().fetch_all(c).await)?)
}

const LAST: &str = select!(
    "NOT EXISTS (SELECT 1 FROM affiliation l WHERE l.client_id = a.client_id AND l.contact_id = a.contact_id
      AND l.id <> a.id AND (l.ended_at IS NULL OR (a.ended_at IS NOT NULL AND l.id > a.id))) AND a.contact_id IN ("
);

/// These contacts by their last link to any of these clients, also when that has ended or the contact is deleted.
pub(super) async fn last(tx: &mut Tx, clients: &[i64], contacts: &[i64]) -> Result<Vec<PersonRow>> {
    Ok(on!(tx, c, Db => {
        let mut query = listed::<Db>(LAST, contacts, ") AND a.client_id IN (");
        push_ids(&mut query, clients);
        query.push(")");
        query.build_query_as().fetch_all(c).await
    })?)
}

const CONTACTS: &str = concat!("SELECT ", columns!(), " FROM contact ct WHERE ct.id IN (");

/// These contacts as somebody who never belonged to the client.
pub(super) async fn strangers(tx: &mut Tx, contacts: &[i64]) -> Result<Vec<Person>> {
    let rows: Vec<contacts::Row> =
        on!(tx, c, Db => listed::<Db>(CONTACTS, contacts, ")").build_query_as().fetch_all(c).await)?;
    rows.into_iter().map(|row| Ok(stranger(row.contact(vec![])?))).collect()
}

fn stranger(contact: Contact) -> Person {
    let shown = contact.erased_at.is_none();
    Person {
        contact: contact.id,
        affiliation: None,
        version: 0,
        name: if shown { contact.name() } else { String::new() },
        function: String::new(),
        link: Link::Foreign,
        notification_type: NotificationType::None,
        site: None,
        active: contact.active(),
        favourite: false,
        email: address(contact.email.as_deref()).filter(|_| shown),
        language: contact.language,
    }
}

impl PersonRow {
    /// Where it stands among the people of a client.
    pub(super) fn place(&self) -> (bool, &str, i64) {
        (self.inactive, &self.sort_key, self.id)
    }

    pub(super) fn person(&self) -> Result<Person> {
        let name = full_name(&self.first_name, &self.last_name).or_else(|| self.email.clone()).filter(|_| !self.erased);
        Ok(Person {
            contact: ContactId(self.id),
            affiliation: Some(AffiliationId(self.affiliation_id)),
            version: self.version,
            name: name.unwrap_or_default(),
            function: self.function.clone(),
            link: if self.ended { Link::Ended } else { Link::Live },
            notification_type: coded(
                "affiliation.notification_type",
                &self.notification_type,
                NotificationType::from_code,
            )?,
            site: self.site_id.map(SiteId),
            active: !self.inactive && !self.erased,
            favourite: self.starred,
            email: address(self.email.as_deref()).filter(|_| !self.erased),
            language: coded("contact.language", &self.language, Lang::from_code)?,
        })
    }
}
