//! `bonport check`: what would go wrong, said before it does.

use super::{connect, missing};
use crate::{cli::Place, data_folder};
use anyhow::{Result, bail};

pub(super) async fn run(place: &Place) -> Result<()> {
    data_folder::keys(place)?;
    println!("key         ok");
    if let Some(file) = missing(place)? {
        if place.database_url.is_some() || place.database_url_file.is_some() {
            bail!("there is no database {}", file.display());
        }
        println!("database    none yet: serve will make {}", file.display());
        return Ok(());
    }
    let pool = connect(place).await?;
    println!("database    ok");
    let (_, pending) = store::pending_migrations(&pool).await?;
    match pending.len() {
        0 => println!("tables      ok"),
        n => println!("tables      {n} migrations to come, at the next start of serve"),
    }
    let faults = store::faults(&pool).await?;
    if !faults.is_empty() {
        bail!("the database is damaged:\n{}", faults.join("\n"));
    }
    match data_folder::sqlite_file(&data_folder::database(place)?) {
        Some(_) => println!("integrity   ok"),
        None => println!("integrity   not looked at: Postgres answers, and pg_amcheck is for its files"),
    }
    Ok(())
}
