//! « Mettre en pause » and « Reprendre », from the list and from a result: plain forms that go back to where they stand.
#![allow(missing_docs, reason = "the arguments of a server function become fields of a struct of the macro")]

use super::{
    PATH,
    page::{refused, told},
};
use crate::{
    access::{caller, go_to},
    clock::now,
    error::AppError,
    services::{services, writing},
    wire::Wire,
    words::Words,
};
use http::request::Parts;
use leptos::prelude::*;
use model::{
    BatchId, User,
    access::next::safe,
    send::{Cancelled, Waits},
};
use store::{Tx, sends::LastAct};

/// Holds back what has not left; says how many that are, and how many are leaving at this instant.
///
/// # Errors
/// `NotFound`; `NotPossible`: `ended`, `nothing_waits`.
#[server(prefix = "/api", endpoint = "sends/pause", protocol = Wire)]
pub async fn pause(batch: BatchId, #[server(default)] back: String) -> Result<Waits, AppError> {
    let user = caller()?.user;
    let mut tx = writing().await?;
    let waits = store::outbox::pause(&mut tx, batch, user.id, now()).await?;
    tx.commit().await?;
    services().outbox.tell(batch);
    go_back(&back, batch);
    Ok(waits)
}

/// Lets go on what was held back.
///
/// # Errors
/// `NotFound`, `NotPossible("ended")`.
#[server(prefix = "/api", endpoint = "sends/resume", protocol = Wire)]
pub async fn resume(batch: BatchId, #[server(default)] back: String) -> Result<Waits, AppError> {
    let user = caller()?.user;
    let mut tx = writing().await?;
    let waits = store::outbox::resume(&mut tx, batch, user.id, now()).await?;
    tx.commit().await?;
    services().outbox.wake();
    services().outbox.tell(batch);
    go_back(&back, batch);
    Ok(waits)
}

/// To the list that the form stands in, or to the result, which say then what was done; else the page goes back by itself.
pub(in crate::sends) fn go_back(back: &str, batch: BatchId) {
    answered(back, batch, "");
}

/// The same after « Annuler », which is no event where it stopped nothing: it came too late for so many. Of those that had left when the
/// page was made, `gone`, nothing is said.
pub(in crate::sends) fn go_back_cancelled(back: &str, batch: BatchId, cancelled: &Cancelled, gone: i64) {
    let gone = gone.clamp(0, cancelled.too_late);
    let more = match (cancelled.stopped, cancelled.draft_id) {
        (0, _) => format!("&trop-tard={}", cancelled.too_late - gone),
        (_, Some(draft)) => format!("&brouillon={draft}"),
        (_, None) if gone > 0 => format!("&partis={gone}"),
        (_, None) => String::new(),
    };
    // The form of the result names no page: it stands in that of its send.
    let result = format!("{PATH}/{batch}");
    answered(if back.is_empty() { &result } else { back }, batch, &more);
}

/// What an act came to without those that had left before it.
pub(super) fn without(act: LastAct, gone: i64) -> LastAct {
    match act {
        LastAct::Cancelled { stopped, too_late } => {
            LastAct::Cancelled { stopped, too_late: too_late - gone.clamp(0, too_late) }
        }
        act => act,
    }
}

fn answered(back: &str, batch: BatchId, more: &str) {
    let (here, result) = (safe(back), format!("{PATH}/{batch}"));
    let sign = if here.contains('?') { '&' } else { '?' };
    match here.split(['?', '#']).next() {
        Some(path) if path == PATH => go_to(&format!("{here}{sign}fait={batch}{more}#envoi-{batch}")),
        Some(path) if path == result => go_to(&format!("{result}?fait={batch}{more}")),
        _ => {}
    }
}

/// What the result says above everything right after a plain form: what the act came to, or why it changed nothing. The browser has no words
/// for it.
pub(in crate::sends) async fn answer(tx: &mut Tx, batch: BatchId, user: &User) -> Result<String, AppError> {
    let w = Words(user.language);
    if let Some(text) = refused(w) {
        return Ok(text);
    }
    let asked = use_context::<Parts>().and_then(|parts| parts.uri.query().map(str::to_owned)).unwrap_or_default();
    if !asked.split('&').any(|pair| pair == format!("fait={batch}")) {
        return Ok(String::new());
    }
    let number = |name: &str| asked.split('&').find_map(|pair| pair.strip_prefix(name)?.parse::<i64>().ok());
    if let Some(late) = number("trop-tard=") {
        return Ok(told(w, &LastAct::Cancelled { stopped: 0, too_late: late.max(0) }));
    }
    let gone = number("partis=").unwrap_or(0);
    let done = store::sends::last_act(tx, batch, user.id, now().plus_seconds(-60)).await?;
    Ok(done.map(|done| told(w, &without(done, gone))).unwrap_or_default())
}
