//! `bonport backup FILE`, and the copy kept before each migration.

use super::{connect, missing};
use crate::{cli::Place, clock, data_folder};
use anyhow::{Context, Result, bail};
use std::{
    fs,
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
};
use store::Pool;

/// Writes the copy with mode 0600. Secrets in it stay encrypted: the key is not part of it.
pub(super) async fn run(place: &Place, file: &Path) -> Result<()> {
    if data_folder::sqlite_file(&data_folder::database(place)?).is_none() {
        bail!(
            "the database is a Postgres, whose own program copies it: pg_dump --format=custom --file={}",
            file.display()
        );
    }
    if file.exists() {
        bail!("{} exists already; name a new file", file.display());
    }
    // The copy of nothing would be called a success.
    if let Some(database) = missing(place)? {
        bail!("there is no database {}; is --data the folder of this Bonport?", database.display());
    }
    let pool = connect(place).await?;
    copy(&pool, file).await?;
    println!("{} holds the database; keep the key for stored secrets elsewhere", file.display());
    Ok(())
}

/// `bonport.db` → `bonport.db.before-7-20261121-183042`.
pub(super) async fn before_migration(pool: &Pool, database: &Path, version: i64) -> Result<()> {
    let mut name = database.as_os_str().to_owned();
    name.push(format!(".before-{version}-{}", clock::stamp()));
    let file = PathBuf::from(name);
    copy(pool, &file).await?;
    tracing::info!(copy = %file.display(), "kept a copy of the database before changing its tables");
    Ok(())
}

async fn copy(pool: &Pool, file: &Path) -> Result<()> {
    store::copy(pool, file).await.with_context(|| format!("{} could not be written", file.display()))?;
    fs::set_permissions(file, fs::Permissions::from_mode(0o600))?;
    Ok(())
}
