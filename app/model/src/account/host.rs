//! Which servers mails may leave by (S51–S53). The dialogue checks again what the name resolves to.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// 25, 465, 587, 2525: the ports that need no permission.
pub fn port_is_usual(port: u16) -> bool {
    matches!(port, 25 | 465 | 587 | 2525)
}

/// Did an administrator allow this host on this port? Entries are `host`, for the usual ports, or `host:port` for that port
/// only; names in any case. `mail::smtp::Policy` holds the same rule at the moment of connecting.
pub fn host_is_allowed(allowed: &[String], host: &str, port: u16) -> bool {
    let host = host.trim_matches(['[', ']']);
    allowed.iter().any(|entry| {
        let entry = entry.trim();
        let same = |name: &str| name.trim_matches(['[', ']']).eq_ignore_ascii_case(host);
        (same(entry) && port_is_usual(port))
            || entry.rsplit_once(':').is_some_and(|(name, p)| same(name) && p.parse() == Ok(port))
    })
}

/// Everything that is not surely the public internet, also when an IPv6 address hides an IPv4 one.
pub fn is_private(address: IpAddr) -> bool {
    match address.to_canonical() {
        IpAddr::V4(v4) => is_private_v4(v4),
        IpAddr::V6(v6) => is_private_v6(v6),
    }
}

/// The special registries of RFC 6890 and its successors.
fn is_private_v4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    matches!(
        (a, b, c),
        (0 | 10 | 127 | 224.., ..)
            | (100, 64..=127, _)
            | (169, 254, _)
            | (172, 16..=31, _)
            | (192, 0, 0 | 2)
            | (192, 88, 99)
            | (192, 168, _)
            | (198, 18 | 19, _)
            | (198, 51, 100)
            | (203, 0, 113)
    )
}

/// All but global unicast; of that, protocol assignments (Teredo and others) and documentation. NAT64 (RFC 6052) and 6to4 (RFC
/// 3056) are what the address inside them is.
fn is_private_v6(address: Ipv6Addr) -> bool {
    let inside = |high: u16, low: u16| is_private_v4(Ipv4Addr::from(u32::from(high) << 16 | u32::from(low)));
    match address.segments() {
        [0x64, 0xff9b, 0, 0, 0, 0, high, low] => inside(high, low),
        [0x2002, high, low, ..] => inside(high, low),
        [0x2001, 0..=0x1ff | 0xdb8, ..] | [0x3fff, 0..=0xfff, ..] => true,
        [first, ..] => first & 0xe000 != 0x2000,
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn private_addresses_are_known_in_every_notation_s51() {
        for private in [
            "127.0.0.1",
            "0.0.0.0",
            "10.1.2.3",
            "100.64.0.1",
            "169.254.169.254",
            "172.16.0.1",
            "172.31.255.255",
            "192.168.1.1",
            "192.0.2.1",
            "198.18.0.1",
            "224.0.0.1",
            "255.255.255.255",
            "::1",
            "::",
            "::ffff:127.0.0.1",
            "::ffff:10.0.0.1",
            "::127.0.0.1",
            "64:ff9b::10.0.0.1",
            "64:ff9b:1::1",
            "2002:7f00:1::",
            "2002:a00:1::1",
            "2001::1",
            "2001:db8::1",
            "fc00::1",
            "fd12::1",
            "fe80::1",
            "fec0::1",
            "ff02::1",
            "100::1",
        ] {
            assert!(is_private(private.parse().unwrap()), "{private}");
        }
        for public in [
            "9.9.9.9",
            "172.32.0.1",
            "100.128.0.1",
            "2620:fe::fe",
            "2a00:1450::1",
            "2002:909:909::",
            "64:ff9b::9.9.9.9",
        ] {
            assert!(!is_private(public.parse().unwrap()), "{public}");
        }
    }
}
