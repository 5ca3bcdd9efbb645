//! One document: what it says, its PDF, and who receives it with why (P31).

use super::{RemoveDocument, amount_text, day, find::One, list::state, list_path, named, trouble};
use crate::{
    receives::{kind_name, slot_name, why, why_not},
    ui::{Banner, Empty, Head, Icon, Symbol, Tag, When, file_size},
    words::{Words, words},
};
use leptos::{prelude::*, server_fn::ServerFn};
use model::{
    ClientId, Document, EmailAddress,
    resolver::{ClientSide, Line, Reason, Resolution, Verdict, Who},
};

pub(super) fn page(one: One) -> AnyView {
    let w = words();
    let One { document, side, answer, added } = one;
    let (client, label) = document.client.clone();
    let crumbs = vec![(w.clients_title().to_owned(), "/clients".to_owned()), (label.clone(), list_path(client))];
    let name = named(w, &document);
    let saved = added.then(|| {
        let text = w.documents_saved(&name);
        view! { <div role="status"><Banner tone="info"><span>{text}</span></Banner></div> }
    });
    let (state, acts) = (state(w, &document), acts(w, &document, &name));
    view! {
        <Head title=name section=label crumbs>{state}{acts}</Head>
        <div class="stack">
            {saved}
            {trouble()}
            {facts(w, &document)}
            {recipients(w, &side, &answer, client)}
            {others(w, &side, &answer)}
        </div>
    }
    .into_any()
}

fn acts(w: Words, document: &Document, name: &str) -> AnyView {
    let id = document.id;
    let open = document.file.as_ref().map(|(file, _)| {
        view! { <a class="btn" href=format!("/documents/{id}/pdf")><Icon symbol=Symbol::Clip/>{w.documents_open_file(file)}</a> }
    });
    view! {
        <div class="acts">
            {open}
            <form method="post" action=RemoveDocument::PATH class="inline">
                <input type="hidden" name="id" value=id.to_string()/>
                <button type="submit" class="btn" aria-label=w.documents_remove_of(name)>{w.act_delete()}</button>
            </form>
        </div>
    }
    .into_any()
}

fn facts(w: Words, document: &Document) -> AnyView {
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

/// Each address once, with the contact's name and every reason (P24b).
fn recipients(w: Words, side: &ClientSide, answer: &Resolution, client: ClientId) -> AnyView {
    let found = answer.recipients();
    let body = if found.is_empty() {
        let grid = format!("/clients/{client}/qui-recoit-quoi");
        view! { <Empty text=w.documents_recipients_none()><a class="btn" href=grid>{w.clients_who_receives()}</a></Empty> }
            .into_any()
    } else {
        let rows = found.into_iter().map(|one| {
            let name = match &one.contact {
                Some((_, name)) => name.clone(),
                None => answer
                    .lines
                    .iter()
                    .find(|line| is_slot(line, &one.address))
                    .map(|line| called(w, side, line))
                    .unwrap_or_default(),
            };
            let reasons: Vec<String> = one.reasons.iter().map(|reason: &Reason| why(w, *reason)).collect();
            view! {
                <li><div class="grow"><p><b>{name}</b>" "<span class="meta">{one.address.as_str().to_owned()}</span></p>
                    <p class="meta">{reasons.join(" · ")}</p></div></li>
            }
        });
        view! { <ul class="rows">{rows.collect_view()}</ul> }.into_any()
    };
    view! { <section class="block"><h2>{w.documents_recipients()}</h2>{body}</section> }.into_any()
}

fn is_slot(line: &Line, address: &EmailAddress) -> bool {
    let own = line.address.as_ref().is_some_and(|own| own.as_str().eq_ignore_ascii_case(address.as_str()));
    own && matches!(line.verdict, Verdict::In(_)) && !matches!(line.who, Who::Person(_))
}

fn called(w: Words, side: &ClientSide, line: &Line) -> String {
    match line.who {
        Who::Site(id) => {
            let site = side.sites.iter().find(|site| site.id == id);
            slot_name(w, line.who, site.map(|site| site.label.as_str()).unwrap_or_default())
        }
        Who::Person(_) if line.name.is_empty() => w.contacts_gone().to_owned(),
        who => slot_name(w, who, &line.name),
    }
}

/// Folded away: everybody else, favourites first, each with why not.
fn others(w: Words, side: &ClientSide, answer: &Resolution) -> AnyView {
    let rows = answer.lines.iter().filter_map(|line| match line.verdict {
        Verdict::Out(reason) => Some((line, reason)),
        Verdict::In(_) => None,
    });
    let rows = rows.map(|(line, reason)| {
        let star = line.favourite.then(|| view! { " "<Tag text=w.contacts_starred()/> });
        view! {
            <li><div class="grow"><p>{called(w, side, line)}{star}</p><p class="meta">{why_not(w, reason)}</p></div></li>
        }
    });
    let rows = rows.collect::<Vec<_>>();
    if rows.is_empty() {
        return ().into_any();
    }
    view! { <details class="fold"><summary>{w.documents_others()}</summary><ul class="rows">{rows}</ul></details> }
        .into_any()
}
