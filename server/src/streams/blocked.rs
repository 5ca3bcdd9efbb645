//! `GET /parametres/adresses-bloquees`: addresses to which nothing is sent any more, for administrators. A page of the server alone.

use super::rendered;
use app::{
    access::administrator_among,
    document::Assets,
    error::AppError,
    services::Services,
    settings::blocked::{Asked, Page, document},
};
use axum::{
    Extension,
    extract::{Query, Request, State},
    response::Response,
};
use model::{EmailAddress, Moment};
use serde::Deserialize;
use store::suppressions::{self, AddressHmac, PAGE};

/// What the address of the page says.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Said {
    q: Option<String>,
    debloquee: Option<String>,
    apres: Option<String>,
}

/// `GET /parametres/adresses-bloquees?q=…&debloquee=…&apres=…`
pub async fn page(
    State(services): State<Services>,
    Extension(assets): Extension<Assets>,
    Query(asked): Query<Said>,
    request: Request,
) -> Response {
    let found = match administrator_among(request.extensions()) {
        Ok(_) => found(&services, &asked).await,
        Err(error) => Err(error),
    };
    rendered(services, assets, request, move || document(found.clone())).await
}

async fn found(services: &Services, asked: &Said) -> Result<Page, AppError> {
    let mut tx = services.pool.read().await?;
    let after = asked.apres.as_deref().and_then(place);
    let mut blocked = suppressions::list(&mut tx, after).await?;
    let more = blocked.len() > PAGE;
    blocked.truncate(PAGE);
    let next = blocked.last().filter(|_| more).map(|last| format!("{}-{}", last.since.0, last.id));
    let unblocked = match asked.debloquee.as_deref().and_then(|id| id.parse().ok()) {
        Some(hmac) => suppressions::find(&mut tx, hmac).await?.filter(|one| one.removed_at.is_some()),
        None => None,
    };
    let text = asked.q.as_deref().map(str::trim).filter(|text| !text.is_empty());
    let asked = match text {
        Some(text) => Some(about(services, &mut tx, text).await?),
        None => None,
    };
    Ok(Page { blocked, unblocked, asked, next, later: after.is_some() })
}

/// `1800000000000-00ff…`, the last of the page before.
fn place(text: &str) -> Option<(Moment, AddressHmac)> {
    let (at, hmac) = text.split_once('-')?;
    Some((Moment(at.parse().ok()?), hmac.parse().ok()?))
}

async fn about(services: &Services, tx: &mut store::Tx, text: &str) -> Result<Asked, AppError> {
    let mut asked = Asked { text: text.to_owned(), wrong: false, found: None };
    let Ok(address) = EmailAddress::parse(text) else { return Ok(Asked { wrong: true, ..asked }) };
    if let Some(key) = suppressions::find_key(tx, &services.keys).await? {
        let found = suppressions::find(tx, key.hmac(&address)).await?;
        asked.found = found.filter(|one| one.removed_at.is_none());
    }
    Ok(asked)
}
