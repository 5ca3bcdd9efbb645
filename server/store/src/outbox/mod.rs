//! Deliveries waiting to be sent, and everything that moves one (delivery.md §2, §3). The states are `model::delivery`'s; every
//! update here names the state it expects, and those of a worker the epoch of its lease, so that nothing is ever written twice
//! or by somebody who lost the lease.
//!
//! The life of a delivery: [`enqueue`] (held) → [`release_due`] (queued), or in steps [`mod@fill`] (held) →
//! [`feed_due`] (queued); then [`take`] (leased) → [`begin`] (in flight) → [`settle`]. Beside it: [`pause`], [`resume`], [`suppress`],
//! [`cancel`], [`recover`], [`send_again`], [`consider_sent`]; after it [`land_report`].

mod again;
mod batches;
mod cancel;
mod claim;
mod enqueue;
mod event;
mod feed;
pub mod fill;
mod forget;
mod lease;
pub mod limits;
mod pause;
#[cfg(all(test, feature = "testing"))]
mod plans;
mod recover;
mod refusals;
mod report;
mod reported;
mod rows;
mod settle;
mod standing;
mod sweep;
mod tick;

pub use again::{Original, OriginalRecipient, consider_sent, hold_deliveries, original, send_again};
pub use batches::hold;
pub use cancel::cancel;
pub use claim::{Claimed, ClaimedDelivery, Due, begin, claim, due, give_back, suppress, take};
pub use enqueue::{Beside, Mime, NewBatch, NewDelivery, NewMessage, enqueue, find_by_key};
pub use feed::{Fed, StepsDue, feed_due, steps_due};
pub(crate) use fill::unfinished;
pub(crate) use forget::{adopt, forget};
pub use lease::{Lease, is_leased, lease_account, release_account, renew, somebody_waits};
pub use pause::{pause, resume};
pub use recover::{Grace, recover};
pub use refusals::pause_for_refusals;
pub use report::{Landed, land_report};
pub use reported::{Found, ReportLine, Reported, find_reported};
pub use settle::{Next, Settled, close_if_settled, settle};
pub use standing::{Standing, standing};
pub use sweep::sweep;
pub use tick::{expire_due, next_due, release_due};
