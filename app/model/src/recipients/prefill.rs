//! With whom a mail to a client opens (P20, P26).

use super::{Candidate, Chip, ClientFacts, FieldState, Known, Origin, Role, Slot};

/// « À » with the client's main address and its active favourites, each address once (P20, D74).
pub fn prefill(facts: &ClientFacts) -> FieldState {
    let main = facts.candidates.iter().filter(|c| c.slots.contains(&Slot::Main));
    let favourites = facts.candidates.iter().filter(|c| c.starred && c.has_star() && !c.slots.contains(&Slot::Main));
    filled(main.chain(favourites))
}

/// « À » with one contact, for a mail written from its card (P26), or with those chosen in the directory; without those who may
/// not be written to. Somebody outside the client is there knowingly.
pub fn prefill_contacts<'a>(contacts: impl IntoIterator<Item = &'a Candidate>) -> FieldState {
    filled(contacts.into_iter())
}

fn filled<'a>(candidates: impl Iterator<Item = &'a Candidate>) -> FieldState {
    let mut field = FieldState::default();
    for candidate in candidates.filter(|c| c.active) {
        let (address, name) = (candidate.address.to_string(), candidate.name.clone());
        let chip =
            Chip { id: field.fresh_id(), address, name, origin: Origin::Prefilled, known: Known::of(candidate, true) };
        field.insert(Role::To, usize::MAX, chip);
    }
    field
}
