//! Which hosts and ports may be called (S51–S53). The host is resolved once and what is checked here is what is connected to,
//! so neither a notation nor a name that changes its mind leads inside.

use super::ranges;
use model::delivery::Fault;
use std::net::{IpAddr, SocketAddr};

const MAIL_PORTS: [u16; 4] = [25, 465, 587, 2525];

/// What an administrator allowed beyond public hosts on mail ports. The default allows nothing more.
#[derive(Clone, Debug, Default)]
pub struct Policy {
    allowed: Vec<Allowed>,
}

#[derive(Clone, Debug)]
struct Allowed {
    host: String,
    port: Option<u16>,
}

/// An entry of the list that is no `host` or `host:port`.
#[derive(Debug, thiserror::Error)]
#[error("not a host or host:port: {0:?}")]
pub struct PolicyError(String);

impl Policy {
    /// `mail.lan`, `127.0.0.1:2525`, `[::1]:2525`, separated by commas or spaces. An entry allows a private host, and clear text
    /// towards it, on the mail ports; with a port, on that port only.
    pub fn parse(list: &str) -> Result<Self, PolicyError> {
        let entries = list.split([',', ' ', '\n', '\t']).filter(|entry| !entry.is_empty());
        let allowed = entries.map(|entry| Allowed::parse(entry).ok_or_else(|| PolicyError(entry.to_owned())));
        Ok(Self { allowed: allowed.collect::<Result<_, _>>()? })
    }

    /// Of the addresses a name resolved to, those that may be connected to.
    pub(super) fn permitted(&self, host: &str, found: &[SocketAddr]) -> Result<Vec<SocketAddr>, Fault> {
        let may = |address: &&SocketAddr| {
            self.allows(host, **address) || ranges::is_public(address.ip()) && MAIL_PORTS.contains(&address.port())
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
        self.allows(host, address) || ranges::is_loopback(address.ip())
    }

    /// Whether a port may be chosen for any host; for a form's early answer.
    pub fn knows_port(&self, port: u16) -> bool {
        MAIL_PORTS.contains(&port) || self.allowed.iter().any(|entry| entry.port == Some(port))
    }

    fn allows(&self, host: &str, address: SocketAddr) -> bool {
        self.allowed.iter().any(|entry| {
            let port = entry.port.map_or(MAIL_PORTS.contains(&address.port()), |port| port == address.port());
            port && (entry.host.eq_ignore_ascii_case(host) || entry.address() == Some(address.ip().to_canonical()))
        })
    }
}

impl Allowed {
    fn parse(entry: &str) -> Option<Self> {
        if let Ok(address) = entry.trim_matches(['[', ']']).parse::<IpAddr>() {
            return Some(Self { host: address.to_string(), port: None });
        }
        let (host, port) = match entry.rsplit_once(':') {
            Some((host, port)) => (host, Some(port.parse().ok()?)),
            None => (entry, None),
        };
        let host = host.trim_matches(['[', ']']);
        let fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | ':' | '_');
        (!host.is_empty() && host.chars().all(fits)).then(|| Self { host: host.to_owned(), port })
    }

    fn address(&self) -> Option<IpAddr> {
        self.host.parse::<IpAddr>().ok().map(|address| address.to_canonical())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(address: &str) -> SocketAddr {
        address.parse().unwrap()
    }

    #[test]
    fn private_hosts_and_other_ports_are_refused_unless_allowed_s51() {
        let nothing = Policy::default();
        assert_eq!(nothing.permitted("mail.example", &[at("10.0.0.1:587")]), Err(Fault::NotAllowed));
        assert_eq!(nothing.permitted("mail.example", &[at("9.9.9.9:22")]), Err(Fault::NotAllowed));
        assert_eq!(nothing.permitted("mail.example", &[at("9.9.9.9:587")]), Ok(vec![at("9.9.9.9:587")]));
        assert_eq!(nothing.permitted("mail.example", &[]), Err(Fault::UnknownHost));

        let some = Policy::parse("mail.lan, 127.0.0.1:3225 [::1]:3226").unwrap();
        assert!(some.permitted("MAIL.lan", &[at("10.0.0.1:587")]).is_ok());
        assert!(some.permitted("mail.lan", &[at("10.0.0.1:22")]).is_err());
        assert!(some.permitted("127.1", &[at("127.0.0.1:3225")]).is_ok());
        assert!(some.permitted("127.0.0.1", &[at("127.0.0.1:3226")]).is_err());
        assert!(some.permitted("x", &[at("[::ffff:127.0.0.1]:3225")]).is_ok());
        assert!(some.permitted("::1", &[at("[::1]:3226")]).is_ok());
        assert!(some.knows_port(3226) && !some.knows_port(22));
    }

    #[test]
    fn a_name_with_a_public_and_a_private_address_leads_only_outside_s53() {
        let found = [at("127.0.0.1:587"), at("9.9.9.9:587")];
        assert_eq!(Policy::default().permitted("rebind.example", &found), Ok(vec![at("9.9.9.9:587")]));
    }

    #[test]
    fn clear_text_only_to_loopback_and_allowed_hosts_p52() {
        let some = Policy::parse("mail.lan").unwrap();
        assert!(some.allows_clear("mail.lan", at("10.0.0.1:25")));
        assert!(some.allows_clear("x", at("127.0.0.1:25")));
        assert!(!some.allows_clear("other.lan", at("9.9.9.9:25")));
    }

    #[test]
    fn a_list_that_is_none_is_refused() {
        for odd in ["a:b", "host:99999", ":25", "a/8", "é"] {
            assert!(Policy::parse(odd).is_err(), "{odd}");
        }
    }
}
