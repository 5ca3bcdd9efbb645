//! P08, P09 and P31 one case at a time.

use crate::world::{acme, document, email, person, slot};
use model::{
    ContactId, DocumentKind, Lang,
    NotificationType::{Administrative, All, None as Nothing, Orders},
    SiteId,
    resolver::{AskedDocument, ClientSide, Link, Person, Reason, Trigger, Verdict, Who, WhyNot, resolve},
};

fn verdict(client: &ClientSide, document: &AskedDocument, who: Who) -> Verdict {
    resolve(client, document).of(who).unwrap().verdict
}

fn of_person(client: &ClientSide, document: &AskedDocument, id: i64) -> Verdict {
    verdict(client, document, Who::Person(ContactId(id)))
}

fn with(people: Vec<Person>) -> ClientSide {
    ClientSide { people, ..acme() }
}

/// P09 P31
#[test]
fn p31_the_billing_address_stands_in_for_the_main_one_for_administrative_kinds() {
    let client = ClientSide { billing: Some(email("compta@acme.example")), ..acme() };
    for kind in [DocumentKind::Invoice, DocumentKind::CreditNote] {
        assert_eq!(verdict(&client, &document(kind), Who::Main), Verdict::Out(WhyNot::BillingInstead));
        assert_eq!(verdict(&client, &document(kind), Who::Billing), Verdict::In(Reason::Billing));
        assert_eq!(verdict(&acme(), &document(kind), Who::Main), Verdict::In(Reason::Main));
    }
    for kind in [DocumentKind::Order, DocumentKind::DeliveryNote, DocumentKind::InterventionReport, DocumentKind::Other]
    {
        assert_eq!(verdict(&client, &document(kind), Who::Main), Verdict::In(Reason::Main));
        assert_eq!(verdict(&client, &document(kind), Who::Billing), Verdict::Out(WhyNot::BillingOnly));
    }
}

/// P09 P31
#[test]
fn p09_an_invoice_goes_to_who_receives_invoices_and_to_who_receives_all() {
    let client = with(vec![person(1, Administrative), person(2, Orders), person(3, All), person(4, Nothing)]);
    let invoice = document(DocumentKind::Invoice);
    assert_eq!(of_person(&client, &invoice, 1), Verdict::In(Reason::Notified(Administrative)));
    assert_eq!(of_person(&client, &invoice, 2), Verdict::Out(WhyNot::OtherKinds(Orders)));
    assert_eq!(of_person(&client, &invoice, 3), Verdict::In(Reason::Notified(All)));
    assert_eq!(of_person(&client, &invoice, 4), Verdict::Out(WhyNot::ReceivesNothing));
    let report = document(DocumentKind::InterventionReport);
    assert_eq!(of_person(&client, &report, 1), Verdict::Out(WhyNot::OtherKinds(Administrative)));
    assert_eq!(of_person(&client, &report, 3), Verdict::In(Reason::Notified(All)));
}

/// P31
#[test]
fn p31_people_of_a_site_receive_the_documents_of_that_site() {
    let tied = |id, site| Person { site: Some(SiteId(site)), ..person(id, All) };
    let client = with(vec![tied(1, 7), tied(2, 8), person(3, All)]);
    let order = AskedDocument { site: Some(SiteId(7)), ..document(DocumentKind::Order) };
    assert_eq!(of_person(&client, &order, 1), Verdict::In(Reason::NotifiedAtSite));
    assert_eq!(of_person(&client, &order, 2), Verdict::Out(WhyNot::OtherSite));
    assert_eq!(of_person(&client, &order, 3), Verdict::In(Reason::Notified(All)));
    let none = document(DocumentKind::Order);
    assert_eq!(of_person(&client, &none, 1), Verdict::Out(WhyNot::TiedToSite));
}

/// P31
#[test]
fn p31_a_sites_own_address_is_out_unless_the_setting_says_in() {
    let mut client = ClientSide { sites: vec![slot(7, "gand@acme.example"), slot(8, "liege@acme.example")], ..acme() };
    let order = AskedDocument { site: Some(SiteId(7)), ..document(DocumentKind::Order) };
    let (here, there) = (Who::Site(SiteId(7)), Who::Site(SiteId(8)));
    assert_eq!(verdict(&client, &order, here), Verdict::Out(WhyNot::SiteNotChosen));
    client.site_receives = vec![DocumentKind::Order];
    assert_eq!(verdict(&client, &order, here), Verdict::In(Reason::OwnSite));
    assert_eq!(verdict(&client, &order, there), Verdict::Out(WhyNot::OtherSite));
    assert_eq!(verdict(&client, &document(DocumentKind::Order), here), Verdict::Out(WhyNot::TiedToSite));
    let invoice = AskedDocument { site: Some(SiteId(7)), ..document(DocumentKind::Invoice) };
    assert_eq!(verdict(&client, &invoice, here), Verdict::Out(WhyNot::SiteNotChosen));
    client.sites[0].inactive = true;
    assert_eq!(verdict(&client, &order, here), Verdict::Out(WhyNot::SiteInactive));
}

/// P08 P31
#[test]
fn p08_the_own_contact_of_type_none_receives_it_when_a_person_sends() {
    let client = with(vec![person(1, Nothing)]);
    let sent = AskedDocument { contact: Some(ContactId(1)), ..document(DocumentKind::Invoice) };
    assert_eq!(of_person(&client, &sent, 1), Verdict::In(Reason::OwnContact));
    let by_itself = AskedDocument { trigger: Trigger::Automatic, ..sent };
    assert_eq!(of_person(&client, &by_itself, 1), Verdict::Out(WhyNot::ReceivesNothing));
}

/// P31
#[test]
fn p31_the_own_contact_receives_it_whatever_its_type_and_site() {
    let client = with(vec![Person { site: Some(SiteId(8)), ..person(1, Orders) }]);
    let invoice =
        AskedDocument { contact: Some(ContactId(1)), trigger: Trigger::Automatic, ..document(DocumentKind::Invoice) };
    assert_eq!(of_person(&client, &invoice, 1), Verdict::In(Reason::OwnContact));
}

/// P04 P05 P31
#[test]
fn p05_who_is_out_of_reach_is_out_also_as_the_own_contact() {
    let gone = [
        (Person { active: false, ..person(1, All) }, WhyNot::Inactive),
        (Person { link: Link::Ended, ..person(1, All) }, WhyNot::Ended),
        (Person { link: Link::Foreign, ..person(1, All) }, WhyNot::Foreign),
        (Person { email: None, ..person(1, Nothing) }, WhyNot::NoAddress),
    ];
    for (who, why) in gone {
        let own = AskedDocument { contact: Some(ContactId(1)), ..document(DocumentKind::Invoice) };
        assert_eq!(of_person(&with(vec![who]), &own, 1), Verdict::Out(why));
    }
    let client = ClientSide { inactive: true, ..with(vec![person(1, All)]) };
    let invoice = document(DocumentKind::Invoice);
    assert_eq!(of_person(&client, &invoice, 1), Verdict::Out(WhyNot::ClientInactive));
    assert_eq!(verdict(&client, &invoice, Who::Main), Verdict::In(Reason::Main), "a last invoice, sent by a person");
    let by_itself = AskedDocument { trigger: Trigger::Automatic, ..invoice };
    assert_eq!(verdict(&client, &by_itself, Who::Main), Verdict::Out(WhyNot::ClientInactive));
}

/// P24b P31
#[test]
fn p31_one_address_is_one_recipient_with_the_contacts_name_and_both_reasons() {
    let boss = Person { email: Some(email("INFO@acme.example")), ..person(1, All) };
    let answer = resolve(&with(vec![boss]), &document(DocumentKind::Order));
    let recipients = answer.recipients();
    assert_eq!(recipients.len(), 1);
    assert_eq!(recipients[0].contact, Some((ContactId(1), "Personne 1".into())));
    assert_eq!(recipients[0].reasons, [Reason::Main, Reason::Notified(All)]);
    assert_eq!(recipients[0].language, Lang::En, "the person's, not the client's");
}

/// P31
#[test]
fn p31_favourites_come_first_among_who_receives_nothing() {
    let star = |id, kind| Person { favourite: true, ..person(id, kind) };
    let client = with(vec![person(1, Nothing), star(2, Nothing), person(3, Administrative), star(4, Orders)]);
    let lines = resolve(&client, &document(DocumentKind::Invoice)).lines;
    let people = lines.into_iter().filter_map(|line| match line.who {
        Who::Person(id) => Some(id.0),
        _ => None,
    });
    let people: Vec<i64> = people.collect();
    assert_eq!(people, [3, 2, 4, 1]);
}

/// P31
#[test]
fn p31_a_client_without_any_address_has_no_recipient() {
    let answer = resolve(&ClientSide::default(), &document(DocumentKind::Invoice));
    assert_eq!(answer.recipients(), []);
    assert!(answer.lines.iter().all(|line| line.verdict == Verdict::Out(WhyNot::NoAddress)));
}
