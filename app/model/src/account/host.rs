//! Which servers mails may leave by (S51–S53). The dialogue checks again what the name resolves to.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// 25, 465, 587, 2525: the ports that need no permission.
pub fn port_is_usual(port: u16) -> bool {
    matches!(port, 25 | 465 | 587 | 2525)
}

/// Did an administrator allow this host on this port? Entries are `host` (any port) or `host:port`, names in any case.
pub fn host_is_allowed(allowed: &[String], host: &str, port: u16) -> bool {
    let host = host.trim_matches(['[', ']']);
    allowed.iter().any(|entry| {
        let entry = entry.trim();
        let same = |name: &str| name.trim_matches(['[', ']']).eq_ignore_ascii_case(host);
        same(entry) || entry.rsplit_once(':').is_some_and(|(name, p)| same(name) && p.parse() == Ok(port))
    })
}

/// Loopback, private, link-local and other addresses that are not the public network's.
pub fn is_private(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(v4) => is_private_v4(v4),
        IpAddr::V6(v6) => match v6.to_ipv4_mapped() {
            Some(v4) => is_private_v4(v4),
            None => is_private_v6(v6),
        },
    }
}

fn is_private_v4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    address.is_private()
        || address.is_loopback()
        || address.is_link_local()
        || address.is_broadcast()
        || address.is_documentation()
        || address.is_multicast()
        || a == 0
        || a >= 240
        || (a == 100 && (64..128).contains(&b))
        || (a == 192 && b == 0 && c == 0)
        || (a == 198 && (b == 18 || b == 19))
}

/// Loopback, unspecified, multicast, unique local, link-local, site-local, documentation, and IPv4 in disguise (6to4, NAT64,
/// Teredo, « compatible »).
fn is_private_v6(address: Ipv6Addr) -> bool {
    let [a, b, ..] = address.segments();
    address.is_loopback()
        || address.is_unspecified()
        || address.is_multicast()
        || (a & 0xfe00) == 0xfc00
        || (a & 0xff80) == 0xfe80
        || a == 0
        || a == 0x2002
        || (a == 0x64 && b == 0xff9b)
        || (a == 0x2001 && (b == 0 || b == 0xdb8))
}

/// What a host that people type may look like: an address, or a dotted name of letters, digits and hyphens. Numbers that some
/// resolvers take for addresses (`2130706433`, `0x7f.1`) are none of both.
pub(super) enum Host {
    Address(IpAddr),
    Name,
    Nonsense,
}

pub(super) fn read(host: &str) -> Host {
    if let Ok(address) = host.trim_matches(['[', ']']).parse() {
        return Host::Address(address);
    }
    let label = |l: &str| {
        (1..=63).contains(&l.len())
            && !l.starts_with('-')
            && !l.ends_with('-')
            && l.chars().all(|c| c.is_alphanumeric() || c == '-' || c == '_')
    };
    let name = host.strip_suffix('.').unwrap_or(host);
    let last = name.rsplit('.').next().unwrap_or_default();
    let numeric = last.starts_with(|c: char| c.is_ascii_digit());
    if name.len() <= 253 && !numeric && name.split('.').all(label) { Host::Name } else { Host::Nonsense }
}
