//! Deliveries waiting to be sent, and everything that moves one (delivery.md §2, §3). The states are `model::delivery`'s; every
//! update here names the state it expects, and those of a worker the epoch of its lease, so that nothing is ever written twice
//! or by somebody who lost the lease.
//!
//! The life of a delivery: [`enqueue`] (held) → [`release_due`] (queued) → [`claim`] (leased) → [`begin`] (in flight) →
//! [`settle`]. Beside it: [`cancel`], [`recover`], [`send_again`], [`consider_sent`].

mod again;
mod cancel;
mod claim;
mod enqueue;
mod event;
mod forget;
mod lease;
#[cfg(all(test, feature = "testing"))]
mod plans;
mod recover;
mod settle;
mod tick;

pub use again::{Original, OriginalRecipient, consider_sent, hold_deliveries, original, send_again};
pub use cancel::cancel;
pub use claim::{Claimed, ClaimedDelivery, begin, claim, give_back};
pub use enqueue::{Beside, Mime, NewBatch, NewDelivery, NewMessage, enqueue, find_by_key};
pub(crate) use forget::{adopt, forget};
pub use lease::{Lease, lease_account, release_account, renew};
pub use recover::{Grace, recover};
pub use settle::{Next, Settled, close_if_settled, settle};
pub use tick::{expire_due, next_due, release_due};
