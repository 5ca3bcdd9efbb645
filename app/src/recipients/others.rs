//! Without the wasm: the contacts that are not chosen, each with a box to tick (§14).

use super::Handle;
use crate::words::words;
use leptos::prelude::*;
use model::recipients::{Candidate, Role};

#[component]
pub(super) fn Others(handle: Handle) -> AnyView {
    let w = words();
    // Of the moment the page was made: the browser's list is another one.
    let others: Vec<Candidate> = handle.state.with_untracked(|state| state.others().cloned().collect());
    if others.is_empty() {
        return ().into_any();
    }
    let boxes = others.into_iter().map(|candidate| {
        let name = candidate.shown().to_owned();
        let address = (!candidate.name.is_empty()).then(|| view! { " "<span class="addr">{candidate.address.to_string()}</span> });
        let value = model::Mailbox::new(&candidate.name, candidate.address.clone()).to_string();
        view! { <li><label><input type="checkbox" class="tick" autocomplete="off" name=Role::To.code() value=value/>{name}{address}</label></li> }
    });
    view! { <details class="others"><summary>{w.recip_others()}</summary><ul>{boxes.collect_view()}</ul></details> }
        .into_any()
}
