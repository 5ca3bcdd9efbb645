//! The person's own menu: settings, users, help, theme, language, sign out. Links and plain forms, so it works without the wasm.

use crate::{
    facts::use_facts,
    ui::{Icon, Symbol},
    words::words,
};
use leptos::prelude::*;
use model::{Lang, Theme, User, UserRole};

/// The entries of the menu.
pub(super) fn entries(user: &User) -> AnyView {
    let w = words();
    let administrator = user.role == UserRole::Administrator;
    view! {
        <p class="title cut" role="presentation">{user.email.clone()}</p>
        {link("/parametres/moi", Symbol::Settings, w.nav_settings())}
        {administrator.then(|| link("/parametres/societe", Symbol::Clients, w.nav_company()))}
        {administrator.then(|| link("/parametres/utilisateurs", Symbol::People, w.nav_users()))}
        {link("/aide", Symbol::Help, w.nav_help())}
        <hr/>
        {themes()}
        <hr/>
        {other_language()}
        <form method="post" action="/api/access/sign-out">
            <button type="submit" role="menuitem"><Icon symbol=Symbol::Leave/>{w.nav_sign_out()}</button>
        </form>
    }
    .into_any()
}

fn link(path: &'static str, symbol: Symbol, label: &'static str) -> AnyView {
    view! { <a role="menuitem" href=path><Icon symbol/>{label}</a> }.into_any()
}

/// Light, dark, as the device says; the chosen one is ticked.
fn themes() -> AnyView {
    let w = words();
    let chosen = use_facts().theme;
    let choices = Theme::ALL.iter().map(|theme| {
        let label = match theme {
            Theme::System => w.nav_theme_system(),
            Theme::Light => w.nav_theme_light(),
            Theme::Dark => w.nav_theme_dark(),
        };
        let symbol = if *theme == chosen { Symbol::Check } else { Symbol::Theme };
        let checked = if *theme == chosen { "true" } else { "false" };
        view! {
            <button type="submit" name="theme" value=theme.code() role="menuitemradio" aria-checked=checked>
                <Icon symbol/>{w.nav_theme_is(label)}
            </button>
        }
    });
    view! { <form method="post" action="/api/shell/theme">{choices.collect_view()}</form> }.into_any()
}

fn other_language() -> AnyView {
    let (code, name) = other();
    view! {
        <form method="post" action="/api/shell/language">
            <button type="submit" name="language" value=code role="menuitem" lang=code><Icon symbol=Symbol::Place/>{name}</button>
        </form>
    }
    .into_any()
}

/// The other language, for pages of one sheet.
pub(super) fn languages() -> AnyView {
    let (code, name) = other();
    view! {
        <form method="post" action="/api/shell/language">
            <button type="submit" class="link" name="language" value=code lang=code>{name}</button>
        </form>
    }
    .into_any()
}

/// A language is named in itself.
fn other() -> (&'static str, &'static str) {
    match words().0 {
        Lang::Fr => (Lang::En.code(), words().nav_other_language()),
        Lang::En => (Lang::Fr.code(), words().nav_other_language()),
    }
}
