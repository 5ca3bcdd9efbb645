//! A certificate for another, by nobody, of long ago: the account backs off and says why, no secret is said, nothing leaves. What the
//! dialogue itself does is `dialogue_security.rs`.

use crate::support::{Certified, Encryption, Script};
use crate::world::World;
use model::AccountState;
use model::delivery::Kind;
use store::testing::Fresh;

async fn not_believed(fresh: &Fresh, encryption: Encryption, certified: Certified) {
    let script = Script::default().login("compta", "sésame").encrypted(encryption).certified(certified);
    let mut world = World::new(fresh, script).await;
    let batch = world.enqueue(Kind::OneOff, &["a@x.example"]).await;
    let worker = world.house.outbox().await;
    world.until(&worker, |kept| kept.deliveries.iter().any(|one| one.last.3 == "certificate")).await;
    worker.stop().await;
    let trouble = world.house.view(batch).await.trouble.unwrap();
    assert_eq!((trouble.state, trouble.text.as_str()), (AccountState::Throttled, "certificate"), "{certified:?}");
    let one = world.one(batch).await;
    assert_eq!((one.attempts, one.last.0.as_str()), (0, "tls"), "nothing counts: {one:?}");
    let secrets = world.house.server.lines().into_iter().filter(|line| line.starts_with("AUTH")).count();
    assert_eq!(secrets, 0);
    world.cancel(batch).await;
    world.audit().await;
}

async fn for_another(fresh: &Fresh) {
    not_believed(fresh, Encryption::Implicit, Certified::ForAnother).await;
}
store::both!(s55_a_certificate_for_another_lets_nothing_leave, for_another);

async fn by_nobody(fresh: &Fresh) {
    not_believed(fresh, Encryption::StartTls, Certified::ByNobody).await;
}
store::both!(s55_a_certificate_by_nobody_lets_nothing_leave, by_nobody);

async fn of_long_ago(fresh: &Fresh) {
    not_believed(fresh, Encryption::Implicit, Certified::LongAgo).await;
}
store::both!(s55_a_certificate_of_long_ago_lets_nothing_leave, of_long_ago);
