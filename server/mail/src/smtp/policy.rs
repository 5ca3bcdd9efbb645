//! Which hosts and ports may be called (S51–S53). The host is resolved once and what is checked here is what is connected to,
//! so neither a notation nor a name that changes its mind leads inside.

use model::delivery::Fault;
use model::{host_is_allowed, is_private, port_is_usual};
use std::net::SocketAddr;

/// What an administrator allowed beyond public hosts on mail ports. The default allows nothing more.
#[derive(Clone, Debug, Default)]
pub struct Policy {
    allowed: Vec<String>,
}

impl Policy {
    /// Entries as `model::host_is_allowed` reads them: `host` or `host:port`, a name or an address. An entry also allows clear text
    /// towards that host.
    pub fn new(allowed: Vec<String>) -> Self {
        Self { allowed }
    }

    /// Those entries, and these.
    pub fn with(&self, more: &[String]) -> Self {
        Self::new([&self.allowed[..], more].concat())
    }

    /// Its entries.
    pub fn allowed(&self) -> &[String] {
        &self.allowed
    }

    /// Of the addresses a name resolved to, those that may be connected to.
    pub(super) fn permitted(&self, host: &str, found: &[SocketAddr]) -> Result<Vec<SocketAddr>, Fault> {
        let may = |address: &&SocketAddr| {
            self.allows(host, **address) || !is_private(address.ip()) && port_is_usual(address.port())
        };
        let permitted: Vec<SocketAddr> = found.iter().filter(may).copied().collect();
        match (found.is_empty(), permitted.is_empty()) {
            (true, _) => Err(Fault::UnknownHost),
            (_, true) => Err(Fault::NotAllowed),
            _ => Ok(permitted),
        }
    }

    /// Whether mails may travel there unencrypted (P52).
    pub(super) fn allows_clear(&self, host: &str, address: SocketAddr) -> bool {
        self.allows(host, address) || is_loopback(address)
    }

    fn allows(&self, host: &str, address: SocketAddr) -> bool {
        let number = address.ip().to_canonical().to_string();
        [host, &number].into_iter().any(|name| host_is_allowed(&self.allowed, name, address.port()))
    }
}

/// In either notation, IPv4 mapped into IPv6 included.
pub(super) fn is_loopback(address: SocketAddr) -> bool {
    address.ip().to_canonical().is_loopback()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(address: &str) -> SocketAddr {
        address.parse().unwrap()
    }

    fn allowing(entries: &[&str]) -> Policy {
        Policy::new(entries.iter().map(|entry| entry.to_string()).collect())
    }

    #[test]
    fn private_hosts_and_other_ports_are_refused_unless_allowed_s51() {
        let nothing = Policy::default();
        assert_eq!(nothing.permitted("mail.example", &[at("10.0.0.1:587")]), Err(Fault::NotAllowed));
        assert_eq!(nothing.permitted("mail.example", &[at("9.9.9.9:22")]), Err(Fault::NotAllowed));
        assert_eq!(nothing.permitted("mail.example", &[at("9.9.9.9:587")]), Ok(vec![at("9.9.9.9:587")]));
        assert_eq!(nothing.permitted("mail.example", &[]), Err(Fault::UnknownHost));

        let some = allowing(&["mail.lan:587", "127.0.0.1:3225", "[::1]:3226"]);
        assert!(some.permitted("MAIL.lan", &[at("10.0.0.1:587")]).is_ok());
        assert!(some.permitted("mail.lan", &[at("10.0.0.1:22")]).is_err());
        assert!(some.permitted("127.1", &[at("127.0.0.1:3225")]).is_ok());
        assert!(some.permitted("127.0.0.1", &[at("127.0.0.1:3226")]).is_err());
        assert!(some.permitted("x", &[at("[::ffff:127.0.0.1]:3225")]).is_ok());
        assert!(some.permitted("::1", &[at("[::1]:3226")]).is_ok());
    }

    #[test]
    fn a_name_with_a_public_and_a_private_address_leads_only_outside_s53() {
        let found = [at("127.0.0.1:587"), at("9.9.9.9:587")];
        assert_eq!(Policy::default().permitted("rebind.example", &found), Ok(vec![at("9.9.9.9:587")]));
    }

    #[test]
    fn clear_text_only_to_loopback_and_allowed_hosts_p52() {
        let some = allowing(&["mail.lan"]);
        assert!(some.allows_clear("mail.lan", at("10.0.0.1:25")));
        assert!(some.allows_clear("x", at("127.0.0.1:25")));
        assert!(!some.allows_clear("other.lan", at("9.9.9.9:25")));
    }
}
