//! P02: the e-mail that was typed is another contact's. Says whose, and offers to open it, to affiliate it here, to reactivate it.
//! Plain forms, so the ways out work without the wasm.

use crate::{ui::anew, words::words};
use leptos::prelude::*;
use model::{ClientId, EmailHolder, FieldProblem, Problem};

/// The holder that a refusal names.
pub(super) fn holder(problems: &[FieldProblem]) -> Option<EmailHolder> {
    problems.iter().find_map(|p| match &p.problem {
        Problem::TakenByContact(holder) => Some(holder.clone()),
        _ => None,
    })
}

/// Nothing without a refusal. `at` is the client the contact was wanted at.
#[component]
pub(super) fn Duplicate(problems: Signal<Vec<FieldProblem>>, at: Option<(ClientId, String)>) -> AnyView {
    let note = move || problems.with(|problems| holder(problems)).map(|holder| note(holder, at.clone()));
    anew(note)
}

fn note(holder: EmailHolder, at: Option<(ClientId, String)>) -> AnyView {
    let w = words();
    let id = holder.contact_id.to_string();
    let where_it_is = match (holder.here, holder.clients.is_empty()) {
        (true, _) => w.contacts_duplicate_here().to_owned(),
        (false, true) => w.contacts_duplicate_free().to_owned(),
        (false, false) => w.contacts_duplicate_at(&holder.clients.join(", ")),
    };
    let inactive = holder.inactive.then(|| view! { <p>{w.contacts_inactive_note()}</p> });
    let affiliate = at.filter(|_| !holder.here).map(|(client, label)| {
        view! {
            <form method="post" action="/api/contacts/affiliate" class="inline">
                <input type="hidden" name="contact" value=id.clone()/>
                <input type="hidden" name="client" value=client.to_string()/>
                <button type="submit" class="btn">{w.contacts_associate_to(&label)}</button>
            </form>
        }
    });
    let reactivate = holder.inactive.then(|| {
        view! {
            <form method="post" action="/api/contacts/reactivate" class="inline">
                <input type="hidden" name="id" value=id.clone()/>
                <button type="submit" class="btn">{w.act_reactivate()}</button>
            </form>
        }
    });
    view! {
        <section class="note" aria-labelledby="duplicate">
            <h2 id="duplicate">{w.contacts_duplicate(&holder.name)}</h2>
            <p>{where_it_is}</p>
            {inactive}
            <div class="line">
                <a class="btn" href=format!("/contacts/{id}")>{w.contacts_open(&holder.name)}</a>
                {affiliate}
                {reactivate}
            </div>
        </section>
    }
    .into_any()
}
