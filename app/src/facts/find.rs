//! Finds the facts of a request, once, before its page is rendered.

use super::{Facts, Sending, zone::zone};
use crate::{clock::now, error::AppError, services::Services};
use axum::http::{HeaderMap, header};
use model::{Lang, Settings, Theme, User};

/// Cookies that remember what a person without an account, or before signing in, chose.
pub const LANGUAGE_COOKIE: &str = "langue";
/// See [`LANGUAGE_COOKIE`].
pub const THEME_COOKIE: &str = "theme";

/// The facts for this user and these headers.
///
/// # Errors
/// The database is busy or broken.
pub async fn facts(services: &Services, user: Option<User>, headers: &HeaderMap) -> Result<Facts, AppError> {
    let mut tx = services.pool.read().await?;
    let settings = store::settings(&mut tx).await?;
    let sending = sending(&settings);
    Ok(Facts {
        language: user.as_ref().map_or_else(|| language(headers, &settings), |user| user.language),
        theme: user.as_ref().map_or_else(|| theme(headers), |user| user.theme),
        zone: zone(user.as_ref().and_then(|user| user.time_zone.as_deref()).unwrap_or(&settings.time_zone), now()),
        user,
        now: now(),
        organisation: settings.organisation_name,
        sending,
    })
}

fn language(headers: &HeaderMap, settings: &Settings) -> Lang {
    cookie(headers, LANGUAGE_COOKIE)
        .and_then(Lang::from_code)
        .or_else(|| headers.get(header::ACCEPT_LANGUAGE).and_then(|v| Lang::accepted(v.to_str().ok()?)))
        .unwrap_or(settings.language)
}

fn theme(headers: &HeaderMap) -> Theme {
    cookie(headers, THEME_COOKIE).and_then(Theme::from_code).unwrap_or_default()
}

fn sending(settings: &Settings) -> Sending {
    if settings.test_mailbox { Sending::TestMailbox } else { Sending::Impossible }
}

/// The value of a cookie of the request.
pub fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find_map(|(key, value)| (key == name).then_some(value))
}
