//! The organisation's own phrases (P35), one a kind of document and language. Those it never changed have no row.

use crate::{Result, StoreError, Tx, coded::coded, moment, on, stamp};
use chrono::{DateTime, Utc};
use model::{DocumentKind, Lang, Moment, Phrase, UserId, phrase::OwnPhrase};

#[derive(sqlx::FromRow)]
struct Row {
    kind: String,
    language: String,
    subject: String,
    content: String,
    version: i64,
    changed_at: DateTime<Utc>,
    by: String,
}

impl Row {
    fn own(self) -> Result<OwnPhrase> {
        Ok(OwnPhrase {
            kind: coded("covering_text.kind", &self.kind, DocumentKind::from_code)?,
            language: coded("covering_text.language", &self.language, Lang::from_code)?,
            phrase: Phrase { subject: self.subject, text: self.content },
            version: self.version,
            changed_at: moment(self.changed_at),
            by: self.by,
        })
    }
}

const LIST: &str = "SELECT t.kind, t.language, t.subject, t.content, t.version, t.changed_at, u.name AS by
  FROM covering_text t JOIN app_user u ON u.id = t.changed_by ORDER BY t.kind, t.language";

/// All there are: a dozen at most.
///
/// # Errors
/// `Unreadable`.
pub async fn list(tx: &mut Tx) -> Result<Vec<OwnPhrase>> {
    let rows: Vec<Row> = on!(tx, c => sqlx::query_as(LIST).fetch_all(c).await)?;
    rows.into_iter().map(Row::own).collect()
}

const FIND: &str = "SELECT t.kind, t.language, t.subject, t.content, t.version, t.changed_at, u.name AS by
  FROM covering_text t JOIN app_user u ON u.id = t.changed_by WHERE t.kind = $1 AND t.language = $2";

/// The one of a kind and language; none where the text that comes with Bonport holds.
///
/// # Errors
/// `Unreadable`.
pub async fn find(tx: &mut Tx, kind: DocumentKind, language: Lang) -> Result<Option<OwnPhrase>> {
    let row: Option<Row> =
        on!(tx, c => sqlx::query_as(FIND).bind(kind.code()).bind(language.code()).fetch_optional(c).await)?;
    row.map(Row::own).transpose()
}

// One statement compares and writes: of two at once the second waits for the row and sees the other's version.
const SAVE: &str = "INSERT INTO covering_text (kind, language, subject, content, version, changed_at, changed_by)
  VALUES ($1, $2, $3, $4, 1, $5, $6)
  ON CONFLICT (kind, language) DO UPDATE SET subject = excluded.subject, content = excluded.content,
    version = covering_text.version + 1, changed_at = excluded.changed_at, changed_by = excluded.changed_by
  WHERE covering_text.version = $7
  RETURNING version";

/// What a phrase is of, and the version that was seen: 0 where there was none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seen {
    /// Kind of document.
    pub kind: DocumentKind,
    /// Language of the mail.
    pub language: Lang,
    /// As it was read (P12).
    pub version: i64,
}

/// Saves it, when nobody else did since.
///
/// # Errors
/// `Conflict` (P12).
pub async fn save(tx: &mut Tx, seen: Seen, phrase: &Phrase, user: UserId, now: Moment) -> Result<()> {
    let saved: Option<i64> = on!(tx, c => sqlx::query_scalar(SAVE).bind(seen.kind.code()).bind(seen.language.code())
        .bind(&phrase.subject).bind(&phrase.text).bind(stamp(now)).bind(user.0).bind(seen.version)
        .fetch_optional(c).await)?;
    if saved == Some(seen.version + 1) { Ok(()) } else { Err(StoreError::Conflict) }
}
