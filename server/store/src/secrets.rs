//! Secrets at rest (S57, S58): XChaCha20-Poly1305 with a random nonce, bound to their table and row, so that a ciphertext
//! copied into another row opens nothing. A backup without the key file shows no secret.

use crate::{Result, StoreError};
use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use secrecy::{ExposeSecret, SecretBox, SecretString};
use sha2::{Digest, Sha256};
use std::fmt::Write as _;

/// One key of 32 bytes. Shows itself only by its id.
#[derive(Clone)]
struct Key {
    id: String,
    bytes: std::sync::Arc<SecretBox<[u8; 32]>>,
}

/// The keys of stored secrets, newest first: the newest seals, any of them opens, so that keys can be turned over.
#[derive(Clone)]
pub struct Keys(Vec<Key>);

/// What is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sealed {
    /// Nonce, then ciphertext and tag.
    pub bytes: Vec<u8>,
    /// Which key opens it.
    pub key_id: String,
}

/// A key that is none.
#[derive(Debug, thiserror::Error)]
#[error("a key is 64 hexadecimal digits, one a line")]
pub struct BadKey;

impl Keys {
    /// One fresh key.
    ///
    /// # Errors
    /// `BadKey` when the system gives no randomness.
    pub fn generate() -> std::result::Result<Self, BadKey> {
        let mut bytes = [0; 32];
        getrandom::fill(&mut bytes).map_err(|_| BadKey)?;
        Ok(Keys(vec![Key::new(bytes)]))
    }

    /// What [`Keys::text`] gave: one key a line, the newest first; blank lines and lines from `#` on are passed over.
    ///
    /// # Errors
    /// `BadKey` for anything else, and when there is none.
    pub fn parse(text: &str) -> std::result::Result<Self, BadKey> {
        let lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
        let keys: Vec<Key> = lines.map(Key::parse).collect::<Option<_>>().ok_or(BadKey)?;
        if keys.is_empty() { Err(BadKey) } else { Ok(Keys(keys)) }
    }

    /// For the key file.
    pub fn text(&self) -> SecretString {
        let mut text = String::new();
        for key in &self.0 {
            for byte in key.bytes.expose_secret() {
                write!(text, "{byte:02x}").expect("a String takes everything");
            }
            text.push('\n');
        }
        text.into()
    }

    /// A fresh key in front of these.
    ///
    /// # Errors
    /// `BadKey` when the system gives no randomness.
    pub fn turned_over(&self) -> std::result::Result<Self, BadKey> {
        let mut keys = Self::generate()?;
        keys.0.extend(self.0.iter().cloned());
        Ok(keys)
    }

    /// The id of the key that seals.
    pub fn id(&self) -> &str {
        &self.0[0].id
    }

    pub(crate) fn seal(&self, row: &str, secret: &str) -> Result<Sealed> {
        let key = &self.0[0];
        let mut bytes = vec![0; 24];
        getrandom::fill(&mut bytes).map_err(|_| StoreError::Refused("no_randomness"))?;
        let payload = Payload { msg: secret.as_bytes(), aad: row.as_bytes() };
        let sealed = key.cipher().encrypt(XNonce::from_slice(&bytes), payload);
        bytes.extend(sealed.map_err(|_| StoreError::Refused("secret_not_sealed"))?);
        Ok(Sealed { bytes, key_id: key.id.clone() })
    }

    /// # Errors
    /// `Refused("secret_not_readable")` without its key, in another row, or after any change of a byte.
    pub(crate) fn open(&self, row: &str, sealed: &Sealed) -> Result<SecretString> {
        let refused = || StoreError::Refused("secret_not_readable");
        let key = self.0.iter().find(|key| key.id == sealed.key_id).ok_or_else(refused)?;
        if sealed.bytes.len() < 24 {
            return Err(refused());
        }
        let (nonce, bytes) = sealed.bytes.split_at(24);
        let payload = Payload { msg: bytes, aad: row.as_bytes() };
        let plain = key.cipher().decrypt(XNonce::from_slice(nonce), payload).map_err(|_| refused())?;
        Ok(String::from_utf8(plain).map_err(|_| refused())?.into())
    }
}

impl std::fmt::Debug for Keys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list().entries(self.0.iter().map(|key| &key.id)).finish()
    }
}

impl Key {
    fn new(bytes: [u8; 32]) -> Self {
        let id = model::hex(&Sha256::digest(bytes)[..4]);
        Key { id, bytes: std::sync::Arc::new(SecretBox::new(Box::new(bytes))) }
    }

    fn parse(line: &str) -> Option<Self> {
        if line.len() != 64 || !line.is_ascii() {
            return None;
        }
        let mut bytes = [0; 32];
        for (i, byte) in bytes.iter_mut().enumerate() {
            *byte = u8::from_str_radix(&line[2 * i..2 * i + 2], 16).ok()?;
        }
        Some(Key::new(bytes))
    }

    fn cipher(&self) -> XChaCha20Poly1305 {
        XChaCha20Poly1305::new(self.bytes.expose_secret().into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// S57
    #[test]
    fn a_secret_opens_only_in_its_row_with_its_key() {
        let keys = Keys::generate().unwrap();
        let sealed = keys.seal("smtp_account:1", "pässword").unwrap();
        assert_eq!(keys.open("smtp_account:1", &sealed).unwrap().expose_secret(), "pässword");
        assert!(keys.open("smtp_account:2", &sealed).is_err());
        assert!(Keys::generate().unwrap().open("smtp_account:1", &sealed).is_err());
        let mut bent = sealed.clone();
        bent.bytes[30] ^= 1;
        assert!(keys.open("smtp_account:1", &bent).is_err());
        assert_ne!(keys.seal("smtp_account:1", "pässword").unwrap().bytes, sealed.bytes);
    }

    /// S58
    #[test]
    fn keys_come_back_from_their_file_and_turn_over() {
        let old = Keys::generate().unwrap();
        let sealed = old.seal("x:1", "secret").unwrap();
        let new = Keys::parse(old.turned_over().unwrap().text().expose_secret()).unwrap();
        assert_ne!(new.id(), old.id());
        assert_eq!(new.open("x:1", &sealed).unwrap().expose_secret(), "secret");
        for bad in ["", "abc", &"g".repeat(64), "# nothing"] {
            assert!(Keys::parse(bad).is_err());
        }
        assert!(!format!("{new:?}").contains(old.text().expose_secret().trim()));
    }
}
