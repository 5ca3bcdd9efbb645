//! The form of an intervention, which is its card too: when, what about, where, with whom.

use super::{
    PATH,
    api::{FORM, Kept, RemoveIntervention, SaveIntervention},
    contacts::{contacts, left_behind},
    reports::reports,
    state_name,
    stored::theirs,
};
use crate::{
    clients::ConflictNote,
    error::AppError,
    facts::{now, use_facts},
    typed,
    ui::{
        Banner, Crumb, ErrorSummary, Field, Head, Icon, Problems, Select, Sheet, Symbol, TextArea, Trouble, choices,
        day_text, is_hidden,
    },
    wire::came_back,
    words::{Words, words},
};
use leptos::{prelude::*, server_fn::ServerFn};
use model::{
    AffiliatedContact, Client, DisplayOption, Document, Hides, Intervention, InterventionDraft, InterventionState,
    Local, Site,
};

/// What the page shows.
#[derive(Clone)]
pub struct Form {
    /// None for a new one.
    pub(super) stored: Option<Intervention>,
    pub(super) client: Client,
    pub(super) sites: Vec<Site>,
    /// Without what is hidden of them (P10).
    pub(super) people: Vec<AffiliatedContact>,
    pub(super) hidden: Vec<DisplayOption>,
    /// Of one that exists.
    pub(super) reports: Vec<Document>,
    /// Just now.
    pub(super) saved: bool,
    /// From among the removed ones, just now.
    pub(super) restored: bool,
}

/// As it was typed when it was refused, as it is stored, or with what is likely.
pub(super) fn page(form: Form) -> AnyView {
    provide_context(Sheet("intervention"));
    let w = words();
    let id = form.stored.as_ref().map(|stored| stored.id);
    let kept = typed::take::<Kept>(FORM)
        .filter(|typed| typed.draft.0 == id && typed.draft.1.client == form.client.id.to_string());
    let problems = kept.as_ref().map(|typed| typed.problems.clone()).unwrap_or_default();
    let conflict = kept.as_ref().filter(|typed| typed.conflict).zip(form.stored.as_ref());
    let conflict = conflict.map(|(typed, stored)| theirs(&form, stored, &typed.draft.1));
    // What is said at a field or above it is not said twice.
    let trouble = came_back(SaveIntervention::PATH).or_else(|| came_back(RemoveIntervention::PATH));
    let trouble = trouble.filter(|error| problems.is_empty() && *error != AppError::Conflict);
    let (draft, note) = match kept {
        Some(typed) => (typed.draft.1, None),
        None => begun(&form),
    };
    let inactive = form.client.inactive_at.map(|_| view! { <p class="note warn">{w.clients_inactive_note()}</p> });
    view! {
        {head(w, &form)}
        <div class="stack">
            {done(w, &form)}
            <ErrorSummary problems=Signal::stored(problems.clone()) labels=label/>
            <Trouble error=Signal::stored(trouble)/>
            <ConflictNote theirs=Signal::stored(conflict) labels=label/>
            {inactive}
            {note}
            <form class="form" method="post" action=SaveIntervention::PATH>
                {form.stored.as_ref().map(|stored| view! {
                    <input type="hidden" name="id" value=stored.id.to_string()/>
                    <input type="hidden" name="version" value=stored.version/>
                })}
                <input type="hidden" name="draft[client]" value=form.client.id.to_string()/>
                {client(w, &form)}
                {fields(w, &form, &draft, Signal::stored(problems.clone()))}
                {contacts(w, &form, &draft, &problems)}
                <TextArea name="draft[notes]" label=w.interventions_notes() value=draft.notes.clone() problems=Signal::stored(problems)/>
                <div class="sticky-acts">
                    <button type="submit" class="btn primary">{w.act_save()}</button>
                    <a class="btn" href=PATH rel="external">{w.act_cancel()}</a>
                </div>
            </form>
            {reports(w, &form)}
        </div>
    }
    .into_any()
}

/// The form before anything is typed; with what has to be chosen anew at another client.
fn begun(form: &Form) -> (InterventionDraft, Option<AnyView>) {
    let zone = use_facts().zone;
    let Some(stored) = &form.stored else {
        // Tomorrow, at the beginning of a day's work.
        let at = Local { hour: 9, minute: 0, ..zone.local(now().plus_seconds(86_400)) }.written();
        let state = InterventionState::Planned.code().to_owned();
        return (InterventionDraft { at, state, ..InterventionDraft::default() }, None);
    };
    let mut draft = InterventionDraft::of(stored, &zone);
    draft.hide(&form.hidden);
    let note = left_behind(form, &mut draft);
    (draft, note)
}

fn label(field: &str) -> &'static str {
    let w = words();
    match field {
        "client" => w.interventions_client(),
        "at" => w.interventions_at(),
        "subject" => w.interventions_subject(),
        "state" => w.interventions_state(),
        "site" => w.field_site(),
        "contact" => w.interventions_contact(),
        _ => w.interventions_notes(),
    }
}

fn head(w: Words, form: &Form) -> AnyView {
    let crumbs: Vec<Crumb> = vec![(w.interventions_title().to_owned(), PATH.to_owned())];
    let Some(stored) = &form.stored else {
        return view! { <Head title=w.interventions_new().to_owned() section=form.client.label.clone() crumbs/> }
            .into_any();
    };
    let noted = day_text(w, use_facts().zone.local(stored.created.0));
    let noted = match &stored.created.1 {
        Some(name) => w.interventions_noted_by(&noted, name),
        None => w.interventions_noted(&noted),
    };
    let id = stored.id.to_string();
    view! {
        <Head title=stored.subject.clone() section=form.client.label.clone() crumbs>
            <div class="acts">
                <form method="post" action=RemoveIntervention::PATH>
                    <input type="hidden" name="id" value=id/>
                    <button type="submit" class="btn"><Icon symbol=Symbol::Trash/>{w.act_delete()}</button>
                </form>
            </div>
            <p class="lead">{noted}</p>
        </Head>
    }
    .into_any()
}

fn done(w: Words, form: &Form) -> AnyView {
    let text = match (form.saved, form.restored) {
        (true, _) => w.interventions_saved(),
        (false, true) => w.interventions_restored(),
        (false, false) => return ().into_any(),
    };
    view! { <div role="status"><Banner tone="info"><span>{text}</span></Banner></div> }.into_any()
}

/// Whose; the summary of errors links to it.
fn client(w: Words, form: &Form) -> AnyView {
    let change = form.stored.as_ref().map(|stored| {
        let href = format!("{PATH}/{}?changer=1", stored.id);
        view! { <a class="btn small" href=href rel="external">{w.interventions_change_client()}</a> }
    });
    let (href, label) = (format!("/clients/{}", form.client.id), form.client.label.clone());
    view! {
        <div class="line" id="f-client" tabindex="-1">
            <span>{w.interventions_client()}</span>
            <a class="rowlink" href=href rel="external">{label}</a>
            {change}
        </div>
    }
    .into_any()
}

fn fields(w: Words, form: &Form, draft: &InterventionDraft, problems: Problems) -> AnyView {
    let states = choices(InterventionState::ALL, InterventionState::code, |state| state_name(w, state));
    let zone = w.interventions_at_hint(&use_facts().zone.name);
    view! {
        <Field name="draft[subject]" label=w.interventions_subject() hint=w.interventions_subject_hint() value=draft.subject.clone() required=true problems autocomplete="off"/>
        <div class="row">
            <Field name="draft[at]" label=w.interventions_at() hint=zone value=draft.at.clone() kind="datetime-local" required=true problems/>
            <Select name="draft[state]" label=w.interventions_state() options=states value=draft.state.clone() problems/>
        </div>
        {site(w, form, draft, problems)}
    }
    .into_any()
}

/// The sites in use, and the one that is chosen.
fn site(w: Words, form: &Form, draft: &InterventionDraft, problems: Problems) -> AnyView {
    if is_hidden("module.sites") {
        return ().into_any();
    }
    let none = (String::new(), w.interventions_no_site().to_owned());
    let open = form.sites.iter().filter(|site| site.inactive_at.is_none() || site.id.to_string() == draft.site);
    let each = open.map(|site| (site.id.to_string(), site.label.clone()));
    let options: Vec<_> = std::iter::once(none).chain(each).collect();
    view! { <Select name="draft[site]" label=w.field_site() options value=draft.site.clone() problems/> }.into_any()
}
