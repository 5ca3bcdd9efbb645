//! What lists are asked for and what they answer: filters and sorts as they stand in the URL, one page at a time.
//!
//! Pages follow keys, not numbers: a page begins after or before a row, so that rows saved meanwhile shift nothing.

mod clients;
mod contacts;
mod functions;

pub use clients::{ClientLine, ClientSort, ClientsAsked, FamilyLine};
pub use contacts::{ContactLine, ContactsAsked, Expected};
pub use functions::Functions;

use crate::codes::codes;
use serde::{Deserialize, Serialize};

/// Rows of a page of the long lists.
pub const PAGE: usize = 50;

/// Where a page begins.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PageFrom {
    /// With the first row.
    #[default]
    Start,
    /// With the row that follows this one.
    After(i64),
    /// So that it ends just before this row.
    Before(i64),
    /// With the first row by name at or after this letter, `a` to `z`: a tab of the thumb index.
    Letter(char),
}

/// One page of a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Page<T> {
    /// In the order asked for.
    pub rows: Vec<T>,
    /// There are rows before these.
    pub earlier: bool,
    /// There are rows after these.
    pub later: bool,
    /// How many there are in all pages.
    pub total: i64,
    /// `total` counts them all; otherwise there are at least so many.
    pub whole: bool,
    /// Looking ended with this row before the page was full, for too few of those before it belong to the list: it goes on there.
    pub paused_at: Option<i64>,
}

impl<T> Page<T> {
    /// Where the page before begins, of a page `from`, by the id of a row.
    pub fn previous(&self, from: PageFrom, id: impl Fn(&T) -> i64) -> Option<PageFrom> {
        let paused = self.paused_at.filter(|_| matches!(from, PageFrom::Before(_)));
        let at = paused.or(self.rows.first().map(id)).filter(|_| self.earlier);
        at.map(PageFrom::Before)
    }

    /// Where the page after begins.
    pub fn next(&self, from: PageFrom, id: impl Fn(&T) -> i64) -> Option<PageFrom> {
        let paused = self.paused_at.filter(|_| !matches!(from, PageFrom::Before(_)));
        let at = paused.or(self.rows.last().map(id)).filter(|_| self.later);
        at.map(PageFrom::After)
    }
}

/// Active, inactive or both.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Activity {
    /// Only what can be reached.
    #[default]
    Active,
    /// Only what was made inactive.
    Inactive,
    /// Both.
    All,
}
codes!(Activity { Active => "active", Inactive => "inactive", All => "all" });

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_that_is_not_full_goes_on_where_looking_ended() {
        let page = |rows, paused_at| Page { rows, earlier: true, later: true, total: 2, whole: false, paused_at };
        let id = |row: &i64| *row;
        let (start, back) = (PageFrom::Start, PageFrom::Before(9));
        assert_eq!(page(vec![3, 4], None).next(start, id), Some(PageFrom::After(4)));
        assert_eq!(page(vec![3, 4], Some(8)).next(start, id), Some(PageFrom::After(8)));
        assert_eq!(page(vec![3, 4], Some(8)).previous(start, id), Some(PageFrom::Before(3)));
        assert_eq!(page(vec![3, 4], Some(1)).previous(back, id), Some(PageFrom::Before(1)));
        assert_eq!(page(vec![3, 4], Some(1)).next(back, id), Some(PageFrom::After(4)));
        assert_eq!(page(vec![], Some(8)).next(start, id), Some(PageFrom::After(8)));
        let last = Page { later: false, ..page(vec![3], None) };
        assert_eq!(last.next(start, id), None);
    }
}
