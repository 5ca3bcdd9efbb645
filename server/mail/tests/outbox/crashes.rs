//! Crashes at each named point of the worker's way: what was accepted is never lost, and a second copy is always said (I1–I4).

use crate::house::House;
use crate::support::Script;
use mail::worker::{Point, Points};
use model::recipients::Role::To;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;
use store::testing::Fresh;
use tokio::sync::Notify;

const PATIENCE: Duration = Duration::from_secs(30);

/// Whoever comes by this point the n-th time panics. What is returned ends then.
fn crash_at(house: &mut House, point: Point, nth: usize) -> impl Future<Output = ()> + use<> {
    let (times, crashed) = (AtomicUsize::new(0), Arc::new(Notify::new()));
    let crash = crashed.clone();
    house.points = Points::new(move |at| {
        if at == point && times.fetch_add(1, Ordering::Relaxed) + 1 == nth {
            crash.notify_one();
            panic!("a crash at {at:?}");
        }
    });
    async move { tokio::time::timeout(PATIENCE, crashed.notified()).await.expect("it comes by") }
}

async fn at_each_point(fresh: &Fresh) {
    let mut house = House::new(fresh, Script::default()).await;
    let before_the_dialogue = [Point::Claimed, Point::Dialling];
    for (n, point) in
        [Point::Claimed, Point::Dialling, Point::InFlight, Point::BeforeData, Point::Answered, Point::Settled]
            .into_iter()
            .enumerate()
    {
        let crashed = crash_at(&mut house, point, 1);
        let accepted = house.server.accepted().len();
        let id = house.send(&[(To, &format!("p{n}@x.example"))]).await.batch_id;
        let worker = house.outbox().await;
        // The task that served it is gone; the others do not notice.
        crashed.await;
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
/// The same with several lines, which share their commits: at the third time of each point.
async fn of_several_lines(fresh: &Fresh) {
    let mut house = House::new(fresh, Script::default().slow(1, 3)).await;
    house.limit(4, 0, 0).await;
    for point in [Point::Dialling, Point::InFlight, Point::BeforeData, Point::Answered, Point::Settled] {
        let crashed = crash_at(&mut house, point, 3);
        let before = house.server.accepted().len();
        let id = house.documents(&format!("{point:?}").to_lowercase(), house.account, 12).await;
        let worker = house.outbox().await;
        crashed.await;
        worker.stop().await;
        house.points = Points::default();
        house.jump(12 * 60);
        let worker = house.outbox().await;
        let view = house.settled(&worker, id).await;
        worker.stop().await;
        assert_eq!(view.counts().sent, 12, "{point:?}");
        let copies = house.server.accepted();
        for delivery in view.messages.iter().flat_map(|mail| &mail.deliveries) {
            let copies = copies[before..].iter().filter(|mail| mail.to.contains(&delivery.address)).count();
            assert!(copies == 1 || copies == 2 && delivery.dup_risk, "{point:?}: {} {copies}", delivery.address);
        }
        assert!(copies.len() - before <= 12 + 4, "{point:?}: no more extras than lines (I3)");
    }
}
store::both!(i3_a_crash_of_several_lines_says_what_may_be_double, of_several_lines);

store::both!(a_crash_at_any_point_loses_nothing_and_says_what_may_be_double, at_each_point);
