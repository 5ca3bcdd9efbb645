//! E19: `/parametres/moi`. Who one is here, how the screens look, what stands under one's mails and by which account they leave.

#[cfg(feature = "ssr")]
mod acts;
pub mod api;
mod password;
mod profile;
mod sessions;

pub(super) use profile::languages;

use self::{
    api::{MySettings, SeeMySettings},
    password::PasswordForm,
    profile::ProfileForm,
    sessions::Sessions,
};
use super::{SavedNotice, account::AccountForm};
use crate::{
    ui::{Head, loaded},
    wire::ask,
    words::words,
};
use leptos::prelude::*;

/// `/parametres/moi`
#[component]
pub fn MySettingsPage() -> AnyView {
    let settings = ask(|| Ok(SeeMySettings {}));
    loaded(settings, |settings| view! { <MySettingsView settings/> }.into_any())
}

#[component]
fn MySettingsView(settings: MySettings) -> AnyView {
    let w = words();
    let MySettings { profile, email, zones, common_zone, sessions, account, standing } = settings;
    view! {
        <Head title=w.nav_settings()/>
        <div class="stack">
            <SavedNotice/>
            <section class="block"><ProfileForm profile zones common_zone/></section>
            <section class="block" id="compte-envoi">
                <h2>{w.account_mine()}</h2>
                <p class="hint">{w.account_mine_how()}</p>
                <AccountForm account organisation=false standing suggested=email.clone()/>
                <p class="line"><a class="btn" href="/parametres/limites" rel="external">{w.settings_limits()}</a></p>
            </section>
            <section class="block"><h2>{w.settings_password()}</h2><PasswordForm email/></section>
            <section class="block"><h2>{w.settings_sessions()}</h2><Sessions sessions/></section>
        </div>
    }
    .into_any()
}
