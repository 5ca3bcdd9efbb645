//! What a server function answers when it cannot do what was asked: codes, never sentences of a driver (S21). The cause is
//! logged once, with the reference that the person sees.

#[cfg(feature = "ssr")]
mod causes;
#[cfg(feature = "ssr")]
pub mod status;

#[cfg(feature = "ssr")]
pub(crate) use causes::UNFILLED;

use leptos::server_fn::{
    codec::JsonEncoding,
    error::{FromServerFnError, ServerFnErrorErr},
};
use model::FieldProblem;
use serde::{Deserialize, Serialize};

/// Why it was not done. Words for each are in `ui::problems`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum AppError {
    /// 422: these fields are to be corrected; nothing was changed.
    Refused(Vec<FieldProblem>),
    /// 422: not possible in the present state; the code has words of its own.
    NotPossible(String),
    /// 404
    NotFound,
    /// 401: the session ended.
    SignedOut,
    /// 403
    Forbidden,
    /// 409: somebody saved it since it was read (P12).
    Conflict,
    /// 413
    TooLarge,
    /// 413: this mail has more bytes, as encoded, than may leave by its account.
    MailTooLarge(i64),
    /// 429: again after so many seconds.
    TooMany(i64),
    /// 400: not what this function takes.
    Malformed,
    /// 503: the database is locked or full; worth trying again.
    Busy,
    /// In the browser: no answer from the server.
    Unreachable,
    /// 500: logged with this reference.
    Broken(String),
}

impl AppError {
    /// The HTTP status (architecture §5.6).
    pub fn status(&self) -> u16 {
        match self {
            AppError::Refused(_) | AppError::NotPossible(_) => 422,
            AppError::NotFound => 404,
            AppError::SignedOut => 401,
            AppError::Forbidden => 403,
            AppError::Conflict => 409,
            AppError::TooLarge | AppError::MailTooLarge(_) => 413,
            AppError::TooMany(_) => 429,
            AppError::Malformed => 400,
            AppError::Busy => 503,
            AppError::Unreachable | AppError::Broken(_) => 500,
        }
    }

    /// Of an answer that is not ours: a proxy's, or a layer's.
    pub fn of_status(status: u16) -> Self {
        match status {
            401 => AppError::SignedOut,
            403 => AppError::Forbidden,
            404 => AppError::NotFound,
            413 => AppError::TooLarge,
            429 => AppError::TooMany(60),
            503 => AppError::Busy,
            500.. => AppError::Unreachable,
            _ => AppError::Malformed,
        }
    }

    /// The problems of a form, when it is one.
    pub fn problems(&self) -> &[FieldProblem] {
        if let AppError::Refused(problems) = self { problems } else { &[] }
    }

    /// One problem of one field.
    pub fn field(field: &str, problem: model::Problem) -> Self {
        AppError::Refused(vec![FieldProblem::new(field, problem)])
    }
}

impl FromServerFnError for AppError {
    type Encoder = JsonEncoding;

    fn from_server_fn_error(e: ServerFnErrorErr) -> Self {
        match e {
            ServerFnErrorErr::Request(_) | ServerFnErrorErr::Response(_) => AppError::Unreachable,
            ServerFnErrorErr::Args(text) | ServerFnErrorErr::Deserialization(text) => {
                if text.contains("length limit exceeded") { AppError::TooLarge } else { AppError::Malformed }
            }
            ServerFnErrorErr::MissingArg(_) | ServerFnErrorErr::UnsupportedRequestMethod(_) => AppError::Malformed,
            _ => AppError::Broken(String::new()),
        }
    }
}
