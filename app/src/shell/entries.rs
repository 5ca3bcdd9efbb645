//! Where one can go. An entry is here when its screen exists.

use crate::{
    ui::{Icon, Symbol, is_hidden},
    words::{Words, words},
};
use leptos::prelude::*;
use leptos_router::hooks::use_location;

/// One entry of the rail or the bar.
#[derive(Clone, Copy)]
pub(super) struct Entry {
    pub(super) path: &'static str,
    pub(super) symbol: Symbol,
    pub(super) label: fn(Words) -> &'static str,
    /// It goes with this module (P10); empty: always there.
    module: &'static str,
    /// The server alone makes its page.
    external: bool,
}

const HOME: Entry = Entry { path: "/", symbol: Symbol::Home, label: |w| w.nav_home(), module: "", external: false };
const CLIENTS: Entry =
    Entry { path: "/clients", symbol: Symbol::Clients, label: |w| w.nav_clients(), module: "", external: false };
const CONTACTS: Entry = Entry {
    path: "/contacts",
    symbol: Symbol::Person,
    label: |w| w.nav_contacts(),
    module: "module.contacts",
    external: false,
};
const WRITE: Entry =
    Entry { path: "/ecrire", symbol: Symbol::Write, label: |w| w.nav_write(), module: "", external: false };
const INVOICES: Entry =
    Entry { path: "/factures", symbol: Symbol::Document, label: |w| w.nav_invoices(), module: "", external: true };
pub(super) const SENDS: Entry =
    Entry { path: "/envois", symbol: Symbol::Send, label: |w| w.nav_sends(), module: "", external: true };
pub(super) const INTERVENTIONS: Entry = Entry {
    path: "/interventions",
    symbol: Symbol::Calendar,
    label: |w| w.nav_interventions(),
    module: "module.interventions",
    external: true,
};

/// On a desk, top to bottom.
pub(super) const RAIL: &[Entry] = &[HOME, CLIENTS, CONTACTS, INVOICES, INTERVENTIONS, SENDS];
/// On a phone, before « Plus ».
pub(super) const BAR: &[Entry] = &[CLIENTS, CONTACTS, WRITE, INVOICES];

impl Entry {
    /// Its link, marked while one is there or below it; nothing while its module is off.
    pub(super) fn link(self, class: &'static str) -> AnyView {
        self.place(class, None)
    }

    /// The same in a menu.
    pub(super) fn item(self) -> AnyView {
        self.place("", Some("menuitem"))
    }

    fn place(self, class: &'static str, role: Option<&'static str>) -> AnyView {
        if is_hidden(self.module) {
            return ().into_any();
        }
        let here = use_location().pathname;
        let current = move || here.with(|here| self.holds(here)).then_some("page");
        view! {
            <a class=class role=role href=self.path rel=self.external.then_some("external") aria-current=current>
                <Icon symbol=self.symbol/>
                {(self.label)(words())}
            </a>
        }
        .into_any()
    }

    fn holds(self, here: &str) -> bool {
        let below = here.strip_prefix(self.path).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
        if self.path == "/" { here == "/" } else { below }
    }
}
