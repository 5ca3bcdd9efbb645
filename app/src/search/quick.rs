//! The search field of the rail: a plain form to `/recherche`; with the wasm the best finds show while typing. ↓ goes to them.

use super::api::search_all;
use crate::{
    clients::use_pause,
    ui::{SearchBox, Tag, anew, heard},
    words::words,
};
use leptos::{ev::KeyboardEvent, html::Form, prelude::*};
use model::search::Found;

/// Of each kind.
const MOST: i64 = 5;

/// `key` brings the focus here.
#[component]
pub fn QuickSearch(key: &'static str) -> AnyView {
    let w = words();
    let form = NodeRef::<Form>::new();
    let typed = RwSignal::new(String::new());
    let found = RwSignal::new(None::<Found>);
    let search = move || {
        let query = typed.get_untracked();
        if query.trim().chars().count() < 2 {
            return found.set(None);
        }
        leptos::task::spawn_local(async move {
            let answer = search_all(query.clone(), MOST).await;
            if let (Ok(answer), true) = (answer, typed.try_get_untracked().as_ref() == Some(&query)) {
                found.set(Some(answer));
            }
        });
    };
    let pause = use_pause(search);
    let input = Callback::new(move |text: String| {
        typed.set(text.clone());
        pause.run(text);
    });
    let close = move || {
        typed.set(String::new());
        found.set(None);
    };
    view! {
        <search>
            <form
                class="quick"
                method="get"
                action="/recherche"
                node_ref=form
                on:keydown=heard(move |e| moved(form, &e, found))
                on:focusout=heard(move |e| {
                    if !stays(form, &e) {
                        close();
                    }
                })
            >
                <SearchBox label=w.nav_search() hint=w.nav_search() key typed=input/>
                {anew(move || found.get().filter(|found| count(found) > 0).map(|found| list(found, close)))}
                <div role="status">{anew(move || said(found, typed))}</div>
            </form>
        </search>
    }
    .into_any()
}

fn count(found: &Found) -> i64 {
    (found.clients.len() + found.contacts.len()) as i64
}

/// How many there are is heard; that there are none is also seen.
fn said(found: RwSignal<Option<Found>>, typed: RwSignal<String>) -> Option<AnyView> {
    let w = words();
    Some(match found.with(|found| found.as_ref().map(count))? {
        0 => view! { <p class="found">{typed.with_untracked(|typed| w.search_none(typed.trim()))}</p> }.into_any(),
        count => view! { <span class="sr">{w.search_count(count)}</span> }.into_any(),
    })
}

fn list(found: Found, close: impl Fn() + Copy + Send + Sync + 'static) -> AnyView {
    let w = words();
    let line = move |href: String, name: String, sub: String, inactive: bool| {
        view! {
            <li>
                <a href=href on:click=heard(move |_| close())>
                    <span class="cut">{name}</span>
                    {inactive.then(|| view! { <Tag text=w.state_inactive()/> })}
                    <span class="sub cut">{sub}</span>
                </a>
            </li>
        }
        .into_any()
    };
    let clients = found.clients.into_iter().map(|c| {
        let sub = [c.reference, c.town].into_iter().filter(|s| !s.is_empty()).collect::<Vec<_>>().join(" · ");
        line(format!("/clients/{}", c.id), c.label, sub, c.inactive)
    });
    let contacts = found.contacts.into_iter().map(|c| {
        let email = c.email.filter(|email| *email != c.name);
        let sub = c.clients.first().cloned().or(email).unwrap_or_default();
        line(format!("/contacts/{}", c.id), c.name, sub, c.inactive)
    });
    let lines = clients.chain(contacts).collect::<Vec<_>>();
    view! { <ul class="found" aria-label=w.search_suggestions()>{lines}</ul> }.into_any()
}

/// The arrows go through the finds, Escape closes them.
fn moved(form: NodeRef<Form>, e: &KeyboardEvent, found: RwSignal<Option<Found>>) {
    let step = match e.key().as_str() {
        "ArrowDown" => 1,
        "ArrowUp" => -1,
        "Escape" => return found.set(None),
        _ => return,
    };
    if go(form, step) {
        e.prevent_default();
    }
}

#[cfg(feature = "hydrate")]
fn go(form: NodeRef<Form>, step: i32) -> bool {
    use wasm_bindgen::JsCast;
    let Some(Ok(all)) = form.get_untracked().map(|form| form.query_selector_all("input[type=search], .found a")) else {
        return false;
    };
    let all: Vec<web_sys::HtmlElement> = (0..all.length()).filter_map(|i| all.item(i)?.dyn_into().ok()).collect();
    let here = all.iter().position(|e| e.matches(":focus").unwrap_or(false));
    let next = here.and_then(|here| here.checked_add_signed(step as isize)).and_then(|next| all.get(next));
    all.len() > 1 && next.is_some_and(|next| next.focus().is_ok())
}

#[cfg(not(feature = "hydrate"))]
fn go(_: NodeRef<Form>, _: i32) -> bool {
    false
}

/// Does the focus stay inside?
#[cfg(feature = "hydrate")]
fn stays(form: NodeRef<Form>, e: &web_sys::FocusEvent) -> bool {
    use wasm_bindgen::JsCast;
    let to = e.related_target().and_then(|to| to.dyn_into::<web_sys::Node>().ok());
    form.get_untracked().is_some_and(|form| form.contains(to.as_ref()))
}

#[cfg(not(feature = "hydrate"))]
fn stays(_: NodeRef<Form>, _: &web_sys::FocusEvent) -> bool {
    true
}
