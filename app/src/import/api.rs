//! What the pages of an import send; the file itself comes in as a stream of the server's.
#![allow(missing_docs, reason = "the arguments of a server function become fields of a struct of the macro")]

use super::{at, planned};
use crate::{
    access::{administrator, go_to},
    clock::now,
    error::AppError,
    services::writing,
    wire::Wire,
};
use leptos::prelude::*;
use model::{ImportId, import::Column};
use store::imports;

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

/// All or nothing of what is asked for: `without_refused` leaves out each client with a refused line. Safe to leave: a request goes on in a task of its own.
#[server(prefix = "/api", endpoint = "import/run", protocol = Wire)]
pub async fn run_import(id: ImportId, #[server(default)] without_refused: bool) -> Result<(), AppError> {
    administrator()?;
    let mut tx = writing().await?;
    let import = imports::get(&mut tx, id).await?;
    if import.imported_at.is_none() {
        let bytes = imports::file(&mut tx, id).await?;
        let table = super::read(bytes).await?.map_err(|_| AppError::Malformed)?;
        let plan = planned(&mut tx, &table, &import.columns).await?;
        let plan = if without_refused { plan.without_aside() } else { plan };
        imports::run(&mut tx, id, &plan, now(), |_| {}).await?;
        tx.commit().await?;
    }
    go_to(&at(id));
    Ok(())
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
