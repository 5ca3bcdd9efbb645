//! The directory's pages of the server alone (E10): all the filters, what to do with the chosen contacts, what came of it; and a
//! contact as a card to take along.

use super::{Failed, downloaded, rendered, signed_in};
use crate::vcard::vcard;
use app::{
    access::{Caller, caller_among},
    contacts::{
        chosen::{self, Chosen},
        filters::{self, Found},
    },
    document::Assets,
    services::Services,
};
use axum::{
    Extension,
    body::Body,
    extract::{Path, Query, RawQuery, Request, State},
    response::{IntoResponse, Redirect, Response},
};
use model::{BulkId, ContactId, Hides, compose::file_name};

/// `GET /contacts/filtres`
pub async fn filters(
    State(services): State<Services>,
    Extension(assets): Extension<Assets>,
    RawQuery(query): RawQuery,
    request: Request,
) -> Response {
    let found = match caller_among(request.extensions()) {
        Ok(caller) => filters::found(&services.pool, &caller.user, &query.unwrap_or_default()).await,
        Err(error) => Err(error),
    };
    let shown = match found {
        Ok(Found::List(path)) => return Redirect::to(&path).into_response(),
        Ok(Found::Form(shown)) => Ok(*shown),
        Err(error) => Err(error),
    };
    rendered(services, assets, request, move || filters::document(shown.clone())).await
}

/// `GET /contacts/choisis?pour=ecrire&chosen[]=1`
pub async fn chosen(
    State(services): State<Services>,
    Extension(assets): Extension<Assets>,
    Query(query): Query<Vec<(String, String)>>,
    request: Request,
) -> Response {
    let found = match caller_among(request.extensions()) {
        Ok(_) => chosen::chosen(&services.pool, &query).await,
        Err(error) => Err(error),
    };
    if let Ok(Chosen::Compose(path)) = &found {
        return Redirect::to(path).into_response();
    }
    rendered(services, assets, request, move || chosen::chosen_document(found.clone())).await
}

/// `GET /contacts/actes/{id}`
pub async fn done(
    State(services): State<Services>,
    Extension(assets): Extension<Assets>,
    Path(id): Path<i64>,
    request: Request,
) -> Response {
    let found = match caller_among(request.extensions()) {
        Ok(caller) => chosen::done(&services.pool, &caller.user, BulkId(id)).await,
        Err(error) => Err(error),
    };
    rendered(services, assets, request, move || chosen::done_document(found.clone())).await
}

/// `GET /contacts/{id}/carte.vcf`
pub async fn card(
    State(services): State<Services>,
    caller: Option<Extension<Caller>>,
    Path(id): Path<i64>,
) -> Result<Response, Failed> {
    signed_in(caller)?;
    let mut tx = services.pool.read().await?;
    let mut contact = store::contacts::get(&mut tx, ContactId(id)).await?;
    if contact.erased_at.is_some() {
        return Err(store::StoreError::NotFound.into());
    }
    let mut links = store::affiliations::of_contact(&mut tx, contact.id).await?;
    let hidden = store::settings(&mut tx).await?.hidden;
    contact.hide(&hidden);
    links.iter_mut().for_each(|link| link.hide(&hidden));
    let at = links.iter().find(|link| link.ended_at.is_none() && !link.client_inactive);
    let card = vcard(&contact, at.map(|link| (link.client_label.as_str(), link.function.as_str())));
    let name = file_name(&format!("{}.vcf", contact.name()));
    Ok(downloaded(&name, "text/vcard; charset=utf-8")
        .body(Body::from(card))
        .expect("names are cleaned when they are stored"))
}
