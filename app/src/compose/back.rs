//! Above a plain form that went back to its page (§14): why nothing left, and the yes that is asked for. With the wasm the dialog of
//! « Envoyer » asks instead.

use super::{
    api::Back,
    send::{sentence, why_not},
};
use crate::{
    recipients::Handle,
    ui::{Icon, Symbol, sentence as problem_sentence},
    words::words,
};
use leptos::prelude::*;
use model::recipients::{Block, Confirm};

/// Inside the form, above its fields.
#[component]
pub fn CameBack(
    /// What was said to the form.
    back: Back,
    /// As they went back.
    recipients: Handle,
    /// Neither subject nor text nor file.
    empty: bool,
) -> AnyView {
    let w = words();
    let sending = untrack(|| recipients.sending()).of_mail(empty);
    let of_recipients = back.problems.iter().find(|problem| problem.field == "recipients");
    let blocks = sending.blocks.iter().map(in_the_way);
    let others =
        of_recipients.map(|p| problem_sentence(w, &p.problem)).into_iter().chain(back.why.as_ref().map(why_not));
    let lines = blocks.chain(others).map(|line| view! { <li>{line}</li> }).collect_view();
    view! {
        <div class="note bad" role="alert">
            <p class="line"><Icon symbol=Symbol::Error/>{w.compose_came_back()}</p>
            <ul class="confirm">{lines}</ul>
        </div>
        {(!sending.confirm.is_empty()).then(|| asked(&sending.confirm))}
    }
    .into_any()
}

fn asked(lines: &[Confirm]) -> AnyView {
    let w = words();
    let lines = lines.iter().map(|line| {
        view! { <li>{sentence(line)}<input type="hidden" name="line" value=line.key()/></li> }
    });
    view! {
        <fieldset class="note no-wasm">
            <legend>{w.compose_confirm_title()}</legend>
            <ul class="confirm">{lines.collect_view()}</ul>
            <div class="choice">
                <input type="checkbox" id="f-confirmed" name="confirmed" value="true" autocomplete="off"/>
                <label for="f-confirmed">{w.compose_confirmed()}</label>
            </div>
        </fieldset>
    }
    .into_any()
}

/// The sentence of a block.
pub(super) fn in_the_way(block: &Block) -> String {
    let w = words();
    match block {
        Block::Nobody => w.compose_nobody().to_owned(),
        Block::Invalid(_, address) => w.compose_invalid(address),
        Block::Inactive(_, name) => w.compose_inactive(name),
        Block::Unfinished(_, text) => w.recip_unfinished(text),
    }
}
