//! P04: a client made inactive takes along the contacts that it leaves with nobody, and gives back exactly these.

use crate::{ClientId, ContactId};

/// Where a contact stands, as far as the cascade looks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// Who.
    pub contact: ContactId,
    /// Inactive, for whatever reason.
    pub inactive: bool,
    /// Made inactive by the cascade of this client, not by a person.
    pub switched_off_by: Option<ClientId>,
    /// The clients of its affiliations that have not ended, and whether each is active.
    pub clients: Vec<(ClientId, bool)>,
}

impl Standing {
    fn belongs_to(&self, client: ClientId) -> bool {
        self.clients.iter().any(|(id, _)| *id == client)
    }

    /// May be made active: it is independent or belongs to an active client.
    pub fn may_be_reactivated(&self) -> bool {
        self.clients.is_empty() || self.clients.iter().any(|(_, active)| *active)
    }
}

/// Whom making `client` inactive switches off: active contacts of it that no other active client reaches.
pub fn switched_off_with(client: ClientId, standings: &[Standing]) -> Vec<ContactId> {
    let left_alone = |s: &&Standing| {
        !s.inactive && s.belongs_to(client) && !s.clients.iter().any(|(id, active)| *active && *id != client)
    };
    standings.iter().filter(left_alone).map(|s| s.contact).collect()
}

/// Whom making `client` active again gives back: contacts that its own cascade switched off, and those of it that another
/// client's cascade did, because an active client reaches them again. Never one that a person made inactive.
pub fn given_back_with(client: ClientId, standings: &[Standing]) -> Vec<ContactId> {
    let comes_back = |s: &&Standing| match s.switched_off_by {
        Some(by) => by == client || s.belongs_to(client),
        None => false,
    };
    standings.iter().filter(comes_back).map(|s| s.contact).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const A: ClientId = ClientId(1);
    const B: ClientId = ClientId(2);

    fn contact(id: i64, clients: &[(ClientId, bool)]) -> Standing {
        Standing { contact: ContactId(id), inactive: false, switched_off_by: None, clients: clients.to_vec() }
    }

    /// P04
    #[test]
    fn only_contacts_that_no_other_active_client_reaches_are_switched_off() {
        let standings = [
            contact(1, &[(A, true)]),
            contact(2, &[(A, true), (B, true)]),
            contact(3, &[(A, true), (B, false)]),
            Standing { inactive: true, ..contact(4, &[(A, true)]) },
            contact(5, &[(B, true)]),
        ];
        assert_eq!(switched_off_with(A, &standings), [ContactId(1), ContactId(3)]);
    }

    /// P04
    #[test]
    fn what_was_inactive_before_is_not_given_back() {
        let standings = [
            Standing { inactive: true, switched_off_by: Some(A), ..contact(1, &[(A, true)]) },
            Standing { inactive: true, ..contact(2, &[(A, true)]) },
            Standing { inactive: true, switched_off_by: Some(B), ..contact(3, &[(A, true), (B, false)]) },
            Standing { inactive: true, switched_off_by: Some(B), ..contact(4, &[(B, false)]) },
        ];
        assert_eq!(given_back_with(A, &standings), [ContactId(1), ContactId(3)]);
    }

    /// P04
    #[test]
    fn a_contact_stays_inactive_while_all_its_clients_are() {
        assert!(contact(1, &[]).may_be_reactivated());
        assert!(contact(1, &[(A, false), (B, true)]).may_be_reactivated());
        assert!(!contact(1, &[(A, false), (B, false)]).may_be_reactivated());
    }
}
