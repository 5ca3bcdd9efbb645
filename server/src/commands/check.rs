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
    if !pending.is_empty() {
        println!("tables      {} migrations to come, at the next start of serve", pending.len());
        return whole(place, store::faults(&pool).await?);
    }
    println!("tables      ok");
    let found = store::checkup(&pool, app::clock::now()).await?;
    for (what, count) in &found.counts {
        println!("counts      {what}: {count}");
    }
    if found.stuck.is_empty() {
        println!("stuck       nothing");
    }
    for what in &found.stuck {
        println!("stuck       {what}");
    }
    whole(place, found.damaged)
}

fn whole(place: &Place, damaged: Vec<String>) -> Result<()> {
    if !damaged.is_empty() {
        bail!("the database is damaged:\n{}", damaged.join("\n"));
    }
    match data_folder::sqlite_file(&data_folder::database(place)?) {
        Some(_) => println!("integrity   ok"),
        None => println!("integrity   ok, as far as Postgres was asked; pg_amcheck looks into its files"),
    }
    Ok(())
}
