//! P37: whom the contact list of an intervention offers, whatever people a client has.

use model::{
    AffiliatedContact, Affiliation, AffiliationId, ClientId, Contact, ContactId, DisplayOption, Intervention,
    InterventionId, InterventionState, Lang, Moment, NotificationType, SiteId,
    draft::InterventionFields,
    intervention::{contact_list, must_fit, without_hidden_sites},
};
use proptest::prelude::*;

const HERE: ClientId = ClientId(1);

/// Whether each of these stands in the way.
#[derive(Clone, Copy, Debug, Default)]
struct Away {
    elsewhere: bool,
    ended: bool,
    client_inactive: bool,
    inactive: bool,
    deleted: bool,
}

fn person(id: i64, site: Option<i64>, away: Away) -> AffiliatedContact {
    let since = |is: bool| is.then_some(Moment(5));
    AffiliatedContact {
        contact: Contact {
            id: ContactId(id),
            civility: None,
            first_name: "Marie".into(),
            last_name: format!("Durand {id}"),
            email: None,
            language: Lang::Fr,
            phones: vec![],
            note: String::new(),
            inactive_at: since(away.inactive),
            erased_at: since(away.deleted),
            version: 1,
        },
        affiliation: Affiliation {
            id: AffiliationId(id),
            contact_id: ContactId(id),
            client_id: if away.elsewhere { ClientId(2) } else { HERE },
            client_label: "Épi d’Or".into(),
            client_inactive: away.client_inactive,
            function: String::new(),
            site: site.map(|id| (SiteId(id), format!("Atelier {id}"))),
            notification_type: NotificationType::None,
            starred_at: None,
            since: Moment(0),
            ended_at: since(away.ended),
            version: 1,
        },
    }
}

fn ids(people: &[&AffiliatedContact]) -> Vec<i64> {
    people.iter().map(|person| person.contact.id.0).collect()
}

#[test]
fn p37_who_has_the_site_or_none_is_offered() {
    let near = Away::default();
    let people = [person(1, Some(7), near), person(2, None, near), person(3, Some(8), near)];
    let list = contact_list(&people, HERE, Some(SiteId(7)));
    assert_eq!((ids(&list.here), ids(&list.anywhere)), (vec![1], vec![2]));
    assert!(list.offers(ContactId(1)) && list.offers(ContactId(2)) && !list.offers(ContactId(3)));
    let list = contact_list(&people, HERE, None);
    assert_eq!((ids(&list.here), ids(&list.anywhere)), (vec![], vec![2]), "before a site is chosen");
    assert!(contact_list(&people[2..], HERE, Some(SiteId(7))).is_empty(), "empty only if both are");
}

#[test]
fn p10_p37_hidden_sites_leave_everybody_offered() {
    for hidden in [DisplayOption::InterventionSite, DisplayOption::ModuleSites, DisplayOption::ContactSite] {
        let mut people = [person(1, Some(7), Away::default()), person(2, None, Away::default())];
        without_hidden_sites(&mut people, &[hidden]);
        assert_eq!(ids(&contact_list(&people, HERE, None).anywhere), [1, 2], "{hidden:?}");
    }
}

fn visit(state: InterventionState) -> (Intervention, InterventionFields) {
    let stored = Intervention {
        id: InterventionId(1),
        client: (HERE, "Épi d’Or".into()),
        site: Some((SiteId(7), "Atelier".into())),
        contact: Some((ContactId(1), "Marie".into())),
        at: Moment(0),
        subject: "Chaudière".into(),
        notes: String::new(),
        state,
        version: 1,
        created: (Moment(0), None),
        changed_at: Moment(0),
    };
    let fields = InterventionFields {
        client: HERE,
        at: Moment(1),
        subject: "Chaudière".into(),
        state,
        site: Some(SiteId(7)),
        contact: Some(ContactId(1)),
        notes: "Faite".into(),
    };
    (stored, fields)
}

#[test]
fn p37_what_took_place_keeps_its_contact_and_what_is_planned_is_checked_again() {
    use InterventionState::{Cancelled, Done, Planned};
    for (state, checked) in [(Planned, true), (Done, false), (Cancelled, false)] {
        let (stored, fields) = visit(state);
        assert_eq!(must_fit(&fields, Some(&stored), &[]), checked, "{state:?}");
        assert!(must_fit(&fields, None, &[]), "a new one");
        let moved = InterventionFields { site: None, ..fields.clone() };
        assert!(must_fit(&moved, Some(&stored), &[]), "P37: changing the site checks again");
        assert!(!must_fit(&moved, Some(&stored), &[DisplayOption::InterventionContact]), "P10: nobody could choose");
        let other = InterventionFields { contact: Some(ContactId(2)), ..fields.clone() };
        assert!(must_fit(&other, Some(&stored), &[DisplayOption::ModuleContacts]));
        let elsewhere = InterventionFields { client: ClientId(2), ..fields };
        assert!(must_fit(&elsewhere, Some(&stored), &[DisplayOption::InterventionContact]));
    }
}

fn people() -> impl Strategy<Value = Vec<AffiliatedContact>> {
    let flag = || prop::bool::weighted(0.15);
    let one = (prop::option::of(1..4_i64), flag(), flag(), flag(), flag(), flag());
    prop::collection::vec(one, 0..12).prop_map(|all| {
        let made = |(id, (site, elsewhere, ended, client_inactive, inactive, deleted))| {
            person(id, site, Away { elsewhere, ended, client_inactive, inactive, deleted })
        };
        (1..).zip(all).map(made).collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    /// P37, P05
    #[test]
    fn p37_the_list_is_the_sites_and_the_siteless_and_nobody_else(people in people(), site in prop::option::of(1..4_i64)) {
        let site = site.map(SiteId);
        let list = contact_list(&people, HERE, site);
        for person in &people {
            let link = &person.affiliation;
            let reachable = person.contact.active() && link.ended_at.is_none() && !link.client_inactive;
            let tied = link.site.as_ref().map(|(id, _)| *id);
            let due = reachable && link.client_id == HERE && (tied.is_none() || tied == site);
            prop_assert_eq!(list.offers(person.contact.id), due, "{:?}", person);
        }
        prop_assert_eq!(list.here.len() + list.anywhere.len(), people.iter().filter(|p| list.offers(p.contact.id)).count());
        prop_assert!(list.here.iter().all(|p| p.affiliation.site.as_ref().map(|(id, _)| *id) == site));
        prop_assert_eq!(list.is_empty(), people.iter().all(|p| !list.offers(p.contact.id)));
    }

    /// P37: who has no site is offered whatever is chosen; who has one, at no other.
    #[test]
    fn p37_no_site_is_offered_everywhere(people in people()) {
        let anywhere = ids(&contact_list(&people, HERE, None).anywhere);
        for site in 1..4 {
            let list = contact_list(&people, HERE, Some(SiteId(site)));
            prop_assert_eq!(&ids(&list.anywhere), &anywhere);
            for other in (1..4).filter(|other| *other != site) {
                let there = contact_list(&people, HERE, Some(SiteId(other)));
                prop_assert!(list.here.iter().all(|p| !there.offers(p.contact.id)));
            }
        }
    }
}
