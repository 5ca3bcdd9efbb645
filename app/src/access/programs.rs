//! Programs come in with a token of their own, `Authorization: Bearer bonport_…`, and never with a cookie: no page can make a browser
//! send one (S13). Of a token only the hash is kept (S07); refused ones are counted like bad sign-ins (S02).

use super::{ClientAddress, token};
use crate::{clock::now, error::AppError, services::Services};
use http::{HeaderMap, header};
use model::{Program, TOKEN_PREFIX};
use std::net::{IpAddr, Ipv4Addr};
use store::{Tx, programs};

/// « Last used » is written no more often than this.
const SEEN_EVERY: i64 = 60 * 1000;

/// A program whose token works, and how to find it again.
#[derive(Clone, Debug)]
pub struct Admitted {
    /// Which.
    pub program: Program,
    hash: [u8; 32],
}

/// A fresh token and its hash.
pub(crate) fn fresh() -> (String, [u8; 32]) {
    let token = [TOKEN_PREFIX, &token::fresh().0].concat();
    let hash = token::hash(&token);
    (token, hash)
}

/// The program behind a request.
///
/// # Errors
/// `SignedOut` without a token that works; `TooMany` after ten refused ones a minute from this address.
pub async fn admitted(
    services: &Services,
    headers: &HeaderMap,
    address: Option<ClientAddress>,
) -> Result<Admitted, AppError> {
    let address = address.map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |address| address.0);
    let limits = &services.access.limits;
    let Some(token) = bearer(headers) else { return Err(AppError::SignedOut) };
    let hash = token::hash(token);
    let mut tx = services.pool.read().await?;
    let found = programs::find(&mut tx, &hash, now()).await?;
    drop(tx);
    let Some(program) = found else {
        // A program that works does not stand back for another one of the same machine: tokens cannot be guessed.
        limits.may_show_token(address, now()).map_err(AppError::TooMany)?;
        limits.token_refused(address, now());
        return Err(AppError::SignedOut);
    };
    seen(services, &program).await?;
    Ok(Admitted { program, hash })
}

/// Does the token still work? An upload may take long, and a token that is revoked meanwhile puts nothing in.
///
/// # Errors
/// `SignedOut`.
pub async fn still_admitted(tx: &mut Tx, admitted: &Admitted) -> Result<(), AppError> {
    programs::find(tx, &admitted.hash, now()).await?.map(drop).ok_or(AppError::SignedOut)
}

/// What stands behind `Bearer`, in one blank (RFC 6750 §2.1).
fn bearer(headers: &HeaderMap) -> Option<&str> {
    let (scheme, token) = headers.get(header::AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}

async fn seen(services: &Services, program: &Program) -> Result<(), AppError> {
    let at = now();
    if program.last_used_at.is_some_and(|last| at.since(last) < SEEN_EVERY) {
        return Ok(());
    }
    let mut tx = services.pool.write().await?;
    programs::touch(&mut tx, program.id, at).await?;
    Ok(tx.commit().await?)
}
