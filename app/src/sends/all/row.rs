//! One act of sending in the list: what, to whom, when, by whom, how far it is, and what one can do about it.

use super::{
    Pause, Resume, SendsShown,
    filters::kind_name,
    page::{anchor, on_its_way, said},
};
use crate::{
    clock::now,
    error::AppError,
    facts::find::zone_for,
    sends::{
        SendTag,
        api::Cancel,
        list::{by, whom},
        progress::sentence,
    },
    ui::{Icon, Symbol, When, moment_text, when_text},
    words::Words,
};
use leptos::{prelude::*, server_fn::ServerFn};
use model::{
    BatchId, User,
    delivery::Kind,
    send::{BatchState, BatchSummary, BatchView},
};
use store::{Tx, sends};

/// `back`: the page that its acts come back to. Its parts are replaced one by one while it moves (`follow.js`).
pub(super) fn row(w: Words, send: &BatchSummary, shown: &SendsShown, back: &str) -> AnyView {
    let done = shown.done.as_ref().filter(|(batch, _)| *batch == send.id).map(|(_, done)| done);
    let pause = shown.pauses.get(&send.id);
    let again = shown.again.get(&send.id).copied().unwrap_or(0);
    let subject = if send.subject.is_empty() { w.sends_no_subject().to_owned() } else { send.subject.clone() };
    let client = send.client.clone().map(|(id, label)| view! { <a href=format!("/clients/{id}")>{label}</a>" · " });
    let kind = (send.kind != Kind::OneOff).then(|| [" · ", kind_name(w, send.kind)].concat());
    let settled = send.counts.is_settled();
    let gone = send.counts.total - send.counts.waiting - send.counts.sending - send.counts.deferred;
    let progress = (!settled && send.counts.total > 1).then(|| {
        let label = w.outbox_progress_of(&subject);
        view! { <progress aria-label=label max=send.counts.total value=gone></progress> }
    });
    let pause = pause.filter(|_| send.state == BatchState::Paused && !settled).map(|pause| {
        view! { <p class="meta said">{paused(w, pause, send.counts.sending, &when_text(pause.at))}</p> }
    });
    // What had left by this count is no news to whoever stops the rest. It stands beside the count: a button that is being pressed is not
    // replaced with it.
    let left = (!settled).then(|| {
        let left = send.counts.left().to_string();
        view! { <input type="hidden" form=stopping(send.id) name="gone" value=left/> }
    });
    view! {
        <li id=anchor(send.id) class="send">
            {done.map(|done| said(w, done, shown.draft))}
            <div data-part="what">
                <div class="top">
                    <a href=format!("/envois/{}", send.id)><b>{subject.clone()}</b></a>
                    <SendTag counts=send.counts state=send.state/>
                </div>
                <p class="num">{sentence(&send.counts)}</p>
                {progress}
                {pause}
                {left}
            </div>
            <span class="meta">{client}<When at=send.created_at/>" · "{whom(send)}" · "{by(send)}{kind}</span>
            <div class="line" data-part="acts">{acts(w, send, &subject, again, back)}</div>
        </li>
    }
    .into_any()
}

/// Since when, by whom, why, and what to do: a pause of the machine says what the server said.
fn paused(w: Words, pause: &sends::Pause, in_flight: i64, when: &str) -> String {
    match &pause.by {
        Some(name) => [w.outbox_paused_by(name, when), on_its_way(w, in_flight)].concat(),
        None if pause.said.is_empty() => w.outbox_paused_by_machine(when),
        None => [w.outbox_paused_by_machine(when).as_str(), &w.sends_server_said(&pause.said)].join(" "),
    }
}

/// The same for a result, by the clock of who reads it.
pub(in crate::sends) async fn why_paused(tx: &mut Tx, batch: &BatchView, user: &User) -> Result<String, AppError> {
    if batch.state != BatchState::Paused || batch.counts().is_settled() {
        return Ok(String::new());
    }
    let zone = zone_for(Some(user), &store::settings(tx).await?);
    let pause = sends::pauses(tx, &[batch.id]).await?.remove(&batch.id).unwrap_or_default();
    let w = Words(user.language);
    Ok(paused(w, &pause, batch.counts().sending, &moment_text(w, &zone, pause.at, now())))
}

/// The form that stops its rest.
fn stopping(batch: BatchId) -> String {
    format!("arreter-{batch}")
}

fn acts(w: Words, send: &BatchSummary, subject: &str, again: i64, back: &str) -> AnyView {
    let (state, counts, id) = (send.state, &send.counts, send.id);
    let form = |path: &'static str, label: &'static str, symbol: Symbol| {
        let own = (path == Cancel::PATH).then(|| stopping(id));
        view! {
            <form class="inline" method="post" action=path id=own>
                <input type="hidden" name="batch" value=id.to_string()/>
                <input type="hidden" name="back" value=back.to_owned()/>
                <button type="submit" class="btn small" aria-label=w.outbox_act_on(label, subject)><Icon symbol/>{label}</button>
            </form>
        }
    };
    let paused = state == BatchState::Paused;
    let waits = counts.waits() && matches!(state, BatchState::Running | BatchState::Paused);
    let hold = (waits && !paused).then(|| form(Pause::PATH, w.sends_pause(), Symbol::Clock));
    let go_on = (waits && paused).then(|| form(Resume::PATH, w.sends_resume(), Symbol::Next));
    let stop = if counts.gone() > 0 { w.sends_cancel_rest() } else { w.sends_cancel() };
    let stop = waits.then(|| form(Cancel::PATH, stop, Symbol::Close));
    // What failed or came back, and did not go again since, can be sent again in one act.
    let again = (again > 0 && !counts.waits()).then(|| {
        let text = w.sends_resend_all(again);
        let label = w.outbox_act_on(&text, subject);
        view! { <a class="btn small" href=format!("/envois/{id}/renvoyer") rel="external" aria-label=label>{text}</a> }
    });
    view! { {hold}{go_on}{stop}{again} }.into_any()
}
