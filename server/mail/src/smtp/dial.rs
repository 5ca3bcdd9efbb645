//! From a server's name to a connection that is encrypted as chosen and signed in.

use super::auth::sign_in;
use super::connection::Connection;
use super::offers::Offers;
use super::policy::{Policy, is_loopback};
use super::server::Server;
use super::step::Step;
use super::timeouts::Timeouts;
use super::trust::Trust;
use super::wire::{Io, Wire, limit, within};
use model::Security;
use model::delivery::{Fault, Phase};
use std::net::SocketAddr;
use tokio::net::{TcpStream, lookup_host};
use tokio::time::Instant;
use tokio_rustls::rustls;

/// How this house calls mail servers. Cheap to clone.
#[derive(Clone)]
pub struct Dialer {
    /// Our own name in EHLO: a host name, or an address in brackets.
    pub hello: String,
    /// Which hosts may be called.
    pub policy: Policy,
    /// Whose certificates are believed.
    pub trust: Trust,
    /// How long each phase may take.
    pub timeouts: Timeouts,
}

impl Dialer {
    /// Ready for the first mail, or the step where it ended (`Resolve` to `Auth`).
    pub async fn open(&self, server: &Server) -> Result<Connection, Step> {
        let deadline = self.timeouts.whole.map(|whole| Instant::now() + whole);
        let host = host_name(&server.host).map_err(|fault| Step::fault(Phase::Resolve, fault))?;
        let addresses = self.find(&host, server, deadline).await?;
        let (socket, peer) = self.connect(&addresses, deadline).await?;
        let mut wire = Wire::new(Io::Plain(socket), self.timeouts, deadline);
        let mut tls = None;
        if server.security == Security::Tls {
            (wire, tls) = self.encrypt(wire, &host).await?;
        }
        let greeting = wire.reply(Phase::Greeting).await?;
        accepted(Step::reply(Phase::Greeting, greeting))?;
        let mut offers = self.hello(&mut wire).await?;
        if server.security == Security::StartTls {
            if !offers.starttls {
                return Err(Step::fault(Phase::StartTls, Fault::NoTls));
            }
            wire.ask(Phase::StartTls, "STARTTLS").await?;
            wire.nothing_unasked(Phase::StartTls).await?;
            (wire, tls) = self.encrypt(wire, &host).await?;
            offers = self.hello(&mut wire).await?;
        }
        if let Some(login) = &server.login {
            if !wire.is_encrypted() && !is_loopback(peer) {
                return Err(Step::fault(Phase::Auth, Fault::NoTls));
            }
            sign_in(&mut wire, login, &offers).await?;
        }
        Ok(Connection::new(wire, offers, peer, tls))
    }

    /// Resolved once, here; nothing else is ever connected to.
    async fn find(&self, host: &str, server: &Server, deadline: Option<Instant>) -> Result<Vec<SocketAddr>, Step> {
        let resolve = |fault| Step::fault(Phase::Resolve, fault);
        let lookup = within(limit(&self.timeouts, deadline, Phase::Resolve), lookup_host((host, server.port))).await;
        let found: Vec<SocketAddr> = match lookup {
            Ok(Ok(found)) => found.collect(),
            Ok(Err(_)) => return Err(resolve(Fault::UnknownHost)),
            Err(fault) => return Err(resolve(fault)),
        };
        let mut addresses = self.policy.permitted(host, &found).map_err(resolve)?;
        if server.security == Security::None {
            addresses.retain(|address| self.policy.allows_clear(host, *address));
            if addresses.is_empty() {
                return Err(Step::fault(Phase::Tls, Fault::NoTls));
            }
        }
        Ok(addresses)
    }

    /// The first that answers; all of them share the time.
    async fn connect(
        &self,
        addresses: &[SocketAddr],
        deadline: Option<Instant>,
    ) -> Result<(TcpStream, SocketAddr), Step> {
        let share = limit(&self.timeouts, deadline, Phase::Connect) / addresses.len().max(1) as u32;
        let mut fault = Fault::Refused;
        for address in addresses {
            match within(share, TcpStream::connect(address)).await {
                Ok(Ok(socket)) if socket.set_nodelay(true).is_ok() => return Ok((socket, *address)),
                Ok(_) => fault = Fault::Refused,
                Err(timeout) => fault = timeout,
            }
        }
        Err(Step::fault(Phase::Connect, fault))
    }

    async fn encrypt(&self, wire: Wire, host: &str) -> Result<(Wire, Option<String>), Step> {
        let (timeouts, deadline) = (wire.timeouts, wire.deadline);
        let failed = |fault| Step::fault(Phase::Tls, fault);
        let socket = wire.into_socket().ok_or_else(|| failed(Fault::Dropped))?;
        let name = rustls::pki_types::ServerName::try_from(host.to_owned()).map_err(|_| failed(Fault::Certificate))?;
        let limit = limit(&timeouts, deadline, Phase::Tls);
        let stream = match within(limit, self.trust.connector().connect(name, socket)).await {
            Ok(Ok(stream)) => stream,
            Ok(Err(error)) => return Err(failed(tls_fault(&error))),
            Err(fault) => return Err(failed(fault)),
        };
        let session = stream.get_ref().1;
        let version = session.protocol_version().and_then(|version| version.as_str().map(str::to_owned));
        let cipher = session.negotiated_cipher_suite().map(|suite| format!("{:?}", suite.suite()));
        let tls = Some([version, cipher].into_iter().flatten().collect::<Vec<_>>().join(" "));
        Ok((Wire::new(Io::Tls(Box::new(stream)), timeouts, deadline), tls))
    }

    async fn hello(&self, wire: &mut Wire) -> Result<Offers, Step> {
        let reply = wire.ask(Phase::Ehlo, &format!("EHLO {}", self.hello)).await?;
        Ok(Offers::read(&reply))
    }
}

fn accepted(step: Step) -> Result<(), Step> {
    if step.is_accepted() { Ok(()) } else { Err(step) }
}

/// A name in A-labels, or an address without brackets.
fn host_name(typed: &str) -> Result<String, Fault> {
    let typed = typed.trim().trim_start_matches('[').trim_end_matches(']');
    if typed.parse::<std::net::IpAddr>().is_ok() {
        return Ok(typed.to_owned());
    }
    let host = idna::domain_to_ascii(typed).map_err(|_| Fault::UnknownHost)?;
    let fits = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'_');
    if !host.is_empty() && host.len() <= 253 && host.bytes().all(fits) { Ok(host) } else { Err(Fault::UnknownHost) }
}

fn tls_fault(error: &std::io::Error) -> Fault {
    match error.get_ref().and_then(|inner| inner.downcast_ref::<rustls::Error>()) {
        Some(rustls::Error::InvalidCertificate(_) | rustls::Error::NoCertificatesPresented) => Fault::Certificate,
        _ => Fault::TlsFailed,
    }
}
