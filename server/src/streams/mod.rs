//! What is neither a screen nor a server function: files of a draft, files and mails that were sent, the live result,
//! the compose form without the wasm, pages of the server alone, documents that programs bring.

mod blocked;
mod book;
mod departure;
mod directory;
mod display;
mod documents;
mod download;
mod families;
mod import;
mod interventions;
mod jobs;
mod limits;
mod live;
mod mailbox;
mod merging;
mod phrases;
mod plain;
mod programs;
mod receives;
mod restored;
mod sent;
mod upload;
mod waiting;

use crate::router::from_extensions;
use app::{
    access::Caller,
    document::Assets,
    error::AppError,
    services::Services,
    wire::{Format, PACKED, pack},
};
use axum::{
    Extension, Json, Router,
    extract::Request,
    response::{IntoResponse, Response},
    routing::{MethodRouter, get, post},
};
use download::downloaded;
use http::{Method, StatusCode, header::CONTENT_TYPE};
use leptos::prelude::{IntoView, provide_context};
use leptos_axum::render_app_async_with_context;
use serde::Serialize;

/// Method, path, handler. Each asks for a [`Caller`] itself, but what watches whether we are alive.
fn handlers() -> Vec<(Method, &'static str, MethodRouter<Services>)> {
    vec![
        (Method::POST, "/api/compose/post", post(plain::post)),
        (Method::POST, "/api/documents", post(programs::put).layer(programs::limit())),
        (Method::GET, "/boite-essai", get(mailbox::list)),
        (Method::GET, "/boite-essai/{name}", get(mailbox::mail)),
        (Method::GET, "/boite-essai/{name}/eml", get(mailbox::eml)),
        (Method::GET, "/clients/familles", get(families::page)),
        (Method::GET, "/clients/{id}/documents", get(documents::list)),
        (Method::POST, "/clients/{id}/documents/fichier", post(documents::upload).layer(upload::limit())),
        (Method::GET, "/clients/{id}/documents/nouveau", get(documents::form)),
        (Method::GET, "/clients/{id}/qui-recoit-quoi", get(receives::page)),
        (Method::GET, "/contacts/actes/{id}", get(directory::done)),
        (Method::GET, "/contacts/choisis", get(directory::chosen)),
        (Method::GET, "/contacts/doublons", get(merging::list)),
        (Method::GET, "/contacts/doublons/{a}/{b}", get(merging::pair)),
        (Method::GET, "/contacts/filtres", get(directory::filters)),
        (Method::GET, "/contacts/{id}/carte.vcf", get(directory::card)),
        (Method::GET, "/contacts/{id}/depart", get(departure::form)),
        (Method::GET, "/contacts/{id}/depart/fait", get(departure::done)),
        (Method::GET, "/documents/en-attente", get(waiting::page)),
        (Method::GET, "/documents/{id}", get(documents::one)),
        (Method::GET, "/documents/{id}/modifier", get(documents::change)),
        (Method::GET, "/documents/{id}/pdf", get(documents::pdf)),
        (Method::POST, "/ecrire/{draft}/fichiers", post(upload::upload).layer(upload::limit())),
        (Method::GET, "/envois", get(sent::all)),
        (Method::GET, "/envois/direct", get(live::all)),
        (Method::GET, "/envois/{batch}/direct", get(live::live)),
        (Method::GET, "/envois/{batch}/{delivery}", get(sent::tries)),
        (Method::GET, "/envois/{batch}/messages/{message}/eml", get(sent::mail)),
        (Method::GET, "/envois/{batch}/messages/{message}/fichiers/{file}", get(sent::file)),
        (Method::GET, "/factures", get(book::page)),
        (Method::GET, "/factures/nouveaux", get(book::many)),
        (Method::POST, "/factures/nouveaux/fichier", post(book::upload).layer(upload::limit())),
        (Method::GET, "/envois/{batch}/renvoyer", get(sent::failures)),
        (Method::GET, "/envois/{batch}/resultat.csv", get(sent::result)),
        (Method::GET, "/factures/envoi", get(documents::review)),
        (Method::GET, "/import", get(import::start)),
        (Method::POST, "/import", post(import::receive).layer(upload::limit())),
        (Method::GET, "/import/modele.csv", get(import::model)),
        (Method::GET, "/import/{id}", get(import::one)),
        (Method::GET, "/import/{id}/refusees.csv", get(import::refused)),
        (Method::GET, "/interventions", get(interventions::list)),
        (Method::GET, "/interventions/nouvelle", get(interventions::new)),
        (Method::GET, "/interventions/{id}", get(interventions::card)),
        (Method::GET, "/parametres/adresses-bloquees", get(blocked::page)),
        (Method::GET, "/parametres/affichage", get(display::page)),
        (Method::GET, "/parametres/documents", get(display::documents)),
        (Method::GET, "/parametres/limites", get(limits::page)),
        (Method::GET, "/parametres/phrases", get(phrases::list)),
        (Method::GET, "/parametres/phrases/{kind}/{language}", get(phrases::one)),
        (Method::GET, "/parametres/programmes", get(programs::page)),
        (Method::GET, "/parametres/reprise", get(restored::page)),
        (Method::GET, "/sante", get(crate::watched::health)),
        (Method::GET, "/travaux/{key}", get(jobs::page)),
        (Method::GET, "/travaux/{key}/etat", get(jobs::state)),
    ]
}

/// All of them; pages among them name these assets.
pub fn routes(services: Services, assets: Assets) -> Router {
    let all = handlers().into_iter();
    let router = all.fold(Router::new(), |router, (_, path, handler)| router.route(path, handler));
    router.layer(Extension(assets)).with_state(services)
}

/// Their methods and paths, for the table of who may call what (S22).
pub fn paths() -> Vec<(Method, &'static str)> {
    handlers().into_iter().map(|(method, path, _)| (method, path)).collect()
}

/// An [`AppError`] as an answer: its status, and its code as JSON.
pub struct Failed(AppError);

impl<E: Into<AppError>> From<E> for Failed {
    fn from(e: E) -> Self {
        Failed(e.into())
    }
}

impl IntoResponse for Failed {
    fn into_response(self) -> Response {
        answer::<()>(Format::Json, Err(self))
    }
}

/// Why a request was not read.
pub(crate) fn refused(format: Format, error: AppError) -> Response {
    answer::<()>(format, Err(Failed(error)))
}

/// For our wasm packed, for others JSON; an error with its status.
fn answer<T: Serialize>(format: Format, done: Result<T, Failed>) -> Response {
    match done {
        Ok(value) => (StatusCode::OK, body(format, &value)).into_response(),
        Err(Failed(error)) => {
            let status = StatusCode::from_u16(error.status()).expect("statuses are constants");
            (status, body(format, &error)).into_response()
        }
    }
}

fn body<T: Serialize>(format: Format, value: &T) -> Response {
    match (format == Format::Packed).then(|| pack(value)) {
        Some(Ok(bytes)) => ([(CONTENT_TYPE, PACKED)], bytes).into_response(),
        _ => Json(value).into_response(),
    }
}

/// Who is signed in, or 401.
fn signed_in(caller: Option<Extension<Caller>>) -> Result<model::User, Failed> {
    caller.map(|Extension(caller)| caller.user).ok_or(Failed(AppError::SignedOut))
}

/// A page of the server alone; what was found for it stays what it is while it is rendered.
async fn rendered<V: IntoView + 'static>(
    services: Services,
    assets: Assets,
    request: Request,
    page: impl Fn() -> V + Clone + Send + Sync + 'static,
) -> Response {
    let context = move || {
        provide_context(services.clone());
        provide_context(assets.clone());
        from_extensions();
    };
    render_app_async_with_context(context, page)(request).await
}
