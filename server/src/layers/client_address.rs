//! Who is calling, for limits and logs. `X-Forwarded-For` is anybody's word unless a known proxy wrote it (S03).

use app::access::ClientAddress;
use http::HeaderMap;
use std::net::IpAddr;

/// The last address of `X-Forwarded-For` that is not a trusted proxy itself, when the peer is one; else the peer.
pub fn client_address(peer: IpAddr, headers: &HeaderMap, trusted: &[IpAddr]) -> ClientAddress {
    let mut client = peer.to_canonical();
    let forwarded = headers.get_all("x-forwarded-for").iter().filter_map(|value| value.to_str().ok());
    let hops: Vec<&str> = forwarded.flat_map(|value| value.split(',')).map(str::trim).collect();
    for hop in hops.iter().rev() {
        let Ok(address) = hop.parse::<IpAddr>() else { break };
        if !trusted.contains(&client) {
            break;
        }
        client = address.to_canonical();
    }
    ClientAddress(client)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn client(peer: &str, forwarded: &str) -> String {
        let mut headers = HeaderMap::new();
        headers.insert("x-forwarded-for", forwarded.parse().unwrap());
        let trusted = ["10.0.0.1".parse().unwrap(), "10.0.0.2".parse().unwrap()];
        client_address(peer.parse().unwrap(), &headers, &trusted).0.to_string()
    }

    #[test]
    fn s03_only_a_known_proxy_may_say_for_whom_it_speaks() {
        assert_eq!(client("192.0.2.9", "203.0.113.5"), "192.0.2.9");
        assert_eq!(client("10.0.0.1", "203.0.113.5"), "203.0.113.5");
        assert_eq!(client("10.0.0.1", "1.1.1.1, 203.0.113.5, 10.0.0.2"), "203.0.113.5");
        assert_eq!(client("::ffff:10.0.0.1", "203.0.113.5"), "203.0.113.5");
        assert_eq!(client("10.0.0.1", "nonsense"), "10.0.0.1");
    }
}
