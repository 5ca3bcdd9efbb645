//! Files and whole mails, in the database, in chunks (architecture.md §5.10). The same content is kept once, by its SHA-256.
//! What nothing refers to any more goes a day later.

mod reader;

pub use reader::{Reader, damaged};

use crate::{Pool, Result, StoreError, Tx, ids::even, on, stamp};
use model::Moment;
use sha2::{Digest, Sha256};
use std::collections::HashMap;

/// Bytes of a chunk.
pub const CHUNK: usize = 256 * 1024;

/// A SHA-256.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Hash(pub [u8; 32]);

impl Hash {
    /// Of these bytes.
    pub fn of(bytes: &[u8]) -> Self {
        Hash(Sha256::digest(bytes).into())
    }

    pub(crate) fn read(bytes: &[u8]) -> Result<Self> {
        bytes
            .try_into()
            .map(Hash)
            .map_err(|_| StoreError::Unreadable { what: "blob.hash", found: format!("{bytes:02x?}") })
    }
}

/// What was stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stored {
    /// By which it is found.
    pub hash: Hash,
    /// In bytes.
    pub size: i64,
}

const BEGIN: &str = "INSERT INTO blob (hash, size, created_at) VALUES (NULL, 0, $1) RETURNING id";
const APPEND: &str = "INSERT INTO blob_chunk (blob_id, n, bytes) VALUES ($1, $2, $3)";

/// Writes a stream of unknown length. Each chunk is a transaction of its own, so that a slow upload holds no lock; what is given
/// up half-way is swept away a day later.
pub struct Writer {
    pool: Pool,
    id: i64,
    chunks: i64,
    size: i64,
    pending: Vec<u8>,
    digest: Sha256,
    now: Moment,
}

impl Writer {
    /// Ready for the first bytes.
    pub async fn begin(pool: &Pool, now: Moment) -> Result<Writer> {
        let mut tx = pool.write().await?;
        let id = on!(&mut tx, c => sqlx::query_scalar(BEGIN).bind(stamp(now)).fetch_one(c).await)?;
        tx.commit().await?;
        let pending = Vec::with_capacity(CHUNK);
        Ok(Writer { pool: pool.clone(), id, chunks: 0, size: 0, pending, digest: Sha256::new(), now })
    }

    /// Bytes so far.
    pub fn size(&self) -> i64 {
        self.size
    }

    /// Takes the next bytes, hashing them on the way.
    pub async fn write(&mut self, mut bytes: &[u8]) -> Result<()> {
        self.digest.update(bytes);
        self.size += bytes.len() as i64;
        while !bytes.is_empty() {
            let room = CHUNK - self.pending.len();
            let (now, later) = bytes.split_at(room.min(bytes.len()));
            self.pending.extend_from_slice(now);
            bytes = later;
            if self.pending.len() == CHUNK {
                self.flush().await?;
            }
        }
        Ok(())
    }

    async fn flush(&mut self) -> Result<()> {
        let mut tx = self.pool.write().await?;
        on!(&mut tx, c => sqlx::query(APPEND).bind(self.id).bind(self.chunks).bind(&self.pending[..]).execute(c).await.map(drop))?;
        tx.commit().await?;
        self.chunks += 1;
        self.pending.clear();
        Ok(())
    }

    /// The content is complete: kept, or dropped for the same content that was there already.
    pub async fn finish(mut self) -> Result<Stored> {
        if !self.pending.is_empty() {
            self.flush().await?;
        }
        let stored = Stored { hash: Hash(self.digest.clone().finalize().into()), size: self.size };
        let mut tx = self.pool.write().await?;
        complete(&mut tx, self.id, &stored, self.now).await?;
        tx.commit().await?;
        Ok(stored)
    }
}

const CLAIM: &str = "INSERT INTO blob (hash, size, created_at) VALUES ($1, $2, $3)
  ON CONFLICT (hash) DO UPDATE SET created_at = excluded.created_at RETURNING id";
const MOVE: &str = "UPDATE blob_chunk SET blob_id = $2 WHERE blob_id = $1";
const DROP: &str = "DELETE FROM blob WHERE id = $1";

/// The row of the hash is claimed first: two uploads of one content wait for each other instead of failing, and a sweep that has
/// the row in its hands sees its new date.
async fn complete(tx: &mut Tx, id: i64, stored: &Stored, now: Moment) -> Result<()> {
    let kept: i64 = on!(tx, c => sqlx::query_scalar(CLAIM)
        .bind(&stored.hash.0[..]).bind(stored.size).bind(stamp(now)).fetch_one(c).await)?;
    let there: bool = on!(tx, c => sqlx::query_scalar(HAS_CHUNKS).bind(kept).fetch_one(c).await)?;
    if !there {
        on!(tx, c => sqlx::query(MOVE).bind(id).bind(kept).execute(c).await.map(drop))?;
    }
    on!(tx, c => sqlx::query(DROP).bind(id).execute(c).await.map(drop))?;
    Ok(())
}

const HAS_CHUNKS: &str = "SELECT EXISTS (SELECT 1 FROM blob_chunk WHERE blob_id = $1)";

/// Bytes that are there as a whole, within the caller's transaction.
pub async fn add(tx: &mut Tx, bytes: &[u8], now: Moment) -> Result<Stored> {
    let stored = Stored { hash: Hash::of(bytes), size: bytes.len() as i64 };
    let id: i64 = on!(tx, c => sqlx::query_scalar(CLAIM)
        .bind(&stored.hash.0[..]).bind(stored.size).bind(stamp(now)).fetch_one(c).await)?;
    let there: bool = on!(tx, c => sqlx::query_scalar(HAS_CHUNKS).bind(id).fetch_one(c).await)?;
    if !there {
        for (n, chunk) in bytes.chunks(CHUNK).enumerate() {
            on!(tx, c => sqlx::query(APPEND).bind(id).bind(n as i64).bind(chunk).execute(c).await.map(drop))?;
        }
    }
    Ok(stored)
}

const HOLD: &str = "UPDATE blob SET created_at = $2 WHERE hash = $1";

/// For a content that was stored before, by a transaction of its own: no sweep takes it until what refers to it is committed.
///
/// # Errors
/// `NotFound` when it is gone.
pub async fn hold(tx: &mut Tx, stored: &Stored, now: Moment) -> Result<()> {
    let held = on!(tx, c => sqlx::query(HOLD)
        .bind(&stored.hash.0[..]).bind(stamp(now)).execute(c).await.map(|r| r.rows_affected()))?;
    if held == 0 { Err(StoreError::NotFound) } else { Ok(()) }
}

/// Empty content has no chunk.
const GET: &str =
    "SELECT k.bytes FROM blob b LEFT JOIN blob_chunk k ON k.blob_id = b.id WHERE b.hash = $1 ORDER BY k.n";

/// The whole content.
///
/// # Errors
/// `NotFound`; `Unreadable` when it is not what was stored.
pub async fn get(tx: &mut Tx, hash: Hash) -> Result<Vec<u8>> {
    let chunks: Vec<Option<Vec<u8>>> = on!(tx, c => sqlx::query_scalar(GET).bind(&hash.0[..]).fetch_all(c).await)?;
    if chunks.is_empty() {
        return Err(StoreError::NotFound);
    }
    let bytes = chunks.into_iter().flatten().collect::<Vec<_>>().concat();
    if Hash::of(&bytes) == hash { Ok(bytes) } else { Err(other_bytes()) }
}

fn other_bytes() -> StoreError {
    StoreError::Unreadable { what: "blob_chunk.bytes", found: "other bytes than were stored".into() }
}

/// Not a join: Postgres without statistics would read all chunks that there are.
const GET_SOME: &str =
    "SELECT b.hash, (SELECT k.bytes FROM blob_chunk k WHERE k.blob_id = b.id AND k.n = 0) FROM blob b
  WHERE b.hash IN (";

/// Several whole contents at once; one that is gone, is not what was stored, or takes several chunks, is left out.
///
/// # Errors
/// Only general ones.
pub async fn get_some(tx: &mut Tx, hashes: &[Hash]) -> Result<HashMap<Hash, Vec<u8>>> {
    let rows: Vec<(Vec<u8>, Option<Vec<u8>>)> = on!(tx, c, Db => {
        let mut query = sqlx::QueryBuilder::<Db>::new(GET_SOME);
        let mut list = query.separated(", ");
        for hash in even(hashes) {
            list.push_bind(hash.0.to_vec());
        }
        query.push(") AND b.size <= ").push_bind(CHUNK as i64).build_query_as().fetch_all(c).await
    })?;
    let mut found: HashMap<Hash, Vec<u8>> = HashMap::new();
    for (hash, chunk) in rows {
        found.insert(Hash::read(&hash)?, chunk.unwrap_or_default());
    }
    found.retain(|hash, bytes| Hash::of(bytes) == *hash);
    Ok(found)
}

const BEGINNING: &str =
    "SELECT b.size, k.bytes FROM blob b JOIN blob_chunk k ON k.blob_id = b.id WHERE b.hash = $1 AND k.n = 0";

/// Whether a content is there, with its first bytes: what kind of file it is.
///
/// # Errors
/// Only general ones.
pub async fn beginning(tx: &mut Tx, hash: Hash) -> Result<Option<(Stored, Vec<u8>)>> {
    let found: Option<(i64, Vec<u8>)> =
        on!(tx, c => sqlx::query_as(BEGINNING).bind(&hash.0[..]).fetch_optional(c).await)?;
    Ok(found.map(|(size, bytes)| (Stored { hash, size }, bytes)))
}

const DISCARD: &str = "DELETE FROM blob WHERE hash = $1
  AND NOT EXISTS (SELECT 1 FROM attachment a WHERE a.hash = blob.hash)
  AND NOT EXISTS (SELECT 1 FROM message m WHERE m.mime_hash = blob.hash)
  AND NOT EXISTS (SELECT 1 FROM document x WHERE x.hash = blob.hash)";

/// What was stored for an act that came to nothing goes at once, unless something refers to it: there are names in it (P06).
pub async fn discard(pool: &Pool, contents: &[Stored]) -> Result<()> {
    for few in contents.chunks(REMOVED_AT_ONCE) {
        let mut tx = pool.write().await?;
        for stored in few {
            on!(&mut tx, c => sqlx::query(DISCARD).bind(&stored.hash.0[..]).execute(c).await.map(drop))?;
        }
        tx.commit().await?;
    }
    Ok(())
}

/// Contents looked at in one go: what is looked for is found without holding up who writes, and removed a few at a time.
const LOOKED_AT: i64 = 1000;
const REMOVED_AT_ONCE: usize = 20;
const NEXT: &str = "SELECT id, created_at < $1
    AND NOT EXISTS (SELECT 1 FROM attachment a WHERE a.hash = blob.hash)
    AND NOT EXISTS (SELECT 1 FROM message m WHERE m.mime_hash = blob.hash)
    AND NOT EXISTS (SELECT 1 FROM document x WHERE x.hash = blob.hash)
    AND NOT EXISTS (SELECT 1 FROM document_upload u WHERE u.hash = blob.hash)
  FROM blob WHERE id > $2 ORDER BY id LIMIT $3";
const SWEEP: &str = "DELETE FROM blob WHERE id = $2 AND created_at < $1
  AND NOT EXISTS (SELECT 1 FROM attachment a WHERE a.hash = blob.hash)
  AND NOT EXISTS (SELECT 1 FROM message m WHERE m.mime_hash = blob.hash)
  AND NOT EXISTS (SELECT 1 FROM document x WHERE x.hash = blob.hash)
  AND NOT EXISTS (SELECT 1 FROM document_upload u WHERE u.hash = blob.hash)";

/// Removes what nothing refers to and is older than `before`, uploads given up half-way too. How many there were. In short
/// transactions of its own: a house's files are many, and nobody may wait for all of them.
pub async fn sweep(pool: &Pool, before: Moment) -> Result<u64> {
    let (mut last, mut swept) = (0, 0);
    loop {
        let mut tx = pool.read().await?;
        let page: Vec<(i64, bool)> = on!(&mut tx, c => sqlx::query_as(NEXT)
            .bind(stamp(before)).bind(last).bind(LOOKED_AT).fetch_all(c).await)?;
        drop(tx);
        let Some((end, _)) = page.last() else { return Ok(swept) };
        last = *end;
        let unused: Vec<i64> = page.iter().filter(|(_, unused)| *unused).map(|(id, _)| *id).collect();
        for few in unused.chunks(REMOVED_AT_ONCE) {
            let mut tx = pool.write().await?;
            for id in few {
                swept += on!(&mut tx, c => sqlx::query(SWEEP)
                    .bind(stamp(before)).bind(id).execute(c).await.map(|r| r.rows_affected()))?;
            }
            tx.commit().await?;
        }
    }
}
