//! `/documents/{id}/modifier`: correcting what a document says. Its client and its PDF stay: another PDF is another document.

use super::{
    ChangeDocument,
    api::{CHANGE, Changed},
    day_words,
    find::Change,
    form::{currency, label, people, places},
    list_path, named,
};
use crate::{
    clients::{ConflictNote, Fields, differences},
    error::AppError,
    receives::kind_name,
    typed,
    ui::{Banner, ErrorSummary, Field, Head, Icon, Problems, Select, Symbol, Trouble, choices},
    wire::came_back,
    words::{Words, words},
};
use leptos::{prelude::*, server_fn::ServerFn};
use model::{DocumentDraft, DocumentKind};

pub(super) fn page(form: Change) -> AnyView {
    let w = words();
    let id = form.document.id;
    let kept = typed::take::<Changed>(CHANGE).filter(|typed| typed.draft.0 == id);
    let problems = kept.as_ref().map(|typed| typed.problems.clone()).unwrap_or_default();
    let stored = DocumentDraft::of(&form.document);
    let conflict = kept.as_ref().filter(|typed| typed.conflict);
    let conflict = conflict.map(|typed| differences(said(w, &form, &stored), &said(w, &form, &typed.draft.1)));
    // What is said at a field or above it is not said twice.
    let error = came_back(ChangeDocument::PATH);
    let error = error.filter(|error| problems.is_empty() && *error != AppError::Conflict);
    let draft = kept.map_or(stored, |typed| typed.draft.1);
    let (client, client_label) = form.document.client.clone();
    let here = format!("/documents/{id}");
    let crumbs = vec![
        (w.clients_title().to_owned(), "/clients".to_owned()),
        (client_label.clone(), list_path(client)),
        (named(w, &form.document), here.clone()),
    ];
    let sent = (form.seen > 0).then(|| {
        view! { <Banner tone="info"><Icon symbol=Symbol::Warn/><span>{w.documents_change_sent()}</span></Banner> }
    });
    let fields = fields(w, &form, draft, Signal::stored(problems.clone()));
    view! {
        <Head title=w.documents_change().to_owned() section=client_label crumbs/>
        <div class="stack">
            <ErrorSummary problems=Signal::stored(problems) labels=label/>
            <Trouble error=Signal::stored(error)/>
            <ConflictNote theirs=Signal::stored(conflict) labels=label/>
            {sent}
            <form class="form" method="post" action=ChangeDocument::PATH>
                <input type="hidden" name="id" value=id.to_string()/>
                <input type="hidden" name="version" value=form.document.version/>
                {fields}
                <div class="sticky-acts">
                    <button type="submit" class="btn primary">{w.act_save()}</button>
                    <a class="btn" href=here>{w.act_cancel()}</a>
                </div>
            </form>
        </div>
    }
    .into_any()
}

fn fields(w: Words, form: &Change, draft: DocumentDraft, problems: Problems) -> AnyView {
    let kinds: Vec<DocumentKind> = DocumentKind::ALL.into_iter().filter(|kind| fits(form, *kind)).collect();
    let kinds = choices(&kinds, DocumentKind::code, |kind| kind_name(w, kind));
    view! {
        <Select name="draft[kind]" label=w.documents_kind() options=kinds value=draft.kind required=true problems/>
        <Field name="draft[number]" label=w.documents_number() value=draft.number required=true problems autocomplete="off"/>
        <Field name="draft[day]" label=w.documents_day() value=draft.day kind="date" required=true short=true problems/>
        <Field name="draft[amount]" label=w.documents_amount() hint=w.documents_amount_hint() value=draft.amount inputmode="decimal" short=true problems autocomplete="off"/>
        <Field name="draft[currency]" label=w.documents_currency() value=currency(draft.currency) short=true problems autocomplete="off"/>
        {(!form.report).then(|| places(w, &form.sites, draft.site, problems))}
        {(!form.report).then(|| people(w, &form.people, draft.contact, problems))}
    }
    .into_any()
}

/// Only an order may be without a PDF (P30), and a report of an intervention stays one.
fn fits(form: &Change, kind: DocumentKind) -> bool {
    match kind {
        DocumentKind::InterventionReport if form.report => true,
        _ if form.report => false,
        kind => form.document.file.is_some() || kind == DocumentKind::Order,
    }
}

/// Each field in words, for who is told what somebody else saved.
fn said(w: Words, form: &Change, draft: &DocumentDraft) -> Fields {
    let kind = DocumentKind::from_code(&draft.kind).map(|kind| kind_name(w, kind).to_owned()).unwrap_or_default();
    let day = draft.day.parse().map(|day| day_words(w, day)).unwrap_or_else(|_| draft.day.clone());
    let site = form.sites.iter().find(|site| site.id.to_string() == draft.site).map(|site| site.label.clone());
    let person = form.people.iter().find(|person| person.contact.id.to_string() == draft.contact);
    vec![
        ("kind", kind),
        ("number", draft.number.trim().to_owned()),
        ("day", day),
        ("amount", draft.amount.trim().to_owned()),
        ("currency", currency(draft.currency.trim().to_uppercase())),
        ("site", site.unwrap_or_default()),
        ("contact", person.map(|person| person.contact.name()).unwrap_or_default()),
    ]
}
