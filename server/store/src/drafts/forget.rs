//! Somebody whose data goes (P06) goes from the mails that are being written, too.

use super::{read, written};
use crate::{Result, Tx, on};
use model::{
    ContactId,
    compose::{Draft, Recipient},
    recipients::{Chip, FieldState, Known},
};

// A first look that finds too many rather than too few: `"contact_id":5`, and `\"contact\":5` in the field's state. In the
// order of ids: two that do this at once wait for each other rather than block each other.
const MENTIONING: &str = "SELECT id FROM draft WHERE content LIKE $1 ORDER BY id";
const HOLD: &str = "UPDATE draft SET version = version WHERE id = $1 RETURNING content";
// Whoever has it open is told that it changed (P12), rather than saving the person back.
const CHANGE: &str = "UPDATE draft SET content = $2, version = version + 1 WHERE id = $1";

/// Takes whom was chosen as this contact out of everybody's drafts, those of held mails included. An address that somebody
/// typed by hand is theirs.
pub(crate) async fn forget(tx: &mut Tx, contact: ContactId) -> Result<()> {
    let mention = format!("%\":{contact}%");
    let ids: Vec<i64> = on!(tx, c => sqlx::query_scalar(MENTIONING).bind(mention).fetch_all(c).await)?;
    for id in ids {
        let content: Option<String> = on!(tx, c => sqlx::query_scalar(HOLD).bind(id).fetch_optional(c).await)?;
        let Some(before) = content.map(|content| read(&content)).transpose()? else { continue };
        let after = without(before.clone(), contact);
        if after != before {
            on!(tx, c => sqlx::query(CHANGE).bind(id).bind(written(&after)).execute(c).await.map(drop))?;
        }
    }
    Ok(())
}

fn without(mut draft: Draft, contact: ContactId) -> Draft {
    let mut gone: Vec<String> = vec![];
    let theirs = |recipient: &&Recipient| recipient.contact_id == Some(contact);
    gone.extend(draft.recipients.iter().filter(theirs).map(|recipient| recipient.address.to_string()));
    let mut kept: Vec<String> = vec![];
    if let Ok(mut field) = serde_json::from_str::<FieldState>(&draft.field_state) {
        for line in &mut field.lines {
            line.chips.retain_mut(|chip| {
                if chip.contact() != Some(contact) {
                    return true;
                }
                let stays = depersonalised(chip);
                if stays { &mut kept } else { &mut gone }.push(chip.address.clone());
                stays
            });
        }
        gone.retain(|address| !kept.contains(address));
        field.ignored.retain(|address| !gone.contains(address));
        draft.field_state = serde_json::to_string(&field).expect("the field is plain data");
    }
    draft.recipients.retain_mut(|recipient| {
        if recipient.contact_id != Some(contact) {
            return true;
        }
        (recipient.contact_id, recipient.name) = (None, None);
        kept.iter().any(|address| address == recipient.address.as_str())
    });
    draft.answered.retain(|address| !gone.contains(address));
    draft
}

/// An address of the client itself stays, without the person behind it; false for any other.
fn depersonalised(chip: &mut Chip) -> bool {
    let Known::Here { contact, slots, starred } = &mut chip.known else { return false };
    (*contact, *starred) = (None, false);
    chip.name.clear();
    !slots.is_empty()
}
