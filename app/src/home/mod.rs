//! E2: the home page: what waits for this person, and what left lately. Each block is asked for and fails alone.

use crate::{
    compose::DraftsBlock,
    error::AppError,
    sends::{
        SendLine,
        api::{SendsAsked, SendsFound, list},
    },
    ui::{Empty, Head, Trouble},
    words::words,
};
use leptos::prelude::*;

/// `/`
#[component]
pub fn HomePage() -> AnyView {
    let w = words();
    view! {
        <Head title=w.nav_home()>
            <div class="acts"><a class="btn primary" href="/ecrire">{w.nav_write()}</a></div>
        </Head>
        <section class="home">
            <Todo/>
            <DraftsBlock/>
        </section>
        <aside class="side"><Latest/></aside>
    }
    .into_any()
}

/// Rows of a block.
const ROWS: usize = 6;

/// « À faire »: sends that a person has to look at.
#[component]
fn Todo() -> AnyView {
    let w = words();
    let sends = Resource::new(|| (), |()| list(SendsAsked { in_trouble: true, before: None }));
    let block = move || Suspend::new(async move { rows(sends.await, w.home_nothing(), "/envois?etat=a-traiter") });
    view! { <section class="block"><h2>{w.home_todo()}</h2><Suspense>{block}</Suspense></section> }.into_any()
}

#[component]
fn Latest() -> AnyView {
    let w = words();
    let sends = Resource::new(|| (), |()| list(SendsAsked::default()));
    let block = move || Suspend::new(async move { rows(sends.await, w.sends_empty(), "/envois") });
    view! { <h2>{w.compose_recent()}</h2><Suspense>{block}</Suspense> }.into_any()
}

/// The first of these sends, with the way to the others.
fn rows(found: Result<SendsFound, AppError>, none: &'static str, all: &'static str) -> AnyView {
    match found {
        Err(error) => view! { <Trouble error=Some(error)/> }.into_any(),
        Ok(found) if found.rows.is_empty() => view! { <Empty text=none/> }.into_any(),
        Ok(found) => {
            let more = found.more || found.rows.len() > ROWS;
            let lines = found.rows.into_iter().take(ROWS).map(|row| view! { <SendLine row/> }).collect_view();
            let more = more.then(|| view! { <p><a href=all>{words().act_see_all()}</a></p> });
            view! { <ul class="sends">{lines}</ul>{more} }.into_any()
        }
    }
}
