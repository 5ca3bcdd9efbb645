//! Mails: built, put into the outbox, delivered.
//!
//! [`send`] makes a mail of a draft and enqueues it; [`Outbox`] delivers what is due; [`try_account`] is « Tester »; what comes back is
//! read by [`bounces`].

pub mod bounces;
pub mod build;
pub mod check;
mod forget;
pub mod sending;
pub mod smtp;
mod test_mailbox;
mod tester;
pub mod worker;
mod xtext;

pub use forget::forget_due;
pub use sending::{
    Asked, Correction, Covering, GONE, Left, Now, Obstacle, ResendFailures, Review, Reviewed, SendDocument, SendDraft,
    SendError, SendMany, SystemMail, Watch, correct_and_resend, resend_failures, review, send, send_arrived,
    send_document, send_many, send_system,
};
pub use test_mailbox::{Kept, KeptMail, TestMailbox};
pub use tester::{TrialMail, try_account};
pub use worker::{Config, Outbox};
