//! What the page of a phrase sends, for administrators.
#![allow(clippy::too_many_arguments, reason = "one form, one argument a field")]
#![allow(missing_docs, reason = "the arguments of a server function become fields of a struct of the macro")]

use super::{Preview, path, sample};
use crate::{
    access::{administrator, go_to},
    clock::now,
    error::AppError,
    services::{reading, writing},
    typed,
    wire::Wire,
    words::Words,
};
use leptos::prelude::*;
use model::{DocumentKind, Lang, PhraseDraft};
use serde::{Deserialize, Serialize};
use store::phrases::{self, Seen};

/// Name of the form while it is kept after a refusal or for its preview.
pub(super) const FORM: &str = "phrase";

/// A phrase that was typed, and of what.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Kept {
    pub(super) kind: DocumentKind,
    pub(super) language: Lang,
    pub(super) draft: PhraseDraft,
    /// It was sent to be looked at.
    pub(super) preview: bool,
}

/// Saves it; with `preview` it is only shown, which a page without the script asks for. `version` is the one that was seen (P12).
#[server(prefix = "/api", endpoint = "settings/save-phrase", protocol = Wire)]
pub async fn save_phrase(
    kind: DocumentKind,
    language: Lang,
    #[server(default)] subject: String,
    #[server(default)] text: String,
    #[server(default)] version: i64,
    #[server(default)] preview: bool,
) -> Result<(), AppError> {
    let by = administrator()?.user.id;
    let kept = Kept { kind, language, draft: PhraseDraft { subject, text }, preview };
    if preview {
        typed::made(FORM, kept);
        go_to(&path(kind, language));
        return Ok(());
    }
    match save(&kept, version, by).await {
        Ok(()) => {
            go_to(&[&path(kind, language), "?enregistre=1"].concat());
            Ok(())
        }
        Err(error) => Err(typed::refused(FORM, kept, error)),
    }
}

async fn save(kept: &Kept, version: i64, user: model::UserId) -> Result<(), AppError> {
    let phrase = kept.draft.check().map_err(AppError::Refused)?;
    let mut tx = writing().await?;
    phrases::save(&mut tx, Seen { kind: kept.kind, language: kept.language, version }, &phrase, user, now()).await?;
    Ok(tx.commit().await?)
}

/// What a mail with it would say, while it is being typed.
#[server(prefix = "/api", endpoint = "settings/preview-phrase", protocol = Wire)]
pub async fn preview_phrase(
    kind: DocumentKind,
    language: Lang,
    #[server(default)] subject: String,
    #[server(default)] text: String,
) -> Result<Preview, AppError> {
    let w = Words(administrator()?.user.language);
    let sample = sample::find(&mut reading().await?, kind, language).await?;
    Ok(Preview::of(w, &PhraseDraft { subject, text }, &sample))
}
