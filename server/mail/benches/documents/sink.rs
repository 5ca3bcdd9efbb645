//! A mail server that takes everything and keeps nothing.
// Each bench uses another part of this.
#![allow(dead_code)]

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering::Relaxed};
use std::time::Duration;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};

/// Where it is, and how many mails it took.
pub struct Sink {
    pub address: SocketAddr,
    pub taken: Arc<AtomicUsize>,
    /// While it is so, everything is answered by 421, and hung up on.
    pub closed: Arc<AtomicBool>,
}

impl Sink {
    /// Each answer comes so late.
    pub async fn start(delay: Duration) -> std::io::Result<Sink> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let (address, taken) = (listener.local_addr()?, Arc::new(AtomicUsize::new(0)));
        let closed = Arc::new(AtomicBool::new(false));
        let (counted, refuses) = (taken.clone(), closed.clone());
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (counted, refuses) = (counted.clone(), refuses.clone());
                // A client that hangs up is no news.
                tokio::spawn(async move { drop(session(stream, &counted, &refuses, delay).await) });
            }
        });
        Ok(Sink { address, taken, closed })
    }
}

async fn session(stream: TcpStream, taken: &AtomicUsize, closed: &AtomicBool, delay: Duration) -> std::io::Result<()> {
    stream.set_nodelay(true)?;
    let (read, mut write) = stream.into_split();
    let mut read = BufReader::with_capacity(256 * 1024, read);
    if closed.load(Relaxed) {
        return write.write_all(b"421 4.3.2 closed\r\n").await;
    }
    write.write_all(b"220 sink.example ready\r\n").await?;
    let mut line = vec![];
    loop {
        line.clear();
        if read.read_until(b'\n', &mut line).await? == 0 {
            return Ok(());
        }
        if closed.load(Relaxed) {
            return write.write_all(b"421 4.3.2 closed\r\n").await;
        }
        let answer: &[u8] = match line.first().map(u8::to_ascii_uppercase) {
            Some(b'E') => b"250-sink.example\r\n250-PIPELINING\r\n250-8BITMIME\r\n250 SIZE 30000000\r\n",
            Some(b'D') => {
                late(delay).await;
                write.write_all(b"354 go on\r\n").await?;
                content(&mut read, &mut line).await?;
                taken.fetch_add(1, Relaxed);
                b"250 2.0.0 taken\r\n"
            }
            Some(b'Q') => b"221 bye\r\n",
            _ => b"250 2.0.0 fine\r\n",
        };
        late(delay).await;
        write.write_all(answer).await?;
    }
}

async fn late(delay: Duration) {
    if delay > Duration::ZERO {
        tokio::time::sleep(delay).await;
    }
}

async fn content(read: &mut (impl AsyncBufReadExt + Unpin), line: &mut Vec<u8>) -> std::io::Result<()> {
    loop {
        line.clear();
        if read.read_until(b'\n', line).await? == 0 || line == b".\r\n" {
            return Ok(());
        }
    }
}
