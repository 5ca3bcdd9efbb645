//! A page of a list by keys: one row more is read than shown, to know whether the list goes on.

use model::listing::{PAGE, Page, PageFrom};

/// What to read.
pub(crate) const LIMIT: i64 = PAGE as i64 + 1;

/// The page made of at most [`LIMIT`] rows, which were read backwards when `from` says so.
pub(crate) fn page<T>(mut rows: Vec<T>, from: PageFrom, total: i64) -> Page<T> {
    let more = rows.len() > PAGE;
    rows.truncate(PAGE);
    let (earlier, later) = match from {
        PageFrom::Start | PageFrom::Letter(_) => (false, more),
        PageFrom::After(_) => (true, more),
        PageFrom::Before(_) => {
            rows.reverse();
            (more, true)
        }
    };
    Page { rows, earlier, later, total, whole: true, paused_at: None }
}
