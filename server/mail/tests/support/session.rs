//! One connection to the server: reads commands and mails, asks the script, answers.

use super::journal::{Accepted, Said};
use super::read::{between_brackets, decode, decode_line};
use super::script::{Act, Asked, At, Encryption};
use super::server::Shared;
use std::future::pending;
use std::io::{Error, ErrorKind, Result};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;
use store::testing::quiet;
use tokio::io::{AsyncBufReadExt, AsyncRead, AsyncWrite, AsyncWriteExt, BufReader};
use tokio::net::TcpStream;

trait Io: AsyncRead + AsyncWrite + Unpin + Send {}
impl<T: AsyncRead + AsyncWrite + Unpin + Send> Io for T {}

pub(super) struct Session {
    shared: Arc<Shared>,
    n: usize,
    io: BufReader<Box<dyn Io>>,
    encrypted: bool,
    signed_in: bool,
    from: Option<String>,
    to: Vec<String>,
    /// What is being answered, and about whom.
    asked: (At, Vec<String>),
    dice: u64,
}

impl Session {
    pub(super) async fn run(shared: Arc<Shared>, n: usize, socket: TcpStream) -> Result<()> {
        let encrypted = shared.script.encryption == Encryption::Implicit;
        let io: Box<dyn Io> = match encrypted {
            true => Box::new(shared.acceptor.accept(socket).await?),
            false => Box::new(socket),
        };
        let signed_in = shared.script.login.is_none();
        let dice = n as u64 + 1;
        let io = BufReader::new(io);
        let asked = (At::Greeting, Vec::new());
        let mut session = Self { shared, n, io, encrypted, signed_in, from: None, to: Vec::new(), asked, dice };
        session.answer(At::Greeting, "", "220 mail.example ESMTP").await?;
        loop {
            let line = session.line().await?;
            let line = String::from_utf8_lossy(&line).trim_end().to_owned();
            session.shared.journal.hear(&line);
            session.command(&line).await?;
        }
    }

    async fn command(&mut self, line: &str) -> Result<()> {
        let verb = line.split([' ', ':']).next().unwrap_or_default().to_ascii_uppercase();
        match verb.as_str() {
            "EHLO" => self.hello(line).await,
            "STARTTLS" => self.encrypt(line).await,
            "AUTH" => self.sign_in(line).await,
            "MAIL" => self.mail(line).await,
            "RCPT" if self.from.is_none() => self.say("503 5.5.1 MAIL first").await,
            "RCPT" => {
                if self.answer(At::Rcpt, line, "250 2.1.5 ok").await? {
                    self.to.push(between_brackets(line));
                }
                Ok(())
            }
            "DATA" if self.to.is_empty() => self.say("503 5.5.1 RCPT first").await,
            "DATA" => match self.answer(At::Data, line, "354 go on").await? {
                true => self.take_mail().await,
                false => Ok(()),
            },
            "RSET" => {
                (self.from, self.to) = (None, Vec::new());
                self.answer(At::Rset, line, "250 2.0.0 ok").await.map(drop)
            }
            "QUIT" => {
                self.answer(At::Quit, line, "221 2.0.0 bye").await?;
                Err(ErrorKind::ConnectionAborted.into())
            }
            _ => self.say("500 5.5.2 what?").await,
        }
    }

    async fn hello(&mut self, line: &str) -> Result<()> {
        let mut lines = vec!["mail.example".to_owned()];
        lines.extend(self.shared.script.offers.clone());
        if self.shared.script.encryption == Encryption::StartTls && !self.encrypted {
            lines.push("STARTTLS".to_owned());
        }
        if self.shared.script.login.is_some() {
            lines.push("AUTH PLAIN LOGIN".to_owned());
        }
        let last = lines.pop().unwrap();
        let usual = lines.iter().map(|line| format!("250-{line}\r\n")).collect::<String>() + "250 " + &last;
        self.answer(At::Ehlo, line, &usual).await.map(drop)
    }

    async fn encrypt(&mut self, line: &str) -> Result<()> {
        if !self.answer(At::StartTls, line, "220 2.0.0 go on").await? {
            return Ok(());
        }
        let (closed, _) = tokio::io::duplex(1);
        let plain = std::mem::replace(&mut self.io, BufReader::new(Box::new(closed)));
        let stream = self.shared.acceptor.accept(plain.into_inner()).await?;
        self.io = BufReader::new(Box::new(stream));
        self.encrypted = true;
        Ok(())
    }

    async fn sign_in(&mut self, line: &str) -> Result<()> {
        let mut words = line.split(' ').skip(1);
        let given = match words.next() {
            Some("PLAIN") => decode(words.next().unwrap_or_default()),
            Some("LOGIN") => {
                self.say("334 VXNlcm5hbWU6").await?;
                let name = self.line().await?;
                self.say("334 UGFzc3dvcmQ6").await?;
                let secret = self.line().await?;
                quiet::secret("a password as sent", String::from_utf8_lossy(&secret).trim_end());
                format!("\0{}\0{}", decode_line(&name), decode_line(&secret))
            }
            _ => return self.say("504 5.5.4 unknown mechanism").await,
        };
        quiet::secret("a password as sent", line.rsplit(' ').next().unwrap_or_default());
        quiet::secret("a password", given.rsplit('\0').next().unwrap_or_default());
        let wanted = self.shared.script.login.clone().map(|(name, secret)| format!("\0{name}\0{secret}"));
        let usual = if wanted == Some(given) { "235 2.7.0 welcome" } else { "535 5.7.8 wrong" };
        self.signed_in = self.answer(At::Auth, line, usual).await?;
        Ok(())
    }

    async fn mail(&mut self, line: &str) -> Result<()> {
        if !self.signed_in {
            return self.say("530 5.7.0 sign in first").await;
        }
        self.shared.transactions.fetch_add(1, Ordering::SeqCst);
        self.to.clear();
        self.from = self.answer(At::Mail, line, "250 2.1.0 ok").await?.then(|| between_brackets(line));
        Ok(())
    }

    async fn take_mail(&mut self) -> Result<()> {
        let (mut wire, mut bytes) = (Vec::new(), Vec::new());
        loop {
            let line = self.line().await?;
            if wire.is_empty() {
                let asked = self.asked(At::Body, &String::from_utf8_lossy(&line));
                match self.shared.script.act(&asked) {
                    Act::Usual => {}
                    act => self.perform(act, "").await.map(drop)?,
                }
            }
            if line == b".\r\n" {
                break;
            }
            bytes.extend_from_slice(line.strip_prefix(b".").unwrap_or(&line));
            wire.extend_from_slice(&line);
        }
        let mail = Accepted {
            session: self.n,
            from: self.from.take().unwrap_or_default(),
            at_ms: self.shared.script.clock.as_ref().map_or(0, |clock| clock()),
            to: self.to.clone(),
            bytes,
            wire,
        };
        keep_quiet(&mail);
        let asked = self.asked(At::Dot, ".");
        self.to.clear();
        let act = match self.shared.script.act(&asked) {
            Act::Usual => Act::Accept(Box::new(Act::Usual)),
            act => act,
        };
        let act = self.accept(act, mail);
        self.perform(act, "250 2.0.0 taken").await.map(drop)
    }

    /// Journals when the act says so, before anything is answered.
    fn accept(&self, act: Act, mail: Accepted) -> Act {
        match act {
            Act::Accept(next) => {
                self.shared.journal.accept(mail);
                *next
            }
            act => act,
        }
    }

    /// Whether the step has its usual effect.
    async fn answer(&mut self, at: At, line: &str, usual: &str) -> Result<bool> {
        let asked = self.asked(at, line);
        let act = self.shared.script.act(&asked);
        self.perform(act, usual).await
    }

    fn asked(&mut self, at: At, line: &str) -> Asked {
        let about = match at {
            At::Rcpt => vec![between_brackets(line)],
            At::Data | At::Body | At::Dot => self.to.clone(),
            _ => Vec::new(),
        };
        self.asked = (at, about);
        Asked {
            at,
            line: line.to_owned(),
            session: self.n,
            transaction: self.shared.transactions.load(Ordering::SeqCst),
            nth: self.shared.asked[at as usize].fetch_add(1, Ordering::SeqCst) + 1,
            encrypted: self.encrypted,
        }
    }

    async fn perform(&mut self, act: Act, usual: &str) -> Result<bool> {
        let mut acts = vec![act];
        let mut effect = true;
        while let Some(act) = acts.pop() {
            match act {
                Act::Usual => {
                    self.say(usual).await?;
                    effect = usual.starts_with(['2', '3']);
                }
                Act::Say(text) => {
                    self.say(&text).await?;
                    effect = text.starts_with(['2', '3']);
                }
                Act::Raw(bytes) => {
                    self.note(&bytes);
                    self.write(&bytes).await?;
                }
                Act::Drip(bytes) => {
                    self.note(&bytes);
                    for byte in bytes {
                        self.write(&[byte]).await?;
                        tokio::task::yield_now().await;
                    }
                }
                Act::Flood(length) => self.write(&vec![b'2'; length]).await?,
                Act::Silence => pending().await,
                Act::HangUp => return Err(Error::from(ErrorKind::ConnectionAborted)),
                Act::Then(first, second) => acts.extend([*second, *first]),
                Act::Accept(act) => acts.push(*act),
                Act::Held(until, act) => {
                    until.acquire().await.unwrap().forget();
                    acts.push(*act);
                }
                Act::After(wait, act) => {
                    tokio::time::sleep(wait).await;
                    acts.push(*act);
                }
            }
        }
        Ok(effect)
    }

    async fn say(&mut self, text: &str) -> Result<()> {
        if let Some((least, most)) = self.shared.script.delay_ms {
            self.dice = self.dice.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
            tokio::time::sleep(Duration::from_millis(least + (self.dice >> 33) % (most - least + 1))).await;
        }
        let bytes = format!("{text}\r\n").into_bytes();
        self.note(&bytes);
        self.write(&bytes).await
    }

    fn note(&self, bytes: &[u8]) {
        let (at, about) = self.asked.clone();
        self.shared.journal.say(Said { at, about, bytes: bytes[..bytes.len().min(4096)].to_vec() });
    }

    async fn write(&mut self, bytes: &[u8]) -> Result<()> {
        self.io.write_all(bytes).await?;
        self.io.flush().await
    }

    /// With its end; an error once the client is gone.
    async fn line(&mut self) -> Result<Vec<u8>> {
        let mut line = Vec::new();
        match self.io.read_until(b'\n', &mut line).await? {
            0 => Err(ErrorKind::UnexpectedEof.into()),
            _ => Ok(line),
        }
    }
}

/// The first lines say enough: whoever logged a mail would begin with them.
fn keep_quiet(mail: &Accepted) {
    quiet::private("a subject", &mail.header("Subject"));
    let text = String::from_utf8_lossy(&mail.bytes[..mail.bytes.len().min(8192)]).into_owned();
    let body = text.split_once("\r\n\r\n").map_or("", |(_, body)| body);
    body.lines().take(20).for_each(|line| quiet::private("a body", line));
}
