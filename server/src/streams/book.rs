//! The invoice book (E13) and the page of many PDFs, for whoever is signed in: pages of the server alone, beside the screens.

use super::{
    Failed, answer,
    documents::{Refused, keep},
    rendered,
};
use app::{
    access::{Caller, caller_among},
    document::Assets,
    documents::{
        book::{Asked, BookShown, book_document, book_page},
        many::{Many, PATH, keep_upload, many_document, many_page, refuse_upload},
    },
    error::AppError,
    services::Services,
    wire::{Format, is_page},
};
use axum::{
    Extension,
    extract::{FromRequest, Multipart, Query, Request, State},
    response::{IntoResponse, Redirect, Response},
};
use model::{DocumentProblem, FieldProblem, Problem, UserId};

/// `GET /factures?etat=…&q=…&type=…&client=…&du=…&au=…&apres=…`
pub async fn page(
    State(services): State<Services>,
    Extension(assets): Extension<Assets>,
    Query(asked): Query<Asked>,
    request: Request,
) -> Response {
    let shown = match caller_among(request.extensions()) {
        Ok(caller) => found(&services, caller.user.id, &asked).await,
        Err(error) => Err(error),
    };
    rendered(services, assets, request, move || book_document(shown.clone())).await
}

async fn found(services: &Services, user: UserId, asked: &Asked) -> Result<BookShown, AppError> {
    let mut tx = services.pool.read().await?;
    book_page(&mut tx, user, asked).await
}

/// `GET /factures/nouveaux?ajoutes=12`
pub async fn many(
    State(services): State<Services>,
    Extension(assets): Extension<Assets>,
    Query(asked): Query<Asked>,
    request: Request,
) -> Response {
    let shown = match caller_among(request.extensions()) {
        Ok(caller) => waiting(&services, &caller, &asked).await,
        Err(error) => Err(error),
    };
    rendered(services, assets, request, move || many_document(shown.clone())).await
}

async fn waiting(services: &Services, caller: &Caller, asked: &Asked) -> Result<Many, AppError> {
    let added = asked.get("ajoutes").and_then(|text| text.parse().ok()).unwrap_or(0);
    let mut tx = services.pool.read().await?;
    many_page(&mut tx, &caller.user, added).await
}

/// `POST /factures/nouveaux/fichier`: one PDF or several, each kept while it arrives; what is none is told by its name, the others stay.
/// A page goes back to the table; the script, which sends one a time, is told of each.
pub async fn upload(
    State(services): State<Services>,
    caller: Option<Extension<Caller>>,
    request: Request,
) -> Result<Response, Failed> {
    let Some(Extension(caller)) = caller else { return Err(Failed(AppError::SignedOut)) };
    let page = is_page(request.headers());
    let refused = receive(&services, &caller, request).await?;
    if page {
        refuse_upload(&services, &caller, refused);
        return Ok(Redirect::to(PATH).into_response());
    }
    let problem = refused.into_iter().next().map(|(_, problem)| problem);
    Ok(match problem {
        None => answer(Format::Json, Ok(())),
        Some(Problem::Document(DocumentProblem::FileTooLarge)) => {
            answer::<()>(Format::Json, Err(Failed(AppError::TooLarge)))
        }
        Some(Problem::Document(DocumentProblem::TooManyFiles)) => {
            answer::<()>(Format::Json, Err(Failed(AppError::TooMany(0))))
        }
        Some(problem) => {
            answer::<()>(Format::Json, Err(Failed(AppError::Refused(vec![FieldProblem::new("file", problem)]))))
        }
    })
}

/// What was not taken, by its name.
async fn receive(services: &Services, caller: &Caller, request: Request) -> Result<Vec<(String, Problem)>, Failed> {
    let nothing = || (String::new(), Problem::Document(DocumentProblem::FileNeeded));
    let Ok(mut parts) = Multipart::from_request(request, &()).await else { return Ok(vec![nothing()]) };
    let (mut refused, mut any) = (vec![], false);
    while let Some(field) = parts.next_field().await.map_err(|_| Failed(AppError::Malformed))? {
        let name = field.file_name().unwrap_or_default().to_owned();
        if field.name() != Some("file") || name.is_empty() {
            continue;
        }
        any = true;
        match keep(services, field).await {
            Ok(stored) => match keep_upload(services, caller, &name, &stored).await {
                Ok(()) => {}
                Err(AppError::NotPossible(why)) if why == store::documents::uploads::TOO_MANY => {
                    refused.push((name, Problem::Document(DocumentProblem::TooManyFiles)));
                    return Ok(refused);
                }
                Err(error) => return Err(Failed(error)),
            },
            // Nothing more of a body is read behind a file that is too large (S45).
            Err(Refused::Problem(DocumentProblem::FileTooLarge)) => {
                refused.push((name, Problem::Document(DocumentProblem::FileTooLarge)));
                return Ok(refused);
            }
            Err(Refused::Problem(problem)) => refused.push((name, Problem::Document(problem))),
            Err(Refused::Failed(error)) => return Err(Failed(error)),
        }
    }
    if !any {
        refused.push(nothing());
    }
    Ok(refused)
}
