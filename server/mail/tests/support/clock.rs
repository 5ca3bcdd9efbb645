//! A clock that begins where it is told, runs like the machine's, and is put forward or back by hand. How far it is from the machine's
//! stands in a file, so that another process can go by the same one.

use mail::worker::Clock;
use model::Moment;
use std::fs::File;
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tempfile::TempDir;

pub struct TestClock {
    folder: TempDir,
    clock: Clock,
}

impl TestClock {
    pub fn starting(at: Moment) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("ahead");
        std::fs::write(&file, (at.0 - wall()).to_le_bytes()).unwrap();
        Self { clock: read(&file), folder }
    }

    /// For [`read`] in another process.
    pub fn file(&self) -> PathBuf {
        self.folder.path().join("ahead")
    }

    pub fn clock(&self) -> Clock {
        self.clock.clone()
    }

    pub fn now(&self) -> Moment {
        (self.clock)()
    }

    /// Back, when it is less than nothing.
    pub fn jump_ms(&self, ms: i64) {
        // In one write of eight bytes: whoever reads meanwhile reads the one or the other.
        let file = File::options().read(true).write(true).open(self.file()).unwrap();
        file.write_all_at(&(ahead(&file) + ms).to_le_bytes(), 0).unwrap();
    }
}

/// The clock that stands in this file.
pub fn read(file: &Path) -> Clock {
    let file = File::open(file).unwrap();
    Arc::new(move || Moment(wall() + ahead(&file)))
}

fn ahead(file: &File) -> i64 {
    let mut bytes = [0; 8];
    file.read_exact_at(&mut bytes, 0).unwrap();
    i64::from_le_bytes(bytes)
}

#[allow(clippy::disallowed_methods, reason = "two processes have no other clock in common")]
fn wall() -> i64 {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap();
    since.as_millis() as i64
}
