//! Whether mails leave by an account, in sentences: what happened and when, what to do about it, how many mails wait for it.

use super::{Standing, check::sentence};
use crate::{clock::now, error::AppError, facts::find::zone_for, ui::moment_text, words::Words};
use http::request::Parts;
use leptos::prelude::use_context;
use model::{Account, AccountState, LIMIT_DAY, LIMIT_MINUTE, User, delivery::Fault, is_limit};
use store::{Tx, accounts};

/// For who reads it. The account's text is taken out: what it stands for, or which server said it, is said here.
pub(in crate::settings) async fn standing(
    tx: &mut Tx,
    account: Option<&mut Account>,
    user: &User,
) -> Result<Standing, AppError> {
    let Some(account) = account else { return Ok(Standing::default()) };
    let w = Words(user.language);
    let zone = zone_for(Some(user), &store::settings(tx).await?);
    let told = |at| moment_text(w, &zone, at, now());
    // It counts as well until a try says otherwise.
    let retried = retried().filter(|_| account.state == AccountState::Ok);
    let name = if retried.is_some() { w.outbox_tag_untried() } else { state_name(w, account) };
    let mut lines = vec![name.to_owned()];
    // Where nothing waited, nothing is tried.
    if retried.is_some_and(|waited| waited > 0) {
        lines.push(w.outbox_retried().to_owned());
    }
    // Our own limits, not the server (`outbox::limits`).
    let limit = match account.state_text.as_str() {
        LIMIT_MINUTE => Some(w.outbox_limit_minute(&told(account.next_ok_at.unwrap_or(account.state_at)))),
        LIMIT_DAY => Some(w.outbox_limit_day(&told(account.next_ok_at.unwrap_or(account.state_at)))),
        _ => None,
    };
    match (account.state, account.next_ok_at) {
        (AccountState::Throttled, _) if limit.is_some() => {}
        (AccountState::Ok, _) => {}
        (AccountState::AuthFailed, _) => lines.push(w.outbox_account_auth_failed(&told(account.state_at))),
        (AccountState::SenderRefused, _) => lines.push(w.outbox_account_sender_refused(&told(account.state_at))),
        (AccountState::Disabled, _) => lines.push(w.outbox_trouble_disabled().to_owned()),
        (AccountState::Throttled, Some(at)) => lines.push(w.outbox_account_throttled(&told(at))),
        (AccountState::Throttled, None) => lines.push(w.outbox_trouble_throttled().to_owned()),
    }
    let limited = limit.is_some();
    if let Some(text) = limit {
        lines.push(text);
        account.state_text.clear();
    }
    if let Some(fault) = Fault::from_code(&account.state_text) {
        lines.push(sentence(w, fault).to_owned());
        account.state_text.clear();
    }
    // S38
    if !account.state_text.is_empty() {
        lines.push(w.sends_server_said(&account.state_text));
        account.state_text.clear();
    }
    let waiting = accounts::waiting(tx, account.id).await?;
    if waiting > 0 && account.state != AccountState::Ok {
        lines.push(w.outbox_account_waiting(waiting));
    }
    let retry = !limited && !matches!(account.state, AccountState::Ok | AccountState::Disabled);
    Ok(Standing { lines, retry })
}

/// The page comes from « Réessayer maintenant », and so many mails waited then.
fn retried() -> Option<i64> {
    let asked = use_context::<Parts>().and_then(|parts| parts.uri.query().map(str::to_owned)).unwrap_or_default();
    asked.split('&').find_map(|pair| pair.strip_prefix("essai=")?.parse().ok())
}

/// What keeps it waiting is told apart: our own limit, a server that cannot be spoken to, one that asks to wait.
fn state_name(w: Words, account: &Account) -> &'static str {
    match account.state {
        AccountState::Ok if account.tested_at.is_none() => w.outbox_tag_untried(),
        AccountState::Ok => w.outbox_tag_ok(),
        AccountState::Throttled if is_limit(&account.state_text) => w.outbox_tag_limit(),
        AccountState::Throttled => match Fault::from_code(&account.state_text) {
            Some(Fault::UnknownHost | Fault::NotAllowed | Fault::Refused | Fault::Timeout | Fault::Dropped) => {
                w.outbox_tag_unreachable()
            }
            Some(_) => w.outbox_tag_no_connection(),
            None => w.outbox_tag_throttled(),
        },
        AccountState::AuthFailed => w.outbox_tag_auth_failed(),
        AccountState::SenderRefused => w.outbox_tag_sender_refused(),
        AccountState::Disabled => w.outbox_tag_disabled(),
    }
}
