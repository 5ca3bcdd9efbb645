//! A Maildir, which may be a person's own mailbox: only a report about a mail of ours is flagged as seen, and nothing else is touched.

use std::{
    fs::{self, File},
    io::{ErrorKind, Result},
    path::{Path, PathBuf},
};

/// The folder that holds `new` and `cur`.
pub(super) struct Maildir<'p>(pub(super) &'p Path);

/// A mail that nobody has seen.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Unseen {
    /// As the server named it, the flags too.
    pub(super) name: String,
    /// `new`, or `cur` when somebody's programme has noticed it.
    folder: &'static str,
}

impl Unseen {
    /// Stays the same whatever flags it gets.
    pub(super) fn key(&self) -> (&'static str, String) {
        (self.folder, parts(&self.name).0.to_owned())
    }

    fn path(&self, maildir: &Path) -> PathBuf {
        maildir.join(self.folder).join(&self.name)
    }
}

/// What makes the name its own, and the flags.
fn parts(name: &str) -> (&str, &str) {
    name.split_once(":2,").unwrap_or((name, ""))
}

impl Maildir<'_> {
    pub(super) fn is_one(path: &Path) -> bool {
        path.join("new").is_dir() && path.join("cur").is_dir()
    }

    /// The oldest first as the server names them: plain files only, nothing that is hidden, and no link (S48).
    pub(super) fn unseen(&self) -> Result<Vec<Unseen>> {
        let mut mails = vec![];
        for folder in ["new", "cur"] {
            for entry in fs::read_dir(self.0.join(folder))? {
                let entry = entry?;
                let name = entry.file_name().into_string().ok().filter(|name| !name.starts_with('.'));
                let name = name.filter(|name| folder == "new" || !parts(name).1.contains('S'));
                if let Some(name) = name.filter(|_| entry.file_type().is_ok_and(|kind| kind.is_file())) {
                    mails.push(Unseen { name, folder });
                }
            }
        }
        mails.sort_unstable();
        Ok(mails)
    }

    /// None when somebody else has moved it or thrown it away meanwhile.
    pub(super) fn open(&self, mail: &Unseen) -> Result<Option<File>> {
        match File::open(mail.path(self.0)) {
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            opened => opened.map(Some),
        }
    }

    /// Into `cur`, as seen; somebody else who moved it has done no harm.
    pub(super) fn keep_as_seen(&self, mail: &Unseen) -> Result<()> {
        let (base, flags) = parts(&mail.name);
        let mut flags: Vec<char> = flags.chars().filter(|flag| *flag != 'S').chain(['S']).collect();
        flags.sort_unstable();
        let flags: String = flags.into_iter().collect();
        // No mail is written over, whoever made its name twice.
        let names = (0..).map(|n| if n == 0 { format!("{base}:2,{flags}") } else { format!("{base}-{n}:2,{flags}") });
        let mut free = names.map(|name| self.0.join("cur").join(name)).filter(|to| !to.exists());
        let Some(to) = free.next() else { return Ok(()) };
        match fs::rename(mail.path(self.0), to) {
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
            moved => moved,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(maildir: &Maildir<'_>) -> Vec<String> {
        maildir.unseen().unwrap().into_iter().map(|mail| mail.name).collect()
    }

    #[test]
    fn what_nobody_has_seen_is_found_and_kept_as_seen() {
        let folder = tempfile::tempdir().unwrap();
        let maildir = Maildir(folder.path());
        assert!(!Maildir::is_one(folder.path()) && maildir.unseen().is_err());
        for name in ["new", "cur", "new/folder"] {
            fs::create_dir(folder.path().join(name)).unwrap();
        }
        for name in ["new/2.host", "new/1.host:2,F", "new/.hidden", "cur/3.host:2,", "cur/4.host:2,RS", "cur/0.host"] {
            fs::write(folder.path().join(name), "x").unwrap();
        }
        std::os::unix::fs::symlink("/etc/hostname", folder.path().join("new/3.link")).unwrap();
        assert_eq!(names(&maildir), ["0.host", "1.host:2,F", "2.host", "3.host:2,"]);
        let unseen = maildir.unseen().unwrap();
        assert_eq!((unseen[0].key(), unseen[1].key()), (("cur", "0.host".into()), ("new", "1.host".into())));
        for mail in [&unseen[..], &unseen[2..3]].concat() {
            maildir.keep_as_seen(&mail).unwrap();
        }
        assert!(maildir.open(&unseen[2]).unwrap().is_none(), "it has gone, which is no trouble");
        fs::write(folder.path().join("new/2.host"), "another").unwrap();
        assert!(maildir.open(&unseen[2]).unwrap().is_some());
        maildir.keep_as_seen(&unseen[2]).unwrap();
        assert_eq!(fs::read(folder.path().join("cur/2.host:2,S")).unwrap(), b"x", "nothing is written over");
        for kept in ["0.host:2,S", "1.host:2,FS", "2.host-1:2,S", "3.host:2,S"] {
            assert!(folder.path().join("cur").join(kept).exists(), "{kept}");
        }
        assert!(names(&maildir).is_empty());
    }
}
