//! S69: copies that were made while mails left and people wrote, put in place elsewhere: the mail server gets nothing until it is confirmed,
//! then everything that may be missing, and whatever it may have had already says so.

use crate::house::House;
use crate::support::{Act, At, Script};
use mail::Outbox;
use model::recipients::Role::To;
use std::sync::Arc;
use std::time::Duration;
use store::testing::{Fresh, KeptDelivery, damage, kept, restored};
use store::{Pool, restorations};
use tokio::sync::Semaphore;

const MAILS: usize = 24;

async fn deliveries(house: &House) -> Vec<KeptDelivery> {
    let mut tx = house.pool.read().await.unwrap();
    kept(&mut tx).await.unwrap().deliveries
}

/// How often the server took each of them.
fn copies(house: &House, deliveries: &[KeptDelivery]) -> Vec<usize> {
    let accepted = house.server.accepted();
    deliveries.iter().map(|one| accepted.iter().filter(|mail| mail.to.contains(&one.address)).count()).collect()
}

/// The worker looks for work so often.
async fn looks(house: &House, worker: &Outbox, times: usize) {
    for _ in 0..times {
        house.jump(5);
        let looked = async {
            while worker.health().round_age_ms >= 5_000 {
                worker.wake();
                tokio::task::yield_now().await;
            }
        };
        tokio::time::timeout(Duration::from_secs(30), looked).await.unwrap();
    }
}

async fn while_it_sends(fresh: &Fresh) {
    let permits = Arc::new(Semaphore::new(0));
    // Each of the two connections has a mail that the server took, and has not answered: the copy cannot know.
    let script = Script::default().always(At::Dot, Act::Usual.held(&permits).accept());
    let mut house = House::new(fresh, script).await;
    house.limit(2, 0, 0).await;
    let id = house.documents("d", house.account, MAILS).await;
    let worker = house.outbox().await;
    let (mut backs, mut given) = (vec![], 0);
    for answered in [0, 5, 13] {
        permits.add_permits(answered - given);
        given = answered;
        house.until(&worker, id, |_| house.server.accepted().len() == answered + 2).await;
        // Somebody writes at the same time.
        let address = format!("p{answered}@x.example");
        let to = [(To, address.as_str())];
        let (back, _) = tokio::join!(restored(&house.pool, house.now()), house.send(&to));
        backs.push(back);
    }
    permits.add_permits(10_000);
    house.settled(&worker, id).await;
    worker.stop().await;

    for back in backs {
        house.pool = back.pool.clone();
        let before = deliveries(&house).await;
        let had = copies(&house, &before);
        let open: Vec<bool> = before.iter().map(|one| one.state.code() != "sent").collect();
        assert!(before.len() >= MAILS && open.contains(&true), "some had not left");
        let worker = house.outbox().await;
        // Another process on the same database.
        let other = if let Pool::Postgres(_) = house.pool { Some(house.outbox().await) } else { None };
        looks(&house, &worker, 3).await;
        assert_eq!(copies(&house, &before), had, "nothing leaves before it is confirmed");

        let mut tx = house.pool.write().await.unwrap();
        assert!(restorations::confirm(&mut tx, house.user, house.now()).await.unwrap());
        tx.commit().await.unwrap();
        for batch in before.iter().map(|one| one.batch) {
            house.settled(&worker, model::BatchId(batch)).await;
        }
        worker.stop().await;
        if let Some(other) = other {
            other.stop().await;
        }
        let (after, has) = (deliveries(&house).await, copies(&house, &before));
        for (n, one) in after.iter().enumerate() {
            assert_eq!(one.state.code(), "sent", "{one:?}");
            assert_eq!(has[n] - had[n], usize::from(open[n]), "each that was open, once: {one:?}");
            assert_eq!(one.dup_risk, open[n], "and it says that it may be the second: {one:?}");
        }
        assert_eq!(damage(&house.pool).await.unwrap(), Vec::<String>::new());
    }
}
store::both!(s69_a_copy_made_while_mails_leave_sends_nothing_until_confirmed_and_loses_nothing, while_it_sends);
