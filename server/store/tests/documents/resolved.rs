//! What the resolver answers of a stored client.

use crate::{
    book::{a_client, a_site, affiliated, at, client, contact, email, receives, site},
    invoice, nadia,
};
use model::{
    ClientId, ContactId, DocumentFields, DocumentId, DocumentKind, NotificationType, Settings,
    draft::{AffiliationFields, ClientFields, SiteFields},
    resolver::{AskedDocument, Link, Reason, Trigger, Verdict, Who, WhyNot, resolve},
};
use store::{StoreError, affiliations, clients, contacts, documents, merges, sites, testing::Fresh};

fn order(contact: Option<ContactId>) -> AskedDocument {
    AskedDocument { kind: DocumentKind::Order, site: None, contact, trigger: Trigger::Person }
}

async fn everybody(fresh: &Fresh) {
    let mut tx = fresh.pool.write().await.unwrap();
    let fields = ClientFields {
        email: Some(email("info@acme.example")),
        billing_email: Some(email("compta@acme.example")),
        ..a_client("C1", "ACME")
    };
    let acme = clients::add(&mut tx, &fields, at(0)).await.unwrap();
    let own = SiteFields { email: Some(email("gand@acme.example")), ..a_site("Gand") };
    let gand = sites::add(&mut tx, acme, &own, at(0)).await.unwrap();
    let orders = receives(NotificationType::Orders);
    let mut people = vec![];
    for (n, fields) in
        [orders.clone(), AffiliationFields { site: Some(gand), ..orders.clone() }, orders.clone(), orders]
            .into_iter()
            .enumerate()
    {
        let id = contact(&mut tx, &format!("Personne {n}"), &format!("p{n}@acme.example")).await;
        let link = affiliations::add(&mut tx, id, acme, &fields, n == 0, at(0)).await.unwrap();
        people.push((id, link));
    }
    contacts::deactivate(&mut tx, people[2].0, at(1)).await.unwrap();
    affiliations::end(&mut tx, people[3].1, at(1)).await.unwrap();
    let stranger = contact(&mut tx, "Zoé Ailleurs", "zoe@beta.example").await;

    let chosen = Settings { site_receives: vec![DocumentKind::Order], ..Settings::default() };
    store::change_settings(&mut tx, &chosen, at(1)).await.unwrap();
    let (client, side) = documents::client_side(&mut tx, acme, None).await.unwrap();
    assert_eq!((client.id, side.people.len()), (acme, 3), "who left is in no list");
    assert!(side.people[0].favourite && side.people[0].name == "Personne 0");
    let of = |who| resolve(&side, &AskedDocument { site: Some(gand), ..order(None) }).of(who).map(|line| line.verdict);
    assert_eq!(of(Who::Main), Some(Verdict::In(Reason::Main)));
    assert_eq!(of(Who::Billing), Some(Verdict::Out(WhyNot::BillingOnly)));
    assert_eq!(of(Who::Site(gand)), Some(Verdict::In(Reason::OwnSite)));
    assert_eq!(of(Who::Person(people[0].0)), Some(Verdict::In(Reason::Notified(NotificationType::Orders))));
    assert_eq!(of(Who::Person(people[1].0)), Some(Verdict::In(Reason::NotifiedAtSite)));
    assert_eq!(of(Who::Person(people[2].0)), Some(Verdict::Out(WhyNot::Inactive)));

    for (who, why) in [(people[3].0, WhyNot::Ended), (stranger, WhyNot::Foreign)] {
        let (_, side) = documents::client_side(&mut tx, acme, Some(who)).await.unwrap();
        let line = resolve(&side, &order(Some(who))).of(Who::Person(who)).unwrap().verdict;
        assert_eq!(line, Verdict::Out(why));
    }
    let nobody = documents::client_side(&mut tx, acme, Some(ContactId(999))).await;
    assert!(matches!(nobody, Err(StoreError::NotFound)));
}
store::both!(p31_everybody_of_a_stored_client_has_a_line, everybody);

async fn again(fresh: &Fresh) {
    let mut tx = fresh.pool.write().await.unwrap();
    let acme = client(&mut tx, "C1", "ACME").await;
    let marie = contact(&mut tx, "Marie Durand", "m@acme.example").await;
    let link = affiliated(&mut tx, marie, acme).await;
    affiliations::end(&mut tx, link, at(1)).await.unwrap();
    affiliated(&mut tx, marie, acme).await;
    let (_, side) = documents::client_side(&mut tx, acme, Some(marie)).await.unwrap();
    assert_eq!(side.people.len(), 1, "once, by the link that lives");
    assert_eq!(side.people[0].link, Link::Live);
}
store::both!(p31_who_came_back_has_one_line, again);

async fn deleted(fresh: &Fresh) {
    let mut tx = fresh.pool.write().await.unwrap();
    let by = nadia(&mut tx).await;
    let acme = client(&mut tx, "C1", "ACME").await;
    let marie = contact(&mut tx, "Marie Durand", "m@acme.example").await;
    affiliated(&mut tx, marie, acme).await;
    let fields = DocumentFields { contact: Some(marie), ..invoice("F-1") };
    let id = documents::add(&mut tx, acme, &fields, None, by, at(0)).await.unwrap();
    contacts::remove(&mut tx, marie, at(1)).await.unwrap();
    for gone in [at(2), at(100)] {
        contacts::forget_removed(&mut tx, gone).await.unwrap();
        assert_eq!(documents::get(&mut tx, id).await.unwrap().contact, Some((marie, String::new())));
        let (_, side) = documents::client_side(&mut tx, acme, Some(marie)).await.unwrap();
        let asked = AskedDocument { kind: DocumentKind::Invoice, ..order(Some(marie)) };
        let answer = resolve(&side, &asked);
        assert!(answer.recipients().is_empty());
        let line = answer.of(Who::Person(marie)).unwrap();
        assert!(line.name.is_empty() && line.address.is_none());
    }
}
store::both!(p06_a_deleted_contact_is_no_recipient_and_has_no_name_on_its_documents, deleted);

async fn merged(fresh: &Fresh) {
    let mut tx = fresh.pool.write().await.unwrap();
    let by = nadia(&mut tx).await;
    let acme = client(&mut tx, "C1", "ACME").await;
    let marie = contact(&mut tx, "Marie Durand", "m@acme.example").await;
    let twin = contact(&mut tx, "Marie Durand", "marie@acme.example").await;
    for who in [marie, twin] {
        affiliated(&mut tx, who, acme).await;
    }
    let mut ids = vec![];
    for (number, who) in [("F-1", twin), ("F-2", marie)] {
        let fields = DocumentFields { contact: Some(who), ..invoice(number) };
        ids.push(documents::add(&mut tx, acme, &fields, None, by, at(0)).await.unwrap());
    }
    let pair = merges::hold(&mut tx, marie, twin).await.unwrap();
    let proposed = model::merge::MergeDraft::proposed(&pair);
    let united = proposed.check(&pair, str::to_owned).unwrap();
    let merge = merges::add(&mut tx, &pair, &united, by, at(1)).await.unwrap();
    for id in &ids {
        assert_eq!(documents::get(&mut tx, *id).await.unwrap().contact, Some((marie, "Marie Durand".into())));
    }
    merges::undo(&mut tx, merge, at(2)).await.unwrap();
    for (id, who) in ids.iter().zip([twin, marie]) {
        assert_eq!(documents::get(&mut tx, *id).await.unwrap().contact, Some((who, "Marie Durand".into())));
    }
}
store::both!(p02_a_merge_takes_the_documents_along_and_undoing_gives_them_back, merged);

async fn several(fresh: &Fresh) {
    let mut tx = fresh.pool.write().await.unwrap();
    let (acme, beta) = (client(&mut tx, "C1", "ACME").await, client(&mut tx, "C2", "Beta").await);
    let own = SiteFields { email: Some(email("gand@acme.example")), ..a_site("Gand") };
    sites::add(&mut tx, acme, &own, at(0)).await.unwrap();
    site(&mut tx, beta, "Liège").await;
    let mut people = vec![];
    for (n, client) in [acme, acme, acme, beta].into_iter().enumerate() {
        let id = contact(&mut tx, &format!("Personne {n}"), &format!("p{n}@acme.example")).await;
        people.push((id, affiliated(&mut tx, id, client).await));
    }
    let [marie, ended, erased, of_beta] = [people[0].0, people[1].0, people[2].0, people[3].0];
    affiliations::end(&mut tx, people[1].1, at(1)).await.unwrap();
    contacts::remove(&mut tx, erased, at(1)).await.unwrap();
    let nowhere = contact(&mut tx, "Zoé Ailleurs", "zoe@beta.example").await;

    let mut asked = vec![];
    for client in [acme, beta] {
        for own in [None, Some(marie), Some(ended), Some(erased), Some(of_beta), Some(nowhere)] {
            asked.push((DocumentId(asked.len() as i64 + 1), client, own));
        }
    }
    let sides = documents::client_sides(&mut tx, &asked).await.unwrap();
    assert_eq!(sides.len(), asked.len());
    for ((id, side), (document, client, own)) in sides.iter().zip(&asked) {
        let (_, alone) = documents::client_side(&mut tx, *client, *own).await.unwrap();
        assert_eq!((id, &**side), (document, &alone), "as one by one");
    }
    let link = |n: usize, who| sides[n].1.people.iter().find(|person| person.contact == who).map(|person| person.link);
    assert_eq!(link(0, ended), None, "who left is in no list");
    assert_eq!(
        [link(1, marie), link(2, ended), link(5, nowhere)],
        [Some(Link::Live), Some(Link::Ended), Some(Link::Foreign)]
    );
    assert_eq!([link(4, of_beta), link(10, of_beta)], [Some(Link::Foreign), Some(Link::Live)]);
    assert_eq!(sides[0].1.sites.len() + sides[6].1.sites.len(), 2);
    assert!(documents::client_sides(&mut tx, &[]).await.unwrap().is_empty());
    for unknown in [(DocumentId(1), ClientId(99), None), (DocumentId(1), acme, Some(ContactId(999)))] {
        let refused = documents::client_sides(&mut tx, &[unknown]).await;
        assert!(matches!(refused, Err(StoreError::NotFound)));
    }
}
store::both!(p31_many_documents_are_told_their_clients_at_once, several);
