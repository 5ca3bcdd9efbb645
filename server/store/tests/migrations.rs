//! Both folders of migrations make the same tables, columns, nullability and unique keys.
#![allow(clippy::unwrap_used, reason = "a test ends where it cannot go on")]

use store::testing::{postgres, shape, sqlite};

#[tokio::test]
async fn both_folders_make_the_same_tables() {
    let (sqlite, postgres) = (shape(&sqlite().await.pool).await.unwrap(), shape(&postgres().await.pool).await.unwrap());
    let only_sqlite: Vec<_> = sqlite.difference(&postgres).collect();
    let only_postgres: Vec<_> = postgres.difference(&sqlite).collect();
    assert!(
        only_sqlite.is_empty() && only_postgres.is_empty(),
        "sqlite: {only_sqlite:#?}; postgres: {only_postgres:#?}"
    );
    assert!(sqlite.contains("affiliation unique client_id,contact_id") && sqlite.contains("client.label not null"));
}
