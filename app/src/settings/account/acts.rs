//! What a person does with an account.

use crate::{access::Caller, clock::now, error::AppError, services::Services, words::Words};
use mail::{TrialMail, try_account};
use model::{Account, AccountDraft, AccountOwner, CheckedAccount, FieldProblem, Lang, Transport, delivery::Check};
use store::accounts;

/// The three buttons of the form.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Act {
    Save,
    Test,
    Remove,
}

impl Act {
    pub(super) fn from_code(code: &str) -> Option<Act> {
        match code {
            "save" => Some(Act::Save),
            "test" => Some(Act::Test),
            "remove" => Some(Act::Remove),
            _ => None,
        }
    }
}

pub(super) fn owner(organisation: bool, caller: &Caller) -> AccountOwner {
    if organisation { AccountOwner::Organisation } else { AccountOwner::User(caller.user.id) }
}

pub(super) async fn use_account(
    services: &Services,
    owner: AccountOwner,
    act: Act,
    draft: &AccountDraft,
    language: Lang,
) -> Result<Option<Check>, AppError> {
    let mut tx = services.pool.read().await?;
    let stored = accounts::find(&mut tx, owner).await?;
    let allowed = services.mails.allowed_hosts(&store::settings(&mut tx).await?);
    drop(tx);
    match act {
        Act::Remove => remove(services, stored).await.map(|()| None),
        Act::Save => {
            let checked = checked(draft, owner, stored.as_ref(), &allowed)?;
            save(services, owner, stored, &checked).await.map(|()| None)
        }
        Act::Test => {
            let checked = checked(draft, owner, stored.as_ref(), &allowed)?;
            test(services, &checked, stored.as_ref(), language).await.map(Some)
        }
    }
}

/// Nobody's own mails go to the test mailbox: that is chosen for the whole organisation.
fn checked(
    draft: &AccountDraft,
    owner: AccountOwner,
    stored: Option<&Account>,
    allowed: &[String],
) -> Result<CheckedAccount, AppError> {
    let own = matches!(owner, AccountOwner::User(_));
    let transport = if own { Transport::Smtp } else { draft.transport };
    let draft = AccountDraft { transport, ..draft.clone() };
    let renamed = |problem: FieldProblem| match problem.field.as_str() {
        // Another field of the page is called `password`.
        "password" => FieldProblem::new("smtp_password", problem.problem),
        _ => problem,
    };
    draft.check(stored, allowed).map_err(|all| AppError::Refused(all.into_iter().map(renamed).collect()))
}

async fn save(
    services: &Services,
    owner: AccountOwner,
    stored: Option<Account>,
    checked: &CheckedAccount,
) -> Result<(), AppError> {
    let mut tx = services.pool.write().await?;
    match stored {
        Some(account) => accounts::change(&mut tx, &services.keys, account.id, checked, now()).await?,
        None => drop(accounts::add(&mut tx, &services.keys, owner, checked, now()).await?),
    }
    tx.commit().await?;
    services.outbox.wake();
    Ok(())
}

async fn remove(services: &Services, stored: Option<Account>) -> Result<(), AppError> {
    let account = stored.ok_or(AppError::NotFound)?;
    let mut tx = services.pool.write().await?;
    accounts::remove(&mut tx, account.id).await?;
    tx.commit().await?;
    Ok(())
}

/// How many mails are tried now.
pub(super) async fn retry(services: &Services, owner: AccountOwner) -> Result<i64, AppError> {
    let mut tx = services.pool.write().await?;
    let account = accounts::find(&mut tx, owner).await?.ok_or(AppError::NotFound)?;
    accounts::retry(&mut tx, account.id, now()).await?;
    let waiting = accounts::waiting(&mut tx, account.id).await?;
    tx.commit().await?;
    services.outbox.wake();
    Ok(waiting)
}

async fn test(
    services: &Services,
    checked: &CheckedAccount,
    stored: Option<&Account>,
    language: Lang,
) -> Result<Check, AppError> {
    crate::access::count_test(services)?;
    let w = Words(language);
    let words = TrialMail { subject: w.mail_trial_subject().into(), text: w.mail_trial_text().into() };
    let stored = stored.map(|account| account.id);
    let tried = try_account(&services.pool, &services.keys, &services.mails, (checked, stored), &words, now()).await;
    services.outbox.wake();
    Ok(tried?)
}
