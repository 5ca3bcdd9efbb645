//! E18: `/parametres/affichage`. What every contact must have (P01), what each sheet shows, which modules are on (P10). The
//! server alone makes this page: an administrator opens it once, and nothing in it has to be alive.

mod api;

pub use api::SaveDisplay;

use super::SavedNotice;
use crate::{
    document::alone,
    error::AppError,
    typed,
    ui::{ErrorSummary, Head, Trouble, TroublePage},
    wire::came_back,
    words::{Words, words},
};
use leptos::{prelude::*, server_fn::ServerFn};
use model::{DisplayDraft, DisplayOption, FieldProblem, Settings, draft::ContactField};

/// The whole document, for the settings and their version, or for why there are none.
pub fn document(found: Result<(Settings, i64), AppError>) -> impl IntoView {
    alone(move || match found {
        Ok((settings, version)) => page(&settings, version),
        Err(error) => view! { <TroublePage error/> }.into_any(),
    })
}

/// As it is saved, or as it was typed when it was refused.
fn page(settings: &Settings, version: i64) -> AnyView {
    let w = words();
    let typed = typed::take::<DisplayDraft>(api::FORM);
    let problems = typed.as_ref().map(|typed| typed.problems.clone()).unwrap_or_default();
    let draft = typed.map_or_else(|| DisplayDraft::of(settings), |typed| typed.draft);
    // What is said at a field is not said twice.
    let trouble = came_back(SaveDisplay::PATH).filter(|_| problems.is_empty());
    let crumbs = vec![(w.nav_company().to_owned(), "/parametres/societe".to_owned())];
    view! {
        <Head title=w.display_title().to_owned() crumbs><p class="lead">{w.display_lead()}</p></Head>
        <div class="stack">
            <SavedNotice/>
            <ErrorSummary problems=Signal::stored(problems.clone()) labels=label/>
            <Trouble error=Signal::stored(trouble)/>
            <form class="form" method="post" action=SaveDisplay::PATH>
                <input type="hidden" name="version" value=version/>
                {required(w, &draft, &problems)}
                {sheet(w.display_client(), "client", &draft)}
                {sheet(w.display_site(), "site", &draft)}
                {sheet(w.display_contact(), "contact", &draft)}
                {sheet(w.display_intervention(), "intervention", &draft)}
                {sheet(w.display_modules(), "module", &draft)}
                <div class="sticky-acts">
                    <button type="submit" class="btn primary">{w.act_save()}</button>
                    <a class="btn" href="/parametres/societe">{w.act_cancel()}</a>
                </div>
            </form>
        </div>
    }
    .into_any()
}

/// With the preset « Fiche complète », which saves at once like the button at the end.
fn required(w: Words, draft: &DisplayDraft, problems: &[FieldProblem]) -> AnyView {
    let boxes = ContactField::ALL.iter().enumerate().map(|(at, field)| {
        // The summary of errors links to `f-required`: the first box.
        let id = if at == 0 { "f-required".to_owned() } else { format!("f-required-{at}") };
        tick("required[]", id, field.code(), field_name(w, *field), &draft.required)
    });
    let error = problems.iter().find(|problem| problem.field == "required");
    let error = error.map(|problem| view! { <p class="error">{crate::ui::sentence(w, &problem.problem)}</p> });
    view! {
        <fieldset class="part">
            <legend><h2>{w.display_required()}</h2></legend>
            <p class="hint">{w.display_required_hint()}</p>
            <div class="choices">{boxes.collect_view()}</div>
            {error}
            <div class="buttons"><button type="submit" class="btn small" name="full" value="true">{w.display_full()}</button></div>
        </fieldset>
    }
    .into_any()
}

fn sheet(title: &'static str, sheet: &'static str, draft: &DisplayDraft) -> AnyView {
    let w = words();
    let boxes = DisplayOption::ALL.iter().filter(|option| option.sheet() == sheet).map(|option| {
        let code = option.code();
        tick("shown[]", format!("f-{code}"), code, name(w, *option), &draft.shown)
    });
    view! {
        <fieldset class="part">
            <legend><h2>{title}</h2></legend>
            <div class="choices">{boxes.collect_view()}</div>
        </fieldset>
    }
    .into_any()
}

fn tick(name: &'static str, id: String, code: &'static str, label: &'static str, ticked: &[String]) -> AnyView {
    let checked = ticked.iter().any(|ticked| ticked == code);
    view! {
        <div class="choice">
            <input type="checkbox" id=id.clone() name=name value=code checked=checked/>
            <label for=id>{label}</label>
        </div>
    }
    .into_any()
}

fn label(field: &str) -> &'static str {
    if field == "required" { words().display_required() } else { "" }
}

fn field_name(w: Words, field: ContactField) -> &'static str {
    match field {
        ContactField::LastName => w.field_last_name(),
        ContactField::FirstName => w.field_first_name(),
        ContactField::Email => w.field_email(),
        ContactField::Language => w.field_language(),
        ContactField::Civility => w.field_civility(),
        ContactField::Phone => w.field_phone(),
        ContactField::Function => w.field_function(),
    }
}

fn name(w: Words, option: DisplayOption) -> &'static str {
    match option {
        DisplayOption::ClientFamily => w.clients_family(),
        DisplayOption::ClientLanguage | DisplayOption::ContactLanguage => w.field_language(),
        DisplayOption::ClientCivility | DisplayOption::ContactCivility => w.field_civility(),
        DisplayOption::ClientPhones | DisplayOption::ContactPhones => w.field_phones(),
        DisplayOption::ClientBilling => w.clients_billing(),
        DisplayOption::ClientPlace | DisplayOption::SitePlace => w.clients_place(),
        DisplayOption::ClientNote | DisplayOption::ContactNote => w.field_note(),
        DisplayOption::SitePerson => w.sites_person(),
        DisplayOption::SitePhone => w.sites_phone(),
        DisplayOption::SiteEmail => w.sites_email(),
        DisplayOption::SiteExtra => w.sites_extra(),
        DisplayOption::ContactFunction => w.field_function(),
        DisplayOption::ContactSite => w.field_site(),
        DisplayOption::InterventionSite => w.field_site(),
        DisplayOption::InterventionContact => w.interventions_contact(),
        DisplayOption::InterventionNotes => w.interventions_notes(),
        DisplayOption::ModuleContacts => w.display_contacts(),
        DisplayOption::ModuleSites => w.display_sites(),
        DisplayOption::ModuleInterventions => w.display_interventions(),
    }
}
