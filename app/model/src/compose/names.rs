//! How the files of a mail are called.

use crate::control;

/// The name a file is kept and sent under: the last part of a path, without control characters and without the marks that
/// turn the direction of writing (S28, S47), at most 150 characters with its ending kept; never empty.
pub fn file_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).find(|part| !part.trim().is_empty()).unwrap_or_default();
    let turns = |c: char| matches!(c, '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}');
    let clean: String = last.chars().filter(|c| !control::is_forbidden(*c) && !turns(*c)).collect();
    let clean = clean.trim().trim_start_matches('.').trim();
    let count = clean.chars().count();
    match clean {
        "" => "fichier".to_owned(),
        _ if count <= FILE_NAME_MAX => clean.to_owned(),
        _ => {
            let ending = clean.rsplit_once('.').map(|(_, ending)| ending).filter(|e| e.chars().count() <= 10);
            let ending = ending.map(|e| format!(".{e}")).unwrap_or_default();
            let room = FILE_NAME_MAX - ending.chars().count();
            clean.chars().take(room).chain(ending.chars()).collect()
        }
    }
}

const FILE_NAME_MAX: usize = 150;

/// `type/subtype` as the browser named it, in lower case and without parameters; anything else is bytes.
pub fn media_type(text: &str) -> String {
    let text = text.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let token = |part: &str| {
        !part.is_empty()
            && part.len() <= 100
            && part.bytes().all(|b| b.is_ascii_alphanumeric() || b"!#$&-^_.+".contains(&b))
    };
    match text.split_once('/') {
        Some((kind, sub)) if token(kind) && token(sub) && kind != "multipart" && kind != "message" => text,
        _ => "application/octet-stream".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// S47
    #[test]
    fn file_names_keep_accents_and_lose_paths_and_tricks() {
        for (given, kept) in [
            ("Devis Éloïse – n°12.pdf", "Devis Éloïse – n°12.pdf"),
            ("../../etc/passwd", "passwd"),
            ("C:\\Users\\x\\facture.pdf", "facture.pdf"),
            ("a\u{202E}fdp.exe", "afdp.exe"),
            ("a\r\nb\0.txt", "ab.txt"),
            ("..", "fichier"),
            ("", "fichier"),
            ("dossier/", "dossier"),
        ] {
            assert_eq!(file_name(given), kept, "{given:?}");
        }
        let long = file_name(&format!("{}.pdf", "é".repeat(300)));
        assert_eq!(long.chars().count(), 150);
        assert!(long.ends_with("é.pdf"));
    }

    #[test]
    fn media_types_are_plain_or_just_bytes() {
        assert_eq!(media_type("Application/PDF; name=x"), "application/pdf");
        for odd in ["", "text", "multipart/mixed", "message/rfc822", "text/ht\r\nml", "a/b/c"] {
            assert_eq!(media_type(odd), "application/octet-stream", "{odd:?}");
        }
    }
}
