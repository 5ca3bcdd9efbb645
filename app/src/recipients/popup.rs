//! The list under a text box (D04–D07, D56, D64).

use super::{
    Handle,
    effects::{text_box, text_id},
    pointer::keep_focus,
    row::RowView,
    sentences::group,
    text_box::cell_id,
};
use crate::{
    ui::{anew, heard},
    words::words,
};
use leptos::{
    html::Div,
    prelude::*,
    web_sys::{Element, ScrollIntoViewOptions, ScrollLogicalPosition},
};
use model::recipients::{Event, Group, ListMessage, Role, Row};

/// What the list is made from; the marks of active and offered rows are read by the rows themselves.
#[derive(Clone, PartialEq, Default)]
struct Shown {
    rows: Vec<Row>,
    /// What else the rows show: active or not, and the name.
    faces: Vec<(bool, String)>,
    token: String,
    more: usize,
}

#[component]
pub(super) fn Popup(handle: Handle, role: Role) -> AnyView {
    let w = words();
    let state = handle.state;
    let node = NodeRef::<Div>::new();
    let is_mine = Memo::new(move |_| state.with(|state| state.list().role == Some(role)));
    let shown = Memo::new(move |_| {
        state.with(|state| match state.list() {
            list if list.role == Some(role) => {
                let people = list.rows.iter().filter_map(|row| state.candidate(&row.who));
                let faces = people.map(|person| (person.active, person.shown().to_owned())).collect();
                Shown { rows: list.rows.clone(), faces, token: list.token.clone(), more: list.more }
            }
            _ => Shown::default(),
        })
    });
    let message = Memo::new(move |_| state.with(|state| is_mine.get().then(|| state.list_message()).flatten()));
    let hidden = move || shown.with(|shown| shown.rows.is_empty()) && message.get().is_none();
    let empty = move || shown.with(|shown| shown.rows.is_empty());
    let label = state.with_untracked(|state| w.recip_list(&state.facts().label));
    place(handle, role, node);
    view! {
        <div class="pop" hidden=hidden node_ref=node on:mousedown=heard(move |e: leptos::ev::MouseEvent| keep_focus(&e)) on:pointerdown=heard(move |e| hold(&e)) on:pointerleave=heard(move |_| handle.send(Event::Hovered(None)))>
            {close_button(handle, role)}
            <div role="grid" id=[&text_id(role), "-list"].concat() aria-label=label hidden=empty>
                {anew(move || shown.with(|shown| groups(handle, role, shown)))}
            </div>
            {anew(move || message.get().map(|message| said(handle, message)))}
            {anew(move || shown.with(|shown| foot(handle, shown)))}
            {close_button(handle, role)}
        </div>
    }
    .into_any()
}

/// The list may be scrolled by its bar or by a finger; presses keep the focus in the box (D50).
fn hold(e: &leptos::ev::PointerEvent) {
    if e.pointer_type() != "touch" {
        e.prevent_default();
    }
}

/// D56: on a phone the list is part of the page and can be left at both ends.
fn close_button(handle: Handle, role: Role) -> AnyView {
    let w = words();
    view! { <button type="button" class="btn small close-list" tabindex="-1" on:click=heard(move |_| handle.send(Event::Toggled(role)))>{w.recip_close_list()}</button> }.into_any()
}

/// Rows under their headings; a rowgroup owns only rows, so its heading is hidden and names it (D04).
fn groups(handle: Handle, role: Role, shown: &Shown) -> AnyView {
    let w = words();
    let mut views = vec![];
    let mut from = 0;
    while let Some(first) = shown.rows.get(from) {
        let kind = first.group;
        let to = shown.rows[from..].iter().position(|row| row.group != kind).map_or(shown.rows.len(), |n| from + n);
        let rows = (from..to)
            .map(|at| view! { <RowView handle role at row=shown.rows[at].clone() token=shown.token.clone()/> });
        let rows = rows.collect::<Vec<_>>();
        let heading = handle.state.with_untracked(|state| group(w, kind, &state.facts().label));
        let id = [&text_id(role), "-g", &from.to_string()].concat();
        let heading_id = id.clone();
        let stale = kind == Group::Elsewhere && first.stale;
        views.push(match heading {
            None => view! { <div role="rowgroup">{rows}</div> }.into_any(),
            Some(heading) => view! {
                <div role="rowgroup" aria-labelledby=id class:stale=stale>
                    <div class="group" id=heading_id aria-hidden="true">{heading}</div>
                    {rows}
                </div>
            }
            .into_any(),
        });
        from = to;
    }
    views.into_any()
}

fn said(handle: Handle, message: ListMessage) -> AnyView {
    let w = words();
    let token = handle.state.with_untracked(|state| state.list().token.clone());
    let text = match message {
        ListMessage::Searching => w.recip_searching().to_owned(),
        ListMessage::NoMatch => w.recip_no_match(&token),
        ListMessage::NobodyLeft => w.recip_nobody_left().to_owned(),
        ListMessage::Offline => w.recip_offline().to_owned(),
    };
    view! { <p class="none">{text}</p> }.into_any()
}

/// Keys, and « Voir tout (14) ».
fn foot(handle: Handle, shown: &Shown) -> Option<AnyView> {
    let w = words();
    if shown.rows.is_empty() {
        return None;
    }
    let (client, total) = handle.state.with_untracked(|state| (state.facts().client, state.facts().total));
    let all = (total > 0).then(|| {
        let href = ["/clients/", &client.to_string(), "/contacts"].concat();
        view! { <a href=href tabindex="-1" target="_blank" rel="noopener">{w.act_see_all_n(i64::from(total))}</a> }
    });
    let view = view! {
        <div class="foot">
            <span aria-hidden="true">{w.recip_hint_choose()}</span>
            <span aria-hidden="true">{w.recip_hint_add()}</span>
            <span aria-hidden="true">{w.recip_hint_star()}</span>
            {all}
        </div>
    };
    Some(view.into_any())
}

/// Keeps the active row in view, and puts the list above the box where there is no room below (D56).
fn place(handle: Handle, role: Role, node: NodeRef<Div>) {
    let state = handle.state;
    let active = Memo::new(move |_| {
        state.with(|state| state.list().active.filter(|active| state.list().role == Some(role) && !active.hovered))
    });
    Effect::new(move |_| {
        if let Some(active) = active.get()
            && let Some(cell) = document().get_element_by_id(&cell_id(role, active.row, active.star))
        {
            let options = ScrollIntoViewOptions::new();
            options.set_block(ScrollLogicalPosition::Nearest);
            cell.scroll_into_view_with_scroll_into_view_options(&options);
        }
    });
    let open = Memo::new(move |_| state.with(|state| state.list().role == Some(role)));
    Effect::new(move |_| {
        if let (true, Some(list)) = (open.get(), node.get()) {
            let up = list.parent_element().is_some_and(|row| is_cramped(&row));
            let _ = list.class_list().toggle_with_force("up", up);
            bring_into_view(role);
        }
    });
}

/// Less than a short list's height below, and more above.
fn is_cramped(row: &Element) -> bool {
    let place = row.get_bounding_client_rect();
    let height = window().inner_height().ok().and_then(|height| height.as_f64()).unwrap_or_default();
    let below = height - place.bottom();
    below < 240.0 && place.top() > below
}

/// In a narrow field the list is part of the page: what is typed goes to the top, the rows follow it (D56).
fn bring_into_view(role: Role) {
    let Some(input) = text_box(role) else { return };
    let is_narrow = input.closest(".recipients").ok().flatten().is_some_and(|field| field.client_width() < 480);
    if is_narrow {
        let options = ScrollIntoViewOptions::new();
        options.set_block(ScrollLogicalPosition::Start);
        input.scroll_into_view_with_scroll_into_view_options(&options);
    }
}
