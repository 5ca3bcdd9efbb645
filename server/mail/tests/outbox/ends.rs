//! Faults of servers and of mails: what each address comes to, and that the worker goes on.

use crate::house::{House, form};
use crate::support::{Act, At, Script};
use mail::SendError;
use model::compose::MAIL_MAX;
use model::delivery::Kind;
use model::recipients::Role::To;
use model::send::Shown;
use model::{AccountDraft, AccountOwner, AccountState, Moment};
use store::blobs::{self, Stored};
use store::outbox::{self, NewBatch, NewMessage};
use store::testing::{Fresh, new_batch, new_message};
use store::{accounts, drafts};

/// A mail stored by force, whatever its bytes.
async fn by_force(house: &House, mime: &[u8], kind: Kind, to: &[&str]) -> model::BatchId {
    let message = NewMessage { mime: mime.to_vec(), ..new_message(house.account, "1@maison.example", to) };
    let batch = NewBatch { kind, by: Some(house.user), ..new_batch(&mime.len().to_string(), vec![message]) };
    let mut tx = house.pool.write().await.unwrap();
    let done = outbox::enqueue(&mut tx, &batch, house.now()).await.unwrap();
    tx.commit().await.unwrap();
    done.batch_id
}

async fn unwritable(fresh: &Fresh) {
    let house = House::new(fresh, Script::default()).await;
    let mut bad = vec![];
    for mime in [&b"Subject: a\nBcc: x@y.example\r\n\r\n"[..], b"a\0b\r\n", b"x\ry\r\n\r\n"] {
        bad.push(by_force(&house, mime, Kind::OneOff, &["a@x.example"]).await);
    }
    let good = house.send(&[(To, "b@x.example")]).await.batch_id;
    let worker = house.outbox().await;
    assert_eq!(house.settled(&worker, good).await.counts().sent, 1);
    for id in bad {
        let view = house.settled(&worker, id).await;
        assert_eq!((view.counts().failed, view.messages[0].deliveries[0].text.as_str()), (1, "unwritable"));
    }
    assert_eq!(house.server.accepted().len(), 1);
    worker.stop().await;
}
store::both!(s28_a_mail_that_cannot_be_written_fails_alone, unwritable);

async fn alone(fresh: &Fresh) {
    let house = House::new(fresh, Script::default()).await;
    let mime = b"Subject: facture\r\n\r\nBonjour\r\n";
    let id = by_force(&house, mime, Kind::Document, &["a@x.example", "b@x.example", "c@x.example"]).await;
    let worker = house.outbox().await;
    house.settled(&worker, id).await;
    let accepted = house.server.accepted();
    assert_eq!(
        accepted.iter().map(|mail| mail.to.join(" ")).collect::<Vec<_>>(),
        ["a@x.example", "b@x.example", "c@x.example"]
    );
    assert!(accepted.iter().all(|mail| mail.session == 0 && mail.bytes == mime), "one connection, the same bytes");
    worker.stop().await;
}
store::both!(a_document_goes_to_one_recipient_a_transaction_on_one_connection, alone);

async fn doubt(fresh: &Fresh) {
    let script = Script::default().on(At::Dot, |asked| if asked.nth == 1 { Act::HangUp.accept() } else { Act::Usual });
    let house = House::new(fresh, script).await;
    let worker = house.outbox().await;
    let id = house.send(&[(To, "a@x.example")]).await.batch_id;
    house.until(&worker, id, |view| view.messages[0].deliveries[0].dup_risk).await;
    house.jump(60);
    let view = house.settled(&worker, id).await;
    let accepted = house.server.accepted();
    assert_eq!((view.counts().sent, accepted.len()), (1, 2));
    assert!(view.messages[0].deliveries[0].dup_risk, "I3");
    assert_eq!(accepted[0].bytes, accepted[1].bytes, "the same bytes and Message-ID");
    worker.stop().await;
}
store::both!(after_a_drop_behind_the_dot_the_same_bytes_leave_again_and_it_is_said, doubt);

async fn campaign(fresh: &Fresh) {
    let script = Script::default().always(At::Dot, Act::HangUp.accept());
    let house = House::new(fresh, script).await;
    let worker = house.outbox().await;
    let id = by_force(&house, b"Subject: x\r\n\r\n", Kind::Campaign, &["a@x.example"]).await;
    let view = house.settled(&worker, id).await;
    assert_eq!((view.counts().uncertain, house.server.accepted().len()), (1, 1));
    worker.stop().await;
}
store::both!(a_campaign_is_at_most_once, campaign);

async fn busy(fresh: &Fresh) {
    let script = Script::default().on(At::Greeting, |asked| {
        if asked.nth == 1 { Act::say("421 4.3.2 try again in 300 seconds") } else { Act::Usual }
    });
    let house = House::new(fresh, script).await;
    let worker = house.outbox().await;
    let id = house.send(&[(To, "a@x.example")]).await.batch_id;
    let view = house.until(&worker, id, |view| view.trouble.is_some()).await;
    let trouble = view.trouble.unwrap();
    assert_eq!((trouble.state, house.shown(id).await), (AccountState::Throttled, vec![Shown::Waiting]));
    assert!(trouble.next_ok_at.unwrap() > Moment(house.now().0 + 280_000));
    house.jump(301);
    let view = house.settled(&worker, id).await;
    assert_eq!((view.counts().sent, view.messages[0].deliveries[0].attempts), (1, 1), "the first try did not count");
    let mut tx = house.pool.read().await.unwrap();
    assert_eq!(accounts::get(&mut tx, house.account).await.unwrap().state, AccountState::Ok);
    worker.stop().await;
}
store::both!(an_account_whose_server_is_busy_waits_as_asked, busy);

async fn large(fresh: &Fresh) {
    let house = House::new(fresh, Script::default()).await;
    let mut tx = house.pool.write().await.unwrap();
    accounts::note_max_size(&mut tx, house.account, Some(500)).await.unwrap();
    tx.commit().await.unwrap();
    let draft = house.draft(&[(To, "a@x.example")]).await;
    let refused = mail::send(&house.pool, &house.ask(draft, "k"), house.now()).await;
    assert!(matches!(refused, Err(SendError::TooLarge { limit: 500, .. })));
    let mut tx = house.pool.write().await.unwrap();
    accounts::stop(&mut tx, house.account, AccountState::Disabled, "", house.now()).await.unwrap();
    tx.commit().await.unwrap();
    assert!(matches!(mail::send(&house.pool, &house.ask(draft, "k"), house.now()).await, Err(SendError::NoAccount)));
}
store::both!(what_cannot_leave_is_said_before_anything_is_written, large);

async fn given_back(fresh: &Fresh) {
    let house = House::new(fresh, Script::default()).await;
    let draft = house.draft(&[(To, "a@x.example")]).await;
    let mut tx = house.pool.write().await.unwrap();
    // Of this size by name only: a mail that read its files would be small.
    let file = Stored { size: 15 << 20, ..blobs::add(&mut tx, b"abc", house.now()).await.unwrap() };
    let one = drafts::attach(&mut tx, house.user, draft, ("a", ""), &file, house.now()).await.unwrap();
    drafts::detach(&mut tx, house.user, draft, one.id, house.now()).await.unwrap();
    drafts::attach(&mut tx, house.user, draft, ("b", ""), &file, house.now()).await.unwrap();
    drafts::give_back(&mut tx, house.user, draft, one.id).await.unwrap();
    tx.commit().await.unwrap();
    let refused = mail::send(&house.pool, &house.ask(draft, "k"), house.now()).await;
    assert!(matches!(refused, Err(SendError::TooLarge { limit: MAIL_MAX, .. })), "{refused:?}");
}
store::both!(files_are_counted_before_they_are_read, given_back);

async fn international(fresh: &Fresh) {
    let script = Script::default().offering(&["PIPELINING", "8BITMIME"]);
    let house = House::new(fresh, script).await;
    let worker = house.outbox().await;
    let id = house.send(&[(To, "a@café.example"), (To, "éloïse@x.example")]).await.batch_id;
    let view = house.settled(&worker, id).await;
    assert_eq!(house.shown(id).await, [Shown::Sent, Shown::Failed]);
    assert_eq!(view.messages[0].deliveries[1].text, "international");
    assert_eq!(house.server.accepted()[0].to, ["a@xn--caf-dma.example"], "S32");
    worker.stop().await;
}
store::both!(s32_an_address_the_server_cannot_say_fails_with_the_reason, international);

/// P28
async fn another_works(fresh: &Fresh) {
    let house = House::new(fresh, Script::default()).await;
    let mut tx = house.pool.write().await.unwrap();
    let settings = store::settings(&mut tx).await.unwrap();
    let form = AccountDraft { from_address: "lea@maison.example".into(), ..form(&house.server) };
    let (form, owner) = (form.check(None, &settings.allowed_smtp_hosts).unwrap(), AccountOwner::User(house.user));
    let own = accounts::add(&mut tx, &house.keys, owner, &form, house.now()).await.unwrap();
    tx.commit().await.unwrap();
    let sender =
        async || house.view(house.send(&[(To, "a@x.example")]).await.batch_id).await.messages[0].from_address.clone();
    let stop = async |account, state| {
        let mut tx = house.pool.write().await.unwrap();
        accounts::stop(&mut tx, account, state, "535 no", house.now()).await.unwrap();
        tx.commit().await.unwrap();
    };
    assert_eq!(sender().await, "lea@maison.example");
    stop(own, AccountState::AuthFailed).await;
    assert_eq!(sender().await, "compta@maison.example", "it works");
    stop(house.account, AccountState::SenderRefused).await;
    assert_eq!(sender().await, "lea@maison.example", "neither works");
}
store::both!(p28_a_mail_for_which_no_account_was_chosen_leaves_by_one_that_works, another_works);
