//! A statement that may break a unique key, without losing the transaction: on Postgres a failed statement ends it (proven.md §1).

use crate::{Result, StoreError, Tx, on};
use std::ops::AsyncFnOnce;

const SET: &str = "SAVEPOINT attempt";
const RELEASE: &str = "RELEASE SAVEPOINT attempt";
const ROLL_BACK: &str = "ROLLBACK TO SAVEPOINT attempt";

/// Runs `act`; when a unique key is taken, everything of it is undone, the transaction stays usable, and the answer is `Taken`.
/// Attempts do not nest.
pub(crate) async fn attempt<T>(tx: &mut Tx, act: impl AsyncFnOnce(&mut Tx) -> Result<T>) -> Result<T> {
    run(tx, SET).await?;
    let done = act(tx).await;
    match done {
        Err(StoreError::Taken) => {
            run(tx, ROLL_BACK).await?;
            run(tx, RELEASE).await?;
        }
        Err(_) => {}
        Ok(_) => run(tx, RELEASE).await?,
    }
    done
}

async fn run(tx: &mut Tx, sql: &'static str) -> Result<()> {
    Ok(on!(tx, c => sqlx::query(sql).execute(c).await.map(drop))?)
}
