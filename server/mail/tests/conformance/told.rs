//! What a program logs while it runs, heard as it is written: to wait for a line, nobody looks again and again.

use std::io::Write;
use std::time::Duration;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

const PATIENCE: Duration = Duration::from_secs(30);

/// Takes the lines.
#[derive(Clone)]
pub struct Teller(UnboundedSender<String>);

/// Gives them.
pub struct Told(UnboundedReceiver<String>);

pub fn told() -> (Teller, Told) {
    let (teller, told) = unbounded_channel();
    (Teller(teller), Told(told))
}

impl Teller {
    pub fn line(&self, line: String) {
        // Nobody listens any more at the end.
        let _ = self.0.send(line);
    }
}

/// `tracing` writes a whole line at once.
impl Write for Teller {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.line(String::from_utf8_lossy(bytes).into_owned());
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl Told {
    /// Waits for a line with this in it.
    pub async fn until(&mut self, what: &str) {
        let mut heard = vec![];
        let line = async {
            while let Some(line) = self.0.recv().await {
                if line.contains(what) {
                    return;
                }
                heard.push(line);
            }
            panic!("it ended without {what}");
        };
        if tokio::time::timeout(PATIENCE, line).await.is_err() {
            panic!("no {what} in {heard:#?}");
        }
    }
}
