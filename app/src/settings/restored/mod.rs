//! `/parametres/reprise`: after a copy was put in place nothing leaves until an administrator says so here (S69). From when the copy is,
//! what waits in it and may have left since, and the two ways to go on. The server alone makes this page.

mod api;

pub use api::ResumeSending;

use crate::{
    document::alone,
    error::AppError,
    sends::several_name,
    ui::{Banner, Empty, Head, Trouble, TroublePage, When},
    wire::came_back,
    words::{Words, words},
};
use leptos::{prelude::*, server_fn::ServerFn};
use leptos_router::hooks::use_query_map;
use store::restorations::{AllWaiting, Restoration, Waiting};

/// Where it is.
pub const PATH: &str = "/parametres/reprise";

/// The whole document, for the hold and what waits, for there being none, or for why that is not known.
pub fn document(found: Result<Option<(Restoration, AllWaiting)>, AppError>) -> impl IntoView {
    alone(move || match found {
        Ok(found) => page(found),
        Err(error) => view! { <TroublePage error/> }.into_any(),
    })
}

fn page(found: Option<(Restoration, AllWaiting)>) -> AnyView {
    let w = words();
    let crumbs = vec![(w.nav_company().to_owned(), "/parametres/societe".to_owned())];
    let trouble = came_back(ResumeSending::PATH);
    let body = match found {
        Some((held, waiting)) => decide(w, &held, &waiting),
        None => view! {
            <Empty text=w.restored_nothing_held()><a class="btn" href="/envois" rel="external">{w.restored_sends()}</a></Empty>
        }
        .into_any(),
    };
    view! {
        <Head title=w.restored_title().to_owned() crumbs/>
        <div class="stack">
            {done(w)}
            <Trouble error=Signal::stored(trouble)/>
            {body}
        </div>
    }
    .into_any()
}

/// What the press came to.
fn done(w: Words) -> Option<AnyView> {
    let says = |name: &str| use_query_map().with_untracked(|query| query.get(name).is_some());
    let text = match (says("repris"), says("deja")) {
        (true, _) => w.restored_done(),
        (_, true) => w.restored_done_already(),
        _ => return None,
    };
    Some(view! { <div role="status"><Banner tone="info"><span>{text}</span></Banner></div> }.into_any())
}

fn decide(w: Words, held: &Restoration, waiting: &AllWaiting) -> AnyView {
    let cancel = (waiting.batches > 0).then(|| {
        view! {
            <form method="post" action=ResumeSending::PATH class="inline">
                <input type="hidden" name="without" value="true"/>
                <button type="submit" class="btn">{w.restored_cancel()}</button>
            </form>
        }
    });
    let cancels = (waiting.batches > 0).then(|| view! { <p class="hint">{w.restored_cancel_hint()}</p> });
    view! {
        <p class="lead">{w.restored_lead()}</p>
        <dl class="facts">
            <dt>{w.restored_copied_at()}</dt><dd><When at=held.copied_at/></dd>
            <dt>{w.restored_restored_at()}</dt><dd><When at=held.restored_at/></dd>
        </dl>
        <section class="block">
            <h2>{w.restored_waiting()}</h2>
            {rows(w, waiting)}
            {(waiting.since > 0).then(|| view! { <p>{w.restored_since(waiting.since)}</p> })}
        </section>
        <section class="block">
            <h2>{w.restored_came_back()}</h2>
            <p>{w.restored_came_back_text()}</p>
        </section>
        <section class="block">
            <h2>{w.restored_decide()}</h2>
            <p class="hint">{w.restored_resume_hint()}</p>
            {cancels}
            <div class="line">
                <form method="post" action=ResumeSending::PATH class="inline">
                    <button type="submit" class="btn primary">{w.restored_resume()}</button>
                </form>
                {cancel}
            </div>
        </section>
    }
    .into_any()
}

fn rows(w: Words, waiting: &AllWaiting) -> AnyView {
    if waiting.batches == 0 {
        return view! { <p>{w.restored_nothing_waits()}</p> }.into_any();
    }
    let row = |one: &Waiting| {
        let subject = match one.several {
            Some(several) => several_name(w, several),
            None if one.subject.is_empty() => w.sends_no_subject().to_owned(),
            None => one.subject.clone(),
        };
        view! {
            <li>
                <span class="grow"><b>{subject}</b><span class="sub">{w.restored_addresses(one.addresses)}</span></span>
                <a class="btn small" href=format!("/envois/{}", one.batch) rel="external">{w.restored_see()}</a>
            </li>
        }
    };
    let rows = waiting.first.iter().map(row).collect_view();
    let more = waiting.batches - waiting.first.len() as i64;
    let more = (more > 0).then(|| view! { <p>{w.restored_more(more)}</p> });
    view! {
        <p class="note warn">{w.restored_may_have_left(waiting.addresses)}</p>
        <ul class="rows">{rows}</ul>
        {more}
    }
    .into_any()
}
