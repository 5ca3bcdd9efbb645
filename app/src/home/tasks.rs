//! What waits for a person beside the sends in trouble: everything after a restore; an account that nothing leaves by, for who can mend it; sends that are paused;
//! documents that arrived and could not leave by themselves (P31).

use super::api::Task;
use crate::{documents::named_first, error::AppError, words::Words};
use model::{AccountOwner, AccountState, User, UserRole};
use store::{Tx, accounts, restorations, sends};

/// Those that are named.
const FEW: i64 = 3;

pub(super) async fn tasks(tx: &mut Tx, user: &User) -> Result<Vec<Task>, AppError> {
    let mut tasks: Vec<Task> = held_after_restore(tx, user).await?.into_iter().collect();
    tasks.extend(accounts_in_trouble(tx, user).await?);
    tasks.extend(paused(tx, user).await?);
    let (text, first) = named_first(tx, user.language).await?;
    if !first.is_empty() {
        let first = first.into_iter().map(|(id, name)| (["/documents/", &id].concat(), name)).collect();
        tasks.push(Task { text, href: "/documents/en-attente".into(), first });
    }
    Ok(tasks)
}

/// S69: for administrators, who alone may go on.
async fn held_after_restore(tx: &mut Tx, user: &User) -> Result<Option<Task>, AppError> {
    let held = user.role == UserRole::Administrator && restorations::find(tx).await?.is_some();
    let text = Words(user.language).outbox_todo_restored().to_owned();
    Ok(held.then(|| Task { text, href: "/parametres/reprise".to_owned(), first: vec![] }))
}

/// One's own, and for administrators the organisation's.
async fn accounts_in_trouble(tx: &mut Tx, user: &User) -> Result<Vec<Task>, AppError> {
    let w = Words(user.language);
    let mine = accounts::list_for(tx, user.id).await?.into_iter().filter(|account| {
        let may_mend = account.owner != AccountOwner::Organisation || user.role == UserRole::Administrator;
        may_mend && !account.state.is_working() && account.state != AccountState::Disabled
    });
    let task = |account: model::Account| {
        let (text, href) = match account.owner {
            AccountOwner::Organisation => (w.outbox_todo_company_account(), "/parametres/societe#compte-envoi"),
            AccountOwner::User(_) => (w.outbox_todo_own_account(), "/parametres/moi#compte-envoi"),
        };
        Task { text: text.to_owned(), href: href.to_owned(), first: vec![] }
    };
    Ok(mine.map(task).collect())
}

/// Whoever paused them: what is forgotten there never leaves.
async fn paused(tx: &mut Tx, user: &User) -> Result<Option<Task>, AppError> {
    let w = Words(user.language);
    let (count, mut first) = sends::paused(tx, FEW).await?;
    if count == 0 {
        return Ok(None);
    }
    crate::sends::named(w, &mut first);
    let named = |send: &model::send::BatchSummary| {
        let subject = if send.subject.is_empty() { w.sends_no_subject() } else { &send.subject };
        (format!("/envois/{}", send.id), subject.to_owned())
    };
    let text = w.outbox_todo_paused(count);
    let first = first.iter().map(named).collect();
    Ok(Some(Task { text, href: "/envois?etat=en-pause".into(), first }))
}
