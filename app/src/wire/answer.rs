//! What the server told, still packed.

#[cfg(feature = "ssr")]
use super::packed::pack;
use super::{
    lasting::lasting,
    packed::{OUR_PACKED, unpack},
};
use crate::error::AppError;
use base64::{Engine, prelude::BASE64_STANDARD};
use leptos::server_fn::{client::Client, redirect::call_redirect_hook, request::ClientReq, response::ClientRes};
use serde::{Serialize, de::DeserializeOwned};
use std::{convert::Infallible, fmt, future::Future, pin::Pin, str::FromStr};

pub(super) const JSON: &str = "application/json";
pub(super) const FORM: &str = "application/x-www-form-urlencoded";

/// An answer as it is packed, or why there is none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Answer(pub Result<Vec<u8>, AppError>);

/// An answer on its way.
pub(super) type Coming = Pin<Box<dyn Future<Output = Answer> + Send>>;

impl Answer {
    /// Of a function that ran here.
    #[cfg(feature = "ssr")]
    pub fn of<T: Serialize>(done: &Result<T, AppError>) -> Answer {
        Answer(match done {
            Ok(value) => pack(value),
            Err(error) => Err(error.clone()),
        })
    }

    pub fn read<T: DeserializeOwned>(&self) -> Result<T, AppError> {
        match &self.0 {
            Ok(packed) => unpack(packed),
            Err(error) => Err(error.clone()),
        }
    }
}

/// As it stands in the page for the browser.
#[cfg(feature = "ssr")]
impl fmt::Display for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Ok(packed) => f.write_str(&BASE64_STANDARD.encode(packed)),
            Err(error) => write!(f, "!{}", BASE64_STANDARD.encode(pack(error).map_err(|_| fmt::Error)?)),
        }
    }
}

/// The browser writes no pages.
#[cfg(not(feature = "ssr"))]
impl fmt::Display for Answer {
    fn fmt(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
        Err(fmt::Error)
    }
}

impl FromStr for Answer {
    type Err = Infallible;

    fn from_str(told: &str) -> Result<Answer, Infallible> {
        let packed = |text| BASE64_STANDARD.decode(text).map_err(|_| AppError::Unreachable);
        Ok(Answer(match told.strip_prefix('!') {
            Some(error) => Err(packed(error).and_then(|error| unpack(&error)).unwrap_or_else(|none| none)),
            None => packed(told),
        }))
    }
}

/// As JSON.
pub(super) fn text<T: Serialize>(value: &T) -> Result<String, AppError> {
    serde_json::to_string(value).map_err(|_| AppError::Malformed)
}

/// Posts to a server function. Dropped before the end, the request is given up.
pub(super) fn post<C: Client<AppError> + 'static>(path: &str, content_type: &'static str, body: String) -> Coming {
    let bytes = body.len();
    let request = C::Request::try_new_post(path, content_type, OUR_PACKED, body).map(|made| lasting(made, bytes));
    Box::pin(async move {
        let told = async {
            let response = C::send(request?).await?;
            let (status, location, moved) = (response.status(), response.location(), response.has_redirect());
            let packed = response.try_into_bytes().await?;
            match status {
                400..=599 => return Err(unpack(&packed).unwrap_or_else(|_| AppError::of_status(status))),
                300..=399 => call_redirect_hook(&location),
                _ if moved => call_redirect_hook(&location),
                _ => {}
            }
            Ok(packed.into())
        };
        Answer(told.await)
    })
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::{Answer, AppError};

    #[test]
    fn an_answer_survives_the_page() {
        for answer in [
            Answer::of(&Ok("! « à »".to_owned())),
            Answer::of(&Ok(())),
            Answer::of(&Ok(None::<i64>)),
            Answer(Err(AppError::NotFound)),
            Answer(Err(AppError::field("email", model::Problem::Required))),
        ] {
            assert_eq!(answer.to_string().parse(), Ok(answer));
        }
    }
}
