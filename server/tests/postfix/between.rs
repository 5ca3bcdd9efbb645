//! Somebody on the way between us and a server, who reads along and changes what the server says.

use std::sync::{Arc, Mutex};
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

/// What is done to the server's words, while they are in clear.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mangle {
    /// Nothing.
    Nothing,
    /// STARTTLS is taken out of what it offers.
    Strip,
    /// It is written over, as some boxes do.
    Blot,
    /// After « go on » come answers that would be believed inside TLS.
    Inject,
}

pub struct Between {
    port: u16,
    heard: Arc<Mutex<Vec<u8>>>,
    task: JoinHandle<()>,
}

impl Between {
    /// In front of this port of 127.0.0.1.
    pub async fn start(mangle: Mangle, server: u16) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let heard = Arc::new(Mutex::new(vec![]));
        let told = heard.clone();
        let task = tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                let server = TcpStream::connect(("127.0.0.1", server)).await.unwrap();
                // Whoever leaves ends it; that is no failure here.
                drop(pass(client, server, mangle, &told).await);
            }
        });
        Self { port, heard, task }
    }

    pub fn port(&self) -> u16 {
        self.port
    }

    /// Everything that our side said, as far as it can be read.
    pub fn heard(&self) -> String {
        String::from_utf8_lossy(&self.heard.lock().unwrap()).into_owned()
    }
}

impl Drop for Between {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn pass(client: TcpStream, server: TcpStream, mangle: Mangle, heard: &Mutex<Vec<u8>>) -> std::io::Result<()> {
    let (mut from_client, mut to_client) = client.into_split();
    let (from_server, mut to_server) = server.into_split();
    let there = async {
        let mut bytes = [0; 4096];
        loop {
            match from_client.read(&mut bytes).await? {
                0 => return Ok(()),
                n => {
                    heard.lock().unwrap().extend_from_slice(&bytes[..n]);
                    to_server.write_all(&bytes[..n]).await?;
                }
            }
        }
    };
    let back = async {
        let (mut server, mut line) = (BufReader::new(from_server), vec![]);
        while server.read_until(b'\n', &mut line).await? > 0 {
            let text = String::from_utf8_lossy(&line).into_owned();
            let goes_on = text.contains("Ready to start TLS");
            to_client.write_all(&mangled(mangle, &text)).await?;
            line.clear();
            if goes_on {
                break;
            }
        }
        tokio::io::copy(&mut server, &mut to_client).await.map(drop)
    };
    let ended: std::io::Result<()> = tokio::select! { ended = there => ended, ended = back => ended };
    ended
}

fn mangled(mangle: Mangle, line: &str) -> Vec<u8> {
    let offers = line.contains("STARTTLS");
    match mangle {
        Mangle::Strip if offers => vec![],
        Mangle::Blot if offers => line.replace("STARTTLS", "XXXXXXXA").into_bytes(),
        Mangle::Inject if line.contains("Ready to start TLS") => {
            [line, "250-mx.maison.example\r\n250 AUTH PLAIN LOGIN\r\n235 2.7.0 welcome\r\n"].concat().into_bytes()
        }
        _ => line.as_bytes().to_vec(),
    }
}
