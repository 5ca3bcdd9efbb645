//! The bytes of a dialogue: commands out, replies in. Replies are read byte by byte within limits (S54); what nobody asked for
//! ends the connection (S55); every exchange has a limit in time, and one that passes it drops the socket.

use super::step::Step;
use super::timeouts::Timeouts;
use core::future::Future;
use core::pin::Pin;
use core::task::{Context, Poll, Waker};
use core::time::Duration;
use model::delivery::{Fault, Phase, Reply};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, ReadBuf};
use tokio::net::TcpStream;
use tokio::time::{Instant, timeout};
use tokio_rustls::client::TlsStream;

/// RFC 5321 §4.5.3.1.5 says 512; servers in the wild say more.
const LONGEST_LINE: usize = 4096;
const MOST_LINES: usize = 128;
const LONGEST_REPLY: usize = 32 * 1024;

pub(super) enum Io {
    Plain(TcpStream),
    Tls(Box<TlsStream<TcpStream>>),
}

/// `io` is gone after the first fault: the socket is dropped, and nothing can be said by mistake.
pub(super) struct Wire {
    io: Option<Io>,
    read: Vec<u8>,
    pub(super) timeouts: Timeouts,
    pub(super) deadline: Option<Instant>,
}

impl Wire {
    pub(super) fn new(io: Io, timeouts: Timeouts, deadline: Option<Instant>) -> Self {
        Self { io: Some(io), read: Vec::new(), timeouts, deadline }
    }

    pub(super) fn is_encrypted(&self) -> bool {
        matches!(self.io, Some(Io::Tls(_)))
    }

    /// The socket, for the handshake. After STARTTLS look for `nothing_unasked` first: a byte waiting in clear would be taken for
    /// one that came inside TLS (S55).
    pub(super) fn into_socket(self) -> Option<TcpStream> {
        match self.io {
            Some(Io::Plain(socket)) => Some(socket),
            _ => None,
        }
    }

    /// One command, one reply. `Err` for anything but the yes this phase waits for.
    pub(super) async fn ask(&mut self, phase: Phase, command: &str) -> Result<Reply, Step> {
        let reply = self.exchange(phase, command).await?;
        let step = Step::reply(phase, reply.clone());
        if step.is_accepted() { Ok(reply) } else { Err(step) }
    }

    /// One command and whatever reply it gets.
    pub(super) async fn exchange(&mut self, phase: Phase, command: &str) -> Result<Reply, Step> {
        self.nothing_unasked(phase).await?;
        self.write(phase, format!("{command}\r\n").as_bytes()).await?;
        self.reply(phase).await
    }

    pub(super) async fn nothing_unasked(&mut self, phase: Phase) -> Result<(), Step> {
        match self.unasked().await {
            Some(fault) => Err(self.end(phase, fault)),
            None => Ok(()),
        }
    }

    pub(super) async fn write(&mut self, phase: Phase, bytes: &[u8]) -> Result<(), Step> {
        let limit = self.limit(phase);
        let Some(io) = &mut self.io else { return Err(Step::fault(phase, Fault::Dropped)) };
        let written = async {
            io.write_all(bytes).await?;
            io.flush().await
        };
        match within(limit, written).await {
            Ok(Ok(())) => Ok(()),
            Ok(Err(_)) => Err(self.end(phase, Fault::Dropped)),
            Err(fault) => Err(self.end(phase, fault)),
        }
    }

    pub(super) async fn reply(&mut self, phase: Phase) -> Result<Reply, Step> {
        let limit = self.limit(phase);
        match within(limit, self.read_reply()).await.and_then(|read| read) {
            Ok(reply) => Ok(reply),
            Err(fault) => Err(self.end(phase, fault)),
        }
    }

    /// What came without being asked for, looking at the network once. The yield lets the runtime notice what has arrived.
    pub(super) async fn unasked(&mut self) -> Option<Fault> {
        tokio::task::yield_now().await;
        if !self.read.is_empty() {
            return Some(Fault::Unsolicited);
        }
        let Some(io) = &mut self.io else { return Some(Fault::Dropped) };
        let mut bytes = [0; 512];
        let mut buffer = ReadBuf::new(&mut bytes);
        match Pin::new(io).poll_read(&mut Context::from_waker(Waker::noop()), &mut buffer) {
            Poll::Pending => None,
            Poll::Ready(Ok(())) if !buffer.filled().is_empty() => {
                self.read.extend_from_slice(buffer.filled());
                Some(Fault::Unsolicited)
            }
            Poll::Ready(_) => Some(Fault::Dropped),
        }
    }

    /// Something else than a second yes came behind an answer, at once; but for the farewell of a server that shuts down (RFC 5321 §3.8).
    pub(super) async fn goes_on_otherwise(&mut self) -> bool {
        let more = self.unasked().await == Some(Fault::Unsolicited);
        more && self.read.first() != Some(&b'2') && !self.read.starts_with(b"421")
    }

    /// Drops the socket.
    pub(super) fn end(&mut self, phase: Phase, fault: Fault) -> Step {
        self.io = None;
        Step::fault(phase, fault)
    }

    fn limit(&self, phase: Phase) -> Duration {
        limit(&self.timeouts, self.deadline, phase)
    }

    async fn read_reply(&mut self) -> Result<Reply, Fault> {
        let mut text = String::new();
        let mut code = None;
        for _ in 0..MOST_LINES {
            let line = self.read_line().await?;
            let (this, last, words) = split_line(&line).ok_or(Fault::Garbage)?;
            if code.is_some_and(|code| code != this) || text.len() + words.len() > LONGEST_REPLY {
                return Err(Fault::Garbage);
            }
            code = Some(this);
            text.push_str(&words);
            if last {
                return Ok(Reply::new(this, &text));
            }
            text.push('\n');
        }
        Err(Fault::Garbage)
    }

    async fn read_line(&mut self) -> Result<Vec<u8>, Fault> {
        let mut seen = 0;
        loop {
            if let Some(end) = self.read[seen..].iter().position(|b| *b == b'\n') {
                return Ok(self.read.drain(..=seen + end).collect());
            }
            seen = self.read.len();
            if seen > LONGEST_LINE {
                return Err(Fault::Garbage);
            }
            let mut bytes = [0; 2048];
            match self.io.as_mut().ok_or(Fault::Dropped)?.read(&mut bytes).await {
                Ok(0) | Err(_) => return Err(Fault::Dropped),
                Ok(n) => self.read.extend_from_slice(&bytes[..n]),
            }
        }
    }
}

/// Code, whether it is the last line, and its words in printable ASCII.
fn split_line(line: &[u8]) -> Option<(u16, bool, String)> {
    let line = line.strip_suffix(b"\n")?;
    let line = line.strip_suffix(b"\r").unwrap_or(line);
    let (digits, rest) = line.split_at_checked(3)?;
    let valid = matches!(digits[0], b'2'..=b'5') && digits.iter().all(u8::is_ascii_digit);
    let code = valid.then(|| digits.iter().fold(0, |code, digit| code * 10 + u16::from(digit - b'0')))?;
    let (last, words) = match rest.split_first() {
        None => (true, &[][..]),
        Some((b' ', words)) => (true, words),
        Some((b'-', words)) => (false, words),
        Some(_) => return None,
    };
    let printable = |b: &u8| if matches!(b, b' '..=b'~') { char::from(*b) } else { '\u{fffd}' };
    Some((code, last, words.iter().map(printable).collect()))
}

/// The time a phase may take, and never past the end of all.
pub(super) fn limit(timeouts: &Timeouts, deadline: Option<Instant>, phase: Phase) -> Duration {
    let left = deadline.map(|at| at.saturating_duration_since(Instant::now()));
    timeouts.of(phase).min(left.unwrap_or(Duration::MAX))
}

pub(super) async fn within<T>(limit: Duration, work: impl Future<Output = T>) -> Result<T, Fault> {
    timeout(limit, work).await.map_err(|_| Fault::Timeout)
}

impl AsyncRead for Io {
    fn poll_read(self: Pin<&mut Self>, cx: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<std::io::Result<()>> {
        match self.get_mut() {
            Self::Plain(io) => Pin::new(io).poll_read(cx, buffer),
            Self::Tls(io) => Pin::new(io).poll_read(cx, buffer),
        }
    }
}

impl AsyncWrite for Io {
    fn poll_write(self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<std::io::Result<usize>> {
        match self.get_mut() {
            Self::Plain(io) => Pin::new(io).poll_write(cx, bytes),
            Self::Tls(io) => Pin::new(io).poll_write(cx, bytes),
        }
    }

    fn poll_flush(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<std::io::Result<()>> {
        match self.get_mut() {
            Self::Plain(io) => Pin::new(io).poll_flush(cx),
            Self::Tls(io) => Pin::new(io).poll_flush(cx),
        }
    }

    fn poll_shutdown(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<std::io::Result<()>> {
        match self.get_mut() {
            Self::Plain(io) => Pin::new(io).poll_shutdown(cx),
            Self::Tls(io) => Pin::new(io).poll_shutdown(cx),
        }
    }
}
