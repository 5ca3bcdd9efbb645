//! The menu of the chip that was pressed (D40).

use super::{Handle, chip::named, sentences::role};
use crate::{
    ui::{MenuPanel, anew, heard},
    words::{Words, words},
};
use leptos::prelude::*;
use model::recipients::{ChipId, Event, MenuItem, State};

/// The one menu of the field.
pub(super) const MENU: &str = "recip-menu";

#[component]
pub(super) fn ChipMenu(handle: Handle) -> AnyView {
    let w = words();
    let state = handle.state;
    let open = Memo::new(move |_| state.with(|state| state.menu().map(|id| (id, state.menu_items(id)))));
    let items = move || {
        let (id, items) = open.get()?;
        Some(items.into_iter().map(|item| entry(handle, w, id, item)).collect_view())
    };
    let label = Memo::new(move |_| {
        let name = state.with(State::menu).and_then(|id| named(w, handle, id));
        name.unwrap_or_else(|| w.recip_chip_actions().to_owned())
    });
    view! {
        <MenuPanel id=MENU label>
            <div class="title" aria-hidden="true">{anew(move || label.get())}</div>
            {anew(items)}
        </MenuPanel>
    }
    .into_any()
}

fn entry(handle: Handle, w: Words, id: ChipId, item: MenuItem) -> AnyView {
    let choose = move |_| handle.send(Event::MenuChosen(id, item));
    let plain = |label: String, danger: bool| {
        view! { <button type="button" role="menuitem" class:danger=danger on:click=heard(choose)>{label}</button> }
            .into_any()
    };
    match item {
        MenuItem::Edit => plain(w.act_edit().into(), false),
        MenuItem::Copy => plain(w.recip_copy().into(), false),
        MenuItem::Move(to) => plain(w.recip_move_to(role(w, to)), false),
        MenuItem::Open => plain(w.recip_open_card().into(), false),
        MenuItem::Remove => plain(w.recip_remove_this().into(), true),
        MenuItem::Star(on) => view! {
            <button type="button" role="menuitemcheckbox" aria-checked=if on { "true" } else { "false" } on:click=heard(choose)>
                {w.recip_favourite()}
                <span aria-hidden="true">{if on { "★" } else { "☆" }}</span>
            </button>
        }
        .into_any(),
    }
}
