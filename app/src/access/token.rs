//! Random words that let somebody in: 256 bits, and only their hash is kept (S07).

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use sha2::{Digest, Sha256};

/// A fresh token and its hash. The token goes into one cookie or one link and is nowhere else.
pub(super) fn fresh() -> (String, [u8; 32]) {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes).expect("the system gives random bytes");
    let token = URL_SAFE_NO_PAD.encode(bytes);
    let hash = hash(&token);
    (token, hash)
}

/// The hash of what somebody presents.
pub(super) fn hash(token: &str) -> [u8; 32] {
    Sha256::digest(token).into()
}
