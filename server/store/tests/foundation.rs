//! The ground everything stands on: settings, guards of reading transactions, kinds of errors.
#![allow(clippy::unwrap_used)]

use model::{Lang, Moment, Settings};
use store::testing::Fresh;

async fn settings_come_back(fresh: &Fresh) {
    let mut tx = fresh.pool.write().await.unwrap();
    assert_eq!(store::settings(&mut tx).await.unwrap(), Settings::default());
    let chosen = Settings { organisation_name: "Maison Œuvrard".into(), language: Lang::En, ..Settings::default() };
    store::change_settings(&mut tx, &chosen, Moment(1_800_000_000_000)).await.unwrap();
    store::change_settings(&mut tx, &chosen, Moment(1_800_000_000_001)).await.unwrap();
    tx.commit().await.unwrap();
    let mut tx = fresh.pool.read().await.unwrap();
    assert_eq!(store::settings(&mut tx).await.unwrap(), chosen);
}
store::both!(settings_come_back_as_they_were_saved, settings_come_back);

async fn reading_refuses_writes(fresh: &Fresh) {
    let mut tx = fresh.pool.read().await.unwrap();
    assert!(store::change_settings(&mut tx, &Settings::default(), Moment(0)).await.is_err());
}
store::both!(a_reading_transaction_refuses_writes, reading_refuses_writes);

async fn dropped_is_rolled_back(fresh: &Fresh) {
    let mut tx = fresh.pool.write().await.unwrap();
    let chosen = Settings { undo_seconds: 3, ..Settings::default() };
    store::change_settings(&mut tx, &chosen, Moment(0)).await.unwrap();
    drop(tx);
    let mut tx = fresh.pool.write().await.unwrap();
    assert_eq!(store::settings(&mut tx).await.unwrap(), Settings::default());
}
store::both!(a_dropped_transaction_changes_nothing, dropped_is_rolled_back);

async fn settings_conflict(fresh: &Fresh) {
    let chosen = Settings { undo_seconds: 3, ..Settings::default() };
    for (version, saved) in [(0, true), (0, false), (1, true), (1, false)] {
        let mut tx = fresh.pool.write().await.unwrap();
        let result = store::save_settings(&mut tx, &chosen, version, Moment(0)).await;
        assert_eq!(result.is_ok(), saved, "{result:?}");
        if saved {
            tx.commit().await.unwrap();
        }
    }
    let mut tx = fresh.pool.read().await.unwrap();
    assert_eq!(store::settings_version(&mut tx).await.unwrap(), 2);
    assert_eq!(store::settings(&mut tx).await.unwrap(), chosen);
}
store::both!(p12_the_later_of_two_saves_of_the_settings_is_told, settings_conflict);
