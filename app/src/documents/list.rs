//! E8: the documents of a client, under the tabs of its card.

use super::{
    RestoreDocument, SendDocumentTo, amount_text, day,
    find::{AtOnce, List},
    list_path, named, trouble,
};
use crate::{
    clients::frame_alone,
    ui::{Empty, Icon, Pager, Symbol, Tag, Tone, dotted},
    words::{Words, words},
};
use leptos::{prelude::*, server_fn::ServerFn};
use model::document::DocumentState;
use model::{ClientId, Document, resolver::Addressed};

pub(super) fn page(list: List) -> AnyView {
    let w = words();
    let List { head, page, at_once, removed } = list;
    let id = head.client.id;
    let here = list_path(id);
    let previous = page.rows.first().filter(|_| page.earlier).map(|first| format!("{here}?avant={}", first.id));
    let next = page.rows.last().filter(|_| page.later).map(|last| format!("{here}?apres={}", last.id));
    let body = if page.rows.is_empty() {
        view! { <Empty text=w.documents_none()>{add(w, id)}</Empty> }.into_any()
    } else {
        let count = w.documents_count(page.total);
        view! { {table(w, page.rows, &at_once)}<p class="meta num">{count}</p> }.into_any()
    };
    view! {
        {frame_alone(&head)}
        <div class="stack">
            {trouble()}
            {removed.map(|document| undo(w, &document))}
            <section class="block">
                <div class="block-head">
                    <span class="acts">
                        <a class="btn" href=format!("/clients/{id}/qui-recoit-quoi")>{w.clients_who_receives()}</a>
                        {(page.total > 0).then(|| add(w, id))}
                    </span>
                </div>
                {body}
                <Pager previous next/>
            </section>
        </div>
    }
    .into_any()
}

fn add(w: Words, client: ClientId) -> AnyView {
    let href = format!("/clients/{client}/documents/nouveau");
    view! { <a class="btn primary" href=href><Icon symbol=Symbol::Plus/>{w.documents_add()}</a> }.into_any()
}

fn undo(w: Words, document: &Document) -> AnyView {
    view! {
        <div class="note" role="status">
            <form method="post" action=RestoreDocument::PATH class="line">
                <span>{w.documents_removed(&named(w, document))}</span>
                <input type="hidden" name="id" value=document.id.to_string()/>
                <button type="submit" class="btn small">{w.act_undo()}</button>
            </form>
        </div>
    }
    .into_any()
}

fn table(w: Words, rows: Vec<Document>, at_once: &[AtOnce]) -> AnyView {
    let one = |document: &Document| at_once.iter().find(|one| one.id == document.id);
    let rows = rows.into_iter().map(|document| row(w, &document, one(&document))).collect_view();
    view! {
        <div class="table">
            <table aria-label=w.clients_tab_documents()>
                <thead>
                    <tr>
                        <th scope="col">{w.documents_number()}</th>
                        <th scope="col">{w.documents_day()}</th>
                        <th scope="col">{w.documents_state()}</th>
                        <th scope="col" class="r">{w.documents_amount()}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn row(w: Words, document: &Document, at_once: Option<&AtOnce>) -> AnyView {
    let without = if document.file.is_none() { w.documents_no_file() } else { "" };
    let sub = dotted([about(w, document).as_str(), without]);
    let amount = document.amount.as_ref().map(|amount| amount_text(w, amount));
    view! {
        <tr>
            <th scope="row" class="name">
                <a class="rowlink" href=format!("/documents/{}", document.id)>{named(w, document)}</a>
                {(!sub.is_empty()).then(|| view! { <span class="sub">{sub}</span> })}
            </th>
            <td>{day(w, document.day)}</td>
            <td>{state(w, document)}" "{send(w, document, at_once)}</td>
            <td class="r num last">{amount}</td>
        </tr>
    }
    .into_any()
}

/// The site and the person that it is for: tells documents of a client apart.
pub(super) fn about(w: Words, document: &Document) -> String {
    let site = document.site.as_ref().map(|(_, label)| w.contacts_site_of(label)).unwrap_or_default();
    let contact = document.contact.as_ref().map(|(_, name)| name.as_str()).unwrap_or_default();
    dotted([site.as_str(), contact])
}

/// A document in a list of another page.
pub fn line(w: Words, document: &Document) -> AnyView {
    let about = about(w, document);
    let about = (!about.is_empty()).then(|| [" · ", &about].concat());
    view! {
        <li>
            <div class="grow">
                <a class="rowlink" href=format!("/documents/{}", document.id)>{named(w, document)}</a>
                <span class="sub">{day(w, document.day)}{about}</span>
            </div>
            {state(w, document)}
        </li>
    }
    .into_any()
}

/// Neither sent nor put into the test mailbox, nor on its way.
pub(super) fn unsent(document: &Document) -> bool {
    document.sent_at.is_none() && document.mailbox_at.is_none() && document.state != DocumentState::Waiting
}

/// « Envoyer »: at once where there is one address (P33), which means into the outbox, with some seconds to cancel; else by the panel.
fn send(w: Words, document: &Document, at_once: Option<&AtOnce>) -> AnyView {
    if !unsent(document) {
        return ().into_any();
    }
    let label = w.documents_send_named(&named(w, document));
    let Some(one) = at_once else {
        let href = format!("/documents/{}", document.id);
        return view! { <a class="btn small" href=href aria-label=label>{w.documents_send()}</a> }.into_any();
    };
    view! {
        <form method="post" action=SendDocumentTo::PATH class="inline">
            <input type="hidden" name="id" value=one.id.to_string()/>
            <input type="hidden" name="to" value=Addressed::Everybody.code()/>
            <input type="hidden" name="seen" value=one.seen/>
            <input type="hidden" name="shown" value=one.address.clone()/>
            <button type="submit" class="btn small" aria-label=label title=one.address.clone()>{w.documents_send()}</button>
        </form>
    }
    .into_any()
}

/// Like in the book (P36): a failure for one of its readers comes first, then what is still on its way. « Envoyé » only after a server accepted
/// it (P51).
pub(super) fn state(w: Words, document: &Document) -> AnyView {
    let (text, tone) = match (document.state, document.sent_at, document.mailbox_at) {
        (DocumentState::Failed, ..) => (w.book_failure(), Tone::Bad),
        (DocumentState::Waiting, ..) => (w.book_waiting(), Tone::Info),
        (_, Some(_), _) => (w.documents_sent(), Tone::Ok),
        (_, None, Some(_)) => (w.send_mailbox(), Tone::Plain),
        (_, None, None) => (w.documents_not_sent(), Tone::Plain),
    };
    view! { <Tag text tone/> }.into_any()
}
