//! « A quitté l'entreprise » (P03): what somebody who takes over does and receives then, and what nobody receives any more.

use crate::{Affiliation, DepartureId, NotificationType};

/// One act: a contact left a client, perhaps for another one, and perhaps somebody took over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Departure {
    /// Its id.
    pub id: DepartureId,
    /// What ended; as it is now.
    pub ended: Affiliation,
    /// Where the contact went; as it is now.
    pub begun: Option<Affiliation>,
    /// Who took over.
    pub succession: Option<Succession>,
}

/// Somebody who took over from who left.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Succession {
    /// Its link; as it is now.
    pub affiliation: Affiliation,
    /// It receives more than before.
    pub receives_more: bool,
    /// It became a favourite.
    pub starred: bool,
    /// It has the function of who left.
    pub function: bool,
}

/// What of an affiliation can be taken over.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Duties {
    /// May be empty.
    pub function: String,
    /// What it receives by itself.
    pub notification_type: NotificationType,
    /// A favourite.
    pub starred: bool,
}

impl Duties {
    /// Of this link.
    pub fn of(affiliation: &Affiliation) -> Self {
        Duties {
            function: affiliation.function.clone(),
            notification_type: affiliation.notification_type,
            starred: affiliation.starred_at.is_some(),
        }
    }

    /// Of who takes over from who leaves: it receives what either did and is a favourite if either was. The function goes
    /// along when `function_too` and it has none of its own.
    pub fn taking_over(&self, left: &Duties, function_too: bool) -> Duties {
        let goes_along = function_too && self.function.is_empty();
        Duties {
            function: if goes_along { left.function.clone() } else { self.function.clone() },
            notification_type: self.notification_type.and(left.notification_type),
            starred: self.starred || left.starred,
        }
    }
}

/// What who left received by itself, and no other contact of the client does.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Missed {
    /// Invoices and credit notes.
    pub administrative: bool,
    /// Everything about orders.
    pub orders: bool,
}

/// `others` are the links by which active contacts are reached at the client. One that is tied to another site than who left
/// does not stand in for it (P31).
pub fn missed(left: &Affiliation, others: &[Affiliation]) -> Missed {
    let site = |affiliation: &Affiliation| affiliation.site.as_ref().map(|(id, _)| *id);
    let stands_in = |other: &&Affiliation| site(other).is_none() || site(other) == site(left);
    let all = others.iter().filter(stands_in).map(|other| other.notification_type);
    let received = all.fold(NotificationType::None, NotificationType::and);
    Missed {
        administrative: left.notification_type.administrative() && !received.administrative(),
        orders: left.notification_type.orders() && !received.orders(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{AffiliationId, ClientId, ContactId, Moment, SiteId};
    use NotificationType::{Administrative, All, None as Nothing, Orders};

    fn duties(function: &str, notification_type: NotificationType, starred: bool) -> Duties {
        Duties { function: function.into(), notification_type, starred }
    }

    fn link(notification_type: NotificationType, site: Option<i64>) -> Affiliation {
        Affiliation {
            id: AffiliationId(1),
            contact_id: ContactId(1),
            client_id: ClientId(1),
            client_label: "ACME".into(),
            client_inactive: false,
            function: String::new(),
            site: site.map(|id| (SiteId(id), "Atelier".into())),
            notification_type,
            starred_at: None,
            since: Moment(0),
            ended_at: None,
            version: 1,
        }
    }

    /// P03 P09
    #[test]
    fn p09_who_takes_over_receives_what_either_did() {
        let left = duties("Comptable", Administrative, true);
        let taken = duties("Acheteuse", Orders, false).taking_over(&left, true);
        assert_eq!(taken, duties("Acheteuse", All, true));
        assert_eq!(duties("", All, true).taking_over(&duties("", Nothing, false), false), duties("", All, true));
    }

    /// P03
    #[test]
    fn p03_the_function_goes_to_who_has_none_and_only_when_asked() {
        let left = duties("Comptable", Nothing, false);
        assert_eq!(duties("", Orders, false).taking_over(&left, true).function, "Comptable");
        assert_eq!(duties("", Orders, false).taking_over(&left, false).function, "");
        assert_eq!(duties("Acheteuse", Orders, false).taking_over(&left, true).function, "Acheteuse");
    }

    /// P09
    #[test]
    fn p09_what_nobody_else_receives_is_missed() {
        let all = Missed { administrative: true, orders: true };
        assert_eq!(missed(&link(All, None), &[]), all);
        assert_eq!(missed(&link(All, None), &[link(Orders, None)]), Missed { administrative: true, orders: false });
        let both = [link(Orders, None), link(Administrative, None), link(Nothing, None)];
        assert_eq!(missed(&link(All, None), &both), Missed::default());
    }

    /// P08
    #[test]
    fn p08_nothing_is_missed_by_the_leaving_of_who_received_nothing() {
        assert_eq!(missed(&link(Nothing, None), &[]), Missed::default());
    }

    /// P31
    #[test]
    fn p31_who_is_tied_to_another_site_does_not_stand_in() {
        let orders = Missed { administrative: false, orders: true };
        assert_eq!(missed(&link(Orders, None), &[link(All, Some(1))]), orders);
        assert_eq!(missed(&link(Orders, Some(2)), &[link(All, Some(1))]), orders);
        assert_eq!(missed(&link(Orders, Some(1)), &[link(Orders, Some(1))]), Missed::default());
        assert_eq!(missed(&link(Orders, Some(1)), &[link(Orders, None)]), Missed::default());
    }
}
