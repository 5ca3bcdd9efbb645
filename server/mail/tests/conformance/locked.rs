//! Somebody else holds the database: nothing goes on meanwhile, and afterwards everything, once. On Postgres the table that
//! nothing leaves without being written to: of several one would wait for the worker, and the worker for one.

use crate::dice::whole;
use crate::heard::listening;
use crate::support::Script;
use crate::world::{CONNECTIONS, World};
use std::time::Duration;
use store::Pool;
use store::testing::{Fresh, run};

async fn held(fresh: &Fresh) {
    let (script, mut heard) = listening(Script::default());
    let mut world = World::new(fresh, script).await;
    let somebody = Pool::open(&world.url).await.unwrap();
    // Shorter and longer than a writer waits (5 s), and as long as a lease.
    let seconds: &[u64] = if whole() { &[1, 6, 30] } else { &[1, 6] };
    for seconds in seconds {
        world.mixed().await;
        let worker = world.house.outbox().await;
        heard.forget();
        heard.dots(3).await;
        let mut tx = somebody.write().await.unwrap();
        if let Pool::Postgres(_) = somebody {
            // Another program, whose silence nobody ends.
            run(&mut tx, "SET LOCAL idle_in_transaction_session_timeout = 0").await.unwrap();
            run(&mut tx, "LOCK TABLE delivery IN EXCLUSIVE MODE").await.unwrap();
        }
        let before = world.house.server.accepted().len();
        // As long as the fault lasts.
        tokio::time::sleep(Duration::from_secs(*seconds)).await;
        let meanwhile = world.house.server.accepted().len() - before;
        tx.commit().await.unwrap();
        assert!(meanwhile <= CONNECTIONS, "only what was in flight: {meanwhile}");
        world.finish_with(&worker).await;
        worker.stop().await;
        world.audit().await;
    }
    somebody.close().await;
}
store::both!(i1_to_i4_a_locked_database_delays_and_neither_loses_nor_repeats, held);
