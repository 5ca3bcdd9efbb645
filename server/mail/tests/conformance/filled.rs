//! A large act of sending goes into the outbox in steps, and its mails are let go in steps (`outbox::fill`, `outbox::feed_due`):
//! `kill -9` of a real process between any two of them (I1–I4, I7, I9, I11). Before the last step nothing has happened, and the same act
//! can be done anew; after it all of it leaves, once.

use crate::child::Child;
use crate::support::Script;
use crate::world::World;
use mail::worker::Point;
use model::delivery::{DeliveryState, Kind};
use model::{AccountId, BatchId, Moment, UserId};
use std::os::unix::process::ExitStatusExt;
use std::process::Stdio;
use store::outbox::fill::{self, Opened};
use store::outbox::{self, NewBatch, NewDelivery};
use store::testing::{Fresh, new_batch, new_message};
use store::{Pool, checkup};
use tokio::process::Command;

const ORDERS: &str = "BONPORT_FILLS";
/// Addresses of one of its steps.
const EACH: usize = 3;
const STEPS: usize = 3;

/// Where the process that fills dies: after so many commits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Dies {
    /// After opening it and adding so many steps.
    Filling(usize),
    /// Inside the last transaction.
    Finishing,
    /// After it, before anybody heard of it.
    Finished,
}

const MOMENTS: [Dies; 6] =
    [Dies::Filling(0), Dies::Filling(1), Dies::Filling(2), Dies::Filling(STEPS), Dies::Finishing, Dies::Finished];

/// The same in both processes.
fn act(n: usize, account: AccountId, user: UserId) -> NewBatch {
    let id = format!("filled-{n}@maison.example");
    let to = (0..STEPS * EACH).map(|to| format!("f{n}-{to}@x.example"));
    NewBatch { kind: Kind::Campaign, by: Some(user), ..new_batch(&id, vec![new_message(account, &id, to)]) }
}

/// The act in steps, small ones; `reached` is called after each, and inside the last.
async fn in_steps(pool: &Pool, batch: &NewBatch, now: Moment, reached: impl Fn(Dies)) -> BatchId {
    let mut batch = batch.clone();
    let deliveries: Vec<(i64, NewDelivery)> =
        (0_i64..).zip(std::mem::take(&mut batch.messages[0].deliveries)).collect();
    let mut tx = pool.write().await.unwrap();
    let opened = fill::open(&mut tx, &batch, now).await.unwrap();
    tx.commit().await.unwrap();
    let filling = match opened {
        Opened::Already(done) => return done.batch_id,
        Opened::Filling(filling) => filling,
    };
    reached(Dies::Filling(0));
    let message = filling.messages().next().unwrap();
    for (n, step) in deliveries.chunks(EACH).enumerate() {
        let mut tx = pool.write().await.unwrap();
        fill::add(&mut tx, &filling, message, step, now).await.unwrap();
        tx.commit().await.unwrap();
        reached(Dies::Filling(n + 1));
    }
    let mut tx = pool.write().await.unwrap();
    let done = fill::finish(&mut tx, &filling, None, now).await.unwrap();
    reached(Dies::Finishing);
    tx.commit().await.unwrap();
    reached(Dies::Finished);
    done.batch_id
}

/// A batch that went in by steps.
pub async fn filled(world: &mut World, batch: &NewBatch) -> BatchId {
    let id = in_steps(&world.house.pool, batch, world.house.now(), |_| {}).await;
    world.note(batch);
    id
}

async fn killed_while_filling(fresh: &Fresh) {
    let mut world = World::new(fresh, Script::default()).await;
    for (n, dies) in MOMENTS.into_iter().enumerate() {
        let batch = act(n, world.house.account, world.house.user);
        let before = world.kept().await.deliveries.len();
        fill_and_die(&world, n, dies).await;
        let there = world.kept().await.deliveries.len() - before;
        assert_eq!(there, if dies == Dies::Finished { STEPS * EACH } else { 0 }, "{dies:?}");
        // The same act again, as whoever pressed does; for the last one that is its answer.
        filled(&mut world, &batch).await;
        world.finish().await;
    }
    world.house.jump(11 * 60);
    let mut tx = world.house.pool.write().await.unwrap();
    while outbox::sweep(&mut tx, world.house.now()).await.unwrap() {}
    tx.commit().await.unwrap();
    let counts = checkup(&world.house.pool, world.house.now()).await.unwrap().counts;
    let all: i64 = counts.iter().filter(|(what, _)| what.starts_with("deliveries")).map(|(_, count)| count).sum();
    assert_eq!(all as usize, MOMENTS.len() * STEPS * EACH, "nothing is left of what was cut off");
    world.audit().await;
}
store::both!(i4_a_kill_between_any_two_steps_of_filling_loses_nothing_and_sends_nothing_twice, killed_while_filling);

async fn fill_and_die(world: &World, n: usize, dies: Dies) {
    let house = &world.house;
    let orders = [
        world.url.clone(),
        n.to_string(),
        house.account.0.to_string(),
        house.user.0.to_string(),
        house.now().0.to_string(),
        format!("{dies:?}"),
    ];
    let output = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "filled::a_filling_of_its_own", "--nocapture", "--test-threads=1"])
        .env(ORDERS, orders.join("\n"))
        .stdin(Stdio::null())
        .kill_on_drop(true)
        .output()
        .await
        .unwrap();
    assert_eq!(output.status.signal(), Some(9), "{}", String::from_utf8_lossy(&output.stderr));
}

/// Told nothing, it is a run of the tests, and there is nothing to do.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_filling_of_its_own() {
    let Ok(orders) = std::env::var(ORDERS) else { return };
    let orders: Vec<&str> = orders.split('\n').collect();
    let [database, n, account, user, now, dies] = orders[..] else { panic!("six orders") };
    let batch = act(n.parse().unwrap(), AccountId(account.parse().unwrap()), UserId(user.parse().unwrap()));
    let pool = Pool::open(database).await.unwrap();
    in_steps(&pool, &batch, Moment(now.parse().unwrap()), |at| {
        if format!("{at:?}") == dies {
            let id = std::process::id().to_string();
            drop(std::process::Command::new("kill").args(["-KILL", &id]).status());
            loop {
                std::thread::park();
            }
        }
    })
    .await;
    panic!("it came to its end");
}

/// More than one commit of letting go.
const MANY: usize = 2_040;

async fn killed_while_letting_go(fresh: &Fresh) {
    let mut world = World::new(fresh, Script::default()).await;
    let to: Vec<String> = (0..MANY).map(|n| format!("m{n}@x.example")).collect();
    let to: Vec<&str> = to.iter().map(String::as_str).collect();
    for nth in [1, 2] {
        let batch = world.batch(Kind::Campaign, &to, None);
        let id = filled(&mut world, &batch).await;
        Child::start(&world, Some((Point::Fed, nth))).died().await;
        world.crashed();
        let kept = world.kept().await;
        let held = kept.deliveries.iter().filter(|one| one.batch == id.0 && one.state == DeliveryState::Held).count();
        assert_eq!(held, if nth == 1 { MANY - 2_000 } else { 0 });
        let before = world.house.server.accepted().len();
        world.cancel(id).await;
        world.finish().await;
        // The second time some were leaving.
        assert!(nth == 2 || world.house.server.accepted().len() == before, "nothing leaves after it");
    }
    world.audit().await;
}
store::both!(i4_i7_what_is_cancelled_after_a_kill_while_it_was_let_go_adds_up_and_stays, killed_while_letting_go);
