//! « A quitté l'entreprise » (P03): `/contacts/{id}/depart` ends the link to a client, may begin one at another, and hands over what
//! the contact did and received; `/contacts/{id}/depart/fait` says what happened and undoes it. The server alone makes both pages:
//! they are read once in a while, and nothing in them has to be alive.

mod api;
mod done;
mod form;
mod load;

pub use api::{LeaveClient, TakeBackDeparture};
pub use load::{Shown, done, form, undone};

use super::{person_name, row};
use crate::{
    document::alone,
    error::AppError,
    ui::{Empty, Head, Icon, Symbol, TroublePage},
    words::{Words, words},
};
use leptos::prelude::*;
use model::{Affiliation, Client, Contact, Missed};
use store::departures;

/// The whole document, or why there is none.
pub fn document(shown: Result<Shown, AppError>) -> impl IntoView {
    alone(move || match shown {
        Ok(Shown::Form(form)) => form::page(*form),
        Ok(Shown::Choose { contact, links }) => choose(&contact, links),
        Ok(Shown::Done(outcome)) => done::page(*outcome),
        Ok(Shown::Undone { contact, client }) => done::taken_back(&contact, client),
        Err(error) => view! { <TroublePage error/> }.into_any(),
    })
}

/// Which client it left; or that there is none to leave.
fn choose(contact: &Contact, links: Vec<Affiliation>) -> AnyView {
    let w = words();
    let (id, name) = (contact.id, person_name(w, contact));
    let card = format!("/contacts/{id}");
    let crumbs = vec![(w.contacts_title().to_owned(), "/contacts".to_owned()), (name.clone(), card.clone())];
    let body = if links.is_empty() {
        let open = w.contacts_open(&name);
        view! { <Empty text=w.departure_none()><a class="btn" href=card>{open}</a></Empty> }.into_any()
    } else {
        let row = |link: Affiliation| {
            let href = format!("/contacts/{id}/depart?client={}", link.client_id);
            view! { <li><span class="grow"><a class="rowlink" href=href>{link.client_label}</a></span></li> }
        };
        view! {
            <section class="block">
                <h2>{w.departure_choose()}</h2>
                <ul class="rows">{links.into_iter().map(row).collect_view()}</ul>
            </section>
        }
        .into_any()
    };
    view! { <Head title=w.departure_title(&name) crumbs/><div class="stack">{body}</div> }.into_any()
}

/// Why it was not done.
fn refused(error: Option<AppError>) -> Option<AnyView> {
    let text = trouble(words(), &error?);
    Some(
        view! { <div class="note bad" role="alert"><p class="line"><Icon symbol=Symbol::Error/>{text}</p></div> }
            .into_any(),
    )
}

/// What the store refuses here has words of its own.
fn trouble(w: Words, error: &AppError) -> String {
    let own = match error {
        AppError::Conflict => Some(w.departure_conflict()),
        AppError::NotPossible(why) => match why.as_str() {
            departures::ENDED => Some(w.departure_ended()),
            departures::SAME_CLIENT => Some(w.departure_same_client()),
            departures::THERE => Some(w.departure_there()),
            departures::NOT_HERE => Some(w.departure_not_here()),
            departures::NO_EMAIL => Some(w.departure_no_email()),
            departures::CHANGED => Some(w.departure_changed()),
            _ => None,
        },
        _ => None,
    };
    own.map_or_else(|| row::trouble(error), Into::into)
}

/// What nobody but an address of the client receives any more, in sentences.
fn missing(w: Words, host: &Client, missed: Missed) -> Vec<&'static str> {
    let main = host.main.email.is_some();
    let administrative = missed.administrative.then(|| match (host.billing_email.is_some(), main) {
        (true, _) => w.departure_administrative_billing(),
        (false, true) => w.departure_administrative_main(),
        (false, false) => w.departure_administrative_nobody(),
    });
    let orders = missed.orders.then(|| if main { w.departure_orders_main() } else { w.departure_orders_nobody() });
    administrative.into_iter().chain(orders).collect()
}
