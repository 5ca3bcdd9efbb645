//! E18: `/parametres/societe`. What the organisation chose for everybody, and the account that its mails leave by.

pub mod api;

use self::api::{Company, SaveCompany, SeeCompany};
use super::{SavedNotice, account::AccountForm, me::languages, reload_when_done};
use crate::{
    ui::{
        Checkbox, ErrorSummary, Field, Head, RadioGroup, Select, SendForm, Submit, TextArea, Trouble, kind_name, loaded,
    },
    wire::{Sending, ask},
    words::{Words, words},
};
use leptos::prelude::*;
use model::{ClientKind, SettingsDraft};

/// `/parametres/societe`
#[component]
pub fn CompanyPage() -> AnyView {
    let settings = ask(|| Ok(SeeCompany {}));
    loaded(settings, |company| view! { <CompanyView company/> }.into_any())
}

#[component]
fn CompanyView(company: Company) -> AnyView {
    let w = words();
    let Company { draft, version, zones, account, standing } = company;
    view! {
        <Head title=w.nav_company()/>
        <div class="stack">
            <SavedNotice/>
            <section class="block"><CompanyForm draft version zones/></section>
            <p class="line">
                <a class="btn" href="/parametres/affichage" rel="external">{w.settings_display()}</a>
                <a class="btn" href="/parametres/documents" rel="external">{w.clients_tab_documents()}</a>
                <a class="btn" href="/parametres/phrases" rel="external">{w.settings_phrases()}</a>
                <a class="btn" href="/parametres/programmes" rel="external">{w.settings_programs()}</a>
                <a class="btn" href="/parametres/adresses-bloquees" rel="external">{w.settings_blocked()}</a>
            </p>
            <section class="block" id="compte-envoi">
                <h2>{w.account_company()}</h2>
                <p class="hint">{w.account_company_how()}</p>
                <AccountForm account organisation=true standing/>
                <p class="line"><a class="btn" href="/parametres/limites" rel="external">{w.settings_limits()}</a></p>
            </section>
        </div>
    }
    .into_any()
}

#[component]
fn CompanyForm(draft: SettingsDraft, version: i64, zones: Vec<String>) -> AnyView {
    let w = words();
    let action = Sending::<SaveCompany>::new();
    let problems = action.problems(vec![]);
    reload_when_done(action, "/parametres/societe?enregistre=1");
    let zones = zones.into_iter().map(|zone| (zone.clone(), zone)).collect();
    view! {
        <ErrorSummary problems labels=label/>
        <Trouble error=action.trouble()/>
        <SendForm to=action>
            <input type="hidden" name="version" value=version/>
            <Field name="organisation_name" label=w.access_organisation() value=draft.organisation_name.clone() autocomplete="organization" problems/>
            <Select name="time_zone" label=w.settings_time_zone() options=zones value=draft.time_zone.clone() problems/>
            <RadioGroup name="language" label=w.settings_language() options=languages() value=draft.language.clone() problems/>
            <Field name="undo_seconds" label=w.settings_undo() hint=w.settings_undo_hint() value=draft.undo_seconds.clone() inputmode="numeric" short=true problems/>
            {kinds(w, &draft)}
            <TextArea name="allowed_smtp_hosts" label=w.settings_hosts() hint=w.settings_hosts_hint() value=draft.allowed_smtp_hosts.clone() rows=3 problems/>
            <Checkbox name="test_mailbox" label=w.settings_mailbox() hint=w.settings_mailbox_hint() checked=draft.test_mailbox/>
            <div class="buttons"><Submit label=w.act_save() busy=action.busy()/></div>
        </SendForm>
    }
    .into_any()
}

/// Which kinds of client may have contacts (P07).
fn kinds(w: Words, draft: &SettingsDraft) -> AnyView {
    let choices = ClientKind::ALL.iter().map(|kind| {
        let id = format!("f-kind-{}", kind.code());
        let checked = draft.kinds_with_contacts.iter().any(|code| code == kind.code());
        view! {
            <div class="choice">
                <input type="checkbox" id=id.clone() name="kinds_with_contacts[]" value=kind.code() checked=checked/>
                <label for=id>{kind_name(w, *kind)}</label>
            </div>
        }
    });
    view! { <fieldset class="field"><legend>{w.settings_kinds()}</legend>{choices.collect_view()}</fieldset> }
        .into_any()
}

fn label(field: &str) -> &'static str {
    let w = words();
    match field {
        "organisation_name" => w.access_organisation(),
        "time_zone" => w.settings_time_zone(),
        "language" => w.settings_language(),
        "undo_seconds" => w.settings_undo(),
        "kinds_with_contacts" => w.settings_kinds(),
        "allowed_smtp_hosts" => w.settings_hosts(),
        _ => "",
    }
}
