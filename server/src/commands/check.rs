//! `bonport check`: what would go wrong, said before it does.

use super::connect;
use crate::{cli::Place, data_folder};
use anyhow::{Result, bail};

pub(super) async fn run(place: &Place) -> Result<()> {
    data_folder::keys(place)?;
    println!("key         ok");
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
    println!("integrity   ok");
    Ok(())
}
