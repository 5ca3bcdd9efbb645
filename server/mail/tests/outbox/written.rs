//! Mails that people write: one transaction, every address its own end.

use crate::house::{House, form};
use crate::support::{Act, At, Script};
use crate::twice::refused;
use mail::{Config, Correction, Outbox, SendError, SystemMail, TestMailbox};
use mail_parser::MessageParser;
use model::delivery::DeliveryState;
use model::recipients::Role::{Bcc, Cc, To};
use model::send::{BatchState, Cancelled, Shown};
use model::{AccountState, DeliveryId, Mailbox, Transport};
use std::sync::Arc;
use std::time::Duration;
use store::testing::Fresh;
use store::{StoreError, accounts, blobs, drafts, outbox, sends, users};
use tokio::sync::{Notify, Semaphore};

async fn everybody(fresh: &Fresh) {
    let house = House::new(fresh, Script::default()).await;
    let worker = house.outbox().await;
    let sent = house.send(&[(To, "a@x.example"), (Cc, "b@x.example"), (Bcc, "secret@x.example")]).await;
    let view = house.settled(&worker, sent.batch_id).await;
    assert_eq!((view.state, view.counts().sent), (BatchState::Done, 3));

    let accepted = house.server.accepted();
    assert_eq!(accepted.len(), 1, "one transaction");
    assert_eq!(accepted[0].to, ["a@x.example", "b@x.example", "secret@x.example"]);
    let text = String::from_utf8(accepted[0].bytes.clone()).unwrap();
    assert!(!text.contains("secret") && !text.to_lowercase().contains("bcc"), "S34");
    let mut tx = house.pool.read().await.unwrap();
    let (hash, size) = sends::raw(&mut tx, view.messages[0].id).await.unwrap();
    assert_eq!((blobs::get(&mut tx, hash).await.unwrap(), size), (accepted[0].bytes.clone(), text.len() as i64), "I6");
    let delivery = &view.messages[0].deliveries[0];
    assert_eq!((delivery.code, delivery.phase.as_str(), delivery.attempts), (Some(250), "dot", 1), "I5");
    assert_eq!(accounts::get(&mut tx, house.account).await.unwrap().max_size, Some(30_000_000));
    worker.stop().await;
}
store::both!(a_mail_reaches_everybody_in_one_transaction, everybody);

async fn partly(fresh: &Fresh) {
    let script = Script::default().on(At::Rcpt, |asked| {
        if asked.about("parti@x.example") {
            Act::say("550 5.1.1 no such user here")
        } else if asked.about("plein@x.example") && asked.nth < 4 {
            Act::say("451 4.3.0 try later")
        } else {
            Act::Usual
        }
    });
    let house = House::new(fresh, script).await;
    let worker = house.outbox().await;
    let to = [(To, "bon@x.example"), (To, "parti@x.example"), (Cc, "plein@x.example")];
    let id = house.send(&to).await.batch_id;
    let view = house.until(&worker, id, |view| view.counts().sent == 1).await;
    assert_eq!(house.shown(id).await, [Shown::Sent, Shown::Failed, Shown::Deferred]);
    let (failed, deferred) = (&view.messages[0].deliveries[1], &view.messages[0].deliveries[2]);
    assert_eq!(
        (failed.code, failed.enhanced.as_str(), failed.text.as_str()),
        (Some(550), "5.1.1", "no such user here")
    );
    assert!(deferred.due_at.since(house.now()) > 250_000, "five minutes");
    house.jump(301);
    let view = house.settled(&worker, id).await;
    assert_eq!((view.counts().sent, view.counts().failed), (2, 1));
    assert_eq!(house.server.accepted().len(), 2);

    let failed = view.messages[0].deliveries[1].id;
    let ask = |address: &str| Correction { user: house.user, delivery: failed, address: address.into(), seen: 0 };
    assert!(matches!(mail::correct_and_resend(&house.pool, &ask("non"), house.now()).await, Err(SendError::Fields(_))));
    let again = mail::correct_and_resend(&house.pool, &ask("revenu@x.example"), house.now()).await.unwrap();
    house.settled(&worker, again.batch_id).await;
    let last = house.server.accepted().pop().unwrap();
    assert_eq!(last.to, ["revenu@x.example"]);
    assert_eq!(last.header("Cc"), "plein@x.example");
    let first = &house.server.accepted()[0];
    assert_ne!((last.header("Message-ID"), &last.bytes), (first.header("Message-ID"), &first.bytes));
    let corrected = house.view(id).await.messages[0].deliveries[1].corrected_by.clone();
    assert_eq!(corrected, Some((again.batch_id, "revenu@x.example".into())));
    assert!(mail::correct_and_resend(&house.pool, &ask("revenu@x.example"), house.now()).await.unwrap().already);
    let other = mail::correct_and_resend(&house.pool, &ask("x@x.example"), house.now()).await;
    assert!(refused(other, "sent"), "not silently to somebody else");
    worker.stop().await;
}
store::both!(p36_one_refused_one_put_off_the_rest_sent_and_the_refused_corrected, partly);

async fn login(fresh: &Fresh) {
    let script = Script::default()
        .login("compta", "sésame")
        .on(At::Auth, |asked| if asked.nth == 1 { Act::say("535 5.7.8 wrong") } else { Act::Usual });
    let house = House::new(fresh, script).await;
    let worker = house.outbox().await;
    let id = house.send(&[(To, "a@x.example"), (To, "b@x.example")]).await.batch_id;
    let view = house.until(&worker, id, |view| view.trouble.is_some()).await;
    let trouble = view.trouble.unwrap();
    assert_eq!((trouble.state, trouble.text.as_str()), (AccountState::AuthFailed, "535 wrong"));
    assert_eq!(house.shown(id).await, [Shown::Waiting, Shown::Waiting], "nobody is marked failed");
    house.jump(7200);
    worker.wake();
    save_account(&house).await;
    assert_eq!(house.settled(&worker, id).await.counts().sent, 2);
    worker.stop().await;
}
store::both!(a_wrong_password_stops_the_account_and_marks_nobody, login);

/// As a person does who types the password again.
async fn save_account(house: &House) {
    let mut tx = house.pool.write().await.unwrap();
    let stored = accounts::get(&mut tx, house.account).await.unwrap();
    let settings = store::settings(&mut tx).await.unwrap();
    let form = model::AccountDraft { version: stored.version, ..form(&house.server) };
    let form = form.check(Some(&stored), &settings.allowed_smtp_hosts).unwrap();
    accounts::change(&mut tx, &house.keys, house.account, &form, house.now()).await.unwrap();
    tx.commit().await.unwrap();
}

async fn mended_meanwhile(fresh: &Fresh) {
    let (asked, gate) = (Arc::new(Notify::new()), Arc::new(Semaphore::new(0)));
    let (told, held) = (asked.clone(), gate.clone());
    let script = Script::default().login("compta", "sésame").on(At::Auth, move |asked| {
        if asked.nth > 1 {
            return Act::Usual;
        }
        told.notify_one();
        Act::say("535 5.7.8 wrong").held(&held)
    });
    let house = House::new(fresh, script).await;
    // It looks at nothing by itself: whatever the old password comes to is written after the new one.
    let config = Config { look: Duration::from_secs(3600), ..house.config() };
    let worker = Outbox::start(house.pool.clone(), house.keys.clone(), config).await.unwrap();
    let id = house.send(&[(To, "a@x.example")]).await.batch_id;
    worker.wake();
    asked.notified().await;
    save_account(&house).await;
    gate.add_permits(1);
    let view = house.settled(&worker, id).await;
    assert_eq!(view.counts().sent, 1, "{:?}", view.trouble);
    worker.stop().await;
}
store::both!(p52_a_refusal_of_the_old_password_does_not_stop_the_new_one, mended_meanwhile);

async fn cancelled(fresh: &Fresh) {
    let house = House::new(fresh, Script::default()).await;
    house.set(|settings| settings.undo_seconds = 10).await;
    let worker = house.outbox().await;
    let draft = house.draft(&[(To, "a@x.example")]).await;
    let sent = mail::send(&house.pool, &house.ask(draft, "k"), house.now()).await.unwrap();
    worker.wake();
    assert!(sent.undo_until.unwrap().since(house.now()) > 9_000);
    let mut tx = house.pool.write().await.unwrap();
    let answer = outbox::cancel(&mut tx, sent.batch_id, house.user, house.now()).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(answer, Cancelled { stopped: 1, too_late: 0, draft_id: Some(draft) });
    house.jump(60);
    let again = mail::send(&house.pool, &house.ask(draft, "k2"), house.now()).await.unwrap();
    house.jump(60);
    house.settled(&worker, again.batch_id).await;
    assert_eq!(house.server.accepted().len(), 1, "nothing of what was cancelled (I7)");
    let mut tx = house.pool.write().await.unwrap();
    let late = outbox::cancel(&mut tx, again.batch_id, house.user, house.now()).await.unwrap();
    assert_eq!(late, Cancelled { stopped: 0, too_late: 1, draft_id: None });
    assert!(matches!(drafts::get(&mut tx, house.user, draft).await, Err(StoreError::NotFound)));
    worker.stop().await;
}
store::both!(p33_cancelled_in_the_held_seconds_nothing_leaves, cancelled);

async fn click_twice(fresh: &Fresh) {
    let house = House::new(fresh, Script::default()).await;
    let worker = house.outbox().await;
    let draft = house.draft(&[(To, "a@x.example")]).await;
    let mut clicks = tokio::task::JoinSet::new();
    for n in 0..50 {
        let (pool, mut ask, now) = (house.pool.clone(), house.ask(draft, "k"), house.now());
        if n % 2 == 0 {
            let mut tx = house.pool.read().await.unwrap();
            ask.content = drafts::get(&mut tx, house.user, draft).await.ok().map(|saved| saved.draft);
        }
        clicks.spawn(async move { mail::send(&pool, &ask, now).await.unwrap() });
    }
    let done = clicks.join_all().await;
    assert!(done.iter().all(|one| one.batch_id == done[0].batch_id));
    assert_eq!(done.iter().filter(|one| !one.already).count(), 1);
    house.settled(&worker, done[0].batch_id).await;
    assert_eq!(house.server.accepted().len(), 1);
    worker.stop().await;
}
store::both!(fifty_clicks_are_one_mail, click_twice);

async fn never_saved(fresh: &Fresh) {
    let house = House::new(fresh, Script::default()).await;
    let saved = house.draft(&[(To, "a@x.example")]).await;
    let mut tx = house.pool.write().await.unwrap();
    let content = drafts::get(&mut tx, house.user, saved).await.unwrap().draft;
    drafts::remove(&mut tx, house.user, saved, house.now()).await.unwrap();
    tx.commit().await.unwrap();
    let mut clicks = tokio::task::JoinSet::new();
    for _ in 0..10 {
        let ask = mail::SendDraft { draft_id: None, content: Some(content.clone()), ..house.ask(saved, "k") };
        let (pool, now) = (house.pool.clone(), house.now());
        clicks.spawn(async move { mail::send(&pool, &ask, now).await.unwrap() });
    }
    let done = clicks.join_all().await;
    assert!(done.iter().all(|one| one.batch_id == done[0].batch_id));
    let mut tx = house.pool.write().await.unwrap();
    assert!(drafts::list(&mut tx, house.user, None, 9).await.unwrap().is_empty(), "no draft is left over");
    drop(tx);
    let view = house.view(done[0].batch_id).await;
    assert!(view.draft_id.is_some(), "it could be given back");
}
store::both!(what_was_never_saved_is_sent_once_and_leaves_no_draft, never_saved);

async fn test_mailbox(fresh: &Fresh) {
    let house = House::new(fresh, Script::default()).await;
    house.set(|settings| settings.test_mailbox = true).await;
    let mut tx = house.pool.write().await.unwrap();
    accounts::note_max_size(&mut tx, house.account, Some(9_000)).await.unwrap();
    tx.commit().await.unwrap();
    let worker = house.outbox().await;
    let id = house.send(&[(To, "a@x.example"), (Bcc, "b@x.example")]).await.batch_id;
    let view = house.settled(&worker, id).await;
    assert_eq!((view.counts().test_mailbox, view.counts().sent), (2, 0), "P52");
    assert!(house.server.accepted().is_empty() && house.server.lines().is_empty(), "nothing leaves");
    let mailbox = TestMailbox::new(house.folder.path().join("mailbox"));
    let kept = mailbox.list(None, 10).await.unwrap();
    assert_eq!(kept[0].mail.to, ["a@x.example", "b@x.example"], "« Cci » too");
    assert_eq!(mailbox.open(&kept[0].name).await.unwrap(), (kept[0].at, kept[0].mail.clone()));
    assert!(mailbox.list(Some(kept[0].name.clone()), 10).await.unwrap().is_empty(), "older ones");
    let bytes = mailbox.read(&kept[0].name).await.unwrap();
    let mut tx = house.pool.read().await.unwrap();
    let (hash, _) = sends::raw(&mut tx, view.messages[0].id).await.unwrap();
    assert!(bytes.ends_with(&blobs::get(&mut tx, hash).await.unwrap()));
    assert!(String::from_utf8_lossy(&bytes).starts_with("Return-Path: <compta@maison.example>\r\nX-Envelope-To: a@x"));
    for odd in ["../x", "x", "/etc/passwd", "0000000000000-/../x", "0000000000000-1.eml", "0000000000000-1\0", ""] {
        assert!(mailbox.read(odd).await.is_err(), "S47 {odd}");
    }
    let account = accounts::get(&mut tx, house.account).await.unwrap();
    assert_eq!((account.transport, account.max_size), (Transport::Smtp, Some(9_000)), "its server is as it was");
    worker.stop().await;
}
store::both!(p52_the_test_mailbox_keeps_everything_and_sends_nothing, test_mailbox);

async fn system(fresh: &Fresh) {
    let house = House::new(fresh, Script::default()).await;
    let worker = house.outbox().await;
    let mail = SystemMail {
        to: Mailbox::parse("Zoé <zoe@x.example>").unwrap(),
        subject: "Votre invitation".into(),
        text: "https://maison.example/invitation/jeton-secret".into(),
        by: None,
    };
    let mut tx = house.pool.write().await.unwrap();
    let sent = mail::send_system(&mut tx, &mail, house.now()).await.unwrap();
    tx.commit().await.unwrap();
    // Nobody is shown a system mail: that it left is seen at the next one.
    let next = house.send(&[(To, "b@x.example")]).await;
    house.settled(&worker, next.batch_id).await;
    let accepted = house.server.accepted();
    assert_eq!((accepted.len(), accepted[0].to.as_slice()), (2, ["zoe@x.example".to_owned()].as_slice()));
    let mut tx = house.pool.write().await.unwrap();
    assert!(matches!(sends::get(&mut tx, sent.batch_id).await, Err(StoreError::NotFound)));
    assert_eq!(sends::delivery(&mut tx, DeliveryId(1)).await.unwrap().state, DeliveryState::Sent);
    let content = blobs::Hash::of(&accepted[0].bytes);
    assert!(matches!(blobs::get(&mut tx, content).await, Err(StoreError::NotFound)), "S07: forgotten");
    assert!(matches!(sends::raw(&mut tx, model::MessageId(1)).await, Err(StoreError::NotFound)));
    assert_eq!(sends::list(&mut tx, sends::Filter::All, None, 9).await.unwrap().len(), 1, "the other one");
    drop(tx);
    worker.stop().await;
}
store::both!(s07_a_system_mail_leaves_at_once_and_is_forgotten, system);

async fn signed(fresh: &Fresh) {
    let house = House::new(fresh, Script::default()).await;
    let mut tx = house.pool.write().await.unwrap();
    let user = users::get(&mut tx, house.user).await.unwrap();
    let profile = users::Profile {
        name: user.name,
        language: user.language,
        theme: user.theme,
        time_zone: None,
        signature: "Léa Petit\nMaison Œuvrard & fils".into(),
    };
    users::change_profile(&mut tx, house.user, user.version, &profile, house.now()).await.unwrap();
    tx.commit().await.unwrap();
    let worker = house.outbox().await;
    let draft = house.draft(&[(To, "a@x.example")]).await;
    let id = mail::send(&house.pool, &house.ask(draft, "k"), house.now()).await.unwrap().batch_id;
    assert_eq!(house.settled(&worker, id).await.counts().sent, 1);
    let accepted = house.server.accepted();
    let mail = MessageParser::default().parse(&accepted[0].bytes).unwrap();
    let text = mail.body_text(0).unwrap().replace("\r\n", "\n");
    assert_eq!(text.trim_end(), "Bonjour,\n\nvoici le devis.\n\n-- \nLéa Petit\nMaison Œuvrard & fils");
    let html = mail.body_html(0).unwrap();
    assert_eq!(
        (html.matches("Léa Petit").count(), html.matches("Maison Œuvrard &amp; fils").count()),
        (1, 1),
        "{html}"
    );
    assert!(html.find("voici le devis").unwrap() < html.find("Léa Petit").unwrap());
    worker.stop().await;
}
store::both!(the_signature_stands_once_under_the_text_and_the_html, signed);

async fn copy(fresh: &Fresh) {
    let house = House::new(fresh, Script::default()).await;
    let mut tx = house.pool.write().await.unwrap();
    let stored = accounts::get(&mut tx, house.account).await.unwrap();
    let settings = store::settings(&mut tx).await.unwrap();
    let form = model::AccountDraft {
        copy_to_self: true,
        reply_to: "lea@maison.example".into(),
        version: 1,
        ..form(&house.server)
    };
    let form = form.check(Some(&stored), &settings.allowed_smtp_hosts).unwrap();
    accounts::change(&mut tx, &house.keys, house.account, &form, house.now()).await.unwrap();
    tx.commit().await.unwrap();
    let worker = house.outbox().await;
    let id = house.send(&[(To, "a@x.example")]).await.batch_id;
    let view = house.until(&worker, id, |view| view.state == BatchState::Done).await;
    let accepted = &house.server.accepted()[0];
    assert_eq!(accepted.to, ["a@x.example", "compta@maison.example"]);
    assert_eq!(
        (accepted.header("To"), accepted.header("Reply-To")),
        ("a@x.example".into(), "lea@maison.example".into())
    );
    assert_eq!((view.counts().total, view.messages[0].deliveries[1].state), (1, DeliveryState::Sent), "not counted");
    worker.stop().await;
}
store::both!(p28_a_copy_to_oneself_is_no_recipient_of_the_mail, copy);
