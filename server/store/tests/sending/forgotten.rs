//! Whose data goes (P06, S70) goes from mails, too: from those on their way as soon as they are there, from drafts at once.

use super::{book::a_contact, world::*};
use model::compose::{Draft, Recipient};
use model::recipients::{Chip, ChipId, FieldState, Known, Origin, Role, Slot};
use model::{ContactId, Moment};
use store::outbox::Next;
use store::testing::Fresh;
use store::{contacts, drafts, sends};

async fn marie(w: &World) -> ContactId {
    let mut tx = w.pool.write().await.unwrap();
    let id = contacts::add(&mut tx, &a_contact("Marie Durand", "marie@a.example"), None, NOW).await.unwrap();
    tx.commit().await.unwrap();
    id
}

async fn forget(w: &World, now: Moment) -> i64 {
    let mut tx = w.pool.write().await.unwrap();
    let forgotten = contacts::forget_removed(&mut tx, now).await.unwrap();
    tx.commit().await.unwrap();
    forgotten
}

async fn removed(w: &World, id: ContactId) -> Moment {
    let mut tx = w.pool.write().await.unwrap();
    contacts::remove(&mut tx, id, NOW).await.unwrap();
    tx.commit().await.unwrap();
    NOW.plus_seconds(20).plus_ms(contacts::UNDO)
}

async fn on_its_way(fresh: &Fresh) {
    let w = world(fresh).await;
    let marie = marie(&w).await;
    let mut batch = w.batch("k", &["marie@a.example", "b@x.example"]);
    batch.messages[0].deliveries[0].contact_id = Some(marie);
    batch.messages[0].deliveries[0].name = "Marie Durand".into();
    let id = w.enqueue(&batch).await;
    let (lease, claimed) = w.claim(NOW.plus_seconds(11)).await;
    w.begin(&lease, &ids(&claimed), NOW.plus_seconds(11)).await;
    let shown = async || {
        let mut tx = w.pool.read().await.unwrap();
        let view = sends::get(&mut tx, id).await.unwrap();
        let deliveries = view.messages.into_iter().flat_map(|message| message.deliveries);
        deliveries.map(|delivery| (delivery.name, delivery.address)).collect::<Vec<_>>()
    };
    let before = shown().await;

    let later = removed(&w, marie).await;
    assert_eq!((forget(&w, later).await, shown().await), (1, before.clone()), "it keeps its address until it arrived");
    let ends: Vec<_> = ids(&claimed).into_iter().map(|id| end(id, Next::Sent { test_mailbox: false })).collect();
    w.settle(&lease, &ends).await.unwrap();
    assert_eq!(forget(&w, later.plus_seconds(3600)).await, 0);
    let after = shown().await;
    assert_eq!((after[0].0.as_str(), after[0].1.as_str(), &after[1]), ("", "", &before[1]));
}
store::both!(s70_a_mail_on_its_way_forgets_its_address_once_it_arrived, on_its_way);

fn chip(id: ChipId, address: &str, name: &str, known: Known) -> Chip {
    Chip { id, address: address.into(), name: name.into(), origin: Origin::Chosen, known }
}

/// To Marie, chosen as a contact, and to somebody who was typed.
fn to_marie(marie: ContactId, slots: Vec<Slot>) -> Draft {
    let mut field = FieldState::default();
    let known = Known::Here { contact: Some(marie), slots, starred: true };
    field.lines[0].chips =
        vec![chip(1, "marie@a.example", "Marie Durand", known), chip(2, "b@x.example", "", Known::Unknown)];
    field.ignored = vec!["marie@a.example".into()];
    let recipient = |text: &str, name: Option<&str>, contact_id| Recipient {
        role: Role::To,
        address: address(text),
        name: name.map(Into::into),
        contact_id,
    };
    Draft {
        recipients: vec![
            recipient("marie@a.example", Some("Marie Durand"), Some(marie)),
            recipient("b@x.example", None, None),
        ],
        field_state: serde_json::to_string(&field).unwrap(),
        subject: "Devis".into(),
        answered: vec!["marie@a.example".into()],
        ..Draft::default()
    }
}

async fn in_drafts(fresh: &Fresh) {
    let w = world(fresh).await;
    let marie = marie(&w).await;
    let mut tx = w.pool.write().await.unwrap();
    let person = drafts::add(&mut tx, w.user, &to_marie(marie, vec![]), NOW).await.unwrap();
    let slot = drafts::add(&mut tx, w.user, &to_marie(marie, vec![Slot::Main]), NOW).await.unwrap();
    tx.commit().await.unwrap();
    let other = w.draft().await;
    let later = removed(&w, marie).await;
    forget(&w, later).await;

    let mut tx = w.pool.read().await.unwrap();
    let written = drafts::get(&mut tx, w.user, person).await.unwrap();
    let all = format!("{:?}", written.draft).to_lowercase();
    assert!(!all.contains("marie") && all.contains("b@x.example"), "{all}");
    assert_eq!(written.version, 2, "whoever has it open is told");
    let written = drafts::get(&mut tx, w.user, slot).await.unwrap().draft;
    let main = &written.recipients[0];
    assert_eq!((main.address.as_str(), &main.name, main.contact_id), ("marie@a.example", &None, None));
    assert!(!written.field_state.contains("Durand"), "{}", written.field_state);
    assert_eq!(drafts::get(&mut tx, w.user, other).await.unwrap().version, 1);
}
store::both!(s70_a_draft_forgets_whom_it_was_to_and_keeps_addresses_of_the_client, in_drafts);

async fn holder(fresh: &Fresh) {
    let w = world(fresh).await;
    let marie = marie(&w).await;
    let mut tx = w.pool.write().await.unwrap();
    let draft = drafts::add(&mut tx, w.user, &to_marie(marie, vec![]), NOW).await.unwrap();
    contacts::remove(&mut tx, marie, NOW).await.unwrap();
    // Within the time in which the deletion could be undone.
    contacts::add(&mut tx, &a_contact("Une Autre", "marie@a.example"), None, NOW.plus_ms(1)).await.unwrap();
    let written = drafts::get(&mut tx, w.user, draft).await.unwrap().draft;
    let all = format!("{written:?}").to_lowercase();
    assert!(!all.contains("marie") && all.contains("b@x.example"), "{all}");
}
store::both!(p06_a_draft_forgets_a_deleted_contact_whose_email_somebody_else_gets, holder);
