//! Somebody whose data goes (P06) goes from the mails that are being written, too.

use super::naming::{naming, rewrite};
use crate::{Result, Tx};
use model::{
    ContactId,
    compose::{Draft, Recipient},
    recipients::{Chip, FieldState, Known},
};

/// Takes whom was chosen as this contact out of everybody's drafts, those of held mails included. An address that somebody
/// typed by hand is theirs.
pub(crate) async fn forget(tx: &mut Tx, contact: ContactId) -> Result<()> {
    for id in naming(tx, contact).await? {
        rewrite(tx, id, |draft| without(draft, contact)).await?;
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
