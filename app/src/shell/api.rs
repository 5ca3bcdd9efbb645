//! Theme and language: kept in a cookie for this browser, and with the user when one is signed in. Both are chosen by plain forms,
//! so the whole page comes back in the new one.

use crate::{error::AppError, wire::Wire};
use leptos::prelude::*;

/// Light, dark, or as the device says.
#[server(prefix = "/api", endpoint = "shell/theme", protocol = Wire)]
pub async fn choose_theme(
    /// Its code.
    theme: String,
) -> Result<(), AppError> {
    use crate::{access::caller, facts::find::THEME_COOKIE, services::writing};
    let theme = model::Theme::from_code(&theme).ok_or(AppError::Malformed)?;
    remember(THEME_COOKIE, theme.code());
    if let Ok(caller) = caller() {
        let mut tx = writing().await?;
        store::users::change_theme(&mut tx, caller.user.id, theme).await?;
        tx.commit().await?;
    }
    Ok(())
}

/// The language of the screens.
#[server(prefix = "/api", endpoint = "shell/language", protocol = Wire)]
pub async fn choose_language(
    /// Its code.
    language: String,
) -> Result<(), AppError> {
    use crate::{access::caller, facts::find::LANGUAGE_COOKIE, services::writing};
    let language = model::Lang::from_code(&language).ok_or(AppError::Malformed)?;
    remember(LANGUAGE_COOKIE, language.code());
    if let Ok(caller) = caller() {
        let mut tx = writing().await?;
        store::users::change_language(&mut tx, caller.user.id, language).await?;
        tx.commit().await?;
    }
    Ok(())
}

/// For a year; read by the server before it renders a page, so that nothing flashes.
#[cfg(feature = "ssr")]
pub(crate) fn remember(name: &str, code: &str) {
    let cookie = format!("{name}={code}; Path=/; Max-Age=31536000; SameSite=Lax");
    let value = http::HeaderValue::try_from(cookie).expect("codes are letters");
    if let Some(response) = use_context::<leptos_axum::ResponseOptions>() {
        response.append_header(http::header::SET_COOKIE, value);
    }
}
