//! Crashes at each named point of the worker's way: what was accepted is never lost, and a second copy is always said (I1–I4).

use crate::house::House;
use crate::support::Script;
use mail::worker::{Point, Points};
use model::recipients::Role::To;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use store::testing::Fresh;

async fn at_each_point(fresh: &Fresh) {
    let mut house = House::new(fresh, Script::default()).await;
    let before_the_dialogue = [Point::Claimed, Point::Dialling];
    for (n, point) in
        [Point::Claimed, Point::Dialling, Point::InFlight, Point::BeforeData, Point::Answered, Point::Settled]
            .into_iter()
            .enumerate()
    {
        let crashed = Arc::new(AtomicBool::new(false));
        let crash = crashed.clone();
        house.points = Points::new(move |at| {
            if at == point && !crash.swap(true, Ordering::Relaxed) {
                panic!("a crash at {at:?}");
            }
        });
        let accepted = house.server.accepted().len();
        let id = house.send(&[(To, &format!("p{n}@x.example"))]).await.batch_id;
        let worker = house.outbox().await;
        // The task that served it is gone; the others do not notice.
        house.until(&worker, id, |_| crashed.load(Ordering::Relaxed)).await;
        worker.stop().await;
        house.points = Points::default();
        house.jump(12 * 60);
        let worker = house.outbox().await;
        let view = house.settled(&worker, id).await;
        worker.stop().await;
        let copies = house.server.accepted().len() - accepted;
        let delivery = &view.messages[0].deliveries[0];
        assert_eq!(view.counts().sent, 1, "{point:?}");
        assert!(copies == 1 || (copies == 2 && delivery.dup_risk), "{point:?}: {copies}");
        assert!(!(before_the_dialogue.contains(&point) && delivery.dup_risk), "{point:?}: nothing was said");
    }
}
store::both!(a_crash_at_any_point_loses_nothing_and_says_what_may_be_double, at_each_point);
