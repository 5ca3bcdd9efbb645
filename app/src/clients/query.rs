//! Addresses of lists: written with what is asked, empty values left out; read back page by page.

use leptos_router::params::ParamsMap;
use model::listing::PageFrom;

/// Which page the address asks for.
pub(crate) fn page_from(query: &ParamsMap) -> PageFrom {
    let id = |name: &str| query.get(name).and_then(|id| id.parse().ok());
    let letter = query.get("initiale").and_then(|text| text.chars().next()).filter(char::is_ascii_lowercase);
    match (id("apres"), id("avant"), letter) {
        (Some(id), ..) => PageFrom::After(id),
        (None, Some(id), _) => PageFrom::Before(id),
        (None, None, Some(letter)) => PageFrom::Letter(letter),
        (None, None, None) => PageFrom::Start,
    }
}

/// A path with what is asked, empty values left out.
pub(crate) struct Query(pub(crate) String);

impl Query {
    pub(crate) fn new(path: &str) -> Self {
        Query(path.to_owned())
    }

    pub(crate) fn add(&mut self, name: &str, value: &str) {
        if value.is_empty() {
            return;
        }
        self.0.push(if self.0.contains('?') { '&' } else { '?' });
        self.0.push_str(name);
        self.0.push('=');
        for byte in value.bytes() {
            if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
                self.0.push(byte as char);
            } else {
                const HEX: &[u8; 16] = b"0123456789ABCDEF";
                self.0.push('%');
                self.0.push(HEX[usize::from(byte >> 4)] as char);
                self.0.push(HEX[usize::from(byte & 15)] as char);
            }
        }
    }

    pub(crate) fn page(&mut self, from: PageFrom) {
        match from {
            PageFrom::Start => {}
            PageFrom::After(id) => self.add("apres", &id.to_string()),
            PageFrom::Before(id) => self.add("avant", &id.to_string()),
            PageFrom::Letter(letter) => self.add("initiale", letter.encode_utf8(&mut [0; 4])),
        }
    }
}
