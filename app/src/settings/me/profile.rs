//! Name, language, theme, time zone, signature.

use super::{super::reload_when_done, api::SaveProfile};
use crate::{
    ui::{ErrorSummary, Field, RadioGroup, Select, SendForm, Submit, TextArea, Trouble},
    wire::Sending,
    words::words,
};
use leptos::prelude::*;
use model::{Lang, Theme, access::ProfileDraft};

#[component]
pub(super) fn ProfileForm(profile: ProfileDraft, zones: Vec<String>, common_zone: String) -> AnyView {
    let w = words();
    let action = Sending::<SaveProfile>::new();
    let problems = action.problems(vec![]);
    reload_when_done(action, "/parametres/moi?enregistre=1");
    let zone = (String::new(), w.settings_common_zone(&common_zone));
    let zones = std::iter::once(zone).chain(zones.into_iter().map(|zone| (zone.clone(), zone))).collect();
    view! {
        <ErrorSummary problems labels=label/>
        <Trouble error=action.trouble()/>
        <SendForm to=action>
            <input type="hidden" name="version" value=profile.version/>
            <Field name="name" label=w.access_your_name() value=profile.name.clone() autocomplete="name" required=true problems/>
            <RadioGroup name="language" label=w.nav_language() options=languages() value=profile.language.clone() problems/>
            <RadioGroup name="theme" label=w.nav_theme() options=themes() value=profile.theme.clone() problems/>
            <Select name="time_zone" label=w.settings_time_zone() options=zones value=profile.time_zone.clone() problems/>
            <TextArea name="signature" label=w.settings_signature() hint=w.settings_signature_hint() value=profile.signature.clone() rows=4 problems/>
            <div class="buttons"><Submit label=w.act_save() busy=action.busy()/></div>
        </SendForm>
    }
    .into_any()
}

/// A language is named in itself.
pub(in crate::settings) fn languages() -> Vec<(String, String)> {
    let name = |lang| match lang {
        Lang::Fr => "Français",
        Lang::En => "English",
    };
    Lang::ALL.into_iter().map(|lang| (lang.code().to_owned(), name(lang).to_owned())).collect()
}

fn themes() -> Vec<(String, String)> {
    let w = words();
    let name = |theme: Theme| match theme {
        Theme::System => w.nav_theme_system(),
        Theme::Light => w.nav_theme_light(),
        Theme::Dark => w.nav_theme_dark(),
    };
    Theme::ALL.iter().map(|theme| (theme.code().to_owned(), name(*theme).to_owned())).collect()
}

fn label(field: &str) -> &'static str {
    let w = words();
    match field {
        "name" => w.access_your_name(),
        "language" => w.nav_language(),
        "theme" => w.nav_theme(),
        "time_zone" => w.settings_time_zone(),
        "signature" => w.settings_signature(),
        _ => "",
    }
}
