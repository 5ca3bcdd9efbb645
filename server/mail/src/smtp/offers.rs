//! What a server offers in its answer to EHLO.

use model::delivery::Reply;

#[derive(Clone, Debug, Default)]
pub(super) struct Offers {
    pub(super) starttls: bool,
    pub(super) pipelining: bool,
    pub(super) eight_bit: bool,
    pub(super) international: bool,
    /// Delivery reports as one asks for them (RFC 3461).
    pub(super) reports: bool,
    pub(super) plain: bool,
    pub(super) login: bool,
    /// Largest mail in bytes; `None` when it did not say, or said 0 (no limit).
    pub(super) max_size: Option<u64>,
}

impl Offers {
    pub(super) fn read(reply: &Reply) -> Self {
        let mut offers = Self::default();
        for line in reply.text.to_ascii_uppercase().lines().skip(1) {
            // `AUTH=PLAIN` is what some old servers say.
            let line = line.replace("AUTH=", "AUTH ");
            let mut words = line.split_ascii_whitespace();
            match words.next() {
                Some("STARTTLS") => offers.starttls = true,
                Some("PIPELINING") => offers.pipelining = true,
                Some("8BITMIME") => offers.eight_bit = true,
                Some("SMTPUTF8") => offers.international = true,
                Some("DSN") => offers.reports = true,
                Some("SIZE") => offers.max_size = words.next().and_then(|n| n.parse().ok()).filter(|n| *n > 0),
                Some("AUTH") => words.for_each(|word| match word {
                    "PLAIN" => offers.plain = true,
                    "LOGIN" => offers.login = true,
                    _ => {}
                }),
                _ => {}
            }
        }
        offers
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn extensions_are_read_in_any_case_and_order() {
        let offers = Offers::read(&Reply::new(
            250,
            "mail.example hello\nsize 1000\nAUTH=LOGIN\nauth plain CRAM-MD5\nPIPELINING",
        ));
        assert_eq!(offers.max_size, Some(1000));
        assert!(offers.login && offers.plain && offers.pipelining);
        assert!(!offers.starttls && !offers.eight_bit && !offers.international);
        let none = Offers::read(&Reply::new(250, "STARTTLS is my name\nSIZE 0\nSIZE x"));
        assert!(!none.starttls && none.max_size.is_none());
    }
}
