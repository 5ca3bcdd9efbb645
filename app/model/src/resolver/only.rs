//! Whether a client has exactly one address (P33): then « Envoyer » need not ask where to.

use super::{ClientSide, Link};
use crate::{EmailAddress, recipients::same};

impl ClientSide {
    /// The one address of a client that has no other, over its slots, its sites and its active contacts (P33).
    pub fn only_address(&self) -> Option<&EmailAddress> {
        let slots = self.main.iter().chain(&self.billing);
        let sites = self.sites.iter().filter_map(|site| site.email.as_ref());
        let people = self.people.iter().filter(|who| who.active && who.link == Link::Live);
        let mut all = slots.chain(sites).chain(people.filter_map(|who| who.email.as_ref()));
        let first = all.next()?;
        all.all(|other| same(first.as_str(), other.as_str())).then_some(first)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        ContactId, Lang, NotificationType, SiteId,
        resolver::{Person, SiteSlot},
    };

    fn address(text: &str) -> Option<EmailAddress> {
        EmailAddress::parse(text).ok()
    }

    fn person(email: &str, active: bool, link: Link) -> Person {
        Person {
            contact: ContactId(1),
            affiliation: None,
            version: 0,
            name: String::new(),
            function: String::new(),
            link,
            notification_type: NotificationType::All,
            site: None,
            active,
            favourite: false,
            email: address(email),
            language: Lang::Fr,
        }
    }

    /// P33
    #[test]
    fn p33_one_address_is_one_however_often_it_stands_there() {
        let none = ClientSide::default();
        assert_eq!(none.only_address(), None);
        let one = ClientSide { main: address("a@acme.example"), ..ClientSide::default() };
        assert_eq!(one.only_address(), address("a@acme.example").as_ref());
        let same = ClientSide {
            billing: address("A@ACME.example"),
            people: vec![person("a@acme.example", true, Link::Live)],
            ..one.clone()
        };
        assert!(same.only_address().is_some());
        for two in [
            ClientSide { billing: address("b@acme.example"), ..one.clone() },
            ClientSide { people: vec![person("b@acme.example", true, Link::Live)], ..one.clone() },
            ClientSide {
                sites: vec![SiteSlot {
                    id: SiteId(1),
                    label: "Gand".into(),
                    email: address("b@acme.example"),
                    inactive: false,
                }],
                ..one.clone()
            },
        ] {
            assert_eq!(two.only_address(), None);
        }
        let away = vec![
            person("b@acme.example", false, Link::Live),
            person("c@acme.example", true, Link::Ended),
            person("d@acme.example", true, Link::Foreign),
        ];
        assert!(ClientSide { people: away, ..one }.only_address().is_some());
    }
}
