//! What `bonport user` does from the command line. Errors are sentences for the person at the terminal, in English.

use super::{common, password};
use crate::{clock::now, ui::sentence, words::Words};
use model::{
    EmailAddress, FieldProblem, Lang, Problem, Secret, User, UserRole,
    access::{NewPassword, email as checked_email, name as checked_name},
};
use store::{Pool, StoreError, access_tokens, sessions, users};

/// Somebody to add who can sign in at once.
#[derive(Clone, Debug)]
pub struct Addition {
    /// What it signs in with.
    pub email: String,
    /// Without one the address is shown.
    pub name: Option<String>,
    /// What it may do.
    pub role: UserRole,
    /// Under the same rules as in the browser (S05).
    pub password: Secret,
}

/// Adds somebody.
///
/// # Errors
/// A wrong or taken address, a password that is refused, a database that cannot be written.
pub async fn add_user(pool: &Pool, new: &Addition) -> Result<(), String> {
    let email = checked_email(&new.email).map_err(|problem| told("email", problem))?;
    let name = new.name.as_deref().filter(|name| !name.trim().is_empty()).unwrap_or(email.as_str());
    let name = checked_name(name).map_err(|problem| told("name", problem))?;
    let hash = hashed(&new.password, &[email.as_str(), &name])?;
    let mut tx = pool.write().await.map_err(words)?;
    let language = store::settings(&mut tx).await.map_err(words)?.language;
    let user = users::NewUser { email, name, role: new.role, language, password_hash: Some(hash) };
    match users::add(&mut tx, &user, now()).await {
        Err(StoreError::Taken) => Err(format!("{} is already a user", user.email)),
        Err(error) => Err(words(error)),
        Ok(_) => {
            // Somebody exists: nobody sets up any more (S12).
            access_tokens::remove(&mut tx, access_tokens::Purpose::FirstStart, None).await.map_err(words)?;
            tx.commit().await.map_err(words)
        }
    }
}

/// Everybody: who may sign in first, then by address.
///
/// # Errors
/// A database that cannot be read.
pub async fn list_users(pool: &Pool) -> Result<Vec<User>, String> {
    let mut tx = pool.read().await.map_err(words)?;
    users::list(&mut tx).await.map_err(words)
}

/// Sets a password, for somebody invited too; how many sessions that ended (S06).
///
/// # Errors
/// An unknown address, a password that is refused, a database that cannot be written.
pub async fn set_password(pool: &Pool, email: &str, password: &Secret) -> Result<u64, String> {
    let email = EmailAddress::parse(email).map_err(|_| told("email", Problem::NotAnAddress))?;
    let mut tx = pool.read().await.map_err(words)?;
    let unknown = || format!("nobody signs in with {email}");
    let user = users::find_by_email(&mut tx, &email).await.map_err(words)?.ok_or_else(unknown)?;
    drop(tx);
    let hash = hashed(password, &[&user.email, &user.name])?;
    let mut tx = pool.write().await.map_err(words)?;
    users::change_password(&mut tx, user.id, &hash, now()).await.map_err(words)?;
    for purpose in [access_tokens::Purpose::Reset, access_tokens::Purpose::Invitation] {
        access_tokens::remove(&mut tx, purpose, Some(user.id)).await.map_err(words)?;
    }
    let ended = sessions::remove_all(&mut tx, user.id, None).await.map_err(words)?;
    tx.commit().await.map_err(words)?;
    Ok(ended)
}

fn hashed(typed: &Secret, own: &[&str]) -> Result<String, String> {
    let new = NewPassword { password: typed.clone(), again: typed.clone() };
    let first = |problems: Vec<FieldProblem>| told("password", problems[0].problem.clone());
    new.check().map_err(first)?;
    if common::is_common(typed.expose(), own) {
        return Err(told("password", Problem::TooCommon));
    }
    Ok(password::hash(typed))
}

fn told(field: &str, problem: Problem) -> String {
    format!("{field}: {}", sentence(Words(Lang::En), &problem))
}

fn words(error: StoreError) -> String {
    error.to_string()
}
