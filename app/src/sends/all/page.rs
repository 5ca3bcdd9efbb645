//! The page of the list.

use super::{
    Pause, Resume,
    filters::{filters, path, tags},
    find::SendsShown,
    row::row,
};
use crate::{
    clients::none_yet,
    error::AppError,
    sends::api::Cancel,
    ui::{Empty, Head, Icon, PageScript, Pager, Symbol, error_sentence},
    wire::came_back,
    words::{Words, words},
};
use leptos::{prelude::*, server_fn::ServerFn};
use model::{
    BatchId,
    send::{SendsAsked, SendsState},
};
use store::sends::LastAct;

pub(super) fn page(shown: &SendsShown) -> AnyView {
    let w = words();
    let body = if shown.found.rows.is_empty() { nothing(w, shown) } else { list(w, shown) };
    view! {
        <Head title=w.sends_title().to_owned()>
            <div class="acts"><a class="btn primary" href="/ecrire"><Icon symbol=Symbol::Write/>{w.nav_write()}</a></div>
        </Head>
        <div class="stack tight">
            {refused(w)}
            {shown.done.as_ref().filter(|(batch, _)| !shows(shown, *batch)).map(|(_, done)| said(w, done))}
            {tags(shown)}
            {filters(shown)}
            {shown.found.found_more.then(|| found_more(w))}
            {body}
        </div>
    }
    .into_any()
}

/// An act that came too late changed nothing: the rows show what is.
fn refused(w: Words) -> Option<AnyView> {
    let error = [Pause::PATH, Resume::PATH, Cancel::PATH].into_iter().find_map(came_back)?;
    let text = match &error {
        AppError::NotPossible(why) if why == "ended" => w.outbox_ended().to_owned(),
        AppError::NotPossible(why) if why == "nothing_waits" => w.outbox_nothing_waits().to_owned(),
        error => error_sentence(w, error),
    };
    Some(
        view! { <div class="note bad" role="alert"><p class="line"><Icon symbol=Symbol::Error/>{text}</p></div> }
            .into_any(),
    )
}

/// Whether the page has this row: what an act came to is said there, where one acted.
fn shows(shown: &SendsShown, batch: BatchId) -> bool {
    shown.found.rows.iter().any(|row| row.id == batch)
}

/// Exactly what an act came to, as it was written with it.
pub(super) fn said(w: Words, done: &LastAct) -> AnyView {
    let text = match done {
        LastAct::Paused(waits) => [w.outbox_did_pause(waits.waiting), on_its_way(w, waits.in_flight)].concat(),
        LastAct::Resumed(waits) => w.outbox_did_resume(waits.waiting),
        LastAct::Cancelled { stopped, too_late } => {
            let late = if *too_late > 0 { [" ", &w.sends_too_late(*too_late)].concat() } else { String::new() };
            [w.sends_cancelled_some(*stopped), late].concat()
        }
    };
    view! { <p class="note" role="status">{text}</p> }.into_any()
}

/// « 2 e-mails étaient en route et partent encore. »
pub(super) fn on_its_way(w: Words, in_flight: i64) -> String {
    if in_flight > 0 { [" ", &w.outbox_on_its_way(in_flight)].concat() } else { String::new() }
}

fn nothing(w: Words, shown: &SendsShown) -> AnyView {
    let asked = &shown.asked;
    if shown.found.next.is_some() {
        return further(w, shown);
    }
    if shown.no_client {
        return none_yet();
    }
    let to_all = |text| view! { <a class="btn" href=super::PATH rel="external">{text}</a> }.into_any();
    let (text, act) = match asked.state {
        _ if asked.narrowed() || asked.before.is_some() => (w.outbox_none_found(), to_all(w.outbox_show_all())),
        Some(SendsState::Trouble) => (w.sends_none_in_trouble(), to_all(w.outbox_show_all())),
        Some(_) => (w.outbox_none_found(), to_all(w.outbox_show_all())),
        None => {
            (w.sends_empty(), view! { <a class="btn primary" href="/clients">{w.outbox_empty_do()}</a> }.into_any())
        }
    };
    view! { <Empty text=text>{act}</Empty> }.into_any()
}

/// A search that found too much says so, also above an empty page.
fn found_more(w: Words) -> AnyView {
    view! { <p class="line" role="status"><Icon symbol=Symbol::Warn/>{w.outbox_found_more()}</p> }.into_any()
}

/// The page looked at as many as it may and offers to go on.
fn further(w: Words, shown: &SendsShown) -> AnyView {
    let next = path(&SendsAsked { before: shown.found.next, ..shown.asked.clone() }, shown.days);
    view! { <Empty text=w.outbox_looked_enough()><a class="btn primary" href=next rel="external">{w.outbox_look_further()}</a></Empty> }
        .into_any()
}

fn list(w: Words, shown: &SendsShown) -> AnyView {
    let found = &shown.found;
    let at = |before| path(&SendsAsked { before, ..shown.asked.clone() }, shown.days);
    let here = at(shown.asked.before);
    let done = |id: BatchId| shown.done.as_ref().filter(|(batch, _)| *batch == id).map(|(_, done)| done);
    let rows =
        found.rows.iter().map(|send| row(w, send, shown.pauses.get(&send.id), done(send.id), &here)).collect_view();
    let previous = shown.asked.before.map(|_| at(None));
    let next = found.next.filter(|_| !found.looked_enough).map(|place| at(Some(place)));
    let moving = found.rows.iter().any(|send| !send.counts.is_settled());
    view! {
        <ul class="sends wide" id="sends" data-moving=moving.then_some("")>{rows}</ul>
        {found.looked_enough.then(|| further(w, shown))}
        <Pager previous next/>
        <PageScript code=include_str!("follow.js")/>
    }
    .into_any()
}

/// Where a row stands on the page.
pub(super) fn anchor(batch: BatchId) -> String {
    format!("envoi-{batch}")
}
