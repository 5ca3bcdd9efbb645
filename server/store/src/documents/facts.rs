//! What the resolver is told of a client (P31), in a fixed number of queries however many people it has.

use crate::{Result, Tx, clients, coded::coded, contacts, on, sites};
use model::{
    AffiliationId, Client, ClientId, Contact, ContactId, EmailAddress, Lang, NotificationType, SiteId, full_name,
    resolver::{ClientSide, Link, Person, SiteSlot},
};

// Who is affiliated now; and the document's own contact by its last link, also when that has ended or the contact is deleted.
const PEOPLE: &str =
    "SELECT ct.id, ct.first_name, ct.last_name, ct.email, ct.language, ct.inactive_at IS NULL AND ct.erased_at IS NULL AS active,
    ct.erased_at IS NOT NULL AS erased, a.id AS affiliation_id, a.version, a.function, a.site_id, a.notification_type,
    a.starred_at IS NOT NULL AS starred, a.ended_at IS NOT NULL AS ended
  FROM affiliation a JOIN contact ct ON ct.id = a.contact_id
  WHERE a.client_id = $1 AND ((a.ended_at IS NULL AND ct.erased_at IS NULL) OR (a.contact_id = $2
    AND NOT EXISTS (SELECT 1 FROM affiliation l WHERE l.client_id = a.client_id AND l.contact_id = a.contact_id
      AND l.id <> a.id AND (l.ended_at IS NULL OR (a.ended_at IS NOT NULL AND l.id > a.id)))))
  ORDER BY CASE WHEN ct.inactive_at IS NULL THEN 0 ELSE 1 END, ct.sort_key, ct.id";

#[derive(sqlx::FromRow)]
struct Row {
    id: i64,
    first_name: String,
    last_name: String,
    email: Option<String>,
    language: String,
    active: bool,
    erased: bool,
    affiliation_id: i64,
    version: i64,
    function: String,
    site_id: Option<i64>,
    notification_type: String,
    starred: bool,
    ended: bool,
}

/// The client with its slots and people. `contact` is the document's own one, whoever it is.
///
/// # Errors
/// `NotFound` without such a client, or contact.
pub async fn client_side(tx: &mut Tx, id: ClientId, contact: Option<ContactId>) -> Result<(Client, ClientSide)> {
    let client = clients::get(tx, id).await?;
    let site_receives = crate::settings(tx).await?.site_receives;
    let sites = sites::of_client(tx, id).await?.into_iter().map(|site| SiteSlot {
        id: site.id,
        label: site.label,
        email: address(site.email.as_deref()),
        inactive: site.inactive_at.is_some(),
    });
    let rows: Vec<Row> = on!(tx, c => sqlx::query_as(PEOPLE)
        .bind(id.0).bind(contact.map(|id| id.0)).fetch_all(c).await)?;
    let mut people = rows.into_iter().map(Person::try_from).collect::<Result<Vec<_>>>()?;
    if let Some(foreign) = contact.filter(|id| people.iter().all(|who| who.contact != *id)) {
        people.push(stranger(contacts::get(tx, foreign).await?));
    }
    let side = ClientSide {
        inactive: client.inactive_at.is_some(),
        language: client.language,
        main: address(client.main.email.as_deref()),
        billing: address(client.billing_email.as_deref()),
        sites: sites.collect(),
        people,
        site_receives,
    };
    Ok((client, side))
}

/// What was stored before the policy of today may not parse: nothing is sent there.
fn address(text: Option<&str>) -> Option<EmailAddress> {
    EmailAddress::parse(text?).ok()
}

impl TryFrom<Row> for Person {
    type Error = crate::StoreError;

    fn try_from(row: Row) -> Result<Person> {
        let name = full_name(&row.first_name, &row.last_name).or_else(|| row.email.clone()).filter(|_| !row.erased);
        Ok(Person {
            contact: ContactId(row.id),
            affiliation: Some(AffiliationId(row.affiliation_id)),
            version: row.version,
            name: name.unwrap_or_default(),
            function: row.function,
            link: if row.ended { Link::Ended } else { Link::Live },
            notification_type: coded(
                "affiliation.notification_type",
                &row.notification_type,
                NotificationType::from_code,
            )?,
            site: row.site_id.map(SiteId),
            active: row.active,
            favourite: row.starred,
            email: address(row.email.as_deref()).filter(|_| !row.erased),
            language: coded("contact.language", &row.language, Lang::from_code)?,
        })
    }
}

/// Somebody who never belonged to the client.
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
