//! The data folder: 0700, with the database, the key for stored secrets (0600) and the lock of the one `serve`.

use crate::cli::{Place, database_url};
use anyhow::{Context, Result, bail};
use secrecy::{ExposeSecret, SecretString};
use std::{
    fs::{self, File, OpenOptions, TryLockError},
    io::{ErrorKind, Write},
    os::unix::fs::{DirBuilderExt, OpenOptionsExt, PermissionsExt},
    path::{Path, PathBuf},
};
use store::secrets::Keys;

/// Makes the folder with mode 0700; one that exists is closed to others.
pub fn open(folder: &Path) -> Result<()> {
    fs::DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(folder)
        .and_then(|()| fs::set_permissions(folder, fs::Permissions::from_mode(0o700)))
        .with_context(|| format!("--data {}: expected a folder that may be written", folder.display()))
}

/// The address of the database: the option, the file, or SQLite in the data folder.
pub fn database(place: &Place) -> Result<String> {
    if let Some(url) = &place.database_url {
        return Ok(url.clone());
    }
    if let Some(file) = &place.database_url_file {
        let text = read_secret(file).with_context(|| format!("--database-url-file {}", file.display()))?;
        return match database_url(text.trim()) {
            Ok(url) => Ok(url),
            Err(expected) => bail!("--database-url-file {}: {expected}", file.display()),
        };
    }
    Ok(format!("sqlite:{}", place.data.join("bonport.db").display()))
}

/// The SQLite file of a database address; none on Postgres.
pub fn sqlite_file(database: &str) -> Option<PathBuf> {
    let path = database.strip_prefix("sqlite:")?;
    let path = path.strip_prefix("//").unwrap_or(path);
    Some(PathBuf::from(path.split('?').next().unwrap_or(path)))
}

/// Makes the database file before SQLite does, which would let others read it; its journals take the same mode.
pub fn touch(file: &Path) -> Result<()> {
    let made = OpenOptions::new().create(true).append(true).mode(0o600).open(file);
    made.map(drop).with_context(|| format!("{}: expected a file that may be written", file.display()))
}

/// Where the key is kept, unless BONPORT_KEY holds it.
pub fn key_file(place: &Place) -> PathBuf {
    place.key_file.clone().unwrap_or_else(|| place.data.join("key"))
}

/// The key as it is written, from BONPORT_KEY or its file; none is made.
pub fn key_text(place: &Place) -> Result<SecretString> {
    if let Ok(text) = std::env::var("BONPORT_KEY") {
        Keys::parse(&text).context("BONPORT_KEY")?;
        return Ok(text.into());
    }
    let file = key_file(place);
    parsed_key(&file).map(Into::into).with_context(|| format!("--key-file {}", file.display()))
}

/// The text of a file that holds a key.
pub fn parsed_key(file: &Path) -> Result<String> {
    let text = read_secret(file)?;
    Keys::parse(&text)?;
    Ok(text)
}

/// The keys, when there are any; none are made.
pub fn present_keys(place: &Place) -> Result<Option<Keys>> {
    if std::env::var_os("BONPORT_KEY").is_none() && !key_file(place).try_exists()? {
        return Ok(None);
    }
    Ok(Some(Keys::parse(key_text(place)?.expose_secret())?))
}

/// Writes a key where there is none.
pub fn put_key(file: &Path, text: &str) -> Result<()> {
    let mut made = OpenOptions::new().write(true).create_new(true).mode(0o600).open(file)?;
    made.write_all(text.as_bytes())?;
    Ok(made.sync_all()?)
}

/// The keys of stored secrets: BONPORT_KEY, the key file, or a new key in that file (S58).
pub fn keys(place: &Place) -> Result<Keys> {
    if let Ok(text) = std::env::var("BONPORT_KEY") {
        return Keys::parse(&text).context("BONPORT_KEY");
    }
    let file = key_file(place);
    let named = || format!("--key-file {}", file.display());
    match read_secret(&file) {
        Ok(text) => Keys::parse(&text).with_context(named),
        Err(e) if e.kind() == ErrorKind::NotFound => new_keys(&file).with_context(named),
        Err(e) => Err(e).with_context(named),
    }
}

/// `create_new`: two that start at once do not overwrite each other's key.
fn new_keys(file: &Path) -> Result<Keys> {
    let keys = Keys::generate()?;
    match OpenOptions::new().write(true).create_new(true).mode(0o600).open(file) {
        Ok(mut made) => {
            made.write_all(keys.text().expose_secret().as_bytes())?;
            made.sync_all()?;
            Ok(keys)
        }
        Err(e) if e.kind() == ErrorKind::AlreadyExists => Ok(Keys::parse(&read_secret(file)?)?),
        Err(e) => Err(e.into()),
    }
}

fn read_secret(file: &Path) -> std::io::Result<String> {
    let text = fs::read_to_string(file)?;
    if fs::metadata(file)?.permissions().mode() & 0o007 != 0 {
        return Err(std::io::Error::other("readable by everybody; expected mode 0600"));
    }
    Ok(text)
}

/// Held while `serve` runs; the system lets go of it when the process ends, however it ends.
#[derive(Debug)]
pub struct Lock(#[allow(dead_code, reason = "the open file is the lock")] File);

/// One `serve` per SQLite file: two would recover each other's mails in flight.
pub fn lock(database_file: &Path) -> Result<Lock> {
    let mut name = database_file.as_os_str().to_owned();
    name.push(".lock");
    let file = OpenOptions::new().create(true).truncate(false).write(true).mode(0o600).open(&name)?;
    match file.try_lock() {
        Ok(()) => Ok(Lock(file)),
        Err(TryLockError::WouldBlock) => bail!(
            "{} is already served by another bonport; stop it first, or use Postgres to serve from several",
            database_file.display()
        ),
        Err(TryLockError::Error(e)) => Err(e).context("the lock beside the database"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mode(path: &Path) -> u32 {
        fs::metadata(path).unwrap().permissions().mode() & 0o777
    }

    #[test]
    fn folder_and_key_are_closed_to_others_and_the_key_stays() {
        let folder = tempfile::tempdir().unwrap();
        let place = place(&folder.path().join("data"));
        open(&place.data).unwrap();
        let first = keys(&place).unwrap();
        assert_eq!((mode(&place.data), mode(&place.data.join("key"))), (0o700, 0o600));
        assert_eq!(first.id(), keys(&place).unwrap().id());
    }

    #[test]
    fn a_key_that_is_none_or_open_to_everybody_is_refused_without_repeating_it() {
        let folder = tempfile::tempdir().unwrap();
        let place = place(folder.path());
        fs::write(folder.path().join("key"), "secret").unwrap();
        fs::set_permissions(folder.path().join("key"), fs::Permissions::from_mode(0o600)).unwrap();
        let error = format!("{:#}", keys(&place).unwrap_err());
        assert!(error.contains("64 hexadecimal digits") && !error.contains("secret"), "{error}");
        fs::set_permissions(folder.path().join("key"), fs::Permissions::from_mode(0o644)).unwrap();
        assert!(format!("{:#}", keys(&place).unwrap_err()).contains("0600"));
    }

    #[test]
    fn a_second_serve_on_the_same_file_is_told_why() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("bonport.db");
        let held = lock(&file).unwrap();
        assert!(lock(&file).unwrap_err().to_string().contains("already served"));
        drop(held);
        lock(&file).unwrap();
    }

    #[test]
    fn the_database_is_sqlite_in_the_data_folder_unless_said_otherwise() {
        let mut place = place(Path::new("data"));
        assert_eq!(database(&place).unwrap(), "sqlite:data/bonport.db");
        assert_eq!(sqlite_file("sqlite://data/x.db?mode=rwc").unwrap(), Path::new("data/x.db"));
        assert_eq!(sqlite_file("postgres://h/d"), None);
        place.database_url = Some("postgres://h/d".into());
        assert_eq!(database(&place).unwrap(), "postgres://h/d");
    }

    fn place(data: &Path) -> Place {
        Place {
            data: data.into(),
            database_url: None,
            database_url_file: None,
            key_file: None,
            log: "info".into(),
            log_format: crate::cli::LogFormat::Text,
        }
    }
}
