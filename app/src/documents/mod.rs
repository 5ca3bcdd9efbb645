//! Documents (P30): `/clients/{id}/documents` lists those of a client (E8), `…/nouveau` puts one in, in two steps, `/documents/{id}` shows
//! one with who receives it and why (P31). The server alone makes these pages: nothing in them has to be alive.

mod api;
mod arriving;
pub mod book;
mod change;
mod covering;
mod find;
mod form;
mod list;
pub mod many;
mod money;
mod panel;
mod phrase;
mod review;
mod sheet;
mod waiting;

pub use api::{
    AddDocument, ChangeDocument, ComposeDocument, DismissDocument, RemoveDocument, RestoreDocument, SendDocumentTo,
    UndismissDocument, keep_file, refuse_file,
};
pub use arriving::{leave, put_in, send_arrived, told};
pub use find::{Asked, Shown, change_page, form_page, list_page, one_page};
pub use list::line;
pub use money::amount_text;
pub use phrase::phrase_facts;
pub use review::{SendDocuments, Shown as ReviewShown, review_document, review_page};
pub(crate) use waiting::named_first;
pub use waiting::{WaitingList, waiting_document, waiting_page};

use crate::{
    document::alone,
    error::{AppError, UNFILLED},
    receives::kind_name,
    ui::{Icon, Symbol, TroublePage, day_text, error_sentence},
    wire::came_back,
    words::{Words, words},
};
use leptos::{prelude::*, server_fn::ServerFn};
use model::{ClientId, Day, Document, Local};

/// The tab of a client.
fn list_path(client: ClientId) -> String {
    format!("/clients/{client}/documents")
}

/// The whole document, for what was found, or for why there is nothing.
pub fn document(found: Result<Shown, AppError>) -> impl IntoView {
    alone(move || match found {
        Ok(Shown::List(list)) => list::page(*list),
        Ok(Shown::Form(form)) => form::page(*form),
        Ok(Shown::One(one)) => sheet::page(*one),
        Ok(Shown::Change(form)) => change::page(*form),
        Err(error) => view! { <TroublePage error/> }.into_any(),
    })
}

/// « Facture F-2026-0147 »
fn named(w: Words, document: &Document) -> String {
    w.documents_title(kind_name(w, document.kind), &document.number)
}

/// « 23 novembre 2026 »
fn day(w: Words, day: Day) -> AnyView {
    view! { <time datetime=day.to_string()>{day_words(w, day)}</time> }.into_any()
}

fn day_words(w: Words, day: Day) -> String {
    let local = Local { year: day.year().into(), month: day.month(), day: day.day(), hour: 0, minute: 0, weekday: 0 };
    day_text(w, local)
}

/// Why what was asked from this page was not done.
fn trouble() -> AnyView {
    let w = words();
    let Some(error) = [SendDocumentTo::PATH, ComposeDocument::PATH, RemoveDocument::PATH, RestoreDocument::PATH]
        .into_iter()
        .find_map(came_back)
    else {
        return ().into_any();
    };
    let text = match &error {
        AppError::NotPossible(why) if why.starts_with(UNFILLED) => w.documents_unfilled(&why[UNFILLED.len()..]),
        AppError::NotPossible(why) if why == store::documents::NUMBER_TAKEN => w.documents_number_taken().to_owned(),
        AppError::NotPossible(why) if why == "recipients_changed" => w.documents_changed().to_owned(),
        AppError::NotPossible(why) if why == "no_account" => w.compose_not_possible_no_account().to_owned(),
        error => error_sentence(w, error),
    };
    view! { <div class="note bad" role="alert"><p class="line"><Icon symbol=Symbol::Error/>{text}</p></div> }.into_any()
}
