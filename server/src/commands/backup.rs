//! `bonport backup FILE`, and the copy kept before each migration. A copy is written beside its place, looked at, and only then gets its
//! name: whatever cuts it short leaves no file that looks complete (S69).

use super::{connect, missing};
use crate::{cli::Place, clock, data_folder};
use anyhow::{Context, Result, bail};
use secrecy::ExposeSecret;
use std::{
    fs::{self, File, OpenOptions, TryLockError},
    io::Write,
    os::unix::fs::{MetadataExt, OpenOptionsExt, PermissionsExt},
    path::{Path, PathBuf},
};
use store::{Pool, copies, copies::Inside};

/// Writes the copy with mode 0600. Secrets in it stay encrypted: the key is not part of it, and stands beside it only when asked for.
pub(super) async fn run(place: &Place, file: &Path, with_key: bool) -> Result<()> {
    let key_file = named(file, ".key");
    for new in [Some(file), with_key.then_some(&*key_file)].into_iter().flatten() {
        if new.exists() {
            bail!("{} exists already; name a new file", new.display());
        }
    }
    // The copy of nothing would be called a success.
    if let Some(database) = missing(place)? {
        bail!("there is no database {}; is --data the folder of this Bonport?", database.display());
    }
    let key = if with_key { Some(data_folder::key_text(place)?) } else { None };
    let pool = connect(place).await?;
    let inside = copy(&pool, file, key.as_ref().map(|text| (&*key_file, text.expose_secret()))).await?;
    pool.close().await;
    println!("{} holds {}", file.display(), told(&inside, fs::metadata(file)?.len()));
    say_other_files(&inside);
    if with_key {
        println!("{} opens the passwords in it: keep the two apart", key_file.display());
    } else {
        println!("keep the key for stored secrets, too, elsewhere than the backups: it is not in it");
    }
    Ok(())
}

/// What people call it: « 12 clients, 40 contacts, 7 mails and 3 files (1.2 MB) ».
pub(super) fn told(inside: &Inside, bytes: u64) -> String {
    let [clients, contacts, mails, files] = ["client", "contact", "message", "blob"].map(|table| inside.count(table));
    let size = bytes as f64 / 1_000_000.0;
    format!("clients: {clients}, contacts: {contacts}, mails: {mails}, files: {files} ({size:.1} MB)")
}

/// Nothing else is wrong with such a copy: better that one than none.
pub(super) fn say_other_files(inside: &Inside) {
    if inside.other_files > 0 {
        println!("files that are not what was stored, and are given to nobody: {}", inside.other_files);
    }
}

/// `bonport.db` → `bonport.db.before-7-20261121-183042`.
pub(super) async fn before_migration(pool: &Pool, database: &Path, version: i64) -> Result<()> {
    let file = named(database, &format!(".before-{version}-{}", clock::stamp()));
    copy(pool, &file, None).await?;
    tracing::info!(copy = %file.display(), "kept a copy of the database before changing its tables");
    Ok(())
}

async fn copy(pool: &Pool, file: &Path, key: Option<(&Path, &str)>) -> Result<Inside> {
    let part = named(file, ".part");
    let held = begin(&part)?;
    let made = async {
        let inside = copies::write(pool, &part, app::clock::now()).await?;
        held.sync_all()?;
        if let Some((key_file, text)) = key {
            let mut made = OpenOptions::new().write(true).create_new(true).mode(0o600).open(key_file)?;
            made.write_all(text.as_bytes())?;
            made.sync_all()?;
        }
        fs::rename(&part, file)?;
        sync_folder(file)?;
        anyhow::Ok(inside)
    };
    let made = made.await;
    if made.is_err() {
        // A full disk gets its room back.
        fs::remove_file(&part).unwrap_or_default();
    }
    made.with_context(|| format!("{} could not be written", file.display()))
}

/// An empty file of ours alone; what a copy left that was cut short goes.
fn begin(part: &Path) -> Result<File> {
    let busy = || format!("{} is being written by another bonport", part.display());
    let file = OpenOptions::new().create(true).truncate(false).write(true).mode(0o600).open(part);
    let file = file.with_context(|| format!("{}: expected a file that may be written", part.display()))?;
    match file.try_lock() {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => bail!(busy()),
        Err(TryLockError::Error(error)) => return Err(error).with_context(busy),
    }
    // The other one may have given it its name between the two lines above.
    if fs::metadata(part).ok().map(|found| found.ino()) != Some(file.metadata()?.ino()) {
        bail!(busy());
    }
    file.set_len(0)?;
    file.set_permissions(fs::Permissions::from_mode(0o600))?;
    Ok(file)
}

/// The name of a file of this folder is durable.
pub(super) fn sync_folder(file: &Path) -> std::io::Result<()> {
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    File::open(folder)?.sync_all()
}

/// `copy.db` → `copy.db.part`.
pub(super) fn named(file: &Path, more: &str) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(more);
    PathBuf::from(name)
}
