//! Links that let somebody in once: a forgotten password, an invitation, the first start (S10, S12). The link is looked at
//! before the password is hashed, and used up in the transaction that acts on it.

use super::{
    api::{Guest, Link},
    common, mails,
    request::address,
    session, token,
};
use crate::{
    clock::now,
    error::AppError,
    services::{Services, reading},
};
use model::{EmailAddress, FieldProblem, Problem, Secret, User, UserId, UserRole, access::NewPassword, text};
use store::{
    Tx,
    access_tokens::{self, Purpose},
    email_key, sessions, users,
};

/// A forgotten password is chosen anew within half an hour (S10).
const RESET_SECONDS: i64 = 30 * 60;
/// An invitation waits for a week (S10).
const INVITATION_SECONDS: i64 = 7 * 24 * 3600;

/// The form of the first start.
pub(super) struct FirstStart {
    /// Of the link.
    pub(super) token: String,
    /// Our company's name; may be empty.
    pub(super) organisation: String,
    /// Of the first administrator.
    pub(super) name: String,
    /// What it signs in with.
    pub(super) email: String,
    /// Chosen twice.
    pub(super) new: NewPassword,
    /// With invented data, to try Bonport.
    pub(super) demo: bool,
}

impl From<Link> for Purpose {
    fn from(link: Link) -> Purpose {
        match link {
            Link::FirstStart => Purpose::FirstStart,
            Link::Invitation => Purpose::Invitation,
            Link::Reset => Purpose::Reset,
        }
    }
}

/// Sends the link, when the address is somebody's who may come in. The work that tells addresses apart is done after the
/// answer, so that its time says nothing either.
pub(super) async fn ask_for_reset(services: &Services, email: &str) -> Result<(), AppError> {
    let email = EmailAddress::parse(email).map_err(|_| AppError::field("email", Problem::NotAnAddress))?;
    services.access.limits.mail(address(), now()).map_err(AppError::TooMany)?;
    let mut tx = reading().await?;
    if !mails::can_leave(&mut tx).await? {
        return Err(AppError::NotPossible("not_sent".into()));
    }
    drop(tx);
    if services.access.limits.mail_to(&email_key(&email), now()) {
        let services = services.clone();
        tokio::spawn(async move {
            if let Err(error) = send_reset(&services, &email).await {
                tracing::error!(status = error.status(), "a link for a forgotten password could not be sent");
            }
        });
    }
    Ok(())
}

async fn send_reset(services: &Services, email: &EmailAddress) -> Result<(), AppError> {
    let mut tx = services.pool.write().await?;
    let Some(user) = users::find_by_email(&mut tx, email).await? else { return Ok(()) };
    if user.disabled_at.is_some() || !user.joined {
        return Ok(());
    }
    let link = reset_link(&mut tx, services, user.id).await?;
    mails::reset(&mut tx, &user, &link).await?;
    tx.commit().await?;
    services.outbox.wake();
    Ok(())
}

/// A new link to choose another password; the one before stops working.
pub(crate) async fn reset_link(tx: &mut Tx, services: &Services, user: UserId) -> Result<String, AppError> {
    let (token, hash) = token::fresh();
    let at = now();
    access_tokens::add(tx, &hash, Purpose::Reset, Some(user), at, at.plus_seconds(RESET_SECONDS)).await?;
    Ok(format!("{}/mot-de-passe/nouveau?jeton={token}", services.url))
}

/// A new link to accept an invitation; the one before stops working.
pub(crate) async fn invitation_link(tx: &mut Tx, services: &Services, user: UserId) -> Result<String, AppError> {
    let (token, hash) = token::fresh();
    let at = now();
    access_tokens::add(tx, &hash, Purpose::Invitation, Some(user), at, at.plus_seconds(INVITATION_SECONDS)).await?;
    Ok(format!("{}/invitation?jeton={token}", services.url))
}

/// The address of the set-up page while nobody exists; printed at start, the newest one only (S12).
///
/// # Errors
/// The database cannot be written.
pub async fn first_start(services: &Services) -> store::Result<Option<String>> {
    let mut tx = services.pool.write().await?;
    if users::count(&mut tx).await? > 0 {
        return Ok(None);
    }
    let (token, hash) = token::fresh();
    let at = now();
    access_tokens::add(&mut tx, &hash, Purpose::FirstStart, None, at, at.plus_seconds(INVITATION_SECONDS)).await?;
    tx.commit().await?;
    Ok(Some(format!("{}/installation?jeton={token}", services.url)))
}

/// Whom a link lets in, without using it up.
pub(super) async fn guest(link: Link, token: &str) -> Result<Guest, AppError> {
    let mut tx = reading().await?;
    match holder(&mut tx, link, token).await? {
        None => Ok(Guest { email: String::new(), name: String::new() }),
        Some(user) => Ok(Guest { email: user.email, name: user.name }),
    }
}

/// The person of a link that works; none for the first start.
async fn holder(tx: &mut Tx, link: Link, token: &str) -> Result<Option<User>, AppError> {
    let found = access_tokens::find(tx, &token::hash(token), link.into(), now()).await?;
    let gone = || AppError::NotPossible("link".into());
    match found.ok_or_else(gone)? {
        // Somebody may have been added from the command line meanwhile.
        None if users::count(tx).await? > 0 => Err(gone()),
        None => Ok(None),
        Some(id) => {
            let user = users::get(tx, id).await?;
            let open = user.disabled_at.is_none() && user.joined == (link == Link::Reset);
            if open { Ok(Some(user)) } else { Err(gone()) }
        }
    }
}

/// Chooses another password.
pub(super) async fn reset(services: &Services, token: &str, password: Secret, again: Secret) -> Result<(), AppError> {
    let user = somebody(Link::Reset, token).await?;
    let hash = chosen(services, &NewPassword { password, again }, &[&user.email, &user.name]).await?;
    let mut tx = services.pool.write().await?;
    take(&mut tx, Link::Reset, token, Some(user.id)).await?;
    users::change_password(&mut tx, user.id, &hash, now()).await?;
    sessions::remove_all(&mut tx, user.id, None).await?;
    session::open(&mut tx, services, user.id).await?;
    tx.commit().await?;
    services.access.limits.succeeded(&EmailAddress::parse(&user.email).map(|e| email_key(&e)).unwrap_or_default());
    Ok(())
}

/// Accepts an invitation.
pub(super) async fn accept(
    services: &Services,
    token: &str,
    name: &str,
    password: Secret,
    again: Secret,
) -> Result<(), AppError> {
    let user = somebody(Link::Invitation, token).await?;
    let name = model::access::name(name).map_err(|problem| vec![FieldProblem::new("name", problem)]);
    let new = NewPassword { password, again };
    let (name, hash) = match name {
        Ok(name) => (name.clone(), chosen(services, &new, &[&user.email, &name]).await?),
        Err(mut problems) => {
            problems.extend(new.check().err().into_iter().flatten());
            return Err(AppError::Refused(problems));
        }
    };
    let mut tx = services.pool.write().await?;
    take(&mut tx, Link::Invitation, token, Some(user.id)).await?;
    users::join(&mut tx, user.id, &name, &hash, now()).await?;
    session::open(&mut tx, services, user.id).await?;
    tx.commit().await?;
    Ok(())
}

async fn somebody(link: Link, token: &str) -> Result<User, AppError> {
    let mut tx = reading().await?;
    holder(&mut tx, link, token).await?.ok_or_else(|| AppError::NotPossible("link".into()))
}

/// Makes the first administrator. Of two at once one uses the link up; the other finds somebody there (S12).
pub(super) async fn start(services: &Services, form: FirstStart) -> Result<(), AppError> {
    let mut tx = reading().await?;
    holder(&mut tx, Link::FirstStart, &form.token).await?;
    let mut settings = store::settings(&mut tx).await?;
    drop(tx);
    let (new, organisation) = checked(services, &form).await?;
    let mut tx = services.pool.write().await?;
    take(&mut tx, Link::FirstStart, &form.token, None).await?;
    if users::count(&mut tx).await? > 0 {
        return Err(AppError::NotPossible("link".into()));
    }
    settings.organisation_name = organisation;
    settings.language = new.language;
    store::change_settings(&mut tx, &settings, now()).await?;
    let id = users::add(&mut tx, &new, now()).await?;
    if form.demo {
        (services.fill_demo)(&mut tx, &services.keys, id, now()).await?;
    }
    session::open(&mut tx, services, id).await?;
    tx.commit().await?;
    Ok(())
}

async fn checked(services: &Services, form: &FirstStart) -> Result<(users::NewUser, String), AppError> {
    let mut problems = vec![];
    let mut note = |field, problem| problems.push(FieldProblem::new(field, problem));
    let organisation = text::line(&form.organisation, 100).map_err(|problem| note("organisation", problem));
    let name = model::access::name(&form.name).map_err(|problem| note("name", problem));
    let email = model::access::email(&form.email).map_err(|problem| note("email", problem));
    let (Ok(organisation), Ok(name), Ok(email)) = (organisation, name, email) else {
        problems.extend(form.new.check().err().into_iter().flatten());
        return Err(AppError::Refused(problems));
    };
    let hash = chosen(services, &form.new, &[email.as_str(), &name, &organisation]).await?;
    let language = super::request::language();
    let role = UserRole::Administrator;
    Ok((users::NewUser { email, name, role, language, password_hash: Some(hash) }, organisation))
}

/// Uses the link up, or says that somebody else did.
async fn take(tx: &mut Tx, link: Link, token: &str, user: Option<UserId>) -> Result<(), AppError> {
    let taken = access_tokens::take(tx, &token::hash(token), link.into(), user, now()).await?;
    if taken { Ok(()) } else { Err(AppError::NotPossible("link".into())) }
}

/// The hash of a password that is allowed (S05). `own` are words about the person, which make no password.
pub(crate) async fn chosen(services: &Services, new: &NewPassword, own: &[&str]) -> Result<String, AppError> {
    let password = new.check().map_err(AppError::Refused)?;
    if common::is_common(password.expose(), own) {
        return Err(AppError::field("password", Problem::TooCommon));
    }
    services.access.passwords.hash(password).await
}
