//! A Maildir: what is in `new` was seen by nobody; once it was read it is in `cur`, with the flag « seen ».

use std::{
    fs::{self, File},
    io::{ErrorKind, Result},
    path::Path,
};

/// The folder that holds `new` and `cur`.
pub(super) struct Maildir<'p>(pub(super) &'p Path);

impl Maildir<'_> {
    pub(super) fn is_one(path: &Path) -> bool {
        path.join("new").is_dir() && path.join("cur").is_dir()
    }

    /// Names of plain files, the oldest first as the server names them; nothing that is hidden, and no link (S48).
    pub(super) fn new_mails(&self) -> Result<Vec<String>> {
        let mut names = vec![];
        for entry in fs::read_dir(self.0.join("new"))? {
            let entry = entry?;
            let name = entry.file_name().into_string().ok().filter(|name| !name.starts_with('.'));
            if let Some(name) = name.filter(|_| entry.file_type().is_ok_and(|kind| kind.is_file())) {
                names.push(name);
            }
        }
        names.sort_unstable();
        Ok(names)
    }

    pub(super) fn open(&self, name: &str) -> Result<File> {
        File::open(self.0.join("new").join(name))
    }

    /// Moves it; somebody else who did so already has done no harm.
    pub(super) fn keep_as_seen(&self, name: &str) -> Result<()> {
        let (base, flags) = name.split_once(":2,").unwrap_or((name, ""));
        let mut flags: Vec<char> = flags.chars().filter(|flag| *flag != 'S').chain(['S']).collect();
        flags.sort_unstable();
        let flags: String = flags.into_iter().collect();
        // No mail is written over, whoever made its name twice.
        let names = (0..).map(|n| if n == 0 { format!("{base}:2,{flags}") } else { format!("{base}-{n}:2,{flags}") });
        let mut free = names.map(|name| self.0.join("cur").join(name)).filter(|to| !to.exists());
        let Some(to) = free.next() else { return Ok(()) };
        match fs::rename(self.0.join("new").join(name), to) {
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
            moved => moved,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_read_is_kept_as_seen() {
        let folder = tempfile::tempdir().unwrap();
        let maildir = Maildir(folder.path());
        assert!(!Maildir::is_one(folder.path()) && maildir.new_mails().is_err());
        for name in ["new", "cur", "new/folder"] {
            fs::create_dir(folder.path().join(name)).unwrap();
        }
        for name in ["2.host", "1.host:2,F", ".hidden"] {
            fs::write(folder.path().join("new").join(name), "x").unwrap();
        }
        std::os::unix::fs::symlink("/etc/hostname", folder.path().join("new/3.link")).unwrap();
        assert_eq!(maildir.new_mails().unwrap(), ["1.host:2,F", "2.host"]);
        for name in ["1.host:2,F", "2.host", "2.host"] {
            maildir.keep_as_seen(name).unwrap();
        }
        fs::write(folder.path().join("new/2.host"), "another").unwrap();
        maildir.keep_as_seen("2.host").unwrap();
        assert_eq!(fs::read(folder.path().join("cur/2.host:2,S")).unwrap(), b"x", "nothing is written over");
        assert!(folder.path().join("cur/2.host-1:2,S").exists());
        assert!(folder.path().join("cur/1.host:2,FS").exists() && maildir.new_mails().unwrap().is_empty());
    }
}
