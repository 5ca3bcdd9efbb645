//! Signing in. Unknown, disabled, invited and mistyped look the same: same words, same status, same time (S01).

use super::{password::Verdict, request::address, session};
use crate::{clock::now, error::AppError, services::Services};
use model::{EmailAddress, Secret, User};
use store::{email_key, users};

/// Judges an attempt and opens a session.
pub(super) async fn sign_in(services: &Services, email: &str, password: &Secret) -> Result<(), AppError> {
    let limits = &services.access.limits;
    let address = address();
    limits.attempt(address, now()).map_err(AppError::TooMany)?;
    let email = EmailAddress::parse(email).ok();
    let account = email.as_ref().map(email_key).unwrap_or_default();
    tokio::time::sleep(limits.delay(&account, now())).await;
    let wrong = || AppError::NotPossible("credentials".into());
    let Some(Judged { user, hash, verdict }) = judge(services, email.as_ref(), password).await? else {
        limits.failed(&account, now());
        return Err(wrong());
    };
    limits.forgive(address);
    limits.succeeded(&account);
    let mut tx = services.pool.write().await?;
    if !users::hold(&mut tx, user.id, &hash).await? {
        return Err(wrong());
    }
    if let Verdict::Outdated(new) = &verdict {
        users::rehash(&mut tx, user.id, &hash, new).await?;
    }
    session::open(&mut tx, services, user.id).await?;
    tx.commit().await?;
    Ok(())
}

/// Who may come in, and the hash that this was judged by: another password may be saved at this very moment.
struct Judged {
    user: User,
    hash: String,
    verdict: Verdict,
}

/// The person, when the password is theirs and they may come in. A hash is verified in every case.
async fn judge(
    services: &Services,
    email: Option<&EmailAddress>,
    password: &Secret,
) -> Result<Option<Judged>, AppError> {
    let mut tx = services.pool.read().await?;
    let user = match email {
        Some(email) => users::find_by_email(&mut tx, email).await?,
        None => None,
    };
    let stored = match &user {
        Some(user) => users::password_hash(&mut tx, user.id).await?,
        None => None,
    };
    drop(tx);
    let verdict = services.access.passwords.verify(password, stored.clone()).await?;
    let right = verdict != Verdict::Wrong && user.as_ref().is_some_and(|user| user.disabled_at.is_none());
    Ok(user.zip(stored).filter(|_| right).map(|(user, hash)| Judged { user, hash, verdict }))
}

/// Counts a trial of a mail account: « Tester » is no way to look around in networks (S53).
///
/// # Errors
/// `TooMany`.
pub(crate) fn count_test(services: &Services) -> Result<(), AppError> {
    services.access.limits.test(address(), now()).map_err(AppError::TooMany)
}

/// Is this the password of somebody who is signed in? Wrong ones count like bad sign-ins. The hash that it was judged by, for
/// [`users::hold`]: another password may be saved at this very moment.
pub(crate) async fn confirm(services: &Services, user: &User, password: &Secret) -> Result<Option<String>, AppError> {
    let limits = &services.access.limits;
    limits.attempt(address(), now()).map_err(AppError::TooMany)?;
    let account = EmailAddress::parse(&user.email).map(|email| email_key(&email)).unwrap_or_default();
    tokio::time::sleep(limits.delay(&account, now())).await;
    let mut tx = services.pool.read().await?;
    let stored = users::password_hash(&mut tx, user.id).await?;
    drop(tx);
    if services.access.passwords.verify(password, stored.clone()).await? == Verdict::Wrong {
        limits.failed(&account, now());
        return Ok(None);
    }
    limits.forgive(address());
    limits.succeeded(&account);
    Ok(stored)
}
