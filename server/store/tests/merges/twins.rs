//! Two contacts that are one person, and their merge.

use crate::{
    book::{a_contact, affiliated, client, email, receives, site},
    world::{NOW, World, world},
};
use model::{
    AffiliationId, ClientId, ConsentSource, ContactId, Day, DocumentFields, DocumentKind, InterventionState, MergeId,
    NotificationType, Phone, Purpose, SiteId, UserId,
    compose::{Draft, Recipient},
    draft::{AffiliationFields, InterventionFields},
    merge::MergeDraft,
    recipients::{Chip, FieldState, Known, Origin, Role},
};
use store::{
    Result, StoreError, Tx, affiliations, consents, contacts, documents, drafts, interventions, merges, testing::Fresh,
};

/// As the form proposes it.
pub async fn merged(tx: &mut Tx, a: ContactId, b: ContactId, by: UserId) -> Result<MergeId> {
    let pair = merges::hold(tx, a, b).await?;
    let united = MergeDraft::proposed(&pair).check(&pair, |address| format!("Autre e-mail : {address}")).unwrap();
    merges::add(tx, &pair, &united, by, NOW.plus_seconds(50)).await
}

pub fn refused(done: Result<impl std::fmt::Debug>) -> &'static str {
    match done {
        Err(StoreError::Refused(why)) => why,
        other => panic!("not refused: {other:?}"),
    }
}

/// Two who are one at two clients, with phones, notes, stars, a history, a draft and interventions.
pub struct Twins {
    pub world: World,
    pub marie: ContactId,
    pub twin: ContactId,
    pub epi: ClientId,
    pub gand: ClientId,
    pub links: [AffiliationId; 4],
}

pub async fn twins(fresh: &Fresh) -> Twins {
    let world = world(fresh).await;
    let mut tx = fresh.pool.write().await.unwrap();
    let (epi, gand) = (client(&mut tx, "C1", "Épi d’Or").await, client(&mut tx, "C2", "Atelier de Gand").await);
    let place = site(&mut tx, epi, "Fournil").await;
    let mut fields = a_contact("Marie Durand", "marie@epi.example");
    fields.phones = vec![Phone { label: "Bureau".into(), number: "02 123 45 67".into() }];
    fields.note = "Le matin".into();
    let marie = contacts::add(&mut tx, &fields, None, NOW).await.unwrap();
    let mut fields = a_contact("Marie Durand", "m.durand@gand.example");
    fields.phones = [("", "021234567"), ("Mobile", "0470 11 22 33")]
        .map(|(label, number)| Phone { label: label.into(), number: number.into() })
        .into();
    fields.note = "Le soir".into();
    let twin = contacts::add(&mut tx, &fields, None, NOW).await.unwrap();
    let own = AffiliationFields { site: Some(place), ..receives(NotificationType::Orders) };
    let one = affiliations::add(&mut tx, marie, epi, &own, false, NOW).await.unwrap();
    let accountant = AffiliationFields { function: "Comptable".into(), ..receives(NotificationType::Administrative) };
    let two = affiliations::add(&mut tx, twin, epi, &accountant, true, NOW.plus_seconds(-5)).await.unwrap();
    let three = affiliations::add(&mut tx, twin, gand, &accountant, true, NOW).await.unwrap();
    let four = affiliated(&mut tx, marie, gand).await;
    affiliations::end(&mut tx, four, NOW).await.unwrap();
    let mut batch = world.batch("k1", &["m.durand@gand.example", "marie@epi.example", "autre@x.example"]);
    let deliveries = &mut batch.messages[0].deliveries;
    deliveries[0].contact_id = Some(twin);
    deliveries[1].contact_id = Some(marie);
    tx.commit().await.unwrap();
    world.enqueue(&batch).await;
    // By hand, as nobody's.
    world.enqueue(&world.batch("k2", &["m.durand@gand.example"])).await;
    let mut tx = fresh.pool.write().await.unwrap();
    drafts::add(&mut tx, world.user, &draft(twin), NOW).await.unwrap();
    let (of, spoken) = (consents::Of::Contact(twin), Some(ConsentSource::Spoken));
    consents::settle(&mut tx, of, Purpose::Promotions, spoken, world.user, NOW).await.unwrap();
    let invoice = DocumentFields {
        kind: DocumentKind::Invoice,
        number: "F-1".into(),
        day: Day::new(2026, 11, 23).unwrap(),
        amount: None,
        site: None,
        contact: Some(twin),
    };
    documents::add(&mut tx, epi, &invoice, None, world.user, NOW).await.unwrap();
    for visit in [visit(epi, Some(place), marie), visit(gand, None, twin)] {
        interventions::add(&mut tx, &visit, world.user, NOW).await.unwrap();
    }
    tx.commit().await.unwrap();
    Twins { world, marie, twin, epi, gand, links: [one, two, three, four] }
}

fn visit(client: ClientId, site: Option<SiteId>, contact: ContactId) -> InterventionFields {
    InterventionFields {
        client,
        at: NOW,
        subject: "Chaudière".into(),
        state: InterventionState::Planned,
        site,
        contact: Some(contact),
        notes: String::new(),
    }
}

fn draft(of: ContactId) -> Draft {
    let mut field = FieldState::default();
    let known = Known::Here { contact: Some(of), slots: vec![], starred: true };
    let address = "m.durand@gand.example";
    field.lines[0].chips =
        vec![Chip { id: 1, address: address.into(), name: "Marie".into(), origin: Origin::Chosen, known }];
    Draft {
        recipients: vec![Recipient { role: Role::To, address: email(address), name: None, contact_id: Some(of) }],
        field_state: serde_json::to_string(&field).unwrap(),
        subject: "Devis".into(),
        ..Draft::default()
    }
}
