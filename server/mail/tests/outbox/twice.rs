//! The same button again: after a lost answer, after « Annuler l’envoi », by two people at once.

use crate::house::House;
use crate::support::{Act, At, Script};
use mail::{Correction, SendError};
use model::recipients::Role::{Cc, To};
use model::send::Enqueued;
use store::testing::Fresh;
use store::{StoreError, drafts, outbox};

pub fn refused(answer: Result<Enqueued, SendError>, code: &str) -> bool {
    matches!(answer, Err(SendError::Store(StoreError::Refused(why))) if why == code)
}

async fn corrected_again(fresh: &Fresh) {
    let script = Script::default().on(At::Rcpt, |asked| {
        if asked.about("parti@x.example") { Act::say("550 5.1.1 no such user here") } else { Act::Usual }
    });
    let house = House::new(fresh, script).await;
    let worker = house.outbox().await;
    let id = house.send(&[(To, "parti@x.example")]).await.batch_id;
    let failed = house.settled(&worker, id).await.messages[0].deliveries[0].id;
    house.set(|settings| settings.undo_seconds = 10).await;
    let correct = |address: &str, seen| {
        let ask = Correction { user: house.user, delivery: failed, address: address.into(), seen };
        let (pool, now) = (house.pool.clone(), house.now());
        async move { mail::correct_and_resend(&pool, &ask, now).await }
    };
    let mut clicks = tokio::task::JoinSet::new();
    for n in 0..10 {
        clicks.spawn(correct(["b@x.example", "c@x.example"][n % 2], 0));
    }
    let done = clicks.join_all().await;
    let mut made: Vec<_> = done.iter().filter_map(|one| one.as_ref().ok().map(|one| one.batch_id)).collect();
    made.dedup();
    assert_eq!((made.len(), done.iter().filter(|one| one.is_ok()).count()), (1, 5), "two people at once make one mail");
    assert!(done.into_iter().all(|one| one.is_ok() || refused(one, "sent")));

    let mut tx = house.pool.write().await.unwrap();
    outbox::cancel(&mut tx, made[0], house.user, house.now()).await.unwrap();
    tx.commit().await.unwrap();
    let view = house.view(id).await;
    assert_eq!((view.messages[0].deliveries[0].corrections, house.server.accepted().len()), (1, 0));
    assert!(refused(correct("b@x.example", 0).await, "cancelled"), "a second click that arrives late sends nothing");
    let again = correct("b@x.example", 1).await.unwrap();
    assert!(!again.already && again.batch_id != made[0]);
    house.jump(20);
    house.settled(&worker, again.batch_id).await;
    assert_eq!(house.server.accepted()[0].to, ["b@x.example"]);
    worker.stop().await;
}
store::both!(p36_corrected_again_after_a_cancelling_it_leaves_once, corrected_again);

async fn written_on(fresh: &Fresh) {
    let house = House::new(fresh, Script::default()).await;
    house.set(|settings| settings.undo_seconds = 10).await;
    let draft = house.draft(&[(To, "a@x.example")]).await;
    let mut tx = house.pool.read().await.unwrap();
    let content = drafts::get(&mut tx, house.user, draft).await.unwrap().draft;
    drop(tx);
    let send = |content: &model::compose::Draft| {
        let ask = mail::SendDraft { content: Some(content.clone()), ..house.ask(draft, "k") };
        let (pool, now) = (house.pool.clone(), house.now());
        async move { mail::send(&pool, &ask, now).await }
    };
    let first = send(&content).await.unwrap();
    assert!(send(&content).await.unwrap().already, "the answer was lost, nothing was changed");
    let mut others = [content.clone(), content.clone(), content.clone()];
    others[0].subject.push('!');
    others[1].body.push_str("\n\nPS : demain.");
    others[2].recipients[0].role = Cc;
    for other in &others {
        assert!(refused(send(other).await, "sent"), "what left is not what stands in the form");
    }
    let mut tx = house.pool.write().await.unwrap();
    outbox::cancel(&mut tx, first.batch_id, house.user, house.now()).await.unwrap();
    tx.commit().await.unwrap();
    assert!(refused(send(&content).await, "cancelled"));
    assert!(!mail::send(&house.pool, &house.ask(draft, "k2"), house.now()).await.unwrap().already);
}
store::both!(what_was_written_on_after_a_lost_answer_never_counts_as_sent, written_on);

/// The form does not know of the draft that its first save has made.
async fn saved_unheard(fresh: &Fresh) {
    let house = House::new(fresh, Script::default()).await;
    let mut content = house.content(&[(To, "a@x.example")]);
    let mut tx = house.pool.write().await.unwrap();
    let (draft, _) = drafts::add_once(&mut tx, house.user, "k", &content, house.now()).await.unwrap();
    tx.commit().await.unwrap();
    content.subject.push_str(", suite");
    let ask = mail::SendDraft { draft_id: None, content: Some(content.clone()), ..house.ask(draft, "k") };
    let sent = mail::send(&house.pool, &ask, house.now()).await.unwrap();
    assert_eq!(house.view(sent.batch_id).await.messages[0].subject, content.subject);
    let mut tx = house.pool.write().await.unwrap();
    assert!(drafts::list(&mut tx, house.user, None, 9).await.unwrap().is_empty(), "no draft is left over");
    let late = drafts::add_once(&mut tx, house.user, "k", &content, house.now()).await;
    assert!(matches!(late, Err(StoreError::Refused("sent"))), "nor made anew by a save that comes late");
    let back = outbox::cancel(&mut tx, sent.batch_id, house.user, house.now()).await.unwrap();
    assert_eq!(back.draft_id, Some(draft));
    let other = drafts::add_once(&mut tx, house.user, "k", &content, house.now()).await.unwrap();
    assert_ne!(other.0, draft, "nor is what was given back written over");
}
store::both!(a_first_save_whose_answer_was_lost_leaves_no_draft_behind_the_mail, saved_unheard);
