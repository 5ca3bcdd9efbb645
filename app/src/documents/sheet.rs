//! One document: what it says, its PDF, the sending panel (P32), and what was sent of it.

use super::{RemoveDocument, amount_text, day, find::One, list::state, list_path, named, panel::panel, trouble};
use crate::{
    history::sends,
    receives::kind_name,
    ui::{Banner, Head, Icon, Symbol, When, file_size},
    words::{Words, words},
};
use leptos::{prelude::*, server_fn::ServerFn};
use model::Document;

pub(super) fn page(one: One) -> AnyView {
    let w = words();
    let document = &one.document;
    let (client, label) = document.client.clone();
    let crumbs = vec![(w.clients_title().to_owned(), "/clients".to_owned()), (label.clone(), list_path(client))];
    let name = named(w, document);
    let saved = one.added.then(|| {
        let text = w.documents_saved(&name);
        view! { <div role="status"><Banner tone="info"><span>{text}</span></Banner></div> }
    });
    let (state, acts) = (state(w, document), acts(w, document, &name));
    view! {
        <Head title=name section=label crumbs>{state}{acts}</Head>
        <div class="stack">
            {saved}
            {trouble()}
            {facts(w, &one)}
            {panel(&one)}
            {history(w, &one)}
        </div>
    }
    .into_any()
}

/// Beside the panel: when, by whom, to whom, what became of it (P50).
fn history(w: Words, one: &One) -> AnyView {
    let body = if one.sends.is_empty() {
        view! { <p class="none">{w.documents_history_none()}</p> }.into_any()
    } else {
        sends(one.sends.clone())
    };
    view! { <section class="block wide-sends"><h2>{w.documents_history()}</h2>{body}</section> }.into_any()
}

fn acts(w: Words, document: &Document, name: &str) -> AnyView {
    let id = document.id;
    let open = document.file.as_ref().map(|(file, _)| {
        view! { <a class="btn" href=format!("/documents/{id}/pdf")><Icon symbol=Symbol::Clip/>{w.documents_open_file(file)}</a> }
    });
    view! {
        <div class="acts">
            {open}
            <a class="btn" href=format!("/documents/{id}/modifier")>{w.act_edit()}</a>
            <form method="post" action=RemoveDocument::PATH class="inline">
                <input type="hidden" name="id" value=id.to_string()/>
                <button type="submit" class="btn" aria-label=w.documents_remove_of(name)>{w.act_delete()}</button>
            </form>
        </div>
    }
    .into_any()
}

fn facts(w: Words, one: &One) -> AnyView {
    let document = &one.document;
    let visit = one.intervention.as_ref().map(|(id, subject)| {
        let href = format!("/interventions/{id}");
        view! { <dt>{w.documents_intervention()}</dt><dd><a href=href>{subject.clone()}</a></dd> }
    });
    let fact = |label: &'static str, text: Option<String>| text.map(|text| view! { <dt>{label}</dt><dd>{text}</dd> });
    let file = document.file.as_ref().map(|(name, size)| format!("{name} ({})", file_size(w, *size)));
    let file = file.unwrap_or_else(|| w.documents_no_file().to_owned());
    let contact = document.contact.as_ref();
    let contact = contact.map(|(_, name)| if name.is_empty() { w.contacts_gone().to_owned() } else { name.clone() });
    let by = document.created_by.as_ref().map(|by| view! { " "{w.documents_put_in_by(by)} });
    view! {
        <section class="block">
            <h2>{w.documents_facts()}</h2>
            <dl class="facts">
                <dt>{w.documents_kind()}</dt>
                <dd>{kind_name(w, document.kind)}</dd>
                <dt>{w.documents_day()}</dt>
                <dd>{day(w, document.day)}</dd>
                {fact(w.documents_amount(), document.amount.as_ref().map(|amount| amount_text(w, amount)))}
                {visit}
                {fact(w.documents_site(), document.site.as_ref().map(|(_, label)| label.clone()))}
                {fact(w.documents_contact(), contact)}
                {fact(w.documents_file(), Some(file))}
                <dt>{w.documents_put_in()}</dt>
                <dd><When at=document.created_at/>{by}</dd>
            </dl>
        </section>
    }
    .into_any()
}
