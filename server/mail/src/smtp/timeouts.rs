//! How long each phase may take. Whatever takes longer drops the socket.

use core::time::Duration;
use model::delivery::Phase;

/// One limit for each phase, reply included.
#[derive(Clone, Copy, Debug)]
pub struct Timeouts {
    /// Name resolution and the TCP connection, and again for the handshake.
    pub connect: Duration,
    /// Waiting for 220; also EHLO, STARTTLS and each exchange of AUTH.
    pub greeting: Duration,
    /// MAIL FROM.
    pub mail: Duration,
    /// Each RCPT TO.
    pub rcpt: Duration,
    /// DATA, until 354.
    pub data: Duration,
    /// Writing each block of the mail.
    pub block: Duration,
    /// The reply to the dot: a server may look at the mail for long, and giving up early makes doubles (RFC 5321 §4.5.3.2.6).
    pub dot: Duration,
    /// QUIT, out of politeness.
    pub quit: Duration,
    /// Everything together, counted from `Dialer::open`.
    pub whole: Option<Duration>,
}

impl Timeouts {
    /// Under 20 s altogether, for a person who waits (E19).
    pub fn for_check(self) -> Self {
        let step = |limit: Duration| limit.min(Duration::from_secs(10));
        Self {
            connect: step(self.connect),
            greeting: step(self.greeting),
            mail: step(self.mail),
            rcpt: step(self.rcpt),
            data: step(self.data),
            block: step(self.block),
            dot: step(self.dot),
            quit: self.quit.min(Duration::from_millis(500)),
            whole: Some(Duration::from_secs(19)),
        }
    }

    /// A hundredth of everything.
    pub fn for_tests() -> Self {
        let all = Self::default();
        Self {
            connect: all.connect / 100,
            greeting: all.greeting / 100,
            mail: all.mail / 100,
            rcpt: all.rcpt / 100,
            data: all.data / 100,
            block: all.block / 100,
            dot: all.dot / 100,
            quit: all.quit / 100,
            whole: None,
        }
    }

    pub(super) fn of(&self, phase: Phase) -> Duration {
        match phase {
            Phase::Resolve | Phase::Connect | Phase::Tls => self.connect,
            Phase::Greeting | Phase::Ehlo | Phase::StartTls | Phase::Auth => self.greeting,
            Phase::Mail => self.mail,
            Phase::Rcpt => self.rcpt,
            Phase::Data => self.data,
            Phase::Body => self.block,
            Phase::Dot => self.dot,
        }
    }
}

impl Default for Timeouts {
    /// delivery.md §4.
    fn default() -> Self {
        let seconds = Duration::from_secs;
        Self {
            connect: seconds(30),
            greeting: seconds(60),
            mail: seconds(60),
            rcpt: seconds(60),
            data: seconds(120),
            block: seconds(180),
            dot: seconds(600),
            quit: seconds(5),
            whole: None,
        }
    }
}
