//! « Adresses à ranger » (D91): what was typed for the mail and is nobody's yet. Plain forms, with the wasm too: an answer loads the
//! page anew.

use crate::{
    ui::{Row, anew, rows, sentence},
    words::words,
};
use leptos::prelude::*;
use model::send::{BatchView, NewAddress};

/// Nothing at all when nothing is asked.
#[component]
pub fn NewAddresses(
    /// As the server last told.
    batch: RwSignal<BatchView>,
) -> AnyView {
    let w = words();
    let any = Memo::new(move |_| batch.with(|batch| !batch.new_addresses.is_empty()));
    let section = move || {
        view! {
            <section class="ask" aria-labelledby="new-addresses">
                <h2 id="new-addresses">{w.sends_unknown()}</h2>
                {rows(move || batch.with(|batch| batch.new_addresses.clone()).into_iter().map(move |new| row(new, batch)))}
            </section>
        }
    };
    view! { {anew(move || any.get().then(section))} }.into_any()
}

fn row(new: NewAddress, batch: RwSignal<BatchView>) -> Row {
    Row::new(new.delivery, move || form(new, batch))
}

fn form(new: NewAddress, batch: RwSignal<BatchView>) -> AnyView {
    let w = words();
    let client = batch.with_untracked(|batch| {
        let message = batch.messages.first();
        message.and_then(|message| message.client.clone()).map(|(_, label)| label).unwrap_or_default()
    });
    let field = |name: &'static str, label: &'static str, value: &str| {
        let problem = new.problems.iter().find(|problem| problem.field == name);
        let problem = problem.map(|problem| view! { <span class="error">{sentence(w, &problem.problem)}</span> });
        view! {
            <label class="small-field">
                <span>{label}</span>
                <input type="text" class="input" name=name value=value.to_owned() autocomplete="off" aria-invalid=problem.is_some().then_some("true")/>
                {problem}
            </label>
        }
    };
    let star = format!("keep-star-{}", new.delivery);
    view! {
        <form class="ask-row" method="post" action="/api/sends/keep-address">
            <input type="hidden" name="delivery" value=new.delivery.to_string()/>
            <p class="what"><b>{new.address.clone()}</b>" "<span class="meta">{w.recip_not_yet(&client)}</span></p>
            <details open=!new.problems.is_empty()>
                <summary>{w.recip_details()}</summary>
                <div class="small-fields">
                    {field("first_name", w.recip_first_name(), &new.first_name)}
                    {field("last_name", w.recip_last_name(), &new.last_name)}
                    {field("function", w.recip_function(), &new.function)}
                </div>
            </details>
            <div class="line">
                <div class="choice">
                    <input type="checkbox" id=star.clone() name="starred" value="true" checked=new.starred/>
                    <label for=star>{w.recip_favourite()}</label>
                </div>
                <span class="push">
                    <button type="submit" class="btn" aria-label=w.sends_keep_address(&new.address)>{w.act_save()}</button>
                    <button type="submit" class="btn quiet" name="act" value="ignore" aria-label=w.sends_ignore_address(&new.address)>{w.act_ignore()}</button>
                </span>
            </div>
        </form>
    }
    .into_any()
}
