//! Documents (P30), for whoever is signed in: pages of the server alone, a PDF that comes in as a stream, and one that goes out as a file.
//! What comes is kept as it is, damaged or encrypted too; nothing of it is ever shown by us (S39).

use super::{Failed, sent::download, signed_in, upload::announced};
use crate::router::from_extensions;
use app::{
    access::{Caller, caller_among},
    clock::now,
    document::Assets,
    documents::{self, Asked, Shown, document},
    error::AppError,
    services::Services,
};
use axum::{
    Extension,
    extract::{FromRequest, Multipart, Path, Query, Request, State, multipart::Field},
    response::{IntoResponse, Redirect, Response},
};
use leptos::prelude::provide_context;
use leptos_axum::render_app_async_with_context;
use model::{ClientId, DocumentId, DocumentProblem, Problem, compose::FILE_MAX, document::is_pdf};
use store::blobs::{Stored, Writer};

/// Which of the pages.
#[derive(Clone, Copy)]
enum Page {
    List,
    Form,
    One,
}

/// `GET /clients/{id}/documents?apres=…`
pub async fn list(
    services: State<Services>,
    assets: Extension<Assets>,
    id: Path<String>,
    asked: Query<Asked>,
    request: Request,
) -> Response {
    page(Page::List, services, assets, id, asked, request).await
}

/// `GET /clients/{id}/documents/nouveau?sans-pdf=1`
pub async fn form(
    services: State<Services>,
    assets: Extension<Assets>,
    id: Path<String>,
    asked: Query<Asked>,
    request: Request,
) -> Response {
    page(Page::Form, services, assets, id, asked, request).await
}

/// `GET /documents/{id}`
pub async fn one(
    services: State<Services>,
    assets: Extension<Assets>,
    id: Path<String>,
    asked: Query<Asked>,
    request: Request,
) -> Response {
    page(Page::One, services, assets, id, asked, request).await
}

async fn page(
    page: Page,
    State(services): State<Services>,
    Extension(assets): Extension<Assets>,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
    request: Request,
) -> Response {
    let shown = match caller_among(request.extensions()) {
        Ok(caller) => found(&services, &caller, page, &id, &asked).await,
        Err(error) => Err(error),
    };
    let context = move || {
        provide_context(services.clone());
        provide_context(assets.clone());
        from_extensions();
    };
    render_app_async_with_context(context, move || document(shown.clone()))(request).await
}

async fn found(services: &Services, caller: &Caller, page: Page, id: &str, asked: &Asked) -> Result<Shown, AppError> {
    let id: i64 = id.parse().map_err(|_| AppError::NotFound)?;
    let mut tx = services.pool.read().await?;
    match page {
        Page::List => documents::list_page(&mut tx, ClientId(id), asked).await,
        Page::Form => documents::form_page(&mut tx, ClientId(id), asked).await,
        Page::One => documents::one_page(&mut tx, &caller.user, DocumentId(id), asked).await,
    }
}

/// `GET /documents/{id}/pdf`: the very bytes that came, as a file.
pub async fn pdf(
    State(services): State<Services>,
    caller: Option<Extension<Caller>>,
    Path(id): Path<i64>,
) -> Result<Response, Failed> {
    signed_in(caller)?;
    let mut tx = services.pool.read().await?;
    let (name, size, hash) = store::documents::place(&mut tx, DocumentId(id)).await?;
    drop(tx);
    Ok(download(&services, hash, size, &name, "application/pdf"))
}

/// More than the file stands in the body: its name and the marks around it.
pub(super) const AROUND: i64 = 64 * 1024;

/// `POST /clients/{id}/documents/fichier`: the first step of the form. It goes on with the second, or back to the first with why.
pub async fn upload(
    State(services): State<Services>,
    caller: Option<Extension<Caller>>,
    Path(id): Path<i64>,
    request: Request,
) -> Result<Response, Failed> {
    let Some(Extension(caller)) = caller else { return Err(Failed(AppError::SignedOut)) };
    let client = ClientId(id);
    let mut tx = services.pool.read().await?;
    store::clients::get(&mut tx, client).await?;
    drop(tx);
    let received = if announced(&request) > FILE_MAX + AROUND {
        Err(Refused::Problem(DocumentProblem::FileTooLarge))
    } else {
        receive(&services, request).await
    };
    match received {
        Ok((name, stored)) => documents::keep_file(&services, &caller, client, &name, &stored),
        Err(Refused::Problem(problem)) => {
            documents::refuse_file(&services, &caller, client, Problem::Document(problem));
        }
        Err(Refused::Failed(error)) => return Err(Failed(error)),
    }
    Ok(Redirect::to(&format!("/clients/{id}/documents/nouveau")).into_response())
}

/// Why nothing was kept.
pub(super) enum Refused {
    /// Told at the form.
    Problem(DocumentProblem),
    /// Not a form, or trouble of our own.
    Failed(AppError),
}

impl<E: Into<AppError>> From<E> for Refused {
    fn from(error: E) -> Self {
        Refused::Failed(error.into())
    }
}

/// The one file of the form, with its name as the browser says it.
async fn receive(services: &Services, request: Request) -> Result<(String, Stored), Refused> {
    let malformed = || Refused::Failed(AppError::Malformed);
    let mut parts = Multipart::from_request(request, &()).await.map_err(|_| malformed())?;
    while let Some(field) = parts.next_field().await.map_err(|_| malformed())? {
        if field.name() == Some("file") {
            let name = field.file_name().unwrap_or_default().to_owned();
            return Ok((name, keep(services, field).await?));
        }
    }
    Err(Refused::Problem(DocumentProblem::FileNeeded))
}

/// Stored while it arrives, once its beginning says that it is a PDF; over the limit nothing more is read (S45).
pub(super) async fn keep(services: &Services, mut field: Field<'_>) -> Result<Stored, Refused> {
    let (mut beginning, mut writer) = (vec![], None::<Writer>);
    while let Some(chunk) = field.chunk().await.map_err(|_| Refused::Failed(AppError::Malformed))? {
        let before = writer.as_ref().map_or(beginning.len() as i64, Writer::size);
        if before + chunk.len() as i64 > FILE_MAX {
            return Err(Refused::Problem(DocumentProblem::FileTooLarge));
        }
        match &mut writer {
            Some(writer) => writer.write(&chunk).await?,
            None => {
                beginning.extend_from_slice(&chunk);
                if is_pdf(&beginning) {
                    let mut begun = Writer::begin(&services.pool, now()).await?;
                    begun.write(&beginning).await?;
                    writer = Some(begun);
                } else if beginning.len() >= 5 {
                    return Err(Refused::Problem(DocumentProblem::NotAPdf));
                }
            }
        }
    }
    match writer {
        Some(writer) => Ok(writer.finish().await?),
        None if beginning.is_empty() => Err(Refused::Problem(DocumentProblem::FileNeeded)),
        None => Err(Refused::Problem(DocumentProblem::NotAPdf)),
    }
}
