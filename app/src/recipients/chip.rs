//! A chosen recipient (D02, D37–D42, D75–D83).

use super::{Handle, effects::chip_id, keyboard::press, menu::MENU, pointer::pointer, sentences::reasons};
use crate::{
    ui::{Icon, Symbol, anew, heard},
    words::{Words, words},
};
use leptos::{
    ev::{KeyboardEvent, MouseEvent},
    prelude::*,
    wasm_bindgen::JsCast,
    web_sys::{Event as DomEvent, HtmlElement},
};
use model::address::Familiarity;
use model::recipients::{Chip, ChipId, Event, Known, Role, State};

/// What a chip shows.
#[derive(Clone, Debug, Default, PartialEq)]
struct Shown {
    name: String,
    address: String,
    mark: String,
    class: &'static str,
    reasons: Vec<String>,
    favourite: bool,
}

#[component]
pub(super) fn ChipView(handle: Handle, role: Role, id: ChipId, chips: Memo<Vec<Chip>>) -> AnyView {
    let w = words();
    let state = handle.state;
    let shown = Memo::new(move |_| {
        chips
            .with(|chips| chips.iter().find(|chip| chip.id == id).map(|chip| shown(w, handle, chip)))
            .unwrap_or_default()
    });
    let stop = Memo::new(move |_| state.with(|state| state.tab_stop(role) == Some(id)));
    let written =
        chips.with_untracked(|chips| chips.iter().find(|chip| chip.id == id).map(Chip::written)).unwrap_or_default();
    let tick_name = shown.with_untracked(|shown| shown.name.clone());
    view! {
        <li class=move || shown.with(|shown| ["chip ", shown.class].concat())>
            <label class="pick-chip"><input type="checkbox" class="tick" autocomplete="off" name=role.code() value=written checked=true aria-label=w.recip_tick(&tick_name)/></label>
            <button
                type="button"
                class="main"
                id=chip_id(id)
                aria-haspopup="menu"
                popovertarget=MENU
                tabindex=move || if stop.get() { "0" } else { "-1" }
                aria-label=move || shown.with(full_name)
                title=move || shown.with(full_name)
                on:click=heard(move |_| open(handle, id))
                on:focus=heard(move |_| handle.send(Event::ChipFocused(id)))
                on:keydown=heard(move |e| key(handle, id, &e))
                on:contextmenu=heard(move |e: MouseEvent| open_menu(id, &e))
            >
                <span class="ava" aria-hidden="true">{anew(move || shown.with(|shown| shown.mark.clone()))}</span>
                <span class="who">{anew(move || shown.with(|shown| shown.name.clone()))}</span>
                {anew(move || shown.with(|shown| shown.reasons.first().cloned().map(|why| view! { <span class="why" class:fav=shown.favourite>{why}</span> })))}
            </button>
            <button
                type="button"
                class="x"
                tabindex="-1"
                aria-label=move || shown.with(|shown| w.recip_remove(&name_and_address(shown)))
                on:click=heard(move |_| handle.send(Event::Removed(id, pointer())))
            >
                <Icon symbol=Symbol::Close/>
            </button>
        </li>
    }
    .into_any()
}

fn shown(w: Words, handle: Handle, chip: &Chip) -> Shown {
    let (reasons, is_odd) = handle.state.with_untracked(|state| {
        (
            reasons(w, state, chip),
            matches!(state.familiarity(chip), Some(Familiarity::LookAlike { .. } | Familiarity::Unusual)),
        )
    });
    let class = match chip.known {
        Known::Invalid => "bad",
        Known::Inactive { .. } => "bad off",
        Known::Unknown | Known::Unchecked if is_odd => "new odd",
        Known::Unknown => "new",
        Known::Elsewhere { .. } => "far",
        _ => "",
    };
    let mark = match chip.known {
        Known::Invalid | Known::Inactive { .. } => "!".to_owned(),
        // No other plus sign is in our fonts.
        Known::Unknown => "+".to_owned(),
        _ => crate::ui::initials(chip.shown()),
    };
    let favourite = reasons.first().is_some_and(|first| first == w.recip_why_favourite());
    Shown { name: chip.shown().to_owned(), address: chip.address.clone(), mark, class, reasons, favourite }
}

fn name_and_address(shown: &Shown) -> String {
    if shown.name == shown.address { shown.name.clone() } else { [&shown.name, ", ", &shown.address].concat() }
}

/// Name, address and every reason: for the tooltip and for screen readers (D75).
fn full_name(shown: &Shown) -> String {
    let mut text = name_and_address(shown);
    for reason in &shown.reasons {
        text.push_str(", ");
        text.push_str(reason);
    }
    text
}

/// The same of a chip, for its menu: the only place where a finger finds it.
pub(super) fn named(w: Words, handle: Handle, id: ChipId) -> Option<String> {
    let chip = handle.state.with(|state| state.chip(id).cloned())?;
    Some(full_name(&shown(w, handle, &chip)))
}

/// The button shows and hides the menu by itself. Open for another chip it is hidden first, or the press would only do that.
fn open(handle: Handle, id: ChipId) {
    if handle.state.with_untracked(State::menu) != Some(id)
        && let Some(menu) = element(MENU)
    {
        // Refused when it is closed already.
        let _ = menu.hide_popover();
    }
    handle.send(Event::MenuOpened(Some(id)));
}

/// Enter and the space bar press the button by themselves; Shift+F10 becomes such a press. After the menu key the browser asks for
/// a menu, some only when it is let go: opened before that, ours would get the browser's over it.
fn key(handle: Handle, id: ChipId, e: &KeyboardEvent) {
    match e.key().as_str() {
        "ContextMenu" => {}
        "F10" if e.shift_key() => open_menu(id, e),
        _ => handle.answer(e, Event::ChipKey(id, press(e, None))),
    }
}

/// Right click, long press, the menu key (D40).
fn open_menu(id: ChipId, e: &DomEvent) {
    e.prevent_default();
    if let Some(button) = element(&chip_id(id)) {
        button.click();
    }
}

fn element(id: &str) -> Option<HtmlElement> {
    document().get_element_by_id(id)?.dyn_into().ok()
}
