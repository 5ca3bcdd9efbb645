//! What the pages of an import send; the file itself comes in as a stream of the server's.
#![allow(missing_docs, reason = "the arguments of a server function become fields of a struct of the macro")]

use super::{at, planned};
use crate::{
    access::{administrator, go_to},
    clock::now,
    error::AppError,
    jobs::{Ask, work_off},
    services::{reading, services, writing},
    wire::Wire,
    words::Words,
};
use leptos::prelude::*;
use model::{ImportId, import::Column};
use store::{StoreError, imports};

/// What each column is for, as corrected: codes, empty for what is not imported.
#[server(prefix = "/api", endpoint = "import/columns", protocol = Wire)]
pub async fn choose_columns(id: ImportId, #[server(default)] columns: Vec<String>) -> Result<(), AppError> {
    administrator()?;
    let columns: Vec<_> = columns.iter().map(|code| Column::from_code(code)).collect();
    let mut tx = writing().await?;
    imports::choose_columns(&mut tx, id, &columns).await?;
    tx.commit().await?;
    go_to(&at(id));
    Ok(())
}

/// All or nothing of what is asked for: `without_refused` leaves out each client with a refused line. A job: its page says how far
/// it is, and stops it.
#[server(prefix = "/api", endpoint = "import/run", protocol = Wire)]
pub async fn run_import(id: ImportId, #[server(default)] without_refused: bool) -> Result<(), AppError> {
    let user = administrator()?.user.id;
    let mut tx = reading().await?;
    let import = imports::get(&mut tx, id).await?;
    if import.imported_at.is_some() {
        go_to(&at(id));
        return Ok(());
    }
    let bytes = imports::file(&mut tx, id).await?;
    let table = super::read(bytes).await?.map_err(|_| AppError::Malformed)?;
    let plan = planned(&mut tx, &table, &import.columns).await?;
    drop(tx);
    if plan.is_refused() && !without_refused {
        return Err(StoreError::Refused(imports::LINE_REFUSED).into());
    }
    let (key, total) = (format!("import-{id}-{user}"), plan.clients.len() as i64);
    let ask = Ask { key, user, title: Words::import_title, total, back: at(id) };
    let pool = services().pool;
    work_off(ask, move |job| async move {
        let mut tx = pool.write().await?;
        // Anew: what was there may have changed since.
        let plan = planned(&mut tx, &table, &import.columns).await?;
        let plan = if without_refused { plan.without_aside() } else { plan };
        imports::run(&mut tx, id, &plan, now(), |made| job.step(made as i64)).await?;
        if job.cancelled() {
            return Err(AppError::Busy);
        }
        tx.commit().await?;
        Ok(at(id))
    })
    .await
}

/// What nobody has touched since goes; the rest is counted.
#[server(prefix = "/api", endpoint = "import/undo", protocol = Wire)]
pub async fn undo_import(id: ImportId) -> Result<(), AppError> {
    administrator()?;
    let mut tx = writing().await?;
    imports::undo(&mut tx, id, now()).await?;
    tx.commit().await?;
    go_to(&at(id));
    Ok(())
}
