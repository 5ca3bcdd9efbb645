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
    BatchId, DraftId,
    send::{BatchState, BatchSummary, SendsAsked, SendsState},
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
            {refusal(w)}
            {shown.done.as_ref().filter(|(batch, _)| !shows(shown, *batch)).map(|(_, done)| said(w, done, shown.draft))}
            {tags(shown)}
            {filters(shown)}
            {shown.found.found_more.then(|| found_more(w))}
            {body}
        </div>
    }
    .into_any()
}

/// An act that came too late changed nothing: the rows show what is.
fn refusal(w: Words) -> Option<AnyView> {
    let text = refused(w)?;
    Some(
        view! { <div class="note bad" role="alert"><p class="line"><Icon symbol=Symbol::Error/>{text}</p></div> }
            .into_any(),
    )
}

pub(super) fn refused(w: Words) -> Option<String> {
    let error = [Pause::PATH, Resume::PATH, Cancel::PATH].into_iter().find_map(came_back)?;
    Some(match &error {
        AppError::NotPossible(why) if why == "ended" => w.outbox_ended().to_owned(),
        AppError::NotPossible(why) if why == "nothing_waits" => w.outbox_nothing_waits().to_owned(),
        error => error_sentence(w, error),
    })
}

/// Whether the page has this row: what an act came to is said there, where one acted.
fn shows(shown: &SendsShown, batch: BatchId) -> bool {
    shown.found.rows.iter().any(|row| row.id == batch)
}

/// Exactly what an act came to, as it was written with it; with the way to the draft that came back.
pub(super) fn said(w: Words, done: &LastAct, draft: Option<DraftId>) -> AnyView {
    let draft = draft.filter(|_| matches!(done, LastAct::Cancelled { .. }));
    let draft = draft.map(|draft| {
        view! { <a class="btn small" href=format!("/ecrire?brouillon={draft}")>{w.outbox_open_draft()}</a> }
    });
    view! { <div class="note" role="status"><p class="line"><span>{told(w, done)}</span>{draft}</p></div> }.into_any()
}

pub(super) fn told(w: Words, done: &LastAct) -> String {
    match done {
        LastAct::Paused(waits) => [w.outbox_did_pause(waits.waiting), on_its_way(w, waits.in_flight)].concat(),
        LastAct::Resumed(waits) => w.outbox_did_resume(waits.waiting),
        LastAct::Cancelled { stopped: 0, too_late: 0 } => w.outbox_ended().to_owned(),
        LastAct::Cancelled { stopped: 0, too_late } => w.sends_too_late(*too_late),
        LastAct::Cancelled { stopped, too_late } => {
            let late = if *too_late > 0 { [" ", &w.sends_too_late(*too_late)].concat() } else { String::new() };
            [w.sends_cancelled_some(*stopped), late].concat()
        }
    }
}

/// « Pour 2 destinataires, l’e-mail était déjà en route et part quand même. »
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
    let next = at(shown, shown.found.next, &onward(shown));
    view! { <Empty text=w.outbox_looked_enough()><a class="btn primary" href=next rel="external">{w.outbox_look_further()}</a></Empty> }
        .into_any()
}

fn list(w: Words, shown: &SendsShown) -> AnyView {
    let found = &shown.found;
    let here = at(shown, shown.asked.before, &shown.way);
    let rows = found.rows.iter().map(|send| row(w, send, shown, &here)).collect_view();
    let previous = shown.asked.before.map(|_| match shown.way.split_last() {
        Some((place, rest)) if *place > 0 => at(shown, Some(*place), rest),
        _ => at(shown, None, &[]),
    });
    let next = found.next.filter(|_| !found.looked_enough).map(|place| at(shown, Some(place), &onward(shown)));
    // What is held back waits for a person, and what was put off for minutes: neither is worth asking for again and again.
    let moves =
        |send: &BatchSummary| send.counts.sending > 0 || send.state == BatchState::Running && send.counts.waiting > 0;
    let moving = found.rows.iter().any(moves);
    view! {
        <ul class="sends wide" id="sends" data-moving=moving.then_some("")>{rows}</ul>
        {found.looked_enough.then(|| further(w, shown))}
        <Pager previous next/>
        <PageScript code=include_str!("follow.js")/>
    }
    .into_any()
}

/// So many pages one finds back through, one by one.
const WAY: usize = 40;

/// The way back from the page after this one.
fn onward(shown: &SendsShown) -> Vec<i64> {
    let first = shown.way.len().saturating_sub(WAY);
    [&shown.way[first..], &[shown.asked.before.unwrap_or(0)]].concat()
}

/// The page that begins there.
fn at(shown: &SendsShown, before: Option<i64>, way: &[i64]) -> String {
    let page = path(&SendsAsked { before, ..shown.asked.clone() }, shown.days);
    let way: Vec<_> = way.iter().map(ToString::to_string).collect();
    if before.is_none() || way.is_empty() { page } else { [page.as_str(), "&retour=", &way.join(",")].concat() }
}

/// Where a row stands on the page.
pub(super) fn anchor(batch: BatchId) -> String {
    format!("envoi-{batch}")
}
