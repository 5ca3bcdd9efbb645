//! Putting a document in: first its PDF, whose name says the number, then what it says. A form without a file is for orders (P30).

use super::{
    AddDocument,
    api::{FORM, Put},
    find::Form,
    list_path,
};
use crate::{
    clock,
    contacts::person_name,
    facts::use_facts,
    receives::kind_name,
    typed,
    ui::{ErrorSummary, Field, Head, Icon, Problems, Select, Symbol, Trouble, choices, day_text, dotted},
    wire::came_back,
    words::{Words, words},
};
use leptos::{prelude::*, server_fn::ServerFn};
use model::{AffiliatedContact, ClientId, DocumentDraft, DocumentKind, FieldProblem, Intervention, Site};

pub(super) fn page(form: Form) -> AnyView {
    let w = words();
    let id = form.client.id;
    let typed = typed::take::<Put>(FORM).filter(|typed| typed.draft.client == id.0);
    let problems = typed.as_ref().map(|typed| typed.problems.clone()).unwrap_or_default();
    // What is said at a field is not said twice.
    let error = came_back(AddDocument::PATH).filter(|_| problems.is_empty());
    let put = typed.map(|typed| typed.draft).filter(|put| !put.hash.is_empty() || !put.draft.kind.is_empty());
    let put = put.or_else(|| form.without_file.then(|| without_file(id)));
    let lead = if put.is_some() { w.documents_add_facts_lead() } else { w.documents_add_lead() };
    let crumbs =
        vec![(w.clients_title().to_owned(), "/clients".to_owned()), (form.client.label.clone(), list_path(id))];
    let body = match put {
        Some(put) => facts(w, &form, put, &problems),
        None => file(w, &form, &problems),
    };
    let about = form.intervention.as_ref().map(|visit| about(w, visit));
    let problems = Signal::stored(problems);
    let title = if form.intervention.is_some() { w.documents_add_report() } else { w.documents_add() }.to_owned();
    view! {
        <Head title=title section=form.client.label.clone() crumbs><p class="lead">{lead}</p></Head>
        <div class="stack">
            <ErrorSummary problems labels=label/>
            <Trouble error=Signal::stored(error)/>
            {about}
            {body}
        </div>
    }
    .into_any()
}

/// Whose report it is, and what comes from there.
fn about(w: Words, visit: &Intervention) -> AnyView {
    let site = visit.site.as_ref().map(|(_, label)| w.contacts_site_of(label)).unwrap_or_default();
    let contact = visit.contact.as_ref().map(|(_, name)| name.as_str()).unwrap_or_default();
    let day = day_text(w, use_facts().zone.local(visit.at));
    let text = dotted([visit.subject.as_str(), &day, &site, contact]);
    view! { <p class="note">{w.documents_report_of(&text)}</p> }.into_any()
}

fn without_file(client: ClientId) -> Put {
    let draft = DocumentDraft { kind: DocumentKind::Order.code().to_owned(), ..DocumentDraft::default() };
    Put { client: client.0, draft, ..Put::default() }
}

pub(super) fn label(field: &str) -> &'static str {
    let w = words();
    match field {
        "kind" => w.documents_kind(),
        "number" => w.documents_number(),
        "day" => w.documents_day(),
        "amount" => w.documents_amount(),
        "currency" => w.documents_currency(),
        "site" => w.documents_site(),
        "contact" => w.documents_contact(),
        _ => w.documents_file(),
    }
}

/// The first step: the file alone, so that its name is known when the rest is asked.
fn file(w: Words, form: &Form, problems: &[FieldProblem]) -> AnyView {
    let client = form.client.id;
    let back =
        form.intervention.as_ref().map_or_else(|| list_path(client), |visit| format!("/interventions/{}", visit.id));
    let action = format!("/clients/{client}/documents/fichier{}", asked(form));
    let without = form.intervention.is_none().then(|| {
        let href = format!("/clients/{client}/documents/nouveau?sans-pdf=1");
        view! { <a class="btn" href=href>{w.documents_without_file()}</a> }
    });
    let wrong = problems.iter().find(|problem| problem.field == "file");
    let wrong = wrong.map(|problem| crate::ui::sentence(w, &problem.problem));
    let described = if wrong.is_some() { "f-file-hint f-file-error" } else { "f-file-hint" };
    let invalid = wrong.is_some().then_some("true");
    let error = wrong.map(|text| view! { <p class="error" id="f-file-error"><Icon symbol=Symbol::Error/>{text}</p> });
    view! {
        <form class="form" method="post" enctype="multipart/form-data" action=action>
            <div class="field">
                <label for="f-file">{w.documents_file()}</label>
                <p class="hint" id="f-file-hint">{w.documents_file_hint()}</p>
                <input class="input" type="file" id="f-file" name="file" accept="application/pdf,.pdf" aria-describedby=described aria-invalid=invalid/>
                {error}
            </div>
            <div class="sticky-acts">
                <button type="submit" class="btn primary">{w.documents_continue()}</button>
                {without}
                <a class="btn" href=back>{w.act_cancel()}</a>
            </div>
        </form>
    }
    .into_any()
}

/// What the addresses of both steps carry along.
fn asked(form: &Form) -> String {
    form.intervention.as_ref().map(|visit| format!("?intervention={}", visit.id)).unwrap_or_default()
}

/// The second step: what the document says.
fn facts(w: Words, form: &Form, put: Put, problems: &[FieldProblem]) -> AnyView {
    let Put { hash, file_name, draft, .. } = put;
    let id = form.client.id;
    let with_file = !hash.is_empty();
    let report = form.intervention.is_some();
    let fits = |kind: &DocumentKind| match report {
        true => *kind == DocumentKind::InterventionReport,
        false => with_file || *kind == DocumentKind::Order,
    };
    let kinds: Vec<DocumentKind> = DocumentKind::ALL.into_iter().filter(fits).collect();
    let kinds = choices(&kinds, DocumentKind::code, |kind| kind_name(w, kind));
    let day = if draft.day.is_empty() { today() } else { draft.day };
    let shown = if with_file { file_name.clone() } else { w.documents_no_file().to_owned() };
    let other = if with_file { w.documents_other_file() } else { w.documents_attach() };
    let wrong = problems.iter().find(|problem| problem.field == "file");
    let wrong = wrong.map(|problem| crate::ui::sentence(w, &problem.problem));
    let wrong = wrong.map(|text| view! { <p class="error"><Icon symbol=Symbol::Error/>{text}</p> });
    let problems: Problems = Signal::stored(problems.to_vec());
    view! {
        <form class="form" method="post" action=AddDocument::PATH>
            <input type="hidden" name="client" value=id.to_string()/>
            {form.intervention.as_ref().map(|visit| view! { <input type="hidden" name="intervention" value=visit.id.to_string()/> })}
            <input type="hidden" name="hash" value=hash/>
            <input type="hidden" name="file_name" value=file_name/>
            <div class="field" id="f-file">
                <p class="line"><Icon symbol=Symbol::Clip/><span>{shown}</span>
                    <a class="btn small" href=format!("/clients/{id}/documents/nouveau{}", asked(form))>{other}</a></p>
                {wrong}
            </div>
            <Select name="draft[kind]" label=w.documents_kind() options=kinds value=draft.kind required=true problems/>
            <Field name="draft[number]" label=w.documents_number() value=draft.number required=true problems autocomplete="off"/>
            <Field name="draft[day]" label=w.documents_day() value=day kind="date" required=true short=true problems/>
            <Field name="draft[amount]" label=w.documents_amount() hint=w.documents_amount_hint() value=draft.amount inputmode="decimal" short=true problems autocomplete="off"/>
            <Field name="draft[currency]" label=w.documents_currency() value=currency(draft.currency) short=true problems autocomplete="off"/>
            {(!report).then(|| places(w, &form.sites, draft.site, problems))}
            {(!report).then(|| people(w, &form.people, draft.contact, problems))}
            <div class="sticky-acts">
                <button type="submit" class="btn primary">{w.act_save()}</button>
                <a class="btn" href=list_path(id)>{w.act_cancel()}</a>
            </div>
        </form>
    }
    .into_any()
}

pub(super) fn currency(typed: String) -> String {
    if typed.is_empty() { "EUR".to_owned() } else { typed }
}

/// As a date field wants it.
fn today() -> String {
    let local = use_facts().zone.local(clock::now());
    format!("{:04}-{:02}-{:02}", local.year, local.month, local.day)
}

pub(super) fn places(w: Words, sites: &[Site], value: String, problems: Problems) -> AnyView {
    if sites.is_empty() {
        return ().into_any();
    }
    let mut options = vec![(String::new(), w.documents_site_none().to_owned())];
    options.extend(sites.iter().map(|site| (site.id.to_string(), site.label.clone())));
    view! { <Select name="draft[site]" label=w.documents_site() options value problems/> }.into_any()
}

pub(super) fn people(w: Words, people: &[AffiliatedContact], value: String, problems: Problems) -> AnyView {
    if people.is_empty() {
        return ().into_any();
    }
    let mut options = vec![(String::new(), w.documents_contact_none().to_owned())];
    options.extend(people.iter().map(|person| (person.contact.id.to_string(), person_name(w, &person.contact))));
    let hint = w.documents_contact_hint();
    view! { <Select name="draft[contact]" label=w.documents_contact() hint options value problems/> }.into_any()
}
