//! Clients from a file (P63), for administrators: the file comes in, is read before it is kept, and leads to its preview. Pages of
//! the server alone, beside the screens.

use super::{Failed, downloaded, rendered};
use app::{
    access::{administrator_among, still_open},
    clock::now,
    document::Assets,
    error::AppError,
    import::{self, Told, document, start_document},
    services::Services,
    words::Words,
};
use axum::{
    Extension,
    body::Body,
    extract::{
        Multipart, Path, Query, Request, State,
        multipart::{Field, MultipartRejection},
    },
    response::{Redirect, Response},
};
use exchange::FILE_MAX;
use http::Extensions;
use model::{ImportId, compose::file_name, import::Column};
use serde::Deserialize;
use store::imports::{self, Import};

/// Why the file before was none.
#[derive(Deserialize)]
pub struct Asked {
    erreur: Option<String>,
    #[serde(default)]
    ligne: u32,
    #[serde(default)]
    cellule: u32,
}

/// `GET /import`
pub async fn start(
    State(services): State<Services>,
    Extension(assets): Extension<Assets>,
    Query(asked): Query<Asked>,
    request: Request,
) -> Response {
    let found = match administrator_among(request.extensions()) {
        Ok(_) => past(&services).await,
        Err(error) => Err(error),
    };
    let told: Told = asked.erreur.map(|code| (code, i64::from(asked.ligne), i64::from(asked.cellule)));
    rendered(services, assets, request, move || start_document(found.clone(), told.clone())).await
}

async fn past(services: &Services) -> Result<Vec<Import>, AppError> {
    let mut tx = services.pool.read().await?;
    Ok(imports::list(&mut tx).await?)
}

/// Which lines of a preview.
#[derive(Deserialize)]
pub struct Seen {
    problemes: Option<String>,
}

/// `GET /import/{id}`
pub async fn one(
    State(services): State<Services>,
    Extension(assets): Extension<Assets>,
    Path(id): Path<i64>,
    Query(seen): Query<Seen>,
    request: Request,
) -> Response {
    let found = match administrator_among(request.extensions()) {
        Ok(_) => import::shown(&services, ImportId(id)).await,
        Err(error) => Err(error),
    };
    rendered(services, assets, request, move || document(found.clone(), seen.problemes.is_some())).await
}

/// `GET /import/modele.csv`
pub async fn model(extensions: Extensions) -> Result<Response, Failed> {
    administrator_among(&extensions)?;
    let answer = downloaded("modele-clients.csv", "text/csv; charset=utf-8");
    Ok(answer.body(Body::from(import::model_file())).expect("the name is ours"))
}

/// `GET /import/{id}/refusees.csv`
pub async fn refused(
    State(services): State<Services>,
    Path(id): Path<i64>,
    extensions: Extensions,
) -> Result<Response, Failed> {
    let caller = administrator_among(&extensions)?;
    let (bytes, charset) = import::refused_file(&services, ImportId(id), Words(caller.user.language)).await?;
    let answer = downloaded("lignes-refusees.csv", &format!("text/csv; charset={}", charset.code().to_lowercase()));
    Ok(answer.body(Body::from(bytes)).expect("the name is ours"))
}

/// `POST /import`: to the preview, or back with why the file is none.
pub async fn receive(
    State(services): State<Services>,
    extensions: Extensions,
    form: Result<Multipart, MultipartRejection>,
) -> Result<Redirect, Failed> {
    let caller = administrator_among(&extensions)?;
    let Some((name, bytes)) = file_of(form).await? else { return Ok(back("none", 0, 0)) };
    let table = match import::read(bytes.clone()).await? {
        Ok(table) => table,
        Err(error) => {
            let (code, line, cell) = import::code(&error);
            return Ok(back(code, line, cell));
        }
    };
    let columns = Column::recognised(&table.header);
    let mut tx = services.pool.write().await?;
    still_open(&mut tx, &caller).await?;
    let id = imports::add(&mut tx, Some(caller.user.id), (&name, &bytes), &columns, now()).await?;
    tx.commit().await?;
    Ok(Redirect::to(&format!("{}/{id}", import::PATH)))
}

fn back(code: &str, line: u32, cell: u32) -> Redirect {
    Redirect::to(&format!("{}?erreur={code}&ligne={line}&cellule={cell}", import::PATH))
}

/// The name and the bytes of the field `file`; none when nothing was chosen.
async fn file_of(form: Result<Multipart, MultipartRejection>) -> Result<Option<(String, Vec<u8>)>, Failed> {
    let Ok(mut form) = form else { return Ok(None) };
    while let Some(field) = form.next_field().await.map_err(|_| Failed(AppError::Malformed))? {
        if field.name() == Some("file") {
            let Some(name) = field.file_name().filter(|name| !name.is_empty()).map(file_name) else { return Ok(None) };
            return Ok(Some((name, received(field).await?)));
        }
    }
    Ok(None)
}

/// Reads on over the limit for a while, without keeping it: a browser that still sends would not show the answer. One byte too
/// many tells that it was too large.
async fn received(mut field: Field<'_>) -> Result<Vec<u8>, Failed> {
    let (mut bytes, mut seen) = (vec![], 0);
    while let Some(chunk) = field.chunk().await.map_err(|_| Failed(AppError::Malformed))? {
        seen += chunk.len();
        if seen > 4 * FILE_MAX {
            break;
        }
        let room = (FILE_MAX + 1).saturating_sub(bytes.len());
        bytes.extend_from_slice(&chunk[..chunk.len().min(room)]);
    }
    Ok(bytes)
}
