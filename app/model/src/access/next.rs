//! Where to go after signing in. The path comes from the address bar, so it may be anybody's word: it stays here (S20).

/// The path when it is one of ours, else the home page.
pub fn safe(next: &str) -> &str {
    let mut chars = next.chars();
    let ours = chars.next() == Some('/') && !matches!(chars.next(), Some('/' | '\\'));
    // Browsers drop tabs and line ends from addresses and take a backslash for a slash.
    let plain = !next.contains(|c: char| c.is_control() || c == '\\' || c == ' ');
    let screen = !next.starts_with("/api/") && !next.starts_with("/connexion");
    if ours && plain && screen { next } else { "/" }
}

/// For the value of `?next=`: everything but letters, digits and `/-._~` becomes `%XX`.
pub fn encoded(path: &str) -> String {
    const HEX: &[u8; 16] = b"0123456789ABCDEF";
    let mut text = String::with_capacity(path.len() + 16);
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"/-._~".contains(&byte) {
            text.push(char::from(byte));
        } else {
            text.extend(['%', char::from(HEX[usize::from(byte >> 4)]), char::from(HEX[usize::from(byte & 15)])]);
        }
    }
    text
}

/// The safe path that a query such as `next=%2Fclients` names; the home page without one.
pub fn from_query(query: &str) -> String {
    let value = query.split('&').find_map(|pair| pair.strip_prefix("next=")).unwrap_or_default();
    safe(&decoded(value)).to_owned()
}

fn decoded(value: &str) -> String {
    let mut bytes = Vec::with_capacity(value.len());
    let mut rest = value.as_bytes();
    while let [first, tail @ ..] = rest {
        rest = tail;
        match (first, tail) {
            (b'%', [high, low, after @ ..]) if high.is_ascii_hexdigit() && low.is_ascii_hexdigit() => {
                bytes.push(digit(*high) << 4 | digit(*low));
                rest = after;
            }
            (b'+', _) => bytes.push(b' '),
            (byte, _) => bytes.push(*byte),
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

fn digit(hex: u8) -> u8 {
    match hex {
        b'0'..=b'9' => hex - b'0',
        _ => (hex | 0x20) - b'a' + 10,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn s20_next_stays_here() {
        for evil in [
            "//evil.example",
            "https://evil.example",
            "/\\evil.example",
            "\\\\evil.example",
            "javascript:alert(1)",
            "/\t/evil.example",
            "/\n/evil.example",
            " //evil.example",
            "evil.example",
            "",
            "/api/access/sign-out",
        ] {
            assert_eq!(safe(evil), "/", "{evil:?}");
            assert_eq!(from_query(&format!("a=b&next={}", encoded(evil))), "/", "{evil:?}");
        }
        assert_eq!(from_query("next=%2F%2Fevil.example"), "/");
        assert_eq!(safe("/ecrire?client=4"), "/ecrire?client=4");
    }

    proptest! {
        #[test]
        fn a_path_comes_back_from_its_query(path in "/[a-zé0-9?=&%+.-]{1,20}") {
            prop_assert_eq!(from_query(&format!("next={}", encoded(&path))), safe(&path));
        }
    }
}
