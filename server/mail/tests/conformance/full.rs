//! The disk is full: what was accepted is written as soon as there is room, and nothing leaves twice meanwhile. On SQLite the file grows
//! no more (`max_page_count`); a full disk for one Postgres database alone would need a volume of its own, so a trigger answers there
//! with the error of a full disk (53100).

use crate::heard::listening;
use crate::support::Script;
use crate::world::World;
use std::io::Write;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};
use store::Pool;
use store::testing::{Fresh, full_disk, run};

const PATIENCE: Duration = Duration::from_secs(30);

/// What was logged.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl Log {
    async fn until(&self, what: &str) {
        let begun = Instant::now();
        loop {
            let text = String::from_utf8_lossy(&self.0.lock().unwrap()).into_owned();
            if text.contains(what) {
                return;
            }
            assert!(begun.elapsed() < PATIENCE, "no {what} in {text}");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }
}

async fn fill(pool: &Pool, full: bool) {
    if let Pool::Sqlite { .. } = pool {
        return full_disk(pool, full).await.unwrap();
    }
    let texts: &[&str] = match full {
        true => &[
            "CREATE OR REPLACE FUNCTION planted_full() RETURNS trigger LANGUAGE plpgsql AS
               $$ BEGIN RAISE EXCEPTION 'planted' USING ERRCODE = '53100'; END $$",
            "CREATE TRIGGER planted_full BEFORE INSERT ON attempt FOR EACH ROW EXECUTE FUNCTION planted_full()",
        ],
        false => &["DROP TRIGGER planted_full ON attempt"],
    };
    for text in texts {
        let mut tx = pool.write().await.unwrap();
        run(&mut tx, text).await.unwrap();
        tx.commit().await.unwrap();
    }
}

async fn full(fresh: &Fresh) {
    let log = Log::default();
    let writer = log.clone();
    let subscriber =
        tracing_subscriber::fmt().with_max_level(tracing::Level::WARN).with_writer(move || writer.clone()).finish();
    let _listening = tracing::subscriber::set_default(subscriber);
    let (script, mut heard) = listening(Script::default());
    let mut world = World::new(fresh, script).await;
    for _ in 0..3 {
        world.mixed().await;
    }
    let worker = world.house.outbox().await;
    heard.dots(2).await;
    fill(&world.house.pool, true).await;
    log.until("outbox.advance").await;
    fill(&world.house.pool, false).await;
    world.finish_with(&worker).await;
    worker.stop().await;
    world.audit().await;
}
store::both!(i1_to_i4_a_full_disk_delays_and_neither_loses_nor_repeats, full);
