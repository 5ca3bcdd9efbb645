//! E2: the home page: what waits for this person, and what left lately. Each block is asked for and fails alone.

mod api;
#[cfg(feature = "ssr")]
mod tasks;

use self::api::{Task, Waiting};
use crate::{
    clients::none_yet,
    compose::DraftsBlock,
    error::AppError,
    sends::{
        SendLine,
        api::{List, SendsAsked, SendsFound},
    },
    ui::{Empty, Head, Meanwhile, Trouble, part},
    wire::ask,
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
const ROWS: u32 = 6;

/// « À faire »: sends that a person has to look at.
#[component]
fn Todo() -> AnyView {
    let w = words();
    let sends = ask(|| Ok(List { asked: SendsAsked { in_trouble: true, most: Some(ROWS), before: None } }));
    let block = part(sends, Meanwhile::Lines, move |sends| match sends {
        Ok(found) if found.no_client => none_yet(),
        sends => rows(sends, w.sends_none_in_trouble(), "/envois?etat=a-traiter"),
    });
    view! { <section class="block"><h2>{w.home_todo()}</h2><Tasks/>{block}</section> }.into_any()
}

/// What waits beside them; all of it is on pages of the server.
#[component]
fn Tasks() -> AnyView {
    part(ask(|| Ok(Waiting {})), Meanwhile::Nothing, |found| match found {
        Err(error) => view! { <Trouble error=Some(error)/> }.into_any(),
        Ok(tasks) => {
            let link = |(href, text): (String, String)| {
                view! { <li><a class="btn" href=href rel="external">{text}</a></li> }
            };
            let task = |Task { text, href, first }: Task| {
                let lines = [(href, text)].into_iter().chain(first).map(link).collect_view();
                view! { <ul class="sends">{lines}</ul> }
            };
            tasks.into_iter().map(task).collect_view().into_any()
        }
    })
}

#[component]
fn Latest() -> AnyView {
    let w = words();
    let sends = ask(|| Ok(List { asked: SendsAsked { most: Some(ROWS), ..SendsAsked::default() } }));
    let block = part(sends, Meanwhile::Lines, move |sends| rows(sends, w.sends_empty(), "/envois"));
    view! { <h2>{w.compose_recent()}</h2>{block} }.into_any()
}

/// The first of these sends, with the way to the others.
fn rows(found: Result<SendsFound, AppError>, none: &'static str, all: &'static str) -> AnyView {
    match found {
        Err(error) => view! { <Trouble error=Some(error)/> }.into_any(),
        Ok(found) if found.rows.is_empty() => view! { <Empty text=none/> }.into_any(),
        Ok(found) => {
            let lines = found.rows.into_iter().map(|row| view! { <SendLine row/> }).collect_view();
            let more = found.more.then(|| view! { <p><a href=all rel="external">{words().act_see_all()}</a></p> });
            view! { <ul class="sends">{lines}</ul>{more} }.into_any()
        }
    }
}
