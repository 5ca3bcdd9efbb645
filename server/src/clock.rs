//! Clocks. Machines that share one Postgres go by its clock: each with its own, one that is ahead would take the others' leases as run
//! out, and hold back mails that are due (delivery.md §3).

use app::clock::{ahead_ms, of_machine, set};
use std::time::Duration;
use store::Pool;
use tokio_util::sync::CancellationToken;

/// Clocks drift a few milliseconds an hour; a machine's may be put right at any moment.
const LOOK: Duration = Duration::from_secs(30);
/// Nearer than that they are the same: time need not jump for what may be the way to Postgres.
const SAME_MS: i64 = 100;

/// Goes by the database's clock from here on. Nothing on SQLite, whose clock is this machine's.
///
/// # Errors
/// When the database cannot be asked.
pub async fn adopt(pool: &Pool) -> store::Result<()> {
    let asked = of_machine();
    let Some(theirs) = store::clock(pool).await? else { return Ok(()) };
    let took = of_machine().since(asked);
    // It was read somewhere between.
    let ahead = theirs.since(asked.plus_ms(took / 2));
    if (ahead - ahead_ms()).abs() > SAME_MS + took.abs() / 2 {
        tracing::info!(ahead_ms = ahead, "going by the database's clock, which is not this machine's");
        set(ahead);
    }
    Ok(())
}

/// Looks at it again and again, until a stop is asked for.
pub async fn follow(pool: &Pool, stop: CancellationToken) {
    let mut look = tokio::time::interval(LOOK);
    look.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    look.tick().await;
    loop {
        tokio::select! { _ = look.tick() => (), () = stop.cancelled() => return }
        if let Err(error) = adopt(pool).await {
            tracing::debug!(%error, "clock");
        }
    }
}

/// Now, for names of files: `20261121-183042`, UTC.
#[allow(clippy::disallowed_methods, reason = "this is the edge where the clock is read")]
pub fn stamp() -> String {
    chrono::Utc::now().format("%Y%m%d-%H%M%S").to_string()
}
