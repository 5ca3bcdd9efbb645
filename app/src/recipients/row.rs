//! A row of the list: the person and the star, two cells with full names (D04, D05, D69, D70, D73).

use super::{Handle, pointer::pointer, sentences::slot, text_box::cell_id};
use crate::{
    ui::{Icon, Symbol, heard},
    words::{Words, words},
};
use leptos::prelude::*;
use model::{
    fold::{highlight, highlight_inside},
    recipients::{Candidate, Event, Role, Row, Who},
};

#[component]
pub(super) fn RowView(handle: Handle, role: Role, at: usize, row: Row, token: String) -> AnyView {
    let w = words();
    let state = handle.state;
    let candidate = state.with_untracked(|state| state.candidate(&row.who).cloned());
    let selected = move |second: bool| {
        state.with(|state| state.list().active.is_some_and(|active| active.row == at && active.star == second))
    };
    let is_active = move || state.with(|state| state.list().active.is_some_and(|active| active.row == at));
    let is_offered = move || state.with(|state| state.list().active.is_none() && state.list().offered == Some(at));
    let disabled = row.stale || candidate.as_ref().is_some_and(|candidate| !candidate.active);
    let body = match (&row.who, &candidate) {
        (_, Some(candidate)) => person(w, candidate, &token, matches!(row.who, Who::Far(_))),
        (Who::Add(text), None) => view! { <span class="act">{w.recip_add_row(text)}</span> }.into_any(),
        _ => view! { <span class="act">{w.recip_retry_row()}</span> }.into_any(),
    };
    let (has_second, reactivated) =
        state.with_untracked(|state| (state.second_cell(&row), state.list().reactivated.is_some()));
    let second = match candidate {
        Some(candidate) if has_second => view! {
            <div role="gridcell" id=cell_id(role, at, true) aria-selected=move || selected(true).then_some("true") aria-label=star_name(w, handle, &candidate, &row.who)>
                {second_button(w, handle, at, &candidate, &row.who)}
            </div>
        }
        .into_any(),
        // Neither a star nor the contact's cell comes under the finger that may press once more (D67).
        Some(Candidate { contact: Some(_), elsewhere: None, .. }) if reactivated => {
            view! { <span aria-hidden="true"><button type="button" class="btn small" disabled>{w.act_reactivate()}</button></span> }.into_any()
        }
        _ => ().into_any(),
    };
    let hover = move |e: leptos::ev::PointerEvent| {
        let moved = e.movement_x() != 0 || e.movement_y() != 0;
        if e.pointer_type() == "mouse" && moved && !is_active_untracked(handle, at) {
            handle.send(Event::Hovered(Some(at)));
        }
    };
    view! {
        <div class="opt" role="row" class:active=is_active class:offered=is_offered class:off=disabled on:pointermove=heard(hover)>
            <div
                class="cell"
                role="gridcell"
                id=cell_id(role, at, false)
                aria-selected=move || selected(false).then_some("true")
                aria-disabled=disabled.then_some("true")
                on:click=heard(move |_| handle.send(Event::Picked(at, pointer())))
            >
                {body}
                <span class="key" aria-hidden="true">{w.recip_enter()}</span>
            </div>
            {second}
        </div>
    }
    .into_any()
}

fn is_active_untracked(handle: Handle, at: usize) -> bool {
    handle.state.with_untracked(|state| state.list().active.is_some_and(|active| active.row == at))
}

/// Name, address, and what tells the person apart.
fn person(w: Words, candidate: &Candidate, token: &str, far: bool) -> AnyView {
    let name = marked(candidate.shown(), highlight(candidate.shown(), token));
    let address = (!candidate.name.is_empty()).then(|| {
        let address = candidate.address.as_str();
        let found = if far { highlight(address, token) } else { highlight_inside(address, token) };
        view! { " "<span class="addr">{marked(address, found)}</span> }
    });
    let company = candidate.elsewhere.as_ref().map(|company| {
        let company = if company.is_empty() { w.recip_why_independent() } else { company };
        view! { " "<span class="role"><b>{company.to_owned()}</b></span>" "<span class="tag">{w.recip_external()}</span> }
    });
    let role = role_of(w, candidate);
    let role = (!role.is_empty()).then(|| view! { " "<span class="role">{role}</span> });
    let off = (!candidate.active).then(|| view! { " "<span class="tag bad">{w.recip_inactive()}</span> });
    view! { <span class="name">{name}</span>{address}{role}{company}{off} }.into_any()
}

/// « Atelier, site de Gand », « adresse de facturation »
fn role_of(w: Words, candidate: &Candidate) -> String {
    let slots = candidate.slots.iter().map(|s| slot(w, s));
    let parts =
        [candidate.function.clone(), candidate.site.clone()].into_iter().filter(|part| !part.is_empty()).chain(slots);
    parts.collect::<Vec<_>>().join(", ")
}

/// The text with its found parts in `<mark>` (D70).
fn marked(text: &str, found: Vec<std::ops::Range<usize>>) -> AnyView {
    let mut parts = vec![];
    let mut from = 0;
    for range in found {
        parts.push(text[from..range.start].to_owned().into_any());
        parts.push(view! { <mark>{text[range.clone()].to_owned()}</mark> }.into_any());
        from = range.end;
    }
    parts.push(text[from..].to_owned().into_any());
    parts.into_any()
}

fn is_starred(handle: Handle, who: &Who) -> bool {
    handle.state.with(|state| state.candidate(who).is_some_and(|candidate| candidate.starred))
}

/// « Favori : Marie Durand, oui »: the state too, a screen reader may not read the button inside (D05).
fn star_name(w: Words, handle: Handle, candidate: &Candidate, who: &Who) -> impl Fn() -> String + Send + Sync + use<> {
    let (name, active, who) = (candidate.shown().to_owned(), candidate.active, who.clone());
    move || match active {
        true => w.recip_star_cell(&name, if is_starred(handle, &who) { w.recip_yes() } else { w.recip_no() }),
        false => w.recip_reactivate_cell(&name),
    }
}

fn second_button(w: Words, handle: Handle, at: usize, candidate: &Candidate, who: &Who) -> AnyView {
    let press = move |_| handle.send(Event::StarPressed(at));
    if !candidate.active {
        return view! { <button type="button" class="btn small" tabindex="-1" on:click=heard(press)>{w.act_reactivate()}</button> }.into_any();
    }
    let who = who.clone();
    let pressed = move || if is_starred(handle, &who) { "true" } else { "false" };
    view! {
        <button type="button" class="star" tabindex="-1" aria-pressed=pressed aria-label=w.star_name(candidate.shown()) title=w.star_name(candidate.shown()) on:click=heard(press)>
            <Icon symbol=Symbol::Star/>
        </button>
    }
    .into_any()
}
