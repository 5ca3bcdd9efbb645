//! What leaves as a file: always an attachment, never sniffed, sandboxed (S39).

use axum::response::Response;
use http::{header, response};

/// The answer but for its body.
pub(super) fn downloaded(name: &str, kind: &str) -> response::Builder {
    Response::builder()
        .header(header::CONTENT_TYPE, kind)
        .header(header::CONTENT_DISPOSITION, disposition(name))
        .header(header::CONTENT_SECURITY_POLICY, "sandbox; default-src 'none'")
        .header(header::CACHE_CONTROL, "private, no-store")
}

/// RFC 6266 §5 with RFC 8187: the name in UTF-8 for everybody of today.
fn disposition(name: &str) -> String {
    let mut encoded = String::from("attachment; filename*=UTF-8''");
    for byte in name.bytes() {
        if byte.is_ascii_alphanumeric() || b"!#$&+-.^_`|~".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::disposition;

    #[test]
    fn a_name_with_accents_and_quotes_is_one_header_value() {
        assert_eq!(disposition("Été \"2\";.pdf"), "attachment; filename*=UTF-8''%C3%89t%C3%A9%20%222%22%3B.pdf");
    }
}
