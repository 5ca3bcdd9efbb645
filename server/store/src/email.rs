//! What makes two addresses the same (P02).

use model::EmailAddress;
use unicode_normalization::UnicodeNormalization;

/// Trimmed, lower case, the domain as an A-label: `Éloïse@École.Example` and `éloïse@xn--cole-9oa.example` are one, whether
/// the accents come composed or not. A domain that IDNA refuses is kept as it was written, in lower case.
pub fn email_key(email: &EmailAddress) -> String {
    let domain = idna::domain_to_ascii(email.domain()).unwrap_or_else(|_| email.domain().to_lowercase());
    format!("{}@{domain}", email.local().to_lowercase().nfc())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(text: &str) -> String {
        email_key(&EmailAddress::parse(text).unwrap())
    }

    /// P02
    #[test]
    fn case_and_the_spelling_of_the_domain_make_no_difference() {
        assert_eq!(key(" Éloïse@École.Example "), key("éloïse@xn--cole-9oa.example"));
        assert_eq!(key("Marie.Durand@ACME.example"), "marie.durand@acme.example");
        assert_eq!(key("e\u{301}loïse@a.example"), key("éloïse@a.example"));
        assert_ne!(key("marie@acme.example"), key("maria@acme.example"));
    }
}
