//! Postgres goes away, or one of those who use it: its connections are cut, it is restarted in good order and as after a power cut, while mails leave.

use crate::cluster::Cluster;
use crate::heard::listening;
use crate::support::Script;
use crate::world::{GRACE_SECONDS, World};
use model::delivery::DeliveryState::{InFlight, Sent};
use model::delivery::Kind;
use store::testing::{self, run};
use store::{Pool, outbox};

const CUT: &str = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity
  WHERE datname = current_database() AND pid <> pg_backend_pid()";

#[tokio::test]
async fn i1_to_i4_postgres_connections_that_are_cut_lose_nothing_and_repeat_nothing() {
    let fresh = testing::postgres().await;
    let (script, mut heard) = listening(Script::default().slow(0, 3));
    let mut world = World::new(&fresh, script).await;
    for _ in 0..2 {
        world.mixed().await;
    }
    let somebody = Pool::open(&world.url).await.unwrap();
    let worker = world.house.outbox().await;
    for cut in 0..10 {
        heard.forget();
        heard.steps(3 + cut % 5).await;
        let mut tx = somebody.write().await.unwrap();
        run(&mut tx, CUT).await.unwrap();
        tx.commit().await.unwrap();
    }
    somebody.close().await;
    world.finish_with(&worker).await;
    worker.stop().await;
    world.audit().await;
}

#[tokio::test]
async fn i4_rows_of_a_machine_that_went_silent_inside_a_transaction_are_free_again() {
    let fresh = testing::postgres().await;
    let mut world = World::new(&fresh, Script::default()).await;
    world.enqueue(Kind::OneOff, &["first@x.example"]).await;
    let silent = Pool::open(&world.url).await.unwrap();
    let mut tx = silent.write().await.unwrap();
    run(&mut tx, "SELECT id FROM smtp_account FOR UPDATE").await.unwrap();
    world.finish().await;
    world.audit().await;
    assert!(tx.commit().await.is_err(), "it is not told");
}

/// The seconds in which it may hold them are longer than anybody waits for a row.
#[tokio::test]
async fn i4_a_worker_starts_beside_a_machine_that_holds_what_a_dead_one_left() {
    let fresh = testing::postgres().await;
    let mut world = World::new(&fresh, Script::default()).await;
    let left = world.enqueue(Kind::Document, &["left@x.example"]).await;
    let mut tx = world.house.pool.write().await.unwrap();
    let (now, until) = (world.house.now(), world.house.now().plus_seconds(30));
    let dead = outbox::lease_account(&mut tx, "dead", until, now).await.unwrap().unwrap();
    let one = outbox::claim(&mut tx, &dead, until, now).await.unwrap().unwrap();
    outbox::begin(&mut tx, &dead, &[one.deliveries[0].id], now).await.unwrap();
    tx.commit().await.unwrap();
    world.house.jump(GRACE_SECONDS);
    world.crashed();

    let silent = Pool::open(&world.url).await.unwrap();
    let mut tx = silent.write().await.unwrap();
    run(&mut tx, &format!("SELECT id FROM batch WHERE id = {} FOR UPDATE", left.0)).await.unwrap();
    let other = world.enqueue(Kind::Document, &["other@x.example"]).await;
    let worker = world.house.outbox().await;
    world.until(&worker, |kept| kept.deliveries.iter().any(|one| one.batch == other.0 && one.state == Sent)).await;
    assert_eq!(world.one(left).await.state, InFlight, "it is still held");
    drop(tx);
    world.finish_with(&worker).await;
    worker.stop().await;
    world.audit().await;
}

#[tokio::test]
async fn i1_to_i4_a_postgres_that_is_restarted_loses_nothing_and_repeats_nothing() {
    let cluster = Cluster::start().await;
    let fresh = testing::postgres_at(&cluster.url()).await;
    let (script, mut heard) = listening(Script::default().slow(0, 3));
    let mut world = World::new(&fresh, script).await;
    for _ in 0..2 {
        world.mixed().await;
    }
    let worker = world.house.outbox().await;
    for mode in ["fast", "immediate", "immediate"] {
        heard.forget();
        heard.steps(9).await;
        cluster.restart(mode).await;
    }
    world.finish_with(&worker).await;
    worker.stop().await;
    world.audit().await;
}
