//! E17, P37: `/interventions` lists the visits at clients, `/interventions/nouvelle` begins with the client, `/interventions/{id}` is
//! card and form in one. The server alone makes these pages; a few lines of script let the contacts follow the site.

mod api;
mod choose;
mod contacts;
mod form;
mod list;
mod load;
mod reports;
mod stored;

pub use api::{RemoveIntervention, RestoreIntervention, SaveIntervention};
pub use load::{Asked, Shown, card, new, page};

use crate::{
    contacts::person_name,
    document::alone,
    error::AppError,
    ui::TroublePage,
    words::{Words, words},
};
use leptos::prelude::*;
use model::{AffiliatedContact, InterventionState};

/// Where the list is.
pub const PATH: &str = "/interventions";

/// The whole document, or why there is none.
pub fn document(shown: Result<Shown, AppError>) -> impl IntoView {
    alone(move || match shown {
        Ok(Shown::List(found)) => list::page(*found),
        Ok(Shown::Choose(found)) => choose::page(found),
        Ok(Shown::Form(form)) => form::page(*form),
        Err(error) => view! { <TroublePage error/> }.into_any(),
    })
}

fn state_name(w: Words, state: InterventionState) -> &'static str {
    match state {
        InterventionState::Planned => w.interventions_planned(),
        InterventionState::Done => w.interventions_done(),
        InterventionState::Cancelled => w.interventions_cancelled(),
    }
}

/// The name of the contact of a visit; of one that was deleted « contact supprimé » (P06).
fn contact_name(name: &str) -> String {
    if name.is_empty() { words().contacts_gone().to_owned() } else { name.to_owned() }
}

fn name_of(person: &AffiliatedContact) -> String {
    person_name(words(), &person.contact)
}
