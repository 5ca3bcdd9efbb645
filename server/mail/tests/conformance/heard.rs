//! What the mail server hears while it runs: the moments at which faults strike.

use crate::support::{Act, At, Script};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Semaphore;
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};

const PATIENCE: Duration = Duration::from_secs(30);

pub struct Heard(UnboundedReceiver<At>);

/// Tells of every MAIL, RCPT, DATA and dot from here on.
pub fn listening(mut script: Script) -> (Script, Heard) {
    let (tell, heard) = unbounded_channel();
    for at in [At::Mail, At::Rcpt, At::Data, At::Dot] {
        let tell = tell.clone();
        script = script.on(at, move |_| {
            // Nobody listens any more at the end.
            let _ = tell.send(at);
            Act::Usual
        });
    }
    (script, Heard(heard))
}

/// The same, and the answer to the first mail waits for a permit.
pub fn holding_the_first() -> (Script, Heard, Arc<Semaphore>) {
    let answered = Arc::new(Semaphore::new(0));
    let until = answered.clone();
    let (script, heard) = listening(Script::default());
    let script = script.on(At::Dot, move |asked| match asked.nth {
        1 => Act::say("250 2.0.0 taken").held(&until).accept(),
        _ => Act::Usual,
    });
    (script, heard, answered)
}

impl Heard {
    /// What was said up to now is of no interest.
    pub fn forget(&mut self) {
        while self.0.try_recv().is_ok() {}
    }

    /// Waits for so many steps.
    pub async fn steps(&mut self, count: u64) {
        for _ in 0..count {
            self.next().await;
        }
    }

    /// Waits for so many mails that are said to their end.
    pub async fn dots(&mut self, count: u64) {
        for _ in 0..count {
            while self.next().await != At::Dot {}
        }
    }

    async fn next(&mut self) -> At {
        let told = tokio::time::timeout(PATIENCE, self.0.recv()).await;
        told.expect("mails leave").expect("the server lives")
    }
}
