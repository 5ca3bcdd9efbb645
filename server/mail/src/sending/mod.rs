//! « Envoyer »: the mail is made, checked and put into the outbox in one transaction with the act.

mod again;
mod arrived;
mod document;
mod error;
mod failures;
mod gathered;
mod made;
mod many;
mod material;
mod review;
mod system;
mod written;

pub use again::{Correction, correct_and_resend};
pub use arrived::{Left, send_arrived};
pub use document::{Covering, SendDocument, send_document};
pub use error::SendError;
pub use failures::{ResendFailures, resend_failures};
pub use gathered::Gathered;
pub use many::{Asked, Now, SendMany, Watch, send_many};
pub use review::{GONE, Obstacle, Review, Reviewed, review};
pub use system::{SystemMail, send_system};
pub use written::{SendDraft, send};

/// Under the text, after the line that programs know a signature by (RFC 3676 §4.3).
pub(crate) fn with_signature(body: &str, signature: &str) -> String {
    match signature.trim() {
        "" => body.trim_end().to_owned(),
        signature => format!("{}\n\n-- \n{signature}", body.trim_end()),
    }
}
