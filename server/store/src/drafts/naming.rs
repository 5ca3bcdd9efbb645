//! Drafts that name somebody as a contact, found and written anew: when the contact is forgotten, or merged into another.

use super::{read, written};
use crate::{Result, Tx, on};
use model::{
    ContactId,
    compose::Draft,
    recipients::{Chip, FieldState, Known},
};

// A first look that finds too many rather than too few: `"contact_id":5`, and `\"contact\":5` in the field's state. In the
// order of ids: two that do this at once wait for each other rather than block each other.
const NAMING: &str = "SELECT id FROM draft WHERE content LIKE $1 ORDER BY id";

/// Everybody's drafts that may name it, those of held mails included.
pub(super) async fn naming(tx: &mut Tx, contact: ContactId) -> Result<Vec<i64>> {
    let mention = format!("%\":{contact}%");
    Ok(on!(tx, c => sqlx::query_scalar(NAMING).bind(mention).fetch_all(c).await)?)
}

const HOLD: &str = "UPDATE draft SET version = version WHERE id = $1 RETURNING content";
// Whoever has it open is told that it changed (P12), rather than saving the person back.
const CHANGE: &str = "UPDATE draft SET content = $2, version = version + 1 WHERE id = $1";

/// Writes a draft anew, if it is still there and different then.
pub(super) async fn rewrite(tx: &mut Tx, id: i64, rewritten: impl FnOnce(Draft) -> Draft) -> Result<()> {
    let content: Option<String> = on!(tx, c => sqlx::query_scalar(HOLD).bind(id).fetch_optional(c).await)?;
    let Some(before) = content.map(|content| read(&content)).transpose()? else { return Ok(()) };
    let after = rewritten(before.clone());
    if after != before {
        on!(tx, c => sqlx::query(CHANGE).bind(id).bind(written(&after)).execute(c).await.map(drop))?;
    }
    Ok(())
}

/// Whom drafts name as `from` they name as `to` from now on. Answers which drafts, with the addresses they name it by.
pub(crate) async fn hand_over(tx: &mut Tx, from: ContactId, to: ContactId) -> Result<Vec<(i64, Vec<String>)>> {
    let mut handed = vec![];
    for id in naming(tx, from).await? {
        let mut addresses = vec![];
        rewrite(tx, id, |mut draft| {
            addresses = rename(&mut draft, (from, to), |_| true);
            draft
        })
        .await?;
        if !addresses.is_empty() {
            handed.push((id, addresses));
        }
    }
    Ok(handed)
}

/// Undoes [`hand_over`], where these addresses still stand for `to`.
pub(crate) async fn hand_back(
    tx: &mut Tx,
    handed: &[(i64, Vec<String>)],
    from: ContactId,
    to: ContactId,
) -> Result<()> {
    for (id, addresses) in handed {
        rewrite(tx, *id, |mut draft| {
            rename(&mut draft, (to, from), |address| addresses.iter().any(|own| own == address));
            draft
        })
        .await?;
    }
    Ok(())
}

/// Answers the addresses, each once.
fn rename(draft: &mut Draft, (from, to): (ContactId, ContactId), of: impl Fn(&str) -> bool) -> Vec<String> {
    let mut addresses: Vec<String> = vec![];
    for recipient in &mut draft.recipients {
        if recipient.contact_id == Some(from) && of(recipient.address.as_str()) {
            recipient.contact_id = Some(to);
            addresses.push(recipient.address.to_string());
        }
    }
    if let Ok(mut field) = serde_json::from_str::<FieldState>(&draft.field_state) {
        let chips = field.lines.iter_mut().flat_map(|line| line.chips.iter_mut());
        let mut renamed = false;
        for chip in chips.filter(|chip| chip.contact() == Some(from) && of(&chip.address)) {
            stand_for(chip, to);
            addresses.push(chip.address.clone());
            renamed = true;
        }
        if renamed {
            draft.field_state = serde_json::to_string(&field).expect("the field is plain data");
        }
    }
    addresses.sort();
    addresses.dedup();
    addresses
}

fn stand_for(chip: &mut Chip, to: ContactId) {
    match &mut chip.known {
        Known::Here { contact, .. } | Known::Inactive { contact } => *contact = Some(to),
        Known::Elsewhere { contact, .. } => *contact = to,
        _ => {}
    }
}
