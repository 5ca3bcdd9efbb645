//! Coming in and leaving. Every answer to somebody unknown is the same, whoever they ask about (S01, S10).
#![allow(missing_docs, reason = "the arguments of a server function become fields of a struct of the macro")]

use crate::{error::AppError, wire::Wire};
use leptos::prelude::*;
use model::Secret;
use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
use super::{acts, links, request::go_to};
#[cfg(feature = "ssr")]
use crate::{
    access::session,
    services::{reading, services, writing},
};

/// Signs in; the path to go on to (S20).
#[server(prefix = "/api", endpoint = "access/sign-in", protocol = Wire)]
pub async fn sign_in(
    email: String,
    #[server(default)] password: Secret,
    #[server(default)] next: String,
) -> Result<String, AppError> {
    acts::sign_in(&services(), &email, &password).await?;
    let next = model::access::next::safe(&next).to_owned();
    go_to(&next);
    Ok(next)
}

/// Signs out of this browser.
#[server(prefix = "/api", endpoint = "access/sign-out", protocol = Wire)]
pub async fn sign_out() -> Result<(), AppError> {
    let mut tx = writing().await?;
    session::close(&mut tx, &services()).await?;
    tx.commit().await?;
    go_to("/connexion");
    Ok(())
}

/// What the sign-in and the forgotten password have to say before anybody is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Door {
    /// Nobody can sign in yet: the first start is still to come.
    pub nobody_yet: bool,
    /// Mails can leave, so that a forgotten password can be chosen anew.
    pub mails_leave: bool,
}

/// The state of the door.
#[server(prefix = "/api", endpoint = "access/door", protocol = Wire)]
pub async fn see_door() -> Result<Door, AppError> {
    let mut tx = reading().await?;
    let nobody_yet = store::users::count(&mut tx).await? == 0;
    Ok(Door { nobody_yet, mails_leave: super::mails::can_leave(&mut tx).await? })
}

/// Asks for a mail with a link to choose another password. The answer is the same for every address (S10).
#[server(prefix = "/api", endpoint = "access/forgotten", protocol = Wire)]
pub async fn forgotten(email: String) -> Result<(), AppError> {
    links::ask_for_reset(&services(), &email).await?;
    go_to("/mot-de-passe-oublie?envoye=1");
    Ok(())
}

/// Whom a link lets in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Guest {
    /// The address to sign in with; empty for the first start.
    pub email: String,
    /// As the administrator wrote it; may be empty.
    pub name: String,
}

/// What a link is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Link {
    /// `/installation`
    FirstStart,
    /// `/invitation`
    Invitation,
    /// `/mot-de-passe/nouveau`
    Reset,
}

/// Whom this link lets in; `NotPossible("link")` when it does not work any more.
#[server(prefix = "/api", endpoint = "access/meet", protocol = Wire)]
pub async fn meet(link: Link, token: String) -> Result<Guest, AppError> {
    links::guest(link, &token).await
}

/// Chooses another password by a link: other sessions end, one opens here (S06, S10).
#[server(prefix = "/api", endpoint = "access/reset", protocol = Wire)]
pub async fn reset(
    #[server(default)] token: String,
    #[server(default)] password: Secret,
    #[server(default)] again: Secret,
) -> Result<(), AppError> {
    links::reset(&services(), &token, password, again).await?;
    go_to("/");
    Ok(())
}

/// Accepts an invitation.
#[server(prefix = "/api", endpoint = "access/accept", protocol = Wire)]
pub async fn accept(
    #[server(default)] token: String,
    #[server(default)] name: String,
    #[server(default)] password: Secret,
    #[server(default)] again: Secret,
) -> Result<(), AppError> {
    links::accept(&services(), &token, &name, password, again).await?;
    go_to("/");
    Ok(())
}

/// Makes the first administrator and signs it in (S12, P53).
#[server(prefix = "/api", endpoint = "access/start", protocol = Wire)]
pub async fn start(
    #[server(default)] token: String,
    #[server(default)] organisation: String,
    #[server(default)] name: String,
    #[server(default)] email: String,
    #[server(default)] password: Secret,
    #[server(default)] again: Secret,
    #[server(default)] demo: bool,
) -> Result<(), AppError> {
    let new = model::access::NewPassword { password, again };
    links::start(&services(), links::FirstStart { token, organisation, name, email, new, demo }).await?;
    go_to("/");
    Ok(())
}
