//! « A quitté l'entreprise » (P03), for whoever is signed in. Pages of the server alone, beside the screens.

use super::rendered;
use app::{
    access::caller_among,
    contacts::departure::{self, Shown, document},
    document::Assets,
    error::AppError,
    services::Services,
};
use axum::{
    Extension,
    extract::{Path, Query, Request, State},
    response::Response,
};
use model::ContactId;
use serde::Deserialize;
use std::str::FromStr;

/// The client that is left, and what is searched as the next one.
#[derive(Deserialize)]
pub struct Asked {
    client: Option<String>,
    #[serde(default)]
    q: String,
}

/// `GET /contacts/{id}/depart?client=…&q=…`
pub async fn form(
    State(services): State<Services>,
    Extension(assets): Extension<Assets>,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
    request: Request,
) -> Response {
    let shown = match caller_among(request.extensions()) {
        Ok(_) => to_fill(&services, &id, asked).await,
        Err(error) => Err(error),
    };
    rendered(services, assets, request, move || document(shown.clone())).await
}

async fn to_fill(services: &Services, id: &str, asked: Asked) -> Result<Shown, AppError> {
    let client = asked.client.as_deref().map(number).transpose()?;
    let mut tx = services.pool.read().await?;
    departure::form(&mut tx, number(id)?, client, asked.q).await
}

/// Which departure, or the client where the contact is again.
#[derive(Deserialize)]
pub struct Happened {
    depart: Option<String>,
    annule: Option<String>,
}

/// `GET /contacts/{id}/depart/fait?depart=…`, or `?annule=…`
pub async fn done(
    State(services): State<Services>,
    Extension(assets): Extension<Assets>,
    Path(id): Path<String>,
    Query(happened): Query<Happened>,
    request: Request,
) -> Response {
    let shown = match caller_among(request.extensions()) {
        Ok(_) => told(&services, &id, happened).await,
        Err(error) => Err(error),
    };
    rendered(services, assets, request, move || document(shown.clone())).await
}

async fn told(services: &Services, id: &str, happened: Happened) -> Result<Shown, AppError> {
    let contact: ContactId = number(id)?;
    let mut tx = services.pool.read().await?;
    match (happened.depart, happened.annule) {
        (Some(id), _) => departure::done(&mut tx, contact, number(&id)?).await,
        (None, Some(client)) => departure::undone(&mut tx, contact, number(&client)?).await,
        (None, None) => Err(AppError::NotFound),
    }
}

fn number<T: FromStr>(text: &str) -> Result<T, AppError> {
    text.parse().map_err(|_| AppError::NotFound)
}
