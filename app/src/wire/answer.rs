//! What the server told, still as text.

use crate::error::AppError;
use leptos::server_fn::{client::Client, redirect::call_redirect_hook, request::ClientReq, response::ClientRes};
use serde::{Serialize, de::DeserializeOwned};
use std::{convert::Infallible, fmt, future::Future, pin::Pin, str::FromStr};

pub(super) const JSON: &str = "application/json";
pub(super) const FORM: &str = "application/x-www-form-urlencoded";

/// The JSON of an answer, or why there is none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Answer(pub Result<String, AppError>);

/// An answer on its way.
pub(super) type Coming = Pin<Box<dyn Future<Output = Answer> + Send>>;

impl Answer {
    /// Of a function that ran here.
    #[cfg(feature = "ssr")]
    pub fn of<T: Serialize>(done: &Result<T, AppError>) -> Answer {
        Answer(match done {
            Ok(value) => text(value),
            Err(error) => Err(error.clone()),
        })
    }

    pub fn read<T: DeserializeOwned>(&self) -> Result<T, AppError> {
        match &self.0 {
            Ok(json) => serde_json::from_str(json).map_err(|_| AppError::Unreachable),
            Err(error) => Err(error.clone()),
        }
    }
}

/// As it stands in the page for the browser.
impl fmt::Display for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Ok(json) => f.write_str(json),
            Err(error) => write!(f, "!{}", text(error).map_err(|_| fmt::Error)?),
        }
    }
}

impl FromStr for Answer {
    type Err = Infallible;

    fn from_str(told: &str) -> Result<Answer, Infallible> {
        Ok(Answer(match told.strip_prefix('!') {
            Some(error) => Err(serde_json::from_str(error).unwrap_or(AppError::Unreachable)),
            None => Ok(told.to_owned()),
        }))
    }
}

/// As JSON.
pub(super) fn text<T: Serialize>(value: &T) -> Result<String, AppError> {
    serde_json::to_string(value).map_err(|_| AppError::Malformed)
}

/// Posts to a server function. Dropped before the end, the request is given up.
pub(super) fn post<C: Client<AppError> + 'static>(path: &str, content_type: &'static str, body: String) -> Coming {
    let request = C::Request::try_new_post(path, content_type, JSON, body);
    Box::pin(async move {
        let told = async {
            let response = C::send(request?).await?;
            let (status, location, moved) = (response.status(), response.location(), response.has_redirect());
            let text = response.try_into_string().await?;
            match status {
                400..=599 => return Err(serde_json::from_str(&text).unwrap_or_else(|_| AppError::of_status(status))),
                300..=399 => call_redirect_hook(&location),
                _ if moved => call_redirect_hook(&location),
                _ => {}
            }
            Ok(text)
        };
        Answer(told.await)
    })
}

#[cfg(test)]
mod tests {
    use super::{Answer, AppError};

    #[test]
    fn an_answer_survives_the_page() {
        for answer in [
            Answer(Ok(r#""!" « à » ""#.into())),
            Answer(Ok("null".into())),
            Answer(Err(AppError::NotFound)),
            Answer(Err(AppError::field("email", model::Problem::Required))),
        ] {
            assert_eq!(answer.to_string().parse(), Ok(answer));
        }
    }
}
