//! Contacts that are one person: `/contacts/doublons` proposes pairs, `/contacts/doublons/{a}/{b}` shows two side by side and makes
//! one of them. The server alone makes these pages: they are opened now and then, and nothing in them has to be alive.

mod api;
mod compare;
mod find;
mod links;
mod list;

pub use api::{KeepApart, MergeContacts, UnmergeContacts};
pub use find::{Asked, Notice, Shown, list_page, pair_page};

use crate::{
    document::alone,
    error::AppError,
    ui::{Empty, Head, Icon, Symbol, TroublePage, error_sentence},
    wire::came_back,
    words::{Words, words},
};
use leptos::{prelude::*, server_fn::ServerFn};
use store::merges::{CHANGED, EMAIL_TAKEN, GONE, ITSELF, TOO_LATE};

/// Where the list is.
const PATH: &str = "/contacts/doublons";

/// The whole document, for what was found, or for why there is nothing.
pub fn document(found: Result<Shown, AppError>) -> impl IntoView {
    alone(move || match found {
        Ok(Shown::List { doubles, merges, first, notice }) => list::page(doubles, merges, first, notice),
        Ok(Shown::Pair(pair)) => compare::page(&pair),
        Err(error @ AppError::NotPossible(_)) => refused(&error),
        Err(error) => view! { <TroublePage error/> }.into_any(),
    })
}

/// A pair that cannot be compared.
fn refused(error: &AppError) -> AnyView {
    let w = words();
    let crumbs = vec![(w.contacts_title().to_owned(), "/contacts".to_owned())];
    if let Some(response) = use_context::<leptos_axum::ResponseOptions>() {
        response.set_status(http::StatusCode::UNPROCESSABLE_ENTITY);
    }
    view! {
        <Head title=w.merging_compare_title().to_owned() crumbs/>
        <Empty text=sentence(w, error)><a class="btn primary" href=PATH>{w.merging_to_list()}</a></Empty>
    }
    .into_any()
}

/// Why what was asked from this page was not done.
fn trouble() -> AnyView {
    let paths = [UnmergeContacts::PATH, KeepApart::PATH, MergeContacts::PATH];
    let Some(error) = paths.into_iter().find_map(came_back) else { return ().into_any() };
    bad(sentence(words(), &error))
}

fn bad(text: String) -> AnyView {
    view! { <div class="note bad" role="alert"><p class="line"><Icon symbol=Symbol::Error/>{text}</p></div> }.into_any()
}

/// What the store refuses here has words of its own.
fn sentence(w: Words, error: &AppError) -> String {
    let AppError::NotPossible(why) = error else { return error_sentence(w, error) };
    match why.as_str() {
        ITSELF => w.merging_itself().into(),
        GONE => w.merging_gone().into(),
        CHANGED => w.merging_changed().into(),
        EMAIL_TAKEN => w.merging_email_taken().into(),
        TOO_LATE => w.merging_too_late().into(),
        _ => error_sentence(w, error),
    }
}
