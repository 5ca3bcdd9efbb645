//! The key by which addresses are hashed: made once, sealed like passwords (S57), never another one while the table lives.

use crate::{
    Result, StoreError, Tx, email_key, on,
    secrets::{Keys, Sealed},
};
use model::EmailAddress;
use secrecy::{ExposeSecret, SecretBox};
use sha2::{Digest, Sha256};
use std::{fmt, str::FromStr, sync::Arc};

/// The key. Cheap to clone; shows nothing of itself.
#[derive(Clone, Debug)]
pub struct AddressKey(Arc<SecretBox<[u8; 32]>>);

/// What stands for an address in the tables.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct AddressHmac(pub(super) [u8; 32]);

impl AddressKey {
    /// The same for every spelling of an address that is the same one (P02).
    pub fn hmac(&self, address: &EmailAddress) -> AddressHmac {
        AddressHmac(hmac(self.0.expose_secret(), email_key(address).as_bytes()))
    }
}

impl AddressHmac {
    /// As it stands in a column.
    pub(crate) fn bytes(&self) -> &[u8] {
        &self.0
    }

    pub(super) fn of_bytes(bytes: &[u8]) -> Option<Self> {
        Some(Self(bytes.try_into().ok()?))
    }
}

/// 64 hexadecimal digits, as forms name it.
impl fmt::Display for AddressHmac {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&model::hex(&self.0))
    }
}

impl FromStr for AddressHmac {
    type Err = ();

    fn from_str(text: &str) -> std::result::Result<Self, ()> {
        unhex(text).map(Self).ok_or(())
    }
}

fn unhex(text: &str) -> Option<[u8; 32]> {
    if text.len() != 64 || !text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    let mut bytes = [0; 32];
    for (place, byte) in bytes.iter_mut().enumerate() {
        *byte = u8::from_str_radix(&text[2 * place..2 * place + 2], 16).ok()?;
    }
    Some(bytes)
}

/// HMAC-SHA-256 (RFC 2104). Ours, because the version of the crate `hmac` that is among our dependencies goes with another `sha2`.
fn hmac(key: &[u8; 32], text: &[u8]) -> [u8; 32] {
    let padded = |byte: u8| {
        let mut block = [byte; 64];
        block.iter_mut().zip(key).for_each(|(block, key)| *block ^= key);
        block
    };
    let inner = Sha256::new().chain_update(padded(0x36)).chain_update(text).finalize();
    Sha256::new().chain_update(padded(0x5c)).chain_update(inner).finalize().into()
}

/// The row that the ciphertext is bound to.
const ROW: &str = "hmac_key:address";

const FIND: &str = "SELECT secret_ct, key_id FROM hmac_key WHERE id = 'address'";

/// The key, when there is one: nothing was ever hashed before.
///
/// # Errors
/// `Refused("secret_not_readable")` without the key it was sealed with.
pub async fn find_key(tx: &mut Tx, keys: &Keys) -> Result<Option<AddressKey>> {
    let row: Option<(Vec<u8>, String)> = on!(tx, c => sqlx::query_as(FIND).fetch_optional(c).await)?;
    let Some((bytes, key_id)) = row else { return Ok(None) };
    let secret = keys.open(ROW, &Sealed { bytes, key_id })?;
    let bytes = unhex(secret.expose_secret()).ok_or(StoreError::Refused("secret_not_readable"))?;
    Ok(Some(AddressKey(Arc::new(SecretBox::new(Box::new(bytes))))))
}

const ADD: &str = "INSERT INTO hmac_key (id, secret_ct, key_id) VALUES ('address', $1, $2) ON CONFLICT (id) DO NOTHING";

/// The key, made now when there is none. Of two that make one at the same instant the first stands.
///
/// # Errors
/// As [`find_key`]; `Refused("no_randomness")`.
pub async fn key(tx: &mut Tx, keys: &Keys) -> Result<AddressKey> {
    if let Some(key) = find_key(tx, keys).await? {
        return Ok(key);
    }
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes).map_err(|_| StoreError::Refused("no_randomness"))?;
    let sealed = keys.seal(ROW, &model::hex(&bytes))?;
    on!(tx, c => sqlx::query(ADD).bind(&sealed.bytes).bind(&sealed.key_id).execute(c).await.map(drop))?;
    find_key(tx, keys).await?.ok_or(StoreError::Conflict)
}

const COUNT_ALONE: &str = "UPDATE hmac_key SET key_id = key_id WHERE id = 'address'";

/// Until the commit nobody else counts what came back: of two reports at one instant the second sees the first.
pub(crate) async fn count_alone(tx: &mut Tx) -> Result<()> {
    Ok(on!(tx, c => sqlx::query(COUNT_ALONE).execute(c).await.map(drop))?)
}

const HOLD: &str =
    "UPDATE hmac_key SET key_id = key_id WHERE id = 'address' AND key_id <> $1 RETURNING secret_ct, key_id";
const SEAL: &str = "UPDATE hmac_key SET secret_ct = $1, key_id = $2 WHERE id = 'address'";

/// After a turn-over of keys: seals it with the newest (S58); what it hashes to stays. `false`: no key here opens it.
pub async fn reseal(tx: &mut Tx, keys: &Keys) -> Result<bool> {
    let row: Option<(Vec<u8>, String)> = on!(tx, c => sqlx::query_as(HOLD).bind(keys.id()).fetch_optional(c).await)?;
    let Some((bytes, key_id)) = row else { return Ok(true) };
    let Ok(secret) = keys.open(ROW, &Sealed { bytes, key_id }) else { return Ok(false) };
    let sealed = keys.seal(ROW, secret.expose_secret())?;
    on!(tx, c => sqlx::query(SEAL).bind(&sealed.bytes).bind(&sealed.key_id).execute(c).await.map(drop))?;
    Ok(true)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The first case of RFC 4231; its key of 20 bytes is filled up with zeros either way.
    #[test]
    fn s70_it_is_the_hmac_of_the_standard() {
        let mut key = [0; 32];
        key[..20].fill(0x0b);
        let expected = "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7";
        assert_eq!(model::hex(&hmac(&key, b"Hi There")), expected);
        assert_eq!(expected.parse::<AddressHmac>().unwrap().to_string(), expected);
        for wrong in ["", "b0", &"g".repeat(64), &"é".repeat(32)] {
            assert!(wrong.parse::<AddressHmac>().is_err(), "{wrong}");
        }
    }
}
