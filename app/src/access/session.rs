//! Sessions: a random token in a cookie, its hash in a table (S06–S09). Opened and ended in server functions only; a page that
//! streams has sent its headers.

use super::{Caller, gate, token};
use crate::{clock, error::AppError, facts::find::cookie, services::Services};
use axum::{
    extract::{Request, State},
    middleware::Next,
    response::Response,
};
use http::{HeaderMap, HeaderValue, header, request::Parts};
use leptos::prelude::{expect_context, use_context};
use leptos_axum::ResponseOptions;
use model::{Moment, UserId};
use store::{
    Tx,
    sessions::{self, Ages},
};

/// Idle 12 hours, seven days in all (S09).
pub const AGES: Ages = Ages { idle_seconds: 12 * 3600, absolute_seconds: 7 * 24 * 3600 };
/// « Last seen » is written no more often than this.
const SEEN_EVERY: i64 = 5 * 60 * 1000;
/// What is kept of the browser's name.
const AGENT: usize = 200;

/// In the request when the database could not say who is calling.
#[derive(Clone, Copy, Debug)]
pub(super) struct Unread;

/// Puts the [`Caller`] and its `User` among the request's extensions, and sends pages of nobody to the sign-in.
pub async fn layer(State(services): State<Services>, mut request: Request, next: Next) -> Response {
    if gate::is_file(request.uri().path()) {
        return next.run(request).await;
    }
    if let Some(token) = cookie(request.headers(), cookie_name(&services)) {
        match find(&services, token).await {
            Ok(Some(caller)) => {
                // The line of the request says who it was, by number.
                tracing::Span::current().record("user", caller.user.id.0);
                request.extensions_mut().insert(caller.user.clone());
                request.extensions_mut().insert(caller);
            }
            Ok(None) => {}
            Err(error) => {
                tracing::warn!(%error, "a session could not be read");
                request.extensions_mut().insert(Unread);
            }
        }
    }
    match gate::turned_away(&request) {
        Some(elsewhere) => elsewhere,
        None => next.run(request).await,
    }
}

async fn find(services: &Services, token: &str) -> store::Result<Option<Caller>> {
    let now = clock::now();
    let mut tx = services.pool.read().await?;
    let Some(session) = sessions::find(&mut tx, &token::hash(token), AGES, now).await? else { return Ok(None) };
    drop(tx);
    if now.since(session.last_seen_at) >= SEEN_EVERY {
        tokio::spawn(seen(services.clone(), session.id, now));
    }
    Ok(Some(Caller { user: session.user, session: session.id }))
}

async fn seen(services: Services, session: i64, now: Moment) {
    let written = async {
        let mut tx = services.pool.write().await?;
        sessions::touch(&mut tx, session, now).await?;
        sessions::remove_ended(&mut tx, AGES, now).await?;
        tx.commit().await
    };
    if let Err(error) = written.await {
        tracing::warn!(%error, "a session's last use could not be written");
    }
}

/// Opens a session for this browser; what it had before ends (S06). The cookie goes out with the answer of the running server
/// function, so call this last before the commit.
pub(crate) async fn open(tx: &mut Tx, services: &Services, user: UserId) -> Result<(), AppError> {
    let request = expect_context::<Parts>();
    if let Some(old) = cookie(&request.headers, cookie_name(services)) {
        sessions::remove(tx, &token::hash(old)).await?;
    }
    let (token, hash) = token::fresh();
    sessions::add(tx, &hash, user, &agent(&request.headers), clock::now()).await?;
    set_cookie(services, &token, AGES.absolute_seconds);
    Ok(())
}

/// Ends this browser's session, here and in the table.
pub(super) async fn close(tx: &mut Tx, services: &Services) -> Result<(), AppError> {
    let request = expect_context::<Parts>();
    if let Some(old) = cookie(&request.headers, cookie_name(services)) {
        sessions::remove(tx, &token::hash(old)).await?;
    }
    set_cookie(services, "", 0);
    Ok(())
}

/// With https the browser itself sees to it that no other host and no page in clear wrote it (S08).
fn cookie_name(services: &Services) -> &'static str {
    if services.is_https() { "__Host-bonport" } else { "bonport" }
}

fn set_cookie(services: &Services, token: &str, seconds: i64) {
    let secure = if services.is_https() { "; Secure" } else { "" };
    let name = cookie_name(services);
    let text = format!("{name}={token}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Lax{secure}");
    let value = HeaderValue::try_from(text).expect("a token is base64");
    if let Some(response) = use_context::<ResponseOptions>() {
        response.append_header(header::SET_COOKIE, value);
    }
}

fn agent(headers: &HeaderMap) -> String {
    let text = headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    text.chars().take(AGENT).collect()
}
