//! A connection that is ready for mails.

use super::offers::Offers;
use super::wire::Wire;
use model::delivery::Phase;
use std::net::SocketAddr;

/// One dialogue, one mail at a time. Dropping it ends it at once; `quit` is the polite way.
pub struct Connection {
    pub(super) wire: Wire,
    pub(super) offers: Offers,
    /// The last transaction stopped half-way: RSET before the next.
    pub(super) needs_reset: bool,
    peer: SocketAddr,
    tls: Option<String>,
}

impl Connection {
    pub(super) fn new(wire: Wire, offers: Offers, peer: SocketAddr, tls: Option<String>) -> Self {
        Self { wire, offers, needs_reset: false, peer, tls }
    }

    /// Whom we speak to, for `attempt.peer`.
    pub fn peer(&self) -> SocketAddr {
        self.peer
    }

    /// Version and cipher, for `attempt.tls`; `None` in clear.
    pub fn tls(&self) -> Option<&str> {
        self.tls.as_deref()
    }

    /// The largest mail the server takes, in bytes, when it said so.
    pub fn max_size(&self) -> Option<u64> {
        self.offers.max_size
    }

    /// Whether another mail may be tried here: the server neither hung up nor said anything unasked since.
    pub async fn is_open(&mut self) -> bool {
        self.wire.nothing_unasked(Phase::Mail).await.is_ok()
    }

    /// Says QUIT and waits a moment for the answer, whatever it is.
    pub async fn quit(mut self) {
        self.wire.timeouts.mail = self.wire.timeouts.quit;
        // Nothing hangs on it: every outcome is known, and the socket is dropped either way.
        drop(self.wire.exchange(Phase::Mail, "QUIT").await);
    }
}
