//! A database as it comes back from a copy, of the same kind as it was.

use super::{Fresh, empty_postgres, opened};
use crate::{Pool, copies, restorations};
use model::Moment;
use std::path::Path;

/// Copies, as `bonport backup` does, into a file that is not there yet.
///
/// # Errors
/// The copy is refused.
pub async fn copied(pool: &Pool, file: &Path, now: Moment) -> Result<copies::Inside, copies::CopyError> {
    copies::write(pool, file, now).await
}

/// What stood in `pool` at `now`, put in place elsewhere and waiting to be confirmed.
pub async fn restored(pool: &Pool, now: Moment) -> Fresh {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let file = folder.path().join("test.db");
    copied(pool, &file, now).await.expect("a copy");
    let url = format!("sqlite:{}", file.display());
    let copy = opened(&url).await;
    restorations::wake(&copy, now).await.expect("a copy that can be written").expect("it is one");
    if let Pool::Sqlite { .. } = pool {
        return Fresh { pool: copy, url, _folder: Some(folder) };
    }
    copy.close().await;
    let url = empty_postgres().await;
    let pool = opened(&url).await;
    copies::pour(&file, &pool).await.expect("an empty database takes it");
    Fresh { pool, url, _folder: Some(folder) }
}
