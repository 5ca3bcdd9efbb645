//! The life of a delivery (one mail for one address): its states, what the server's replies mean, when to try again.
//! « Envoyé » is only ever `DeliveryState::Sent`, and that only follows a 250 after the dot (P51).

mod back_off;
mod check;
mod classify;
mod kind;
mod reply;
mod report;
mod state;

pub use back_off::{account_pause, redelivery_delay, retry_delay, wait_asked_for};
pub use check::{Check, CheckResult, CheckStage, CheckStep, Problem};
pub use classify::{Failure, Verdict, Window, classify};
pub use kind::{Ambiguity, Kind, Settlement};
pub use reply::{Answer, Enhanced, Fault, Phase, Reply};
pub use report::{Action, Finding, ReportKind, Reported, SUPPRESSED_AFTER, SUPPRESSED_WITHIN_DAYS, judge};
pub use state::{DeliveryState, Turn};
