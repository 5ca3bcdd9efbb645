//! The history and documents of two contacts that become one, and what of it belongs to which of them when they are two again.

use crate::{Result, Tx, documents, email_key, on, outbox};
use model::{Contact, ContactId, EmailAddress};
use serde::{Deserialize, Serialize};

/// Deliveries, words of consent and interventions by their ids.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct Taken {
    /// They were the other contact's.
    moved: Vec<i64>,
    /// They were nobody's: to an address that neither has any more, typed by hand.
    adopted: Vec<i64>,
    /// What the other contact consented to: of one person the last word counts, and it goes with that person (P43, P06).
    consents: Vec<i64>,
    /// Documents whose own contact was the other one (P30).
    #[serde(default)]
    documents: Vec<i64>,
    /// Interventions with the other contact (P37).
    #[serde(default)]
    interventions: Vec<i64>,
}

const MOVE: &str = "UPDATE delivery SET contact_id = $2 WHERE contact_id = $1 RETURNING id";
const INTERVENTIONS: &str = "UPDATE intervention SET contact_id = $2 WHERE contact_id = $1 RETURNING id";
const CONSENTS: &str = "UPDATE consent SET contact_id = $2 WHERE contact_id = $1 RETURNING id";

/// Before the fields change: all of it is the one's that stays. An address that goes takes the mails along that were typed to it:
/// nothing else would lead to them once the contact is forgotten (P06).
pub(super) async fn take(tx: &mut Tx, kept: &Contact, gone: &Contact, email: Option<&EmailAddress>) -> Result<Taken> {
    let stays = email.map(email_key);
    let mut adopted = vec![];
    for contact in [kept, gone] {
        let own = contact.email.as_deref().and_then(|own| EmailAddress::parse(own).ok());
        if own.map(|own| email_key(&own)) != stays {
            adopted.extend(outbox::adopt(tx, contact.id).await?);
        }
    }
    let mut moved = handed_over(tx, MOVE, kept, gone).await?;
    moved.retain(|id| !adopted.contains(id));
    let documents = documents::hand_over(tx, gone.id, kept.id).await?;
    let consents = handed_over(tx, CONSENTS, kept, gone).await?;
    let interventions = handed_over(tx, INTERVENTIONS, kept, gone).await?;
    Ok(Taken { moved, adopted, consents, documents, interventions })
}

async fn handed_over(tx: &mut Tx, sql: &'static str, kept: &Contact, gone: &Contact) -> Result<Vec<i64>> {
    Ok(on!(tx, c => sqlx::query_scalar(sql).bind(gone.id.0).bind(kept.id.0).fetch_all(c).await)?)
}

/// As it was. A line that somebody filed under another contact meanwhile stays there.
pub(super) async fn give_back(tx: &mut Tx, taken: &Taken, kept: ContactId, gone: ContactId) -> Result<()> {
    file(tx, FILE, &taken.moved, kept, Some(gone)).await?;
    file(tx, FILE, &taken.adopted, kept, None).await?;
    file(tx, FILE_CONSENT, &taken.consents, kept, Some(gone)).await?;
    file(tx, FILE_DOCUMENT, &taken.documents, kept, Some(gone)).await?;
    file(tx, FILE_INTERVENTION, &taken.interventions, kept, Some(gone)).await
}

/// Ids of one statement.
const AT_ONCE: usize = 1_000;
const FILE: &str = "UPDATE delivery SET contact_id = ";
const FILE_CONSENT: &str = "UPDATE consent SET contact_id = ";
const FILE_DOCUMENT: &str = "UPDATE document SET contact_id = ";
const FILE_INTERVENTION: &str = "UPDATE intervention SET contact_id = ";

async fn file(tx: &mut Tx, update: &'static str, ids: &[i64], from: ContactId, to: Option<ContactId>) -> Result<()> {
    for ids in ids.chunks(AT_ONCE) {
        on!(tx, c, Db => {
            let mut query = sqlx::QueryBuilder::<Db>::new(update);
            query.push_bind(to.map(|id| id.0)).push(" WHERE contact_id = ").push_bind(from.0).push(" AND id IN (");
            let mut list = query.separated(", ");
            for id in ids {
                list.push_bind(*id);
            }
            query.push(")");
            query.build().execute(c).await.map(drop)
        })?;
    }
    Ok(())
}
