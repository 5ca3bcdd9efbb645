//! All sends, each try of a delivery, and exactly what was sent: the mail as its bytes, and each of its files (P50). Nothing of it runs
//! here (S39).

use super::{Failed, downloaded, rendered, signed_in};
use app::{
    access::{Caller, caller_among},
    document::Assets,
    error::AppError,
    facts::Facts,
    sends::{
        Asked, SendsShown, TriesShown, failures_document, failures_page, sends_document, sends_page, table,
        tries_document, tries_page,
    },
    services::Services,
    words::Words,
};
use axum::{
    Extension,
    body::{Body, Bytes},
    extract::{Path, Query, Request, State},
    response::Response,
};
use futures_util::stream::unfold;
use http::header;
use model::{AttachmentId, BatchId, DeliveryId, MessageId, User, Zone, import::Separator};
use store::blobs::{Hash, Reader};

/// `GET /envois?etat=…&q=…&sorte=…&par=…&compte=…&du=…&au=…&avant=…`
pub async fn all(
    State(services): State<Services>,
    Extension(assets): Extension<Assets>,
    facts: Option<Extension<Facts>>,
    Query(asked): Query<Asked>,
    request: Request,
) -> Response {
    let zone = facts.map(|Extension(facts)| facts.zone).unwrap_or_default();
    let shown = match caller_among(request.extensions()) {
        Ok(caller) => listed(&services, &asked, &caller.user, &zone).await,
        Err(error) => Err(error),
    };
    rendered(services, assets, request, move || sends_document(shown.clone())).await
}

async fn listed(services: &Services, asked: &Asked, user: &User, zone: &Zone) -> Result<SendsShown, AppError> {
    sends_page(&mut services.pool.read().await?, asked, user, zone).await
}

/// `GET /envois/{batch}/{delivery}`: one address with every try.
pub async fn tries(
    State(services): State<Services>,
    Extension(assets): Extension<Assets>,
    Path((batch, delivery)): Path<(String, String)>,
    request: Request,
) -> Response {
    let shown = match caller_among(request.extensions()) {
        Ok(_) => tried(&services, &batch, &delivery).await,
        Err(error) => Err(error),
    };
    rendered(services, assets, request, move || tries_document(shown.clone())).await
}

async fn tried(services: &Services, batch: &str, delivery: &str) -> Result<TriesShown, AppError> {
    let (batch, delivery) = (BatchId(number(batch)?), DeliveryId(number(delivery)?));
    tries_page(&mut services.pool.read().await?, batch, delivery).await
}

/// At an address that holds something else there is nothing, which is said as everywhere.
fn number(text: &str) -> Result<i64, AppError> {
    text.parse().map_err(|_| AppError::NotFound)
}

/// `GET /envois/{batch}/renvoyer`: what failed, to be sent again.
pub async fn failures(
    State(services): State<Services>,
    Extension(assets): Extension<Assets>,
    Path(batch): Path<String>,
    request: Request,
) -> Response {
    let found = match caller_among(request.extensions()) {
        Ok(_) => found(&services, &batch).await,
        Err(error) => Err(error),
    };
    rendered(services, assets, request, move || failures_document(found.clone())).await
}

async fn found(services: &Services, batch: &str) -> Result<app::sends::Failures, AppError> {
    let batch = BatchId(number(batch)?);
    failures_page(&mut services.pool.read().await?, batch).await
}

/// `GET /envois/{batch}/resultat.csv`: a line for each address (P36), in the language and zone of who asks.
pub async fn result(
    State(services): State<Services>,
    caller: Option<Extension<Caller>>,
    facts: Option<Extension<Facts>>,
    Path(batch): Path<String>,
) -> Result<Response, Failed> {
    let user = signed_in(caller)?;
    let batch = number(&batch)?;
    let zone = facts.map(|Extension(facts)| facts.zone).unwrap_or_default();
    let view = store::sends::get(&mut services.pool.read().await?, BatchId(batch)).await?;
    let rows = table(Words(user.language), &zone, &view);
    let text = exchange::written(rows.iter().map(Vec::as_slice), Separator::Semicolon);
    Ok(downloaded(&format!("envoi-{batch}.csv"), "text/csv; charset=utf-8")
        .body(Body::from(text))
        .expect("the name is a number"))
}

/// `GET /envois/{batch}/messages/{message}/eml`
pub async fn mail(
    State(services): State<Services>,
    caller: Option<Extension<Caller>>,
    Path((_, message)): Path<(String, String)>,
) -> Result<Response, Failed> {
    signed_in(caller)?;
    let message = number(&message)?;
    let mut tx = services.pool.read().await?;
    let (hash, size) = store::sends::raw(&mut tx, MessageId(message)).await?;
    drop(tx);
    Ok(download(&services, hash, size, &format!("{message}.eml"), "message/rfc822"))
}

/// `GET /envois/{batch}/messages/{message}/fichiers/{file}`
pub async fn file(
    State(services): State<Services>,
    caller: Option<Extension<Caller>>,
    Path((_, _, file)): Path<(String, String, String)>,
) -> Result<Response, Failed> {
    let user = signed_in(caller)?;
    let file = number(&file)?;
    let mut tx = services.pool.read().await?;
    let (file, hash) = store::drafts::place(&mut tx, user.id, AttachmentId(file)).await?;
    drop(tx);
    Ok(download(&services, hash, file.size, &file.name, &file.media_type))
}

pub(super) fn download(services: &Services, hash: Hash, size: i64, name: &str, kind: &str) -> Response {
    let reader = Reader::new(&services.pool, hash);
    let chunks = unfold(reader, |mut reader| async {
        let next = reader.next().await.transpose()?;
        Some((next.map(Bytes::from), reader))
    });
    downloaded(name, kind)
        .header(header::CONTENT_LENGTH, size)
        .body(Body::from_stream(chunks))
        .expect("types and names are cleaned when they are stored")
}
