//! E18: `/parametres/adresses-bloquees`. Addresses to which nothing is sent any more: why, since when, and « Débloquer ». The server alone
//! makes this page.

mod api;

pub use api::{BlockAgain, Unblock};

use crate::{
    document::alone,
    error::AppError,
    sends::said,
    ui::{Day, Empty, Head, Pager, Trouble, TroublePage},
    wire::came_back,
    words::{Words, words},
};
use leptos::{prelude::*, server_fn::ServerFn};
use model::delivery::{SUPPRESSED_AFTER, SUPPRESSED_WITHIN_DAYS};
use model::send::{Blocked, BlockedWhy};

/// Where it is.
pub const PATH: &str = "/parametres/adresses-bloquees";

/// What the page shows.
#[derive(Clone, Debug, Default)]
pub struct Page {
    /// The last one first.
    pub blocked: Vec<Blocked>,
    /// Unblocked just now.
    pub unblocked: Option<Blocked>,
    /// What was searched, and whether it is blocked.
    pub asked: Option<Asked>,
    /// The page after this one: its `apres`.
    pub next: Option<String>,
    /// This is not the first page.
    pub later: bool,
}

/// An address that somebody asked about.
#[derive(Clone, Debug)]
pub struct Asked {
    /// As typed.
    pub text: String,
    /// It is no address.
    pub wrong: bool,
    /// It is blocked.
    pub found: Option<Blocked>,
}

/// The whole document, or why there is none.
pub fn document(found: Result<Page, AppError>) -> impl IntoView {
    alone(move || match found {
        Ok(found) => page(found),
        Err(error) => view! { <TroublePage error/> }.into_any(),
    })
}

fn page(page: Page) -> AnyView {
    let w = words();
    let trouble = [Unblock::PATH, BlockAgain::PATH].into_iter().find_map(came_back);
    let crumbs = vec![(w.nav_company().to_owned(), "/parametres/societe".to_owned())];
    let next = page.next.map(|after| format!("{PATH}?apres={after}"));
    let previous = page.later.then(|| PATH.to_owned());
    view! {
        <Head title=w.settings_blocked().to_owned() crumbs>
            <p class="lead">{w.blocked_lead(SUPPRESSED_AFTER, &SUPPRESSED_WITHIN_DAYS.to_string())}</p>
        </Head>
        <div class="stack">
            <Trouble error=Signal::stored(trouble)/>
            {page.unblocked.as_ref().map(|one| undo(w, one))}
            {search(w, page.asked.as_ref())}
            <section class="block">
                <h2>{w.blocked_list()}</h2>
                {rows(w, &page.blocked)}
                <Pager previous next/>
            </section>
        </div>
    }
    .into_any()
}

fn undo(w: Words, one: &Blocked) -> AnyView {
    view! {
        <div class="note" role="status">
            <form method="post" action=BlockAgain::PATH class="line">
                <span>{w.blocked_undone(name(w, one))}</span>
                <input type="hidden" name="id" value=one.id.clone()/>
                <button type="submit" class="btn small">{w.act_undo()}</button>
            </form>
        </div>
    }
    .into_any()
}

/// Addresses are known by their hashes only: one asks for a whole one.
fn search(w: Words, asked: Option<&Asked>) -> AnyView {
    let text = asked.map(|asked| asked.text.clone()).unwrap_or_default();
    let wrong = asked.is_some_and(|asked| asked.wrong);
    let (invalid, problem) = (wrong.then_some("true"), wrong.then_some("q-problem"));
    let answer = asked.map(|asked| match &asked.found {
        Some(one) => view! { <div role="status"><ul class="rows stacked">{row(w, one)}</ul></div> }.into_any(),
        None if asked.wrong => {
            view! { <p class="error" id="q-problem" role="status">{w.blocked_not_an_address()}</p> }.into_any()
        }
        None => view! { <p role="status">{w.blocked_not_found(&asked.text)}</p> }.into_any(),
    });
    view! {
        <section class="block">
            <form method="get" action=PATH class="line" role="search">
                <label for="q">{w.blocked_search()}</label>
                <input class="input" type="search" id="q" name="q" value=text inputmode="email" autocomplete="off" spellcheck="false"
                    aria-invalid=invalid aria-describedby=problem/>
                <button type="submit" class="btn">{w.blocked_search_do()}</button>
            </form>
            {answer}
        </section>
    }
    .into_any()
}

fn rows(w: Words, blocked: &[Blocked]) -> AnyView {
    if blocked.is_empty() {
        return view! { <Empty text=w.blocked_none()/> }.into_any();
    }
    let rows = blocked.iter().map(|one| row(w, one)).collect_view();
    view! { <ul class="rows stacked">{rows}</ul> }.into_any()
}

fn row(w: Words, one: &Blocked) -> AnyView {
    let why = match one.why {
        BlockedWhy::Bounces => w.blocked_why_bounces(),
    };
    let said = said(one.code, &one.enhanced, &one.text);
    let said = (!said.is_empty()).then(|| view! { <span class="sub said">{w.sends_server_said(&said)}</span> });
    let send = one.batch.map(
        |batch| view! { <a class="btn small" href=format!("/envois/{batch}") rel="external">{w.blocked_send()}</a> },
    );
    let name = name(w, one);
    view! {
        <li>
            <span class="grow">
                <b>{name.to_owned()}</b>
                <span class="sub">{why}" "{w.blocked_since()}" "<Day at=one.since/></span>
                {said}
            </span>
            {send}
            <form method="post" action=Unblock::PATH class="inline">
                <input type="hidden" name="id" value=one.id.clone()/>
                <button type="submit" class="btn small" aria-label=w.blocked_unblock_of(name)>{w.blocked_unblock()}</button>
            </form>
        </li>
    }
    .into_any()
}

/// Of somebody who was forgotten the address is gone (P06).
fn name(w: Words, one: &Blocked) -> &str {
    if one.address.is_empty() { w.contacts_gone() } else { &one.address }
}
