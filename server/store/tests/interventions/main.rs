//! Interventions on both databases: who is offered for one (P37) is checked whenever one is saved, and nothing is changed otherwise.
#![allow(clippy::unwrap_used)]

#[path = "../book/mod.rs"]
mod book;
mod life;

use book::{affiliated, at, client, contact, email, site};
use model::{
    ClientId, ContactId, DisplayOption, FieldProblem, Intervention, InterventionId, InterventionState, Lang, Problem,
    Settings, SiteId, UserId, UserRole,
    draft::{AffiliationFields, InterventionFields},
};
use store::{
    Result, StoreError, Tx, affiliations, clients, contacts,
    interventions::{add, change, get, remove, restore},
    testing::{Fresh, contents},
    users::{self, NewUser},
};

/// A client with two sites, somebody at each, and somebody at none; and another client.
struct World {
    nadia: UserId,
    epi: ClientId,
    gand: SiteId,
    lille: SiteId,
    /// Of Gand.
    marie: ContactId,
    /// Of Lille.
    paul: ContactId,
    /// Of no site.
    zoe: ContactId,
    beta: ClientId,
    beta_site: SiteId,
    /// Of the other client.
    luc: ContactId,
}

async fn world(tx: &mut Tx) -> World {
    let new = NewUser {
        email: email("nadia@bonport.example"),
        name: "Nadia Roy".into(),
        role: UserRole::Member,
        language: Lang::Fr,
        password_hash: None,
    };
    let nadia = users::add(tx, &new, at(0)).await.unwrap();
    let (epi, beta) = (client(tx, "C1", "Épi d’Or").await, client(tx, "C2", "Beta").await);
    let (gand, lille) = (site(tx, epi, "Gand").await, site(tx, epi, "Lille").await);
    let beta_site = site(tx, beta, "Dépôt").await;
    let marie = contact(tx, "Marie Durand", "marie@epi.example").await;
    let paul = contact(tx, "Paul Roy", "paul@epi.example").await;
    let zoe = contact(tx, "Zoé Petit", "").await;
    let luc = contact(tx, "Luc Martin", "luc@beta.example").await;
    for (person, tied) in [(marie, Some(gand)), (paul, Some(lille)), (zoe, None)] {
        let link = AffiliationFields { site: tied, ..AffiliationFields::default() };
        affiliations::add(tx, person, epi, &link, false, at(0)).await.unwrap();
    }
    affiliated(tx, luc, beta).await;
    World { nadia, epi, gand, lille, marie, paul, zoe, beta, beta_site, luc }
}

impl World {
    fn visit(&self, site: Option<SiteId>, contact: Option<ContactId>) -> InterventionFields {
        InterventionFields {
            client: self.epi,
            at: at(3600),
            subject: "Chaudière".into(),
            state: InterventionState::Planned,
            site,
            contact,
            notes: "Code 12".into(),
        }
    }

    async fn noted(&self, tx: &mut Tx, fields: &InterventionFields) -> InterventionId {
        add(tx, fields, self.nadia, at(0)).await.unwrap()
    }
}

fn refused<T: std::fmt::Debug>(done: Result<T>) -> (String, Problem) {
    match done {
        Err(StoreError::Problem(FieldProblem { field, problem })) => (field, problem),
        other => panic!("not refused: {other:?}"),
    }
}

fn not_offered() -> (String, Problem) {
    ("contact".into(), Problem::NotOffered)
}

async fn noted(fresh: &Fresh) {
    let mut tx = fresh.pool.write().await.unwrap();
    let w = world(&mut tx).await;
    for (site, person) in [
        (Some(w.gand), Some(w.marie)),
        (Some(w.gand), Some(w.zoe)),
        (None, Some(w.zoe)),
        (Some(w.lille), None),
        (None, None),
    ] {
        w.noted(&mut tx, &w.visit(site, person)).await;
    }
    let first = get(&mut tx, InterventionId(1)).await.unwrap();
    let expected = Intervention {
        id: InterventionId(1),
        client: (w.epi, "Épi d’Or".into()),
        site: Some((w.gand, "Gand".into())),
        contact: Some((w.marie, "Marie Durand".into())),
        at: at(3600),
        subject: "Chaudière".into(),
        notes: "Code 12".into(),
        state: InterventionState::Planned,
        version: 1,
        created: (at(0), Some("Nadia Roy".into())),
        changed_at: at(0),
    };
    assert_eq!(first, expected);
    assert_eq!(clients::counts(&mut tx, w.epi).await.unwrap().interventions, 5);
    assert!(matches!(get(&mut tx, InterventionId(99)).await, Err(StoreError::NotFound)));
}
store::both!(p37_contacts_of_the_site_and_those_without_one_can_be_chosen, noted);

async fn bad_input(fresh: &Fresh) {
    let mut tx = fresh.pool.write().await.unwrap();
    let w = world(&mut tx).await;
    let stored = w.noted(&mut tx, &w.visit(Some(w.gand), Some(w.marie))).await;
    let inactive = contact(&mut tx, "Iris Noël", "iris@epi.example").await;
    affiliated(&mut tx, inactive, w.epi).await;
    contacts::deactivate(&mut tx, inactive, at(0)).await.unwrap();
    let gone = contact(&mut tx, "Guy Petit", "guy@epi.example").await;
    affiliated(&mut tx, gone, w.epi).await;
    contacts::remove(&mut tx, gone, at(0)).await.unwrap();
    let former = contact(&mut tx, "Ève Blanc", "eve@epi.example").await;
    let link = affiliated(&mut tx, former, w.epi).await;
    affiliations::end(&mut tx, link, at(0)).await.unwrap();
    let closed = client(&mut tx, "C3", "Fermé").await;
    clients::deactivate(&mut tx, closed, at(0)).await.unwrap();
    tx.commit().await.unwrap();
    let before = contents(&fresh.pool).await.unwrap();

    let mut tx = fresh.pool.write().await.unwrap();
    let foreign = ("site".to_owned(), Problem::ForeignSite);
    let no_client = ("client".to_owned(), Problem::NotAChoice);
    for (fields, expected) in [
        (w.visit(Some(w.beta_site), None), foreign.clone()),
        (w.visit(Some(SiteId(999)), None), foreign.clone()),
        (w.visit(Some(w.lille), Some(w.marie)), not_offered()),
        (w.visit(None, Some(w.paul)), not_offered()),
        (w.visit(Some(w.gand), Some(w.luc)), not_offered()),
        (w.visit(Some(w.gand), Some(inactive)), not_offered()),
        (w.visit(None, Some(gone)), not_offered()),
        (w.visit(None, Some(former)), not_offered()),
        (w.visit(None, Some(ContactId(999))), not_offered()),
        (InterventionFields { client: ClientId(999), ..w.visit(None, None) }, no_client.clone()),
        (InterventionFields { client: closed, ..w.visit(None, None) }, no_client.clone()),
        (InterventionFields { client: w.beta, ..w.visit(Some(w.gand), None) }, foreign.clone()),
        (InterventionFields { client: w.beta, ..w.visit(None, Some(w.zoe)) }, not_offered()),
    ] {
        assert_eq!(refused(add(&mut tx, &fields, w.nadia, at(1)).await), expected, "{fields:?}");
        assert_eq!(refused(change(&mut tx, stored, 1, &fields, at(1)).await), expected, "{fields:?}");
    }
    for odd in [InterventionId(999), InterventionId(-1)] {
        let fields = w.visit(None, None);
        assert!(matches!(change(&mut tx, odd, 1, &fields, at(1)).await, Err(StoreError::NotFound)));
        assert!(matches!(remove(&mut tx, odd, at(1)).await, Err(StoreError::NotFound)));
        assert!(matches!(restore(&mut tx, odd).await, Err(StoreError::NotFound)));
    }
    tx.commit().await.unwrap();
    let mut after = contents(&fresh.pool).await.unwrap();
    let mut before = before;
    before.sort();
    after.sort();
    assert!(after == before, "nothing was changed");
}
store::both!(p37_p05_what_does_not_belong_together_is_refused_and_changes_nothing, bad_input);

async fn checked_again(fresh: &Fresh) {
    let mut tx = fresh.pool.write().await.unwrap();
    let w = world(&mut tx).await;
    let id = w.noted(&mut tx, &w.visit(Some(w.gand), Some(w.marie))).await;
    let moved = w.visit(Some(w.lille), Some(w.marie));
    assert_eq!(refused(change(&mut tx, id, 1, &moved, at(1)).await), not_offered(), "changing the site checks again");
    change(&mut tx, id, 1, &w.visit(Some(w.lille), Some(w.paul)), at(1)).await.unwrap();
    assert!(matches!(change(&mut tx, id, 1, &moved, at(2)).await, Err(StoreError::Conflict)), "P12");

    // The contact leaves: the intervention keeps it, and a plan asks anew.
    let link = affiliations::of_contact(&mut tx, w.paul).await.unwrap()[0].id;
    affiliations::end(&mut tx, link, at(2)).await.unwrap();
    assert_eq!(get(&mut tx, id).await.unwrap().contact, Some((w.paul, "Paul Roy".into())));
    let planned = w.visit(Some(w.lille), Some(w.paul));
    assert_eq!(refused(change(&mut tx, id, 2, &planned, at(3)).await), not_offered());
    let done = InterventionFields { state: InterventionState::Done, notes: "Faite".into(), ..planned.clone() };
    change(&mut tx, id, 2, &done, at(3)).await.unwrap();
    let elsewhere = InterventionFields { site: Some(w.gand), ..done };
    assert_eq!(refused(change(&mut tx, id, 3, &elsewhere, at(4)).await), not_offered());
    assert_eq!(get(&mut tx, id).await.unwrap().version, 3);
    // P04: an inactive client reaches nobody; what is planned there can be changed all the same.
    clients::deactivate(&mut tx, w.epi, at(4)).await.unwrap();
    change(&mut tx, id, 3, &w.visit(Some(w.gand), None), at(5)).await.unwrap();
    assert_eq!(refused(change(&mut tx, id, 4, &w.visit(None, Some(w.zoe)), at(5)).await), not_offered());
}
store::both!(p37_p12_an_intervention_is_checked_again_when_it_is_saved, checked_again);

async fn hidden(fresh: &Fresh) {
    let mut tx = fresh.pool.write().await.unwrap();
    let w = world(&mut tx).await;
    let settings = Settings { hidden: vec![DisplayOption::ModuleSites], ..Settings::default() };
    store::save_settings(&mut tx, &settings, 0, at(0)).await.unwrap();
    for person in [w.marie, w.paul, w.zoe] {
        w.noted(&mut tx, &w.visit(None, Some(person))).await;
    }
    assert_eq!(refused(add(&mut tx, &w.visit(None, Some(w.luc)), w.nadia, at(1)).await), not_offered());
}
store::both!(p10_p37_where_no_sites_are_shown_everybody_is_offered, hidden);
