//! Merging two contacts, undoing it, and saying that two are not one.
#![allow(missing_docs, reason = "the arguments of a server function become fields of a struct of the macro")]

use super::PATH;
use crate::{
    access::{caller, go_to},
    clock::now,
    error::AppError,
    services::writing,
    typed,
    wire::Wire,
    words::Words,
};
use leptos::prelude::*;
use model::{ContactId, MergeId, User, merge::MergeDraft};
use store::{StoreError, doubles, merges};

/// Name of the form while it is kept after a refusal.
pub(super) const FORM: &str = "merge";

/// Makes one contact of two. `seen` is what the form showed (P12). Where they are one already, nothing changes.
#[server(prefix = "/api", endpoint = "contacts/merge", protocol = Wire)]
pub async fn merge_contacts(
    a: ContactId,
    b: ContactId,
    #[server(default)] seen: String,
    #[server(default)] choice: MergeDraft,
) -> Result<MergeId, AppError> {
    let caller = caller()?;
    match merge(a, b, &seen, &choice, &caller.user).await {
        Ok(id) => {
            go_to(&format!("{PATH}?fusion={id}"));
            Ok(id)
        }
        Err(error) => Err(typed::refused(FORM, (a, b, choice), error)),
    }
}

async fn merge(a: ContactId, b: ContactId, seen: &str, choice: &MergeDraft, by: &User) -> Result<MergeId, AppError> {
    let mut tx = writing().await?;
    let pair = match merges::hold(&mut tx, a, b).await {
        // Pressed twice, or by two people at once.
        Err(error @ StoreError::Refused(merges::GONE)) => {
            return Ok(merges::between(&mut tx, a, b).await?.ok_or(error)?);
        }
        held => held?,
    };
    if pair.seen() != seen {
        return Err(AppError::Conflict);
    }
    let line = |address: &str| Words(by.language).merging_other_email(address);
    let united = choice.check(&pair, line).map_err(AppError::Refused)?;
    let id = merges::add(&mut tx, &pair, &united, by.id, now()).await?;
    tx.commit().await?;
    Ok(id)
}

/// Gives both back as they were, unless somebody changed them since. Twice changes nothing.
#[server(prefix = "/api", endpoint = "contacts/unmerge", protocol = Wire)]
pub async fn unmerge_contacts(merge: MergeId) -> Result<(), AppError> {
    caller()?;
    let mut tx = writing().await?;
    merges::undo(&mut tx, merge, now()).await?;
    tx.commit().await?;
    go_to(&format!("{PATH}?separes={merge}"));
    Ok(())
}

/// These two are proposed no more; or again, when that is taken `back`.
#[server(prefix = "/api", endpoint = "contacts/keep-apart", protocol = Wire)]
pub async fn keep_apart(a: ContactId, b: ContactId, #[server(default)] back: bool) -> Result<(), AppError> {
    let caller = caller()?;
    let mut tx = writing().await?;
    if back {
        doubles::propose_again(&mut tx, a, b).await?;
    } else {
        doubles::keep_apart(&mut tx, a, b, caller.user.id, now()).await?;
    }
    tx.commit().await?;
    if back {
        go_to(PATH)
    } else {
        go_to(&format!("{PATH}?ecartes={a}-{b}"))
    }
    Ok(())
}
