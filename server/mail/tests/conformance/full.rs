//! The disk is full: what was accepted is written as soon as there is room, and nothing leaves twice meanwhile. On SQLite the file grows
//! no more (`max_page_count`); a full disk for one Postgres database alone would need a volume of its own, so a trigger answers there
//! with the error of a full disk (53100).

use crate::heard::listening;
use crate::support::Script;
use crate::told::told;
use crate::world::World;
use store::Pool;
use store::testing::{Fresh, full_disk, run};

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
    let (teller, mut log) = told();
    let subscriber =
        tracing_subscriber::fmt().with_max_level(tracing::Level::WARN).with_writer(move || teller.clone()).finish();
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
