//! E9: every send to a client, or to a contact; prints as it stands.

use super::{
    api::{History, LoadHistory, Owner, Whose},
    sends,
};
use crate::{
    clients::frame,
    contacts::person_name,
    ui::{Empty, Head, Pager, loaded, use_id, use_query},
    wire::ask,
    words::words,
};
use leptos::prelude::*;
use model::{BatchId, ClientId, Contact, ContactId};

/// `/clients/{id}/historique`
#[component]
pub fn HistoryPage() -> AnyView {
    history(|id| Whose::Client(ClientId(id)))
}

/// `/contacts/{id}/historique`
#[component]
pub fn ContactHistoryPage() -> AnyView {
    history(|id| Whose::Contact(ContactId(id)))
}

fn history(whose: fn(i64) -> Whose) -> AnyView {
    let id = use_id::<i64>("id");
    let query = use_query();
    let before = Memo::new(move |_| query.with(|query| query.get("avant")?.parse::<BatchId>().ok()));
    let history = ask(move || Ok(LoadHistory { of: whose(id()?), before: before.get() }));
    let changed = Callback::new(move |()| history.again());
    loaded(history, move |data| page(data, before.get_untracked(), changed))
}

fn page(data: History, before: Option<BatchId>, changed: Callback<()>) -> AnyView {
    let w = words();
    let (owner, write, above) = match data.of {
        Owner::Client(head) => {
            let id = head.client.id;
            (format!("/clients/{id}"), Some(format!("/ecrire?client={id}")), frame(&head, changed))
        }
        Owner::Contact(contact) => {
            let write = contact.email.as_ref().filter(|_| contact.active());
            let write = write.map(|_| format!("/ecrire?contact={}", contact.id));
            (format!("/contacts/{}", contact.id), write, above(&contact))
        }
    };
    let here = [&owner, "/historique"].concat();
    let next = data.sends.last().filter(|_| data.later).map(|last| format!("{here}?avant={}", last.id));
    let previous = before.map(|_| here);
    let body = if data.sends.is_empty() {
        let write = write.map(|write| view! { <a class="btn" href=write>{w.history_none_do()}</a> });
        view! { <Empty text=w.history_none()>{write}</Empty> }.into_any()
    } else {
        sends(data.sends)
    };
    view! {
        {above}
        <section class="block wide-sends">{body}</section>
        <Pager previous next/>
    }
    .into_any()
}

fn above(contact: &Contact) -> AnyView {
    let w = words();
    let name = person_name(w, contact);
    let crumbs = vec![
        (w.contacts_title().to_owned(), "/contacts".to_owned()),
        (name.clone(), format!("/contacts/{}", contact.id)),
    ];
    view! { <Head title=w.clients_tab_history() section=name crumbs/> }.into_any()
}
