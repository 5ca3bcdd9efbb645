//! The limits of accounts: one's own, and for administrators the organisation's. A page of the server alone.

use super::rendered;
use app::{
    access::caller_among,
    document::Assets,
    error::AppError,
    services::Services,
    settings::limits::{Limited, document},
};
use axum::{
    Extension,
    extract::{Request, State},
    response::Response,
};
use model::{AccountOwner, User, UserRole};
use store::{accounts, outbox::limits};

/// `GET /parametres/limites`
pub async fn page(
    State(services): State<Services>,
    Extension(assets): Extension<Assets>,
    request: Request,
) -> Response {
    let found = match caller_among(request.extensions()) {
        Ok(caller) => found(&services, &caller.user).await,
        Err(error) => Err(error),
    };
    rendered(services, assets, request, move || document(found.clone())).await
}

async fn found(services: &Services, user: &User) -> Result<Vec<Limited>, AppError> {
    let mut tx = services.pool.read().await?;
    let mut found = vec![];
    for account in accounts::list_for(&mut tx, user.id).await? {
        if account.owner != AccountOwner::Organisation || user.role == UserRole::Administrator {
            let limits = limits::limits(&mut tx, account.id).await?;
            let used = limits::used(&mut tx, account.id, app::clock::now()).await?;
            found.push(Limited { account, limits, used });
        }
    }
    Ok(found)
}
