//! `kill -9` of a real process at each named point of its way, for mails of every kind (I1–I7, I9, I11).

use crate::child::Child;
use crate::filled::filled;
use crate::support::Script;
use crate::world::World;
use mail::worker::Point;
use model::delivery::{DeliveryState, Kind};
use store::testing::Fresh;

/// At the first mail of a connection, and where it matters at a later one.
const MOMENTS: [(Point, usize); 9] = [
    (Point::Fed, 1),
    (Point::Claimed, 1),
    (Point::Dialling, 1),
    (Point::InFlight, 1),
    (Point::InFlight, 2),
    (Point::BeforeData, 2),
    (Point::Answered, 1),
    (Point::Answered, 2),
    (Point::Settled, 1),
];

async fn at_every_point(fresh: &Fresh) {
    assert!(Point::ALL.iter().all(|point| MOMENTS.iter().any(|(one, _)| one == point)), "a point is left out");
    let mut world = World::new(fresh, Script::default()).await;
    for kind in Kind::ALL {
        for (point, nth) in MOMENTS {
            let mut mails = vec![];
            for to in [&["a@x.example", "b@x.example"][..], &["c@x.example"]] {
                let batch = world.batch(kind, to, None);
                mails.push(
                    if point == Point::Fed { filled(&mut world, &batch).await } else { world.put(&batch).await }.0,
                );
            }
            Child::start(&world, Some((point, nth))).died().await;
            world.crashed();
            world.finish().await;
            let kept = world.kept().await;
            let ends: Vec<_> = kept.deliveries.iter().filter(|one| mails.contains(&one.batch)).collect();
            let doubts = ends.iter().filter(|one| one.dup_risk || one.state == DeliveryState::Uncertain).count();
            match point {
                Point::Fed | Point::Claimed | Point::Dialling => assert_eq!(doubts, 0, "nothing was said: {ends:#?}"),
                Point::InFlight | Point::BeforeData | Point::Answered => {
                    assert!(doubts > 0, "{point:?} {nth}: nobody can know, and nobody says so: {ends:#?}");
                }
                Point::Settled => {}
            }
            let once = kind == Kind::Campaign;
            let settled = |state| state == DeliveryState::Sent || once && state == DeliveryState::Uncertain;
            assert!(ends.iter().all(|one| settled(one.state)), "{point:?} {nth}: {ends:#?}");
        }
        world.audit().await;
    }
}
store::both!(i1_to_i4_a_kill_at_any_point_loses_nothing_and_repeats_nothing_unsaid, at_every_point);
