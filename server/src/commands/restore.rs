//! `bonport restore FILE`: a copy takes the place of an empty database, of either kind. It is made ready beside its place: looked at, brought
//! to this version's tables, and told that it is one, so that nothing leaves before an administrator says so (S69). Then it is there at
//! once and whole, or not at all.

use super::{
    backup::{named, say_other_files, sync_folder, told},
    connect,
};
use crate::{
    cli::{Place, Restore},
    clock, data_folder,
};
use anyhow::{Context, Result, bail};
use model::Moment;
use std::{
    fs::{self, File, OpenOptions},
    io::ErrorKind,
    os::unix::fs::OpenOptionsExt,
    path::{Path, PathBuf},
    time::UNIX_EPOCH,
};
use store::{
    Pool,
    copies::{self, CopyError, Inside},
    restorations,
};

pub(super) async fn run(place: &Place, asked: &Restore) -> Result<()> {
    let journal = named(&asked.file, "-wal");
    if fs::metadata(&journal).is_ok_and(|journal| journal.len() > 0) {
        bail!(
            "{} is a database in use, with its journal beside it: make a copy of it with bonport backup",
            asked.file.display()
        );
    }
    data_folder::open(&place.data)?;
    let target = data_folder::sqlite_file(&data_folder::database(place)?);
    let _lock = target.as_deref().map(data_folder::lock).transpose()?;
    let before = match &target {
        Some(database) => make_room(database, asked.replace).await?,
        None => empty_postgres(place, asked.replace).await?,
    };
    let key = key_to_put_back(place, asked)?;

    let ready = Ready::new(&target.clone().unwrap_or_else(|| place.data.join("restore.db")));
    let inside = prepare(&asked.file, &ready.0).await.with_context(|| asked.file.display().to_string())?;
    if let Some((file, text)) = key {
        data_folder::put_key(&file, &text)?;
        println!("the key is in {}", file.display());
    }
    match &target {
        Some(database) => put_in_place(&ready.0, database, before.as_deref())?,
        None => {
            let pool = connect(place).await?;
            store::migrate(&pool).await.context("the tables could not be made")?;
            copies::pour(&ready.0, &pool).await?;
            pool.close().await;
        }
    }
    if let Some(before) = before {
        println!("the database that was there is now {}", before.display());
    }
    println!("restored {}", told(&inside, fs::metadata(&asked.file)?.len()));
    say_other_files(&inside);
    say_what_is_sealed(place).await?;
    println!("Everybody signs in anew. Nothing leaves until an administrator confirms it on /parametres/reprise.");
    Ok(())
}

/// Where the present SQLite goes; nothing when there is none, or an empty one. One that cannot be read any more goes there, too.
///
/// # Errors
/// It holds something and `--replace` was not said; somebody uses it.
async fn make_room(database: &Path, replace: bool) -> Result<Option<PathBuf>> {
    if !database.try_exists()? {
        return Ok(None);
    }
    let aside = || named(database, &format!(".before-restore-{}", clock::stamp()));
    let found = match first_rows(database).await {
        Err(_) if replace => return Ok(Some(aside())),
        found => found.with_context(|| {
            format!("{} cannot be read; with --replace it is put aside, and kept", database.display())
        })?,
    };
    let journal = named(database, "-wal");
    if fs::metadata(&journal).is_ok_and(|journal| journal.len() > 0) {
        bail!("{} is in use by another program; stop it first", database.display());
    }
    match found {
        None => Ok(None),
        Some(_) if replace => Ok(Some(aside())),
        Some(table) => bail!(
            "{} is not empty: there are rows in {table}; with --replace it is put aside, and kept",
            database.display()
        ),
    }
}

/// A table with rows in it.
async fn first_rows(database: &Path) -> Result<Option<String>> {
    let pool = Pool::open(&format!("sqlite:{}", database.display())).await?;
    let found = copies::is_empty(&pool).await;
    pool.close().await;
    Ok(found?.err())
}

async fn empty_postgres(place: &Place, replace: bool) -> Result<Option<PathBuf>> {
    if replace {
        bail!("--replace is for SQLite; of a Postgres make a new, empty database and name that one in DATABASE_URL");
    }
    let pool = connect(place).await?;
    let found = copies::is_empty(&pool).await;
    pool.close().await;
    match found {
        Ok(Ok(())) => Ok(None),
        Ok(Err(table)) => bail!(
            "the Postgres is not empty: there are rows in {table}; make a new, empty database (CREATE DATABASE …) and name \
             that one in DATABASE_URL"
        ),
        Err(CopyError::UnknownType(column)) => bail!("the Postgres belongs to another program: {column}"),
        Err(error) => Err(error.into()),
    }
}

/// A copy that is made ready; gone with this, unless it got its place.
struct Ready(PathBuf);

impl Ready {
    fn new(beside: &Path) -> Self {
        let ready = Self(named(beside, ".restoring"));
        ready.clear();
        ready
    }

    fn clear(&self) {
        for more in ["", "-wal", "-shm", "-journal"] {
            fs::remove_file(named(&self.0, more)).unwrap_or_default();
        }
    }
}

impl Drop for Ready {
    fn drop(&mut self) {
        self.clear();
    }
}

/// The file itself is only read.
async fn prepare(file: &Path, ready: &Path) -> Result<Inside> {
    let mut from = File::open(file)?;
    let made = from.metadata()?.modified()?.duration_since(UNIX_EPOCH).unwrap_or_default();
    let mut into = OpenOptions::new().write(true).create_new(true).mode(0o600).open(ready)?;
    std::io::copy(&mut from, &mut into)?;
    into.sync_all()?;
    drop(into);
    let inside = copies::look(ready).await?;
    // A file that says nothing of itself is from when it was written last.
    copies::say_made_at(ready, Moment(made.as_millis() as i64)).await?;
    let pool = Pool::open(&format!("sqlite:{}", ready.display())).await?;
    let awake = async {
        store::migrate(&pool).await?;
        restorations::wake(&pool, app::clock::now()).await
    };
    let awake = awake.await;
    pool.close().await;
    awake?;
    File::open(ready)?.sync_all()?;
    Ok(inside)
}

/// At no instant there is no database: an empty one would be made at the next start.
fn put_in_place(ready: &Path, database: &Path, before: Option<&Path>) -> Result<()> {
    if let Some(before) = before {
        fs::hard_link(database, before)
            .or_else(|_| fs::copy(database, before).map(drop))
            .with_context(|| format!("{} could not be put aside", database.display()))?;
    }
    // Of the database before: empty, unless that could not be read.
    for more in ["-wal", "-shm"] {
        let (there, missing) = (named(database, more), |error: &std::io::Error| error.kind() == ErrorKind::NotFound);
        let moved = match before {
            Some(before) => fs::rename(&there, named(before, more)),
            None => fs::remove_file(&there),
        };
        moved.or_else(|error| if missing(&error) { Ok(()) } else { Err(error) })?;
    }
    fs::rename(ready, database).with_context(|| format!("{} could not be written", database.display()))?;
    Ok(sync_folder(database)?)
}

/// The key that `--key` names, and where it goes: nowhere when the same one is there already.
///
/// # Errors
/// Another key is there, which may be needed.
fn key_to_put_back(place: &Place, asked: &Restore) -> Result<Option<(PathBuf, String)>> {
    let Some(given) = &asked.key else { return Ok(None) };
    let text = data_folder::parsed_key(given).with_context(|| format!("--key {}", given.display()))?;
    let file = data_folder::key_file(place);
    match data_folder::parsed_key(&file) {
        Ok(there) if there.trim() == text.trim() => Ok(None),
        Ok(_) => bail!(
            "another key is in {}: put it away, or add the line of {} to it by hand",
            file.display(),
            given.display()
        ),
        Err(_) if file.try_exists()? => bail!("{} is there, and is no key; put it away", file.display()),
        Err(_) => Ok(Some((file, text))),
    }
}

/// S58: without the key nobody reads the passwords.
async fn say_what_is_sealed(place: &Place) -> Result<()> {
    let keys = data_folder::present_keys(place)?;
    let pool = connect(place).await?;
    let mut tx = pool.read().await?;
    let away = restorations::sealed_away(&mut tx, keys.as_ref()).await?;
    drop(tx);
    pool.close().await;
    if !away.is_empty() {
        println!(
            "the key that sealed the passwords of these accounts is not here: give it with --key, or type them anew in the \
             settings: {}",
            away.join(", ")
        );
    }
    Ok(())
}
