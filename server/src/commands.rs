//! The commands of `bonport`, each an act of a few steps.

mod backup;
mod bounces;
mod check;
mod demo;
mod documents;
mod import;
mod restore;
mod serve;
mod user;

use crate::{
    cli::{Cli, Command, Place},
    clock, data_folder, logs,
};
use anyhow::{Context, Result};
use std::path::PathBuf;
use store::Pool;

/// Runs one command to its end.
///
/// # Errors
/// Words for the person at the terminal; never a secret.
pub async fn run(cli: Cli) -> Result<()> {
    let place = cli.place;
    logs::start(&place);
    match cli.command {
        Command::Serve(options) => serve::run(&place, options).await,
        Command::User(act) => user::run(&place, act).await,
        Command::Import(act) => import::run(&place, act).await,
        Command::Demo { load_only, serve } => demo::run(&place, load_only, serve).await,
        Command::Bounces(act) => bounces::run(&place, act).await,
        Command::Backup { file, with_key } => backup::run(&place, &file, with_key).await,
        Command::Restore(asked) => restore::run(&place, &asked).await,
        Command::Check => check::run(&place).await,
    }
}

/// The database as configured, with the tables of this version. A SQLite file gets a copy beside it before it changes; of Postgres
/// that is said.
async fn open_database(place: &Place) -> Result<Pool> {
    data_folder::open(&place.data)?;
    if let Some(file) = data_folder::sqlite_file(&data_folder::database(place)?) {
        data_folder::touch(&file)?;
    }
    let pool = connect(place).await?;
    let (filled, pending) = store::pending_migrations(&pool).await?;
    if pending.is_empty() {
        wake_copy(&pool).await?;
        return Ok(pool);
    }
    match data_folder::sqlite_file(&data_folder::database(place)?) {
        Some(file) if filled => backup::before_migration(&pool, &file, pending[0].version).await?,
        None if filled => tracing::warn!(
            migrations = pending.len(),
            "changing the tables of this Postgres without keeping a copy: the way back is the one that bonport backup made before"
        ),
        _ => {}
    }
    store::migrate(&pool).await.context("the tables could not be brought up to this version")?;
    tracing::info!(migrations = pending.len(), "brought the tables up to this version");
    wake_copy(&pool).await?;
    Ok(pool)
}

/// S69: a copy that somebody put in place without `bonport restore` holds its mails back like one that was restored.
async fn wake_copy(pool: &Pool) -> Result<()> {
    if store::restorations::wake(pool, app::clock::now()).await?.is_some() {
        tracing::warn!(
            "this database is a copy: nothing leaves until an administrator confirms it on /parametres/reprise"
        );
    }
    Ok(())
}

/// The SQLite file, when it is not there: to open it would make it.
fn missing(place: &Place) -> Result<Option<PathBuf>> {
    let Some(file) = data_folder::sqlite_file(&data_folder::database(place)?) else { return Ok(None) };
    let there = file.try_exists().with_context(|| format!("the database {}", file.display()))?;
    Ok((!there).then_some(file))
}

async fn connect(place: &Place) -> Result<Pool> {
    let url = data_folder::database(place)?;
    let what = match data_folder::sqlite_file(&url) {
        Some(file) => format!("the database {} could not be opened", file.display()),
        None => "the Postgres that DATABASE_URL names could not be reached".into(),
    };
    let pool = Pool::open(&url).await.with_context(|| what.clone())?;
    clock::adopt(&pool).await.context(what)?;
    Ok(pool)
}
