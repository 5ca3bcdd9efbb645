//! Addresses that were typed for a mail, are nobody's, and about which nobody decided (D91). They are offered while the draft behind
//! the mail is kept, which ends a day after all of it is settled: history is no place for questions.

use crate::{Result, Tx, clients, drafts, on, recipients::look_up};
use model::{
    ClientId, ContactId, DeliveryId,
    delivery::DeliveryState,
    recipients::{Found, split_name},
    send::{BatchView, DeliveryView, NewAddress},
};

/// Those of this batch, in the order of the mail; none where the client may not get contacts (P07, D90).
pub(super) async fn new_addresses(tx: &mut Tx, batch: &BatchView) -> Result<Vec<NewAddress>> {
    let message = batch.messages.first();
    let (Some(draft), Some((client, deliveries))) =
        (batch.draft_id, message.and_then(|message| Some((message.client.as_ref()?.0, &message.deliveries))))
    else {
        return Ok(vec![]);
    };
    let unknown = |d: &&DeliveryView| !d.self_copy && d.contact_id.is_none() && !did_not_leave(d.state);
    let mut open: Vec<&DeliveryView> = deliveries.iter().filter(unknown).collect();
    if open.is_empty() || !may_get_contacts(tx, client).await? {
        return Ok(vec![]);
    }
    let Some(draft) = drafts::find_sent(tx, draft, batch.id).await? else { return Ok(vec![]) };
    open.retain(|d| !draft.answered.iter().any(|answered| answered.eq_ignore_ascii_case(&d.address)));
    let addresses: Vec<String> = open.iter().map(|d| d.address.clone()).collect();
    let found = look_up(tx, Some(client), &addresses).await?;
    let nobodys = open.into_iter().zip(found).filter(|(_, (_, found))| *found == Found::Nobody);
    Ok(nobodys
        .map(|(d, _)| {
            let (first_name, last_name) = split_name(&d.name);
            NewAddress {
                delivery: d.id,
                address: d.address.clone(),
                first_name,
                last_name,
                function: String::new(),
                starred: true,
                problems: vec![],
            }
        })
        .collect())
}

/// Such an address is mended first, or is none.
fn did_not_leave(state: DeliveryState) -> bool {
    matches!(
        state,
        DeliveryState::Cancelled | DeliveryState::Failed | DeliveryState::Expired | DeliveryState::Suppressed
    )
}

async fn may_get_contacts(tx: &mut Tx, client: ClientId) -> Result<bool> {
    let client = clients::get(tx, client).await?;
    Ok(crate::settings(tx).await?.may_get_contacts(&client).is_ok())
}

/// Nobody is asked again about this address of the batch.
pub async fn ignore_address(tx: &mut Tx, batch: &BatchView, address: &str) -> Result<()> {
    let Some(id) = batch.draft_id else { return Ok(()) };
    let Some(mut draft) = drafts::find_sent(tx, id, batch.id).await? else { return Ok(()) };
    draft.answered.push(address.to_owned());
    drafts::change_sent(tx, id, batch.id, &draft).await
}

const FILE: &str = "UPDATE delivery SET contact_id = $2 WHERE id = $1 AND contact_id IS NULL";

/// The mail is in the history of the contact that its address became.
pub async fn file_under(tx: &mut Tx, delivery: DeliveryId, contact: ContactId) -> Result<()> {
    Ok(on!(tx, c => sqlx::query(FILE).bind(delivery.0).bind(contact.0).execute(c).await.map(drop))?)
}
