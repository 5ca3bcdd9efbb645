//! S69: a whole life goes from one database to the other and back, and nothing of it is lost or changed.

use crate::{life::life, world::NOW};
use std::collections::BTreeMap;
use store::testing::{Fresh, contents, copied, empty_postgres};
use store::{Pool, copies, migrate};

/// Values with their columns, but for what a database keeps for itself.
async fn all(pool: &Pool) -> Vec<(String, Vec<u8>)> {
    let mut all = contents(pool).await.unwrap();
    let own = ["_sqlx_migrations.", "_copy.", "sqlite_stat"];
    all.retain(|(column, _)| !own.iter().any(|own| column.starts_with(own)));
    all.sort();
    all
}

/// Which columns differ.
fn same(before: &[(String, Vec<u8>)], after: &[(String, Vec<u8>)]) {
    let mut columns: BTreeMap<&str, [Vec<&[u8]>; 2]> = BTreeMap::new();
    for (side, all) in [before, after].into_iter().enumerate() {
        for (column, value) in all {
            columns.entry(column).or_default()[side].push(value);
        }
    }
    let differ: Vec<_> = columns.iter().filter(|(_, [a, b])| a != b).map(|(column, _)| *column).collect();
    assert!(differ.is_empty(), "{differ:?}");
}

async fn there_and_back(fresh: &Fresh) {
    life(fresh).await;
    let folder = tempfile::tempdir().unwrap();
    let (first, second) = (folder.path().join("first.db"), folder.path().join("second.db"));
    copied(&fresh.pool, &first, NOW).await.unwrap();
    let postgres = Pool::open(&empty_postgres().await).await.unwrap();
    migrate(&postgres).await.unwrap();
    copies::pour(&first, &postgres).await.unwrap();
    copied(&postgres, &second, NOW).await.unwrap();
    let back = Pool::open(&format!("sqlite:{}", second.display())).await.unwrap();
    let there = all(&postgres).await;
    assert!(there.len() > 5_000, "{}", there.len());
    match &fresh.pool {
        Pool::Sqlite { .. } => same(&all(&fresh.pool).await, &all(&back).await),
        Pool::Postgres(_) => same(&all(&fresh.pool).await, &there),
    }
    assert_eq!(store::testing::damage(&postgres).await.unwrap(), Vec::<String>::new());
    assert_eq!(store::testing::damage(&back).await.unwrap(), Vec::<String>::new());
    postgres.close().await;
    back.close().await;
}
store::both!(s69_a_whole_life_goes_to_the_other_database_and_back, there_and_back);
