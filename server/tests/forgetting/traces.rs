//! Looks for texts in bytes, however they may be written there.

use base64::{Engine, engine::general_purpose::STANDARD_NO_PAD};
use std::{collections::BTreeSet, fmt::Write as _};

/// Bytes as a string of as many characters: `str::contains` is quick.
fn latin(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| char::from(*byte)).collect()
}

/// UTF-8, UTF-16, base64 wherever it begins, quoted-printable, the Q of RFC 2047, hexadecimal; each as it is, in capitals, in
/// small letters and folded.
fn spellings(text: &str) -> BTreeSet<String> {
    let mut all = BTreeSet::new();
    for text in [text.to_owned(), text.to_lowercase(), text.to_uppercase(), model::fold(text)] {
        all.insert(latin(text.as_bytes()));
        let units = || text.encode_utf16();
        all.insert(latin(&units().flat_map(u16::to_le_bytes).collect::<Vec<u8>>()));
        all.insert(latin(&units().flat_map(u16::to_be_bytes).collect::<Vec<u8>>()));
        for before in 0..3 {
            let shifted = STANDARD_NO_PAD.encode([&vec![0; before][..], text.as_bytes()].concat());
            // The first characters hold bits of what stands before, the last one perhaps of what follows.
            all.insert(shifted[(before * 8).div_ceil(6)..shifted.len() - 1].to_owned());
        }
        let quoted = |blank: &str| {
            text.bytes().fold(String::new(), |mut quoted, byte| {
                match byte {
                    b' ' => quoted.push_str(blank),
                    33..=126 => quoted.push(char::from(byte)),
                    _ => write!(quoted, "={byte:02X}").unwrap(),
                }
                quoted
            })
        };
        all.extend([quoted(" "), quoted("_")]);
        all.insert(text.bytes().map(|byte| format!("{byte:02x}")).collect());
    }
    all
}

/// What is looked for.
pub struct Traces(Vec<(String, BTreeSet<String>)>);

impl Traces {
    pub fn of(texts: &[&str]) -> Traces {
        Traces(texts.iter().map(|text| ((*text).to_owned(), spellings(text))).collect())
    }

    /// Those that these bytes show.
    pub fn in_bytes(&self, bytes: &[u8]) -> BTreeSet<&str> {
        let found = latin(bytes);
        // Lines of encoded text may end anywhere.
        let joined = found.replace("=\r\n", "").replace("\r\n", "");
        let shown = |spelling: &String| found.contains(spelling.as_str()) || joined.contains(spelling.as_str());
        self.0.iter().filter(|(_, all)| all.iter().any(shown)).map(|(text, _)| text.as_str()).collect()
    }
}

#[test]
fn texts_are_found_however_they_are_written() {
    let traces = Traces::of(&["Éloïse Lefèvre"]);
    let text = "Bonjour Éloïse Lefèvre, à bientôt";
    let base64 = |text: &str| base64::engine::general_purpose::STANDARD.encode(text);
    let utf16: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let written = [
        text.to_owned().into_bytes(),
        base64(text).into_bytes(),
        base64(&text[1..]).into_bytes(),
        base64(&text[2..]).into_bytes(),
        utf16,
        b"=C3=89lo=C3=AFse Lef=\r\n=C3=A8vre".to_vec(),
        b"=?utf-8?Q?=C3=89lo=C3=AFse_Lef=C3=A8vre?=".to_vec(),
        b"eloise lefevre".to_vec(),
    ];
    for bytes in written {
        assert_eq!(traces.in_bytes(&bytes).len(), 1, "{:?}", latin(&bytes));
    }
    assert!(traces.in_bytes("Éloïse, Lefèvre".as_bytes()).is_empty());
}
