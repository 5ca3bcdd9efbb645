//! From the store's situations to what a person is told.

use super::AppError;
use mail::SendError;
use store::StoreError;

/// Begins the word of a phrase whose placeholders, which follow, the document cannot fill (P35).
pub(crate) const UNFILLED: &str = "unfilled ";

impl From<StoreError> for AppError {
    fn from(e: StoreError) -> Self {
        match e {
            StoreError::NotFound => AppError::NotFound,
            StoreError::Conflict => AppError::Conflict,
            StoreError::Problem(problem) => AppError::Refused(vec![problem]),
            StoreError::Refused(why) => AppError::NotPossible(why.to_owned()),
            StoreError::TooLarge => AppError::TooLarge,
            busy @ StoreError::Busy(_) => {
                tracing::warn!(error = %busy, "the database is busy");
                AppError::Busy
            }
            other => AppError::broken(&other),
        }
    }
}

impl From<SendError> for AppError {
    fn from(e: SendError) -> Self {
        match e {
            SendError::Fields(problems) => AppError::Refused(problems),
            SendError::NoAccount => AppError::NotPossible("no_account".into()),
            SendError::OtherAccount => AppError::NotPossible("other_account".into()),
            SendError::Unfilled(missing) => {
                let names: Vec<_> = missing.iter().map(|placeholder| placeholder.written()).collect();
                AppError::NotPossible([UNFILLED, &names.join(", ")].concat())
            }
            SendError::TooLarge { limit, .. } => AppError::MailTooLarge(limit),
            SendError::Store(e) => e.into(),
            other => AppError::broken(&other),
        }
    }
}

impl AppError {
    /// Logs the cause under a fresh reference, which is all that the person sees of it.
    pub fn broken(cause: &dyn std::error::Error) -> Self {
        let mut bytes = [0; 4];
        getrandom::fill(&mut bytes).expect("the system gives random bytes");
        let reference = model::hex(&bytes);
        tracing::error!(reference, error = %cause, "a request failed");
        AppError::Broken(reference)
    }
}
