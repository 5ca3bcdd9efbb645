//! Reading contents a chunk at a time, and seeing that they are what was stored.

use super::{Hash, other_bytes};
use crate::{Pool, Result, StoreError, on};
use sha2::{Digest, Sha256};

const CHUNK_OF: &str =
    "SELECT k.bytes FROM blob b JOIN blob_chunk k ON k.blob_id = b.id WHERE b.hash = $1 AND k.n = $2";

/// Reads chunk after chunk, for downloads; no transaction stays open between two of them. What is not what was stored has no end.
pub struct Reader {
    pool: Pool,
    hash: Hash,
    n: i64,
    digest: Sha256,
    /// Read, and not given yet: the last one is given once all of them are known to be right.
    ahead: Option<Vec<u8>>,
    /// It was looked at as a whole.
    ended: bool,
}

impl Reader {
    /// From its beginning.
    pub fn new(pool: &Pool, hash: Hash) -> Self {
        Reader { pool: pool.clone(), hash, n: 0, digest: Sha256::new(), ahead: None, ended: false }
    }

    /// The next chunk; `None` at the end.
    ///
    /// # Errors
    /// `Unreadable` instead of the last one, when it is not what was stored.
    pub async fn next(&mut self) -> Result<Option<Vec<u8>>> {
        while let Some(chunk) = self.read().await? {
            self.digest.update(&chunk);
            if let Some(before) = self.ahead.replace(chunk) {
                return Ok(Some(before));
            }
        }
        if std::mem::replace(&mut self.ended, true) {
            return Ok(None);
        }
        if self.digest.finalize_reset()[..] == self.hash.0 { Ok(self.ahead.take()) } else { Err(other_bytes()) }
    }

    async fn read(&mut self) -> Result<Option<Vec<u8>>> {
        let mut tx = self.pool.read().await?;
        let chunk = on!(&mut tx, c => sqlx::query_scalar(CHUNK_OF)
            .bind(&self.hash.0[..]).bind(self.n).fetch_optional(c).await)?;
        self.n += 1;
        Ok(chunk)
    }
}

const WHOLE: &str = "SELECT hash FROM blob WHERE hash IS NOT NULL ORDER BY id";

/// How many contents are not what was stored; each is read, a chunk at a time.
///
/// # Errors
/// Only general ones.
pub async fn damaged(pool: &Pool) -> Result<i64> {
    let mut tx = pool.read().await?;
    let hashes: Vec<Vec<u8>> = on!(&mut tx, c => sqlx::query_scalar(WHOLE).fetch_all(c).await)?;
    drop(tx);
    let mut damaged = 0;
    for hash in hashes {
        let mut reader = Reader::new(pool, Hash::read(&hash)?);
        loop {
            match reader.next().await {
                Ok(Some(_)) => {}
                Ok(None) => break,
                Err(StoreError::Unreadable { .. }) => {
                    damaged += 1;
                    break;
                }
                Err(error) => return Err(error),
            }
        }
    }
    Ok(damaged)
}
