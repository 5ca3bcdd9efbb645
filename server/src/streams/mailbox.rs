//! The test mailbox, for administrators: what it keeps lets people in. Pages of the server alone, beside the screens.

use super::{Failed, downloaded, rendered};
use app::{
    access::administrator_among,
    document::Assets,
    error::AppError,
    mailbox::{Shown, document},
    services::Services,
};
use axum::{
    Extension,
    body::Body,
    extract::{Path, Query, Request, State},
    response::Response,
};
use http::{Extensions, header};
use mail::TestMailbox;
use serde::Deserialize;
use std::io;

/// Mails of a page.
const PAGE: usize = 50;

/// Where a page of the list begins.
#[derive(Deserialize)]
pub struct Asked {
    avant: Option<String>,
}

/// `GET /boite-essai?avant=…`
pub async fn list(
    State(services): State<Services>,
    Extension(assets): Extension<Assets>,
    Query(asked): Query<Asked>,
    request: Request,
) -> Response {
    let caller = administrator_among(request.extensions());
    let shown = match caller {
        Ok(_) => page_of(&services, asked.avant).await,
        Err(error) => Err(error),
    };
    rendered(services, assets, request, move || document(shown.clone())).await
}

async fn page_of(services: &Services, before: Option<String>) -> Result<Shown, AppError> {
    let later = before.is_some();
    let mut mails = mailbox(services).list(before, PAGE + 1).await.map_err(told)?;
    let more = mails.len() > PAGE;
    mails.truncate(PAGE);
    Ok(Shown::List { mails, later, more })
}

/// `GET /boite-essai/{name}`
pub async fn mail(
    State(services): State<Services>,
    Extension(assets): Extension<Assets>,
    Path(name): Path<String>,
    request: Request,
) -> Response {
    let caller = administrator_among(request.extensions());
    let shown = match caller {
        Ok(_) => mailbox(&services).open(&name).await.map_err(told),
        Err(error) => Err(error),
    };
    let home = services.url.to_string();
    let shown = shown.map(|(at, mail)| Shown::Mail { name, at, mail, home });
    rendered(services, assets, request, move || document(shown.clone())).await
}

/// `GET /boite-essai/{name}/eml`
pub async fn eml(
    State(services): State<Services>,
    Path(name): Path<String>,
    extensions: Extensions,
) -> Result<Response, Failed> {
    administrator_among(&extensions)?;
    let bytes = mailbox(&services).read(&name).await.map_err(told)?;
    let answer = downloaded(&format!("{name}.eml"), "message/rfc822").header(header::CONTENT_LENGTH, bytes.len());
    Ok(answer.body(Body::from(bytes)).expect("only names of digits are read"))
}

fn mailbox(services: &Services) -> TestMailbox {
    TestMailbox::new(&services.mails.mailbox)
}

fn told(error: io::Error) -> AppError {
    if error.kind() == io::ErrorKind::NotFound { AppError::NotFound } else { AppError::broken(&error) }
}
