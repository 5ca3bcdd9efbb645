//! « Renvoyer les échecs » of a mail to several people: whom the new mails name, and whom they do not reach.

use crate::house::{House, address};
use crate::support::{Act, At, Script};
use mail::{Correction, ResendFailures, SendError};
use model::draft::{AffiliationFields, ClientFields, ContactFields};
use model::recipients::Role::{Cc, To};
use model::{ClientId, ClientKind, ContactId, DeliveryId, FieldProblem, Lang, Place, Problem};
use std::ops::ControlFlow;
use store::testing::Fresh;
use store::{affiliations, blobs, clients, contacts, drafts, sends};

/// Marie of ACME, as a contact.
async fn marie(house: &House) -> (ClientId, ContactId) {
    let client = ClientFields {
        reference: "ACME".into(),
        label: "ACME".into(),
        kind: ClientKind::Professional,
        family: None,
        language: Lang::Fr,
        civility: None,
        first_name: String::new(),
        last_name: String::new(),
        email: None,
        phones: vec![],
        billing_email: None,
        place: Place::default(),
        note: String::new(),
    };
    let contact = ContactFields {
        last_name: "Durand".into(),
        email: Some(address("marie.vieux@x.example")),
        ..ContactFields::default()
    };
    let mut tx = house.pool.write().await.unwrap();
    let client = clients::add(&mut tx, &client, house.now()).await.unwrap();
    let marie = contacts::add(&mut tx, &contact, None, house.now()).await.unwrap();
    affiliations::add(&mut tx, marie, client, &AffiliationFields::default(), false, house.now()).await.unwrap();
    tx.commit().await.unwrap();
    (client, marie)
}

/// A mail to Marie, Jean and Paul of whom the first two are refused; their deliveries.
async fn refused(house: &House, worker: &mail::Outbox, (client, marie): (ClientId, ContactId)) -> Vec<DeliveryId> {
    let mut draft =
        house.content(&[(To, "marie.vieux@x.example"), (Cc, "jean.vieux@x.example"), (Cc, "paul@x.example")]);
    draft.client_id = Some(client);
    draft.recipients[0].contact_id = Some(marie);
    draft.recipients[0].name = Some("Marie Durand".into());
    let mut tx = house.pool.write().await.unwrap();
    let draft = drafts::add(&mut tx, house.user, &draft, house.now()).await.unwrap();
    tx.commit().await.unwrap();
    let sent = mail::send(&house.pool, &house.ask(draft, &draft.to_string()), house.now()).await.unwrap();
    let view = house.settled(worker, sent.batch_id).await;
    view.messages[0].deliveries.iter().map(|delivery| delivery.id).collect()
}

fn refusing() -> Script {
    Script::default().on(At::Rcpt, |asked| {
        let old = asked.about("marie.vieux@x.example") || asked.about("jean.vieux@x.example");
        if old { Act::say("550 5.1.1 no such user here") } else { Act::Usual }
    })
}

/// Without its folding.
fn head(mail: &[u8]) -> String {
    let text = String::from_utf8(mail.to_vec()).unwrap();
    text.split_once("\r\n\r\n").unwrap().0.replace("\r\n ", " ")
}

fn correction(house: &House, delivery: DeliveryId, address: &str) -> Correction {
    Correction { user: house.user, delivery, address: address.into(), seen: 0 }
}

async fn resend(house: &House, key: &str, lines: &[(DeliveryId, &str)]) -> Result<model::send::Enqueued, SendError> {
    let lines = lines.iter().map(|(delivery, address)| correction(house, *delivery, address)).collect();
    let ask = ResendFailures { user: house.user, key: key.into(), lines };
    let now = house.now();
    mail::resend_failures(&house.pool, &ask, &|_, _| ControlFlow::Continue(()), &move || now).await
}

/// P36, P06
async fn heads(fresh: &Fresh) {
    let house = House::new(fresh, refusing()).await;
    let worker = house.outbox().await;
    let (client, marie) = marie(&house).await;
    let failed = refused(&house, &worker, (client, marie)).await;
    let done = resend(&house, "k", &[(failed[0], "marie@x.example"), (failed[1], "jean@x.example")]).await.unwrap();
    let view = house.settled(&worker, done.batch_id).await;
    let accepted = house.server.accepted();
    for mail in &accepted[accepted.len() - 2..] {
        let head = head(&mail.bytes);
        assert!(!head.contains("vieux"), "never the old address: {head}");
        for named in ["marie@x.example", "jean@x.example", "paul@x.example"] {
            assert!(head.contains(named), "{named}: {head}");
        }
    }

    // Whoever goes, goes from the heads of the others' mails, too.
    let mut tx = house.pool.write().await.unwrap();
    contacts::remove(&mut tx, marie, house.now()).await.unwrap();
    contacts::forget_removed(&mut tx, house.now().plus_ms(contacts::UNDO + 60_000)).await.unwrap();
    for message in view.messages {
        let (hash, _) = sends::raw(&mut tx, message.id).await.unwrap();
        let head = head(&blobs::get(&mut tx, hash).await.unwrap());
        assert!(!head.contains("marie") && !head.contains("Durand"), "P06: {head}");
        assert!(head.contains("jean@x.example"), "{head}");
    }
    tx.commit().await.unwrap();
    worker.stop().await;
}
store::both!(p36_p06_mails_sent_again_name_the_corrected_addresses_and_forget_them, heads);

/// P06: a recipient forgotten since is left out, and keeps nobody else from having the mail.
async fn forgotten(fresh: &Fresh) {
    let house = House::new(fresh, refusing()).await;
    let worker = house.outbox().await;
    let (client, marie) = marie(&house).await;
    let failed = refused(&house, &worker, (client, marie)).await;
    let mut tx = house.pool.write().await.unwrap();
    contacts::remove(&mut tx, marie, house.now()).await.unwrap();
    contacts::forget_removed(&mut tx, house.now().plus_ms(contacts::UNDO + 60_000)).await.unwrap();
    tx.commit().await.unwrap();
    let again = correction(&house, failed[1], "jean@x.example");
    let done = mail::correct_and_resend(&house.pool, &again, house.now()).await.unwrap();
    house.settled(&worker, done.batch_id).await;
    let last = house.server.accepted().pop().unwrap();
    assert_eq!(last.to, ["jean@x.example"]);
    let head = head(&last.bytes);
    assert!(head.contains("Cc: jean@x.example, paul@x.example") && !head.contains("marie"), "{head}");
    worker.stop().await;
}
store::both!(p06_a_mail_is_sent_again_without_who_is_forgotten, forgotten);

/// P05
async fn gone(fresh: &Fresh) {
    let house = House::new(fresh, refusing()).await;
    let worker = house.outbox().await;
    let (client, marie) = marie(&house).await;
    let failed = refused(&house, &worker, (client, marie)).await;
    let out = |field: &str, answer: Result<model::send::Enqueued, SendError>| match answer {
        Err(SendError::Fields(problems)) => assert_eq!(problems, [FieldProblem::new(field, Problem::OutOfReach)]),
        other => panic!("{other:?}"),
    };
    let line = format!("d-{}", failed[0]);
    let before = house.server.accepted().len();

    // Her affiliation ended, though she is active; also under an address that is nobody's.
    let mut tx = house.pool.write().await.unwrap();
    let link = affiliations::live(&mut tx, client, marie).await.unwrap().unwrap();
    affiliations::end(&mut tx, link.id, house.now()).await.unwrap();
    tx.commit().await.unwrap();
    for address in ["marie.vieux@x.example", "marie@x.example"] {
        out(&line, resend(&house, "k1", &[(failed[0], address), (failed[1], "jean@x.example")]).await);
        out(
            "address",
            mail::correct_and_resend(&house.pool, &correction(&house, failed[0], address), house.now()).await,
        );
    }
    // Nor is she reached by somebody else's line.
    out(&format!("d-{}", failed[1]), resend(&house, "k2", &[(failed[1], "marie.vieux@x.example")]).await);
    assert_eq!(house.server.accepted().len(), before, "nothing left");

    // She is back, and inactive.
    let mut tx = house.pool.write().await.unwrap();
    affiliations::add(&mut tx, marie, client, &AffiliationFields::default(), false, house.now()).await.unwrap();
    contacts::deactivate(&mut tx, marie, house.now()).await.unwrap();
    tx.commit().await.unwrap();
    out(&line, resend(&house, "k3", &[(failed[0], "marie@x.example")]).await);

    // The others are sent without her.
    let done = resend(&house, "k4", &[(failed[1], "jean@x.example")]).await.unwrap();
    assert_eq!(house.settled(&worker, done.batch_id).await.counts().sent, 1);
    worker.stop().await;
}
store::both!(p05_failures_are_not_sent_again_to_who_is_gone, gone);

/// P36: whoever has the mail does not get it once more by somebody else's corrected address.
async fn twice(fresh: &Fresh) {
    let house = House::new(fresh, refusing()).await;
    let worker = house.outbox().await;
    let (client, marie) = marie(&house).await;
    let failed = refused(&house, &worker, (client, marie)).await;
    let before = house.server.accepted().len();
    let told = |field: &str, answer: Result<model::send::Enqueued, SendError>| match answer {
        Err(SendError::Fields(problems)) => assert_eq!(problems, [FieldProblem::new(field, Problem::AlreadySent)]),
        other => panic!("{other:?}"),
    };
    let one = correction(&house, failed[1], "PAUL@x.example");
    told("address", mail::correct_and_resend(&house.pool, &one, house.now()).await);
    told(&format!("d-{}", failed[1]), resend(&house, "k1", &[(failed[1], "paul@x.example")]).await);
    // Nor does one address get it by two lines of one act.
    match resend(&house, "k2", &[(failed[0], "both@x.example"), (failed[1], "both@x.example")]).await {
        Err(SendError::Fields(problems)) => {
            let both = [failed[0], failed[1]].map(|id| FieldProblem::new(format!("d-{id}"), Problem::AlreadySent));
            assert_eq!(problems, both);
        }
        other => panic!("{other:?}"),
    }
    assert_eq!(house.server.accepted().len(), before, "nothing left");
    // Who failed, too, has nothing.
    let done = resend(&house, "k3", &[(failed[1], "jean@x.example")]).await.unwrap();
    assert_eq!(house.settled(&worker, done.batch_id).await.counts().sent, 1);
    // By that correction Jean has it now.
    told(&format!("d-{}", failed[0]), resend(&house, "k4", &[(failed[0], "jean@x.example")]).await);
    worker.stop().await;
}
store::both!(p36_whoever_has_the_mail_does_not_get_it_twice, twice);
