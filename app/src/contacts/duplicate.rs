//! P02: the e-mail that was typed is another contact's. Says whose, and offers to open it, to affiliate it here, to
//! reactivate it. The last two send the form itself, so that they work without the wasm and a refusal leaves everything
//! typed where it was.

use crate::{ui::anew, words::words};
use leptos::prelude::*;
use model::{EmailHolder, FieldProblem, Problem};

/// The holder that a refusal names.
fn holder(problems: &[FieldProblem]) -> Option<EmailHolder> {
    problems.iter().find_map(|p| match &p.problem {
        Problem::TakenByContact(holder) => Some(holder.clone()),
        _ => None,
    })
}

/// Nothing without a refusal. Stands in the form. `at` names the client the contact was wanted at.
#[component]
pub(super) fn Duplicate(problems: Signal<Vec<FieldProblem>>, at: Option<String>) -> AnyView {
    let note = move || problems.with(|problems| holder(problems)).map(|holder| note(holder, at.as_deref()));
    anew(note)
}

fn note(holder: EmailHolder, at: Option<&str>) -> AnyView {
    let w = words();
    let id = holder.contact_id.to_string();
    let where_it_is = match (holder.here, holder.clients.is_empty()) {
        (true, _) => w.contacts_duplicate_here().to_owned(),
        (false, true) => w.contacts_duplicate_free().to_owned(),
        (false, false) => w.contacts_duplicate_at(&holder.clients.join(", ")),
    };
    let stays = holder.stays_inactive();
    let inactive = holder.inactive.then(|| view! { <p>{w.contacts_inactive_note()}</p> });
    let why = stays.then(|| {
        let clients = &holder.inactive_clients;
        view! { <p role="alert">{w.contacts_duplicate_stays(clients.len() as i64, &clients.join(", "))}</p> }
    });
    let way = |name: &'static str, label: String| {
        view! { <button type="submit" name=name value=id.clone() formnovalidate class="btn">{label}</button> }
    };
    let affiliate = at.filter(|_| !holder.here).map(|at| way("head[affiliate]", w.contacts_associate_to(at)));
    let reactivate = (holder.inactive && !stays).then(|| way("head[reactivate]", w.act_reactivate().to_owned()));
    view! {
        // What the return key presses in a field: « Enregistrer », not a way out.
        <button type="submit" class="sr" tabindex="-1" aria-hidden="true"></button>
        <section class="note" aria-labelledby="duplicate">
            <h2 id="duplicate">{w.contacts_duplicate(&holder.name)}</h2>
            <p>{where_it_is}</p>
            {inactive}
            {why}
            <div class="line">
                <a class="btn" href=format!("/contacts/{id}")>{w.contacts_open(&holder.name)}</a>
                {affiliate}
                {reactivate}
            </div>
        </section>
    }
    .into_any()
}
