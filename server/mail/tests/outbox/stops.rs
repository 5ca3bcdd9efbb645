//! A stop in good order, and one that a silent server would hold up: what is under way then is told apart at the next start
//! (delivery.md §2, I1–I4).

use crate::house::House;
use crate::support::{Act, At, Script};
use model::delivery::DeliveryState;
use model::recipients::Role::To;
use std::time::{Duration, Instant};
use store::testing::Fresh;

async fn silent(fresh: &Fresh) {
    let script = Script::default().on(At::Dot, |asked| match asked.nth {
        1 => Act::Silence.accept(),
        _ => Act::Usual,
    });
    let house = House::new(fresh, script).await;
    let id = house.send(&[(To, "p@x.example")]).await.batch_id;
    let worker = house.outbox().await;
    house.until(&worker, id, |_| house.server.accepted().len() == 1).await;
    let begun = Instant::now();
    assert!(!worker.stop_within(Duration::from_millis(50)).await, "the server never answered");
    assert!(begun.elapsed() < Duration::from_secs(3), "{:?}", begun.elapsed());
    assert_eq!(house.view(id).await.messages[0].deliveries[0].state, DeliveryState::InFlight, "nobody knows");

    house.jump(12 * 60);
    let worker = house.outbox().await;
    let view = house.settled(&worker, id).await;
    assert!(worker.stop_within(Duration::from_secs(20)).await, "nothing is under way");
    assert_eq!(view.counts().sent, 1);
    assert!(view.messages[0].deliveries[0].dup_risk, "« peut-être reçu deux fois »");
    assert_eq!(house.server.accepted().len(), 2);
}
store::both!(a_stop_does_not_wait_for_a_silent_server_and_the_next_start_says_what_may_be_double, silent);
