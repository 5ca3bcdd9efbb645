//! The forty clients of the demo: bakeries, restaurants, farms and people in France, Belgium and Québec.

macro_rules! client {
    ($label:literal, $kind:ident, $family:literal, $domain:literal, $place:expr, $main:expr, $sites:expr, $contacts:literal) => {
        DemoClient {
            label: $label,
            kind: $kind,
            family: $family,
            domain: $domain,
            place: $place,
            main: $main,
            sites: $sites,
            contacts: $contacts,
        }
    };
}

mod growers;
mod people;
mod trade;

use model::ClientKind;

/// One client. Its e-mails are made of its domain.
pub(super) struct DemoClient {
    pub(super) label: &'static str,
    pub(super) kind: ClientKind,
    pub(super) family: &'static str,
    /// Of `.example`; empty: it has no e-mail.
    pub(super) domain: &'static str,
    /// Street, postal code, town, country.
    pub(super) place: [&'static str; 4],
    /// Civility, first and last name of the main contact; empty for a desk.
    pub(super) main: [&'static str; 3],
    /// Labels of its sites, with their towns.
    pub(super) sites: &'static [(&'static str, &'static str)],
    /// How many contacts it has.
    pub(super) contacts: usize,
}

/// All forty, in the order in which they became clients.
pub(super) fn demo_clients() -> impl Iterator<Item = DemoClient> {
    trade::TRADE.into_iter().chain(growers::GROWERS).chain(people::PEOPLE).chain(people::FORMER)
}

/// Indexes of clients that were made inactive.
pub(super) const INACTIVE: [usize; 2] = [38, 39];
