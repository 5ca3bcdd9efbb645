//! A file of a draft comes in: hashed and stored while it arrives, attached at its end. Over the limit it is refused without
//! reading on (S45).

use super::{Failed, answer};
use app::clock::now;
use app::{
    access::{Caller, still_open},
    error::AppError,
    services::Services,
    wire::Format,
};
use axum::{
    Extension,
    body::Body,
    extract::{DefaultBodyLimit, Path, Query, Request, State},
    response::{IntoResponse, Response},
};
use futures_util::StreamExt;
use http::header;
use model::{
    DraftId,
    compose::{Attachment, FILE_MAX},
};
use serde::Deserialize;
use store::blobs::{Stored, Writer};

/// The limit of the layer is ours: it answers in our words.
pub fn limit() -> DefaultBodyLimit {
    DefaultBodyLimit::disable()
}

/// The file's name and type stand in the address: the body is the file and nothing else.
#[derive(Deserialize)]
pub struct Named {
    nom: String,
    #[serde(default, rename = "type")]
    kind: String,
}

/// `POST /ecrire/{draft}/fichiers?nom=…&type=…`
pub async fn upload(
    State(services): State<Services>,
    caller: Option<Extension<Caller>>,
    Path(draft): Path<i64>,
    Query(named): Query<Named>,
    request: Request,
) -> Response {
    let format = match Format::asked(request.headers()) {
        Ok(format) => format,
        Err(other_build) => return Failed(other_build).into_response(),
    };
    let attached = attach(services, caller, DraftId(draft), named, request).await;
    answer(format, attached)
}

async fn attach(
    services: Services,
    caller: Option<Extension<Caller>>,
    draft: DraftId,
    named: Named,
    request: Request,
) -> Result<Attachment, Failed> {
    let Some(Extension(caller)) = caller else { return Err(Failed(AppError::SignedOut)) };
    let user = &caller.user;
    let mut tx = services.pool.read().await?;
    store::drafts::get(&mut tx, user.id, draft).await?;
    drop(tx);
    if announced(&request) > FILE_MAX {
        return Err(Failed(AppError::TooLarge));
    }
    let stored = receive(&services, request.into_body()).await?;
    let mut tx = services.pool.write().await?;
    still_open(&mut tx, &caller).await?;
    let file = store::drafts::attach(&mut tx, user.id, draft, (&named.nom, &named.kind), &stored, now()).await?;
    tx.commit().await?;
    Ok(file)
}

pub(super) fn announced(request: &Request) -> i64 {
    let length = request.headers().get(header::CONTENT_LENGTH).and_then(|value| value.to_str().ok());
    length.and_then(|text| text.parse().ok()).unwrap_or(0)
}

/// Nothing stays of a file whose sender left: the sweep takes what was not finished.
async fn receive(services: &Services, body: Body) -> Result<Stored, Failed> {
    let mut writer = Writer::begin(&services.pool, now()).await?;
    let mut chunks = body.into_data_stream();
    while let Some(chunk) = chunks.next().await {
        let chunk = chunk.map_err(|_| Failed(AppError::Malformed))?;
        if writer.size() + chunk.len() as i64 > FILE_MAX {
            return Err(Failed(AppError::TooLarge));
        }
        writer.write(&chunk).await?;
    }
    Ok(writer.finish().await?)
}
