//! E18: `/parametres/phrases`, the phrases (P35) by kind of document and language, and `/parametres/phrases/{kind}/{language}`, where
//! one is written. The server alone makes both pages; while one types, a few lines of script ask it for the preview.

mod api;
mod form;
mod originals;
mod sample;

pub use api::{PreviewPhrase, SavePhrase};
pub use form::Page;
pub use originals::original;
pub use sample::{Sample, find};

use super::SavedNotice;
use crate::{
    document::alone,
    error::AppError,
    receives::kind_name,
    ui::{Day, Head, TroublePage, language_name, sentence},
    words::{Words, words},
};
use leptos::prelude::*;
use model::{DocumentKind, Lang, PhraseDraft, Placeholder, phrase::OwnPhrase};
use serde::{Deserialize, Serialize};

/// Where the list is.
pub const PATH: &str = "/parametres/phrases";

/// Where the phrase of this kind and language is.
pub fn path(kind: DocumentKind, language: Lang) -> String {
    [PATH, "/", kind.code(), "/", language.code()].concat()
}

/// The whole document of the list, or why there is none.
pub fn list(found: Result<Vec<OwnPhrase>, AppError>) -> impl IntoView {
    alone(move || match found {
        Ok(own) => all(&own),
        Err(error) => view! { <TroublePage error/> }.into_any(),
    })
}

/// The whole document of one phrase, or why there is none.
pub fn one(found: Result<Page, AppError>) -> impl IntoView {
    alone(move || match found {
        Ok(page) => form::page(page),
        Err(error) => view! { <TroublePage error/> }.into_any(),
    })
}

fn all(own: &[OwnPhrase]) -> AnyView {
    let w = words();
    let crumbs = vec![(w.nav_company().to_owned(), "/parametres/societe".to_owned())];
    let kinds = DocumentKind::ALL.into_iter().map(|kind| {
        let rows = Lang::ALL.into_iter().map(|language| {
            let written = own.iter().find(|own| own.kind == kind && own.language == language);
            row(w, kind, language, written)
        });
        view! {
            <section class="block">
                <h2>{kind_name(w, kind)}</h2>
                <ul class="rows">{rows.collect_view()}</ul>
            </section>
        }
    });
    view! {
        <Head title=w.phrases_title().to_owned() crumbs><p class="lead">{w.phrases_lead()}</p></Head>
        <div class="stack">{kinds.collect_view()}</div>
    }
    .into_any()
}

/// « Français : Facture <NUMFACT> ».
fn row(w: Words, kind: DocumentKind, language: Lang, written: Option<&OwnPhrase>) -> AnyView {
    let subject = written.map_or_else(|| original(kind, language).subject, |own| own.phrase.subject.clone());
    let state = match written {
        Some(own) => view! { {w.phrases_changed(&own.by)}" "<Day at=own.changed_at/> }.into_any(),
        None => w.phrases_original().into_any(),
    };
    view! {
        <li>
            <span class="grow">
                <a class="rowlink" href=path(kind, language)>{language_name(w, language)}<span class="sr">" "{kind_name(w, kind)}</span></a>
                <span class="sub" lang=language.code()>{subject}</span>
                <span class="sub">{state}</span>
            </span>
        </li>
    }
    .into_any()
}

/// What a mail with a phrase would say, for looking at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Preview {
    /// Its subject.
    pub subject: String,
    /// Its text.
    pub text: String,
    /// What is wrong, in a sentence; empty when nothing is.
    pub note: String,
}

impl Preview {
    /// Of a phrase as it is typed; what cannot be read is said, not filled in.
    fn of(w: Words, draft: &PhraseDraft, sample: &Sample) -> Preview {
        match draft.check() {
            Ok(phrase) => {
                let (shown, missing) = phrase.show(&sample.facts);
                let note = if missing.is_empty() { String::new() } else { w.phrases_missing(&written(&missing)) };
                Preview { subject: shown.subject, text: shown.text, note }
            }
            Err(problems) => {
                let said = problems.first().map(|problem| sentence(w, &problem.problem)).unwrap_or_default();
                Preview { subject: draft.subject.clone(), text: draft.text.clone(), note: said }
            }
        }
    }
}

fn written(placeholders: &[Placeholder]) -> String {
    placeholders.iter().map(|placeholder| placeholder.written()).collect::<Vec<_>>().join(", ")
}
