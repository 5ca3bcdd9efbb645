//! Exactly what was sent comes out again: the mail as its bytes, and each of its files (P50). Nothing of it runs here
//! (S39).

use super::{Failed, downloaded, signed_in};
use app::{access::Caller, services::Services};
use axum::{
    Extension,
    body::{Body, Bytes},
    extract::{Path, State},
    response::Response,
};
use futures_util::stream::unfold;
use http::header;
use model::{AttachmentId, MessageId};
use store::blobs::{Hash, Reader};

/// `GET /envois/{batch}/messages/{message}/eml`
pub async fn mail(
    State(services): State<Services>,
    caller: Option<Extension<Caller>>,
    Path((_, message)): Path<(i64, i64)>,
) -> Result<Response, Failed> {
    signed_in(caller)?;
    let mut tx = services.pool.read().await?;
    let (hash, size) = store::sends::raw(&mut tx, MessageId(message)).await?;
    drop(tx);
    Ok(download(&services, hash, size, &format!("{message}.eml"), "message/rfc822"))
}

/// `GET /envois/{batch}/messages/{message}/fichiers/{file}`
pub async fn file(
    State(services): State<Services>,
    caller: Option<Extension<Caller>>,
    Path((_, _, file)): Path<(i64, i64, i64)>,
) -> Result<Response, Failed> {
    let user = signed_in(caller)?;
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
