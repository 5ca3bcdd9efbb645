//! Word from one process to the others on the same Postgres: something may be due, something moved in a batch. Nothing hangs on a notice:
//! whoever misses one looks again by itself. SQLite has one process, which needs none.

use crate::{Pool, Result};
use model::BatchId;
use sqlx::postgres::{PgListener, PgPoolOptions};

const CHANNEL: &str = "bonport";
const TELL: &str = "SELECT pg_notify('bonport', $1)";

/// What is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Notice {
    /// Something may be due: look now.
    Wake,
    /// Something moved in this batch.
    Moved(BatchId),
}

impl Notice {
    fn word(self, from: &str) -> String {
        match self {
            Notice::Wake => format!("{from} wake"),
            Notice::Moved(batch) => format!("{from} {batch}"),
        }
    }

    fn read(word: &str) -> Option<(&str, Notice)> {
        let (from, what) = word.split_once(' ')?;
        let notice = if what == "wake" { Notice::Wake } else { Notice::Moved(BatchId(what.parse().ok()?)) };
        Some((from, notice))
    }
}

/// Tells the other processes; `from` is this one's name, without spaces.
pub async fn tell(pool: &Pool, from: &str, notices: impl IntoIterator<Item = Notice>) -> Result<()> {
    if let Pool::Postgres(pool) = pool {
        for notice in notices {
            sqlx::query(TELL).bind(notice.word(from)).execute(pool).await?;
        }
    }
    Ok(())
}

/// Hears what other processes tell.
pub struct Listener {
    listener: PgListener,
    own: String,
}

/// Listens from now on, on a connection of its own; `None` on SQLite. `own` is this process' name: what it says itself it does not hear.
pub async fn listen(pool: &Pool, own: &str) -> Result<Option<Listener>> {
    let Pool::Postgres(pool) = pool else { return Ok(None) };
    // Not one of the pool's: closing that would wait for it for ever.
    let single = PgPoolOptions::new().max_connections(1).connect_lazy_with((*pool.connect_options()).clone());
    let mut listener = PgListener::connect_with(&single).await?;
    listener.listen(CHANNEL).await?;
    Ok(Some(Listener { listener, own: own.to_owned() }))
}

impl Listener {
    /// The next notice of somebody else. `Wake` also when the connection was cut and made again: something may have been missed.
    pub async fn next(&mut self) -> Result<Notice> {
        loop {
            let Some(heard) = self.listener.try_recv().await? else { return Ok(Notice::Wake) };
            match Notice::read(heard.payload()) {
                Some((from, notice)) if from != self.own => return Ok(notice),
                _ => {}
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notices_come_back() {
        for notice in [Notice::Wake, Notice::Moved(BatchId(7))] {
            assert_eq!(Notice::read(&notice.word("a1")), Some(("a1", notice)));
        }
        for odd in ["", "wake", "a1 ", "a1 x", "a1 7 8"] {
            assert_eq!(Notice::read(odd), None, "{odd}");
        }
    }
}
