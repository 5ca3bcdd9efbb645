//! Finds the facts of a request, once, before its page is rendered.

use super::{Facts, Sending, zone::zone};
use crate::{clock::now, error::AppError, services::Services};
use axum::http::{HeaderMap, header};
use model::{AccountOwner, AccountState, Lang, Settings, Theme, Transport, User, UserRole, Zone};
use store::Tx;

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
    let sending = sending(&mut tx, user.as_ref(), settings.test_mailbox).await?;
    Ok(Facts {
        language: user.as_ref().map(|user| user.language).or_else(|| language(headers)).unwrap_or(settings.language),
        theme: user.as_ref().map_or_else(|| theme(headers), |user| user.theme),
        zone: zone_for(user.as_ref(), &settings),
        user,
        now: now(),
        organisation: settings.organisation_name,
        sending,
        hidden: settings.hidden.into_iter().map(String::from).collect(),
    })
}

/// The zone by whose clock times are shown and read: the user's, else the organisation's.
pub fn zone_for(user: Option<&User>, settings: &Settings) -> Zone {
    zone(user.and_then(|user| user.time_zone.as_deref()).unwrap_or(&settings.time_zone), now())
}

/// The language that a browser asks for: the chosen one, else its own.
pub fn language(headers: &HeaderMap) -> Option<Lang> {
    let accepted = || headers.get(header::ACCEPT_LANGUAGE).and_then(|value| Lang::accepted(value.to_str().ok()?));
    cookie(headers, LANGUAGE_COOKIE).and_then(Lang::from_code).or_else(accepted)
}

fn theme(headers: &HeaderMap) -> Theme {
    cookie(headers, THEME_COOKIE).and_then(Theme::from_code).unwrap_or_default()
}

/// By one's own account, else the organisation's: that one's own stopped is said also while « De » stands at the organisation's. A
/// stopped one sends nothing into the test mailbox either.
async fn sending(tx: &mut Tx, user: Option<&User>, test_mailbox: bool) -> Result<Sending, AppError> {
    if store::restorations::find(tx).await?.is_some() {
        return Ok(Sending::HeldAfterRestore);
    }
    let accounts = match user {
        Some(user) => store::accounts::list_for(tx, user.id).await?,
        None => vec![],
    };
    // Documents leave by the organisation's: who can mend it is told even while an account of one's own works.
    let administers = user.is_some_and(|user| user.role == UserRole::Administrator);
    let of_all = accounts.iter().find(|account| account.owner == AccountOwner::Organisation);
    let broken = of_all.is_some_and(|of_all| !of_all.state.is_working() && of_all.state != AccountState::Disabled);
    let first = accounts.into_iter().find(|account| account.state != AccountState::Disabled);
    Ok(match first.map(|account| (account.state.is_working(), account.owner, account.transport)) {
        None => Sending::Impossible,
        Some((false, AccountOwner::User(_), _)) => Sending::OwnStopped,
        Some((false, AccountOwner::Organisation, _)) => Sending::OrganisationStopped,
        Some((true, ..)) if administers && broken => Sending::OrganisationStopped,
        Some((true, _, Transport::Smtp)) if !test_mailbox => Sending::Possible,
        Some((true, ..)) => Sending::TestMailbox,
    })
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
