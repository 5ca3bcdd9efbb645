//! Making and revoking the tokens of programs, for administrators.
#![allow(missing_docs, reason = "the arguments of a server function become fields of a struct of the macro")]

use super::PATH;
use crate::{
    access::{administrator, go_to, programs::fresh},
    clock::now,
    error::AppError,
    services::writing,
    typed,
    wire::Wire,
};
use leptos::prelude::*;
use model::{ProgramDraft, ProgramId, Secret, UserId};
use serde::{Deserialize, Serialize};

/// Name of the form while it is kept after a refusal, and of what it made until that is shown, once.
pub(super) const FORM: &str = "program";

/// The form as it was typed, and the token that was made of it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Kept {
    pub(super) draft: ProgramDraft,
    pub(super) token: Option<Secret>,
}

const DAY: i64 = 86_400;

/// Makes a program; the answer is its token, which is nowhere else.
#[server(prefix = "/api", endpoint = "settings/add-program", protocol = Wire)]
pub async fn add_program(#[server(default)] name: String, #[server(default)] days: String) -> Result<Secret, AppError> {
    let by = administrator()?.user.id;
    let draft = ProgramDraft { name, days };
    match add(&draft, by).await {
        Ok(token) => {
            typed::made(FORM, Kept { draft, token: Some(token.clone()) });
            go_to(PATH);
            Ok(token)
        }
        Err(error) => Err(typed::refused(FORM, Kept { draft, token: None }, error)),
    }
}

async fn add(draft: &ProgramDraft, by: UserId) -> Result<Secret, AppError> {
    let fields = draft.check().map_err(AppError::Refused)?;
    let (token, hash) = fresh();
    let at = now();
    let expires = fields.days.map(|days| at.plus_seconds(days * DAY));
    let mut tx = writing().await?;
    store::programs::add(&mut tx, &fields.name, &hash, by, expires, at).await?;
    tx.commit().await?;
    Ok(Secret::new(token))
}

/// Its token stops working; [`restore_program`] takes that back for a day.
#[server(prefix = "/api", endpoint = "settings/revoke-program", protocol = Wire)]
pub async fn revoke_program(id: ProgramId) -> Result<(), AppError> {
    administrator()?;
    let mut tx = writing().await?;
    store::programs::revoke(&mut tx, id, now()).await?;
    tx.commit().await?;
    go_to(&format!("{PATH}?revoque={id}"));
    Ok(())
}

/// « Annuler » after [`revoke_program`].
#[server(prefix = "/api", endpoint = "settings/restore-program", protocol = Wire)]
pub async fn restore_program(id: ProgramId) -> Result<(), AppError> {
    administrator()?;
    let mut tx = writing().await?;
    store::programs::restore(&mut tx, id, now()).await?;
    tx.commit().await?;
    go_to(PATH);
    Ok(())
}
