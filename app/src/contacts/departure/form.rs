//! The form of a departure: what ends, where the contact goes, who takes over.

use super::{
    api::{FORM, LeaveClient},
    load::{Form, Found},
    missing, refused,
};
use crate::{
    contacts::person_name,
    facts::use_facts,
    typed,
    ui::{
        Checkbox, ErrorSummary, Field, Head, Problems, SearchBox, Sheet, day_text, dotted, is_hidden, notification_name,
    },
    wire::came_back,
    words::words,
};
use leptos::{prelude::*, server_fn::ServerFn};
use model::{AffiliatedContact, AffiliationId, DepartureDraft, Missed, NotificationType};

/// As it was typed when it was refused, or with what is likely.
pub(super) fn page(form: Form) -> AnyView {
    provide_context(Sheet("contact"));
    let w = words();
    let typed = typed::take::<(AffiliationId, DepartureDraft)>(FORM).filter(|typed| typed.draft.0 == form.left.id);
    let problems = typed.as_ref().map(|typed| typed.problems.clone()).unwrap_or_default();
    // What is said at a field is not said twice.
    let error = came_back(LeaveClient::PATH).filter(|_| problems.is_empty());
    let draft = typed.map_or_else(|| likely(&form), |typed| typed.draft.1);
    let (name, client) = (person_name(w, &form.contact), form.left.client_label.clone());
    let back = format!("/clients/{}/contacts", form.left.client_id);
    let crumbs = vec![(w.clients_title().to_owned(), "/clients".to_owned()), (client.clone(), back.clone())];
    let problems = Signal::stored(problems);
    view! {
        <Head title=w.departure_title(&name) crumbs><p class="lead">{w.departure_lead(&name, &client)}</p></Head>
        <div class="stack">
            <ErrorSummary problems labels=label/>
            {refused(error)}
            {ends(&form)}
            {search(&form)}
            <form class="form" method="post" action=LeaveClient::PATH>
                <input type="hidden" name="affiliation" value=form.left.id.to_string()/>
                <input type="hidden" name="version" value=form.left.version/>
                {joins(&form, &draft, problems)}
                {successors(&form, &draft)}
                <div class="sticky-acts">
                    <button type="submit" class="btn primary">{w.departure_save()}</button>
                    <a class="btn" href=back>{w.act_cancel()}</a>
                </div>
            </form>
        </div>
    }
    .into_any()
}

/// A client that alone was found is the one that was meant; a favourite stays one; who takes over gets a function where it has
/// none.
fn likely(form: &Form) -> DepartureDraft {
    let client = match form.found.as_slice() {
        [only] if only.may && !only.there => only.client.id.to_string(),
        _ => String::new(),
    };
    let starred = form.left.starred_at.is_some();
    DepartureDraft { client, starred, takes_function: true, ..DepartureDraft::default() }
}

fn label(field: &str) -> &'static str {
    let w = words();
    match field {
        "client" => w.departure_next(),
        "function" => w.departure_function_there(),
        _ => w.departure_successor(),
    }
}

/// What the contact did and received at the client.
fn ends(form: &Form) -> AnyView {
    let w = words();
    let left = &form.left;
    let fact =
        |label: &'static str, text: String| (!text.is_empty()).then(|| view! { <dt>{label}</dt><dd>{text}</dd> });
    let site = left.site.as_ref().map(|(_, label)| label.clone()).unwrap_or_default();
    let starred = left.starred_at.map(|_| w.departure_yes().to_owned()).unwrap_or_default();
    let since = w.contacts_since_day(&day_text(w, use_facts().zone.local(left.since)));
    view! {
        <section class="block">
            <h2>{w.departure_ends()}</h2>
            <dl class="facts">
                <dt>{w.departure_client()}</dt>
                <dd>{dotted([left.client_label.as_str(), &since])}</dd>
                {fact(w.field_function(), left.function.clone())}
                {fact(w.field_site(), site)}
                <dt>{w.field_notification_type()}</dt>
                <dd>{notification_name(w, left.notification_type)}</dd>
                {fact(w.contacts_starred(), starred)}
            </dl>
            <p class="hint">{w.departure_ends_hint()}</p>
            {form.contact.inactive_at.map(|_| view! { <p class="hint">{w.contacts_inactive_note()}</p> })}
        </section>
    }
    .into_any()
}

/// A form of its own: it asks for this page again.
fn search(form: &Form) -> AnyView {
    let w = words();
    let here = format!("/contacts/{}/depart", form.contact.id);
    let client = form.left.client_id.to_string();
    let note = match (form.search.trim(), form.found.is_empty()) {
        ("", _) => None,
        (text, true) => Some(w.departure_found_none(text)),
        _ => form.more.then(|| w.departure_found_more().to_owned()),
    };
    view! {
        <section class="block">
            <h2>{w.departure_joins()}</h2>
            <p class="hint">{w.departure_joins_hint()}</p>
            <search>
                <form method="get" action=here class="filters">
                    <input type="hidden" name="client" value=client/>
                    <SearchBox label=w.departure_search() hint=w.departure_search_hint() value=form.search.clone()/>
                    <button type="submit" class="btn">{w.act_search()}</button>
                </form>
            </search>
            {note.map(|note| view! { <p role="status">{note}</p> })}
        </section>
    }
    .into_any()
}

/// The clients that were found, and what the contact is at the one that is chosen.
fn joins(form: &Form, draft: &DepartureDraft, problems: Problems) -> AnyView {
    let w = words();
    if form.found.is_empty() {
        return ().into_any();
    }
    let nowhere =
        radio("client", 0, "", w.departure_nowhere().to_owned(), String::new(), draft.client.is_empty(), false);
    let found = form.found.iter().enumerate().map(|(at, found)| {
        let Found { client, may, there } = found;
        let why = match (*may, *there) {
            (false, _) => w.departure_kind_without(),
            (true, true) => w.departure_already(),
            (true, false) => "",
        };
        let id = client.id.to_string();
        let sub = dotted([client.reference.as_str(), &client.town, why]);
        radio("client", at + 1, &id, client.label.clone(), sub, draft.client == id, !why.is_empty())
    });
    view! {
        <fieldset class="part">
            <legend><h2>{w.departure_next()}</h2></legend>
            <div>{nowhere}{found.collect_view()}</div>
            <Field name="draft[function]" label=w.departure_function_there() value=draft.function.clone() problems autocomplete="off"/>
            <Checkbox name="draft[starred]" label=w.departure_starred_there() hint=w.contacts_starred_hint() checked=draft.starred/>
            <p class="hint">{w.departure_silent_there()}</p>
        </fieldset>
    }
    .into_any()
}

fn successors(form: &Form, draft: &DepartureDraft) -> AnyView {
    let w = words();
    let left = &form.left;
    let without = missing(w, &form.host, form.missed)
        .into_iter()
        .map(|text| view! { <p>{w.departure_without()}" "{text}</p> })
        .collect_view();
    let without = (form.missed != Missed::default()).then(|| view! { <div class="note warn">{without}</div> });
    if form.others.is_empty() {
        let new = format!("/contacts/nouveau?client={}", left.client_id);
        return view! {
            <fieldset class="part">
                <legend><h2>{w.departure_successor()}</h2></legend>
                {without}
                <p>{w.departure_alone()}</p>
                <div class="buttons"><a class="btn" href=new>{w.contacts_new()}</a></div>
            </fieldset>
        }
        .into_any();
    }
    let takes = match (left.notification_type, left.starred_at) {
        (NotificationType::None, None) => w.departure_takes_nothing().to_owned(),
        (NotificationType::None, Some(_)) => w.departure_takes_star().to_owned(),
        (kind, None) => w.departure_takes(notification_name(w, kind)),
        (kind, Some(_)) => [&w.departure_takes(notification_name(w, kind)), " ", w.departure_takes_star()].concat(),
    };
    let nobody =
        radio("successor", 0, "", w.departure_nobody().to_owned(), String::new(), draft.successor.is_empty(), false);
    let others =
        form.others.iter().enumerate().map(|(at, other)| successor(at + 1, other, left.notification_type, draft));
    let function = (!left.function.is_empty() && !is_hidden("contact.function")).then(|| {
        let label = w.departure_takes_function(&left.function);
        view! { <Checkbox name="draft[takes_function]" label checked=draft.takes_function/> }
    });
    view! {
        <fieldset class="part">
            <legend><h2>{w.departure_successor()}</h2></legend>
            {without}
            <p class="hint">{takes}</p>
            <div>{nobody}{others.collect_view()}</div>
            {function}
        </fieldset>
    }
    .into_any()
}

/// Somebody without an e-mail can take over only what is not written to (P08).
fn successor(at: usize, other: &AffiliatedContact, receives: NotificationType, draft: &DepartureDraft) -> AnyView {
    let w = words();
    let AffiliatedContact { contact, affiliation } = other;
    let cannot = contact.email.is_none() && receives != NotificationType::None;
    let site = affiliation.site.as_ref().map(|(_, label)| w.contacts_site_of(label)).unwrap_or_default();
    let why = if cannot { w.departure_without_email() } else { "" };
    let kind = notification_name(w, affiliation.notification_type);
    let sub = dotted([affiliation.function.as_str(), &site, kind, why]);
    let id = contact.id.to_string();
    radio("successor", at, &id, person_name(w, contact), sub, draft.successor == id, cannot)
}

/// The summary of errors links to `f-{field}`: the first choice.
fn radio(
    field: &'static str,
    at: usize,
    value: &str,
    label: String,
    sub: String,
    checked: bool,
    disabled: bool,
) -> AnyView {
    let id = if at == 0 { format!("f-{field}") } else { format!("f-{field}-{at}") };
    let sub = (!sub.is_empty()).then(|| view! { <span class="sub">{sub}</span> });
    view! {
        <div class="choice">
            <input type="radio" id=id.clone() name=format!("draft[{field}]") value=value.to_owned() checked=checked disabled=disabled/>
            <label for=id>{label}{sub}</label>
        </div>
    }
    .into_any()
}
