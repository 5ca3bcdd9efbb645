//! The listening server and what tests ask of it.

use super::certificate::Authority;
use super::journal::{Accepted, Journal, Said};
use super::script::{Encryption, Script};
use super::session::Session;
use mail::smtp::{Dialer, Login, Policy, Server, Timeouts, Trust};
use model::Security;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::AtomicUsize;
use store::testing::quiet::{self, Quiet};
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinHandle;
use tokio_rustls::TlsAcceptor;

pub(super) struct Shared {
    pub(super) script: Script,
    pub(super) acceptor: TlsAcceptor,
    pub(super) journal: Journal,
    pub(super) transactions: AtomicUsize,
    pub(super) asked: [AtomicUsize; 11],
}

/// Ends when it is dropped. Until then nobody logs what it hears: passwords, addresses, subjects, texts (S59, S60, I12).
pub struct SmtpServer {
    address: SocketAddr,
    authority: Authority,
    shared: Arc<Shared>,
    task: JoinHandle<()>,
    _quiet: Quiet,
}

impl SmtpServer {
    /// On a free port of 127.0.0.1.
    pub async fn start(script: Script) -> Self {
        let quiet = quiet::listen();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let authority = Authority::new();
        let shared = Arc::new(Shared {
            acceptor: authority.acceptor(script.certified),
            journal: Journal::new(script.journal.as_deref()),
            script,
            transactions: AtomicUsize::new(0),
            asked: Default::default(),
        });
        let task = tokio::spawn(listen(listener, shared.clone()));
        Self { address, authority, shared, task, _quiet: quiet }
    }

    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The PEM file to trust.
    pub fn authority_file(&self) -> std::path::PathBuf {
        self.authority.file()
    }

    /// Everything accepted so far, in order.
    pub fn accepted(&self) -> Vec<Accepted> {
        self.shared.journal.accepted()
    }

    /// Every answer so far, each noted before it was given.
    pub fn said(&self) -> Vec<Said> {
        self.shared.journal.said()
    }

    /// Changes when something was accepted or answered.
    pub fn news(&self) -> watch::Receiver<()> {
        self.shared.journal.news()
    }

    /// Every command heard so far, without the mails themselves.
    pub fn lines(&self) -> Vec<String> {
        self.shared.journal.lines()
    }

    /// Trusts this server, may call it, and waits a hundredth of the usual.
    pub fn dialer(&self) -> Dialer {
        Dialer {
            hello: "client.example".to_owned(),
            policy: Policy::new(vec![format!("127.0.0.1:{}", self.address.port())]),
            trust: Trust::system(Some(&self.authority.file())).unwrap(),
            timeouts: Timeouts::for_tests(),
        }
    }

    /// As an account of this server would be.
    pub fn account(&self) -> Server {
        let login = self.shared.script.login.as_ref();
        Server {
            host: "127.0.0.1".to_owned(),
            port: self.address.port(),
            security: match self.shared.script.encryption {
                Encryption::None => Security::None,
                Encryption::StartTls => Security::StartTls,
                Encryption::Implicit => Security::Tls,
            },
            login: login.map(|(name, secret)| Login { name: name.clone(), secret: secret.clone().into() }),
        }
    }
}

impl Drop for SmtpServer {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn listen(listener: TcpListener, shared: Arc<Shared>) {
    for n in 0.. {
        let Ok((socket, _)) = listener.accept().await else { return };
        socket.set_nodelay(true).unwrap();
        // A client that leaves ends its session; that is no failure of the server.
        tokio::spawn(Session::run(shared.clone(), n, socket));
    }
}
