//! P04: a client made inactive takes along the contacts that it leaves with nobody, and gives back exactly these.
//!
//! One rule, [`Standing::settled`], is asked of every contact that a change touches: of its clients when one was made active or
//! inactive, of its own links when one ended or began. So no order of changes leads anywhere else.

use crate::{ClientId, ContactId};

/// Where a contact stands, as far as the cascade looks; a client beside whether it is active.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// Who.
    pub contact: ContactId,
    /// Inactive, for whatever reason.
    pub inactive: bool,
    /// Made inactive by the cascade of this client, not by a person.
    pub switched_off_by: Option<(ClientId, bool)>,
    /// The clients of its affiliations that have not ended.
    pub clients: Vec<(ClientId, bool)>,
}

/// What follows for a contact from a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Settled {
    /// It stays as it is.
    Stays,
    /// No active client reaches it any more: inactive, until this client or another of its own is active again.
    SwitchedOff(ClientId),
    /// What the cascade took is active again.
    GivenBack,
}

impl Standing {
    fn reached(&self) -> bool {
        self.clients.iter().any(|(_, active)| *active)
    }

    /// May be made active: it is independent or belongs to an active client.
    pub fn may_be_reactivated(&self) -> bool {
        self.clients.is_empty() || self.reached()
    }

    /// What follows, `cause` being the client that was made inactive, if that was the change. Whom a person made inactive stays
    /// so. Whom the cascade took comes back with the first active client that reaches it; once it is independent, with the
    /// client that took it.
    pub fn settled(&self, cause: Option<ClientId>) -> Settled {
        match self.switched_off_by {
            Some((_, back)) if self.reached() || (self.clients.is_empty() && back) => Settled::GivenBack,
            None if !self.inactive && !self.may_be_reactivated() => {
                let own = |id: &ClientId| self.clients.iter().any(|(own, _)| own == id);
                cause
                    .filter(own)
                    .or(self.clients.first().map(|(id, _)| *id))
                    .map_or(Settled::Stays, Settled::SwitchedOff)
            }
            _ => Settled::Stays,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const A: ClientId = ClientId(1);
    const B: ClientId = ClientId(2);

    fn contact(clients: &[(ClientId, bool)]) -> Standing {
        Standing { contact: ContactId(1), inactive: false, switched_off_by: None, clients: clients.to_vec() }
    }

    fn taken(by: (ClientId, bool), clients: &[(ClientId, bool)]) -> Standing {
        Standing { inactive: true, switched_off_by: Some(by), ..contact(clients) }
    }

    /// P04
    #[test]
    fn only_contacts_that_no_other_active_client_reaches_are_switched_off() {
        assert_eq!(contact(&[(A, false)]).settled(Some(A)), Settled::SwitchedOff(A));
        assert_eq!(contact(&[(A, false), (B, true)]).settled(Some(A)), Settled::Stays);
        assert_eq!(contact(&[(A, false), (B, false)]).settled(Some(B)), Settled::SwitchedOff(B));
        assert_eq!(contact(&[]).settled(Some(A)), Settled::Stays);
        assert_eq!(Standing { inactive: true, ..contact(&[(A, false)]) }.settled(Some(A)), Settled::Stays);
    }

    /// P04
    #[test]
    fn what_was_inactive_before_is_not_given_back() {
        assert_eq!(taken((A, true), &[(A, true)]).settled(None), Settled::GivenBack);
        assert_eq!(taken((B, false), &[(A, true), (B, false)]).settled(None), Settled::GivenBack);
        assert_eq!(taken((B, false), &[(B, false)]).settled(None), Settled::Stays);
        assert_eq!(Standing { inactive: true, ..contact(&[(A, true)]) }.settled(None), Settled::Stays);
    }

    /// P04: the client that took it is active again, but all it still belongs to are not.
    #[test]
    fn nobody_is_given_back_to_clients_that_are_all_inactive() {
        assert_eq!(taken((A, true), &[(B, false)]).settled(None), Settled::Stays);
        assert_eq!(taken((A, true), &[]).settled(None), Settled::GivenBack);
        assert_eq!(taken((A, false), &[]).settled(None), Settled::Stays);
    }

    /// P04
    #[test]
    fn a_contact_stays_inactive_while_all_its_clients_are() {
        assert!(contact(&[]).may_be_reactivated());
        assert!(contact(&[(A, false), (B, true)]).may_be_reactivated());
        assert!(!contact(&[(A, false), (B, false)]).may_be_reactivated());
    }
}
