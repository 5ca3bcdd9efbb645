//! Programs that put documents in (P30): the page of their tokens, for administrators, and `POST /api/documents`, for programs alone.

use super::{
    documents::{AROUND, Refused, keep},
    rendered,
};
use app::{
    access::{
        ClientAddress, administrator_among,
        programs::{Admitted, admitted},
    },
    document::Assets,
    documents::{leave, put_in, told},
    error::AppError,
    services::Services,
    settings::programs::{self, Page},
    words::Words,
};
use axum::{
    Extension, Json,
    body::Body,
    extract::{DefaultBodyLimit, FromRequest, Multipart, Query, Request, State, multipart::Field},
    response::{IntoResponse, Response},
};
use futures_util::StreamExt;
use http::{HeaderValue, StatusCode, header};
use model::{
    DocumentId, DocumentProblem, FieldProblem, Problem, ProgramId,
    compose::FILE_MAX,
    document::{Incoming, IncomingDraft},
};
use serde::Deserialize;
use serde_json::json;
use std::time::Duration;
use store::{blobs::Stored, documents::Arrived};

/// What the address of the page says.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    revoque: Option<String>,
}

/// `GET /parametres/programmes?revoque=…`
pub async fn page(
    State(services): State<Services>,
    Extension(assets): Extension<Assets>,
    Query(asked): Query<Asked>,
    request: Request,
) -> Response {
    let found = match administrator_among(request.extensions()) {
        Ok(_) => found(&services, &asked).await,
        Err(error) => Err(error),
    };
    rendered(services, assets, request, move || programs::document(found.clone())).await
}

async fn found(services: &Services, asked: &Asked) -> Result<Page, AppError> {
    let mut tx = services.pool.read().await?;
    let revoked = match asked.revoque.as_deref().and_then(|id| id.parse().ok()) {
        Some(id) => store::programs::get(&mut tx, ProgramId(id)).await.ok().filter(|one| one.revoked_at.is_some()),
        None => None,
    };
    Ok(Page { programs: store::programs::list(&mut tx).await?, revoked, home: services.url.to_string() })
}

/// Texts of a document are short.
const TEXT_MAX: usize = 4096;

/// All of a body: the file, and what stands around it.
pub fn limit() -> DefaultBodyLimit {
    DefaultBodyLimit::max(usize::try_from(FILE_MAX + AROUND).unwrap_or(usize::MAX))
}

/// `POST /api/documents`: a document with its PDF, by a program's token. The same again changes nothing.
pub async fn put(State(services): State<Services>, request: Request) -> Response {
    let address = request.extensions().get::<ClientAddress>().copied();
    let done = match admitted(&services, request.headers(), address).await {
        Ok(admitted) => put_by(&services, &admitted, request).await,
        Err(error) => {
            // Who asks first has sent nothing yet, and reading would tell it to go on.
            if !request.headers().contains_key(header::EXPECT) {
                drop(tokio::time::timeout(READ_AWAY_FOR, read_away(request.into_body())).await);
            }
            Err(Refusal::Error(error))
        }
    };
    let w = house_words(&services).await;
    match done {
        Ok(answer) => answered(w, &services, &answer),
        Err(Refusal::Problems(status, problems)) => {
            (status, Json(json!({ "problems": said(w, &problems) }))).into_response()
        }
        Err(Refusal::Error(error)) => failed(w, &error),
    }
}

/// A program that still writes when we answer and close would see a broken connection and no answer. So much is read first, for so long.
const READ_AWAY: usize = 1024 * 1024;
const READ_AWAY_FOR: Duration = Duration::from_secs(10);

async fn read_away(body: Body) {
    let (mut body, mut seen) = (body.into_data_stream(), 0);
    while let Some(Ok(chunk)) = body.next().await {
        seen += chunk.len();
        if seen > READ_AWAY {
            return;
        }
    }
}

/// Why nothing was put in.
enum Refusal {
    /// Of these fields.
    Problems(StatusCode, Vec<FieldProblem>),
    /// Of the request, or trouble of our own.
    Error(AppError),
}

impl<E: Into<AppError>> From<E> for Refusal {
    fn from(error: E) -> Self {
        Refusal::Error(error.into())
    }
}

async fn put_by(services: &Services, admitted: &Admitted, request: Request) -> Result<Arrived, Refusal> {
    let (draft, file, mut problems) = receive(services, request).await?;
    // Why a file was refused is told already.
    let no_file_told = problems.iter().any(|problem| problem.field == "file");
    let checked: Result<Incoming, _> = draft.check(file.is_some() || no_file_told);
    let incoming = checked.map_err(|more| problems.extend(more)).ok().filter(|_| problems.is_empty());
    let Some(incoming) = incoming else { return Err(Refusal::Problems(StatusCode::UNPROCESSABLE_ENTITY, problems)) };
    let file = file.as_ref().map(|(name, stored)| (name.as_str(), stored));
    let arrived = put_in(services, admitted, &incoming, file).await?;
    if let Arrived::New(id) = arrived {
        leave(services, id).await;
    }
    Ok(arrived)
}

type Received = (IncomingDraft, Option<(String, Stored)>, Vec<FieldProblem>);

/// The fields in whatever order; the file is stored while it arrives.
async fn receive(services: &Services, request: Request) -> Result<Received, Refusal> {
    let large = || Refusal::Problems(StatusCode::PAYLOAD_TOO_LARGE, file_problem(DocumentProblem::FileTooLarge));
    let broken = |status: StatusCode| match status {
        StatusCode::PAYLOAD_TOO_LARGE => large(),
        _ => Refusal::Error(AppError::Malformed),
    };
    if super::upload::announced(&request) > FILE_MAX + AROUND {
        return Err(large());
    }
    let (mut draft, mut file, mut problems) = (IncomingDraft::default(), None, vec![]);
    let mut seen: Vec<String> = vec![];
    let parts = Multipart::from_request(request, &()).await;
    let mut parts = parts.map_err(|_| Refusal::Error(AppError::Malformed))?;
    while let Some(field) = parts.next_field().await.map_err(|e| broken(e.status()))? {
        let name: String = field.name().unwrap_or_default().chars().take(40).collect();
        let twice = seen.contains(&name);
        seen.push(name.clone());
        // More fields than a document has are no form of one.
        if seen.len() > 20 {
            return Err(Refusal::Error(AppError::Malformed));
        }
        match draft.field(&name) {
            Some(value) if !twice => *value = short(field, &name, &mut problems).await?,
            None if name == "file" && !twice => {
                let called = field.file_name().unwrap_or_default().to_owned();
                match keep(services, field).await {
                    Ok(stored) => file = Some((called, stored)),
                    Err(Refused::Problem(DocumentProblem::FileTooLarge)) => return Err(large()),
                    Err(Refused::Problem(problem)) => problems.extend(file_problem(problem)),
                    Err(Refused::Failed(error)) => return Err(Refusal::Error(error)),
                }
            }
            _ => problems.push(FieldProblem::new(name, DocumentProblem::UnknownField.into())),
        }
    }
    Ok((draft, file, problems))
}

fn file_problem(problem: DocumentProblem) -> Vec<FieldProblem> {
    vec![FieldProblem::new("file", problem.into())]
}

/// A text that no document needs longer; no more of it is kept.
async fn short(mut field: Field<'_>, name: &str, problems: &mut Vec<FieldProblem>) -> Result<String, Refusal> {
    let mut bytes = vec![];
    while let Some(chunk) = field.chunk().await.map_err(|_| Refusal::Error(AppError::Malformed))? {
        if bytes.len() + chunk.len() > TEXT_MAX {
            problems.push(FieldProblem::new(name, Problem::TooLong(TEXT_MAX as i64)));
            return Ok(String::new());
        }
        bytes.extend_from_slice(&chunk);
    }
    String::from_utf8(bytes).map_err(|_| Refusal::Error(AppError::Malformed))
}

/// In the house's language: a program has none of its own.
async fn house_words(services: &Services) -> Words {
    let language = async { store::settings(&mut services.pool.read().await?).await.map(|settings| settings.language) };
    Words(language.await.unwrap_or_default())
}

fn answered(w: Words, services: &Services, arrived: &Arrived) -> Response {
    let place = |id: DocumentId| format!("{}/documents/{id}", services.url);
    match arrived {
        Arrived::New(id) => {
            let body = Json(json!({ "id": id, "url": place(*id), "new": true }));
            (StatusCode::CREATED, [(header::LOCATION, place(*id))], body).into_response()
        }
        Arrived::Same(id) => Json(json!({ "id": id, "url": place(*id), "new": false })).into_response(),
        Arrived::Other(id, fields) => {
            let differs = |field: &&str| FieldProblem::new(*field, DocumentProblem::Differs.into());
            let problems: Vec<_> = fields.iter().map(differs).collect();
            let body = json!({ "id": id, "url": place(*id), "problems": said(w, &problems) });
            (StatusCode::CONFLICT, Json(body)).into_response()
        }
        Arrived::Refused(problems) => {
            (StatusCode::UNPROCESSABLE_ENTITY, Json(json!({ "problems": said(w, problems) }))).into_response()
        }
    }
}

fn said(w: Words, problems: &[FieldProblem]) -> serde_json::Value {
    let one = |problem: &FieldProblem| {
        let (code, message) = told(w, problem);
        json!({ "field": problem.field, "code": code, "message": message })
    };
    problems.iter().map(one).collect()
}

/// What no field is to blame for.
fn failed(w: Words, error: &AppError) -> Response {
    let (field, code, message) = match error {
        AppError::SignedOut => ("authorization", "unknown_token", w.programs_unknown_token().to_owned()),
        AppError::Malformed => ("", "malformed", w.programs_malformed().to_owned()),
        error => ("", "error", app::ui::error_sentence(w, error)),
    };
    let status = StatusCode::from_u16(error.status()).expect("statuses are constants");
    let body = json!({ "problems": [{ "field": field, "code": code, "message": message }] });
    let mut response = (status, Json(body)).into_response();
    match error {
        AppError::SignedOut => {
            response.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        AppError::TooMany(seconds) => {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(*seconds));
        }
        _ => {}
    }
    response
}
