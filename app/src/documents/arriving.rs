//! Documents that programs bring (P30), and those that leave by themselves as they arrive (P31).

use super::covering::{Phrases, phrases};
use crate::{
    access::programs::{Admitted, still_admitted},
    clock::now,
    error::AppError,
    services::Services,
    ui::sentence,
    words::Words,
};
use mail::{Covering, Left};
use model::{Document, DocumentId, FieldProblem, Problem, document::Incoming};
use store::{
    blobs::Stored,
    documents::{Arrived, Arriving, By, arrivals, arrive},
};

/// How many leave in one go; the next round takes the others.
const AT_ONCE: i64 = 50;

/// Puts in what a program brought; all of it or, with the token, nothing.
///
/// # Errors
/// `SignedOut` when the token stopped working meanwhile.
pub async fn put_in(
    services: &Services,
    admitted: &Admitted,
    incoming: &Incoming,
    file: Option<(&str, &Stored)>,
) -> Result<Arrived, AppError> {
    let mut tx = services.pool.write().await?;
    still_admitted(&mut tx, admitted).await?;
    let arriving = Arriving { incoming, file, by: By::Program(admitted.program.id) };
    let arrived = arrive(&mut tx, arriving, now()).await?;
    if let Arrived::New(_) = arrived {
        tx.commit().await?;
    }
    Ok(arrived)
}

/// Sends what arrived and is to leave by itself; what cannot waits for a person. How many went into the outbox.
///
/// # Errors
/// The database; what is left then leaves the next time.
pub async fn send_arrived(services: &Services) -> Result<usize, AppError> {
    let mut tx = services.pool.read().await?;
    let due = arrivals::due(&mut tx, AT_ONCE).await?;
    if due.is_empty() {
        return Ok(0);
    }
    let phrases = phrases(&mut tx).await?;
    drop(tx);
    let covering = move |documents: &[&Document], language| phrases.covering(documents, language);
    let mut queued = 0;
    for id in due {
        queued += usize::from(send_one(services, id, &covering).await);
    }
    Ok(queued)
}

/// Whether it went into the outbox. The others do not wait for one that cannot.
async fn send_one(services: &Services, id: DocumentId, covering: &Covering) -> bool {
    match mail::send_arrived(&services.pool, id, covering, now()).await {
        Ok(Left::Queued(_)) => {
            services.outbox.wake();
            true
        }
        Ok(_) => false,
        Err(error) => {
            tracing::warn!(%error, document = id.0, "an arrived document is to be sent later");
            false
        }
    }
}

/// The same right after an arrival, which is done whatever becomes of this.
pub async fn leave(services: &Services, id: DocumentId) {
    match due_with_phrases(services, id).await {
        Ok(Some(phrases)) => {
            let covering = move |documents: &[&Document], language| phrases.covering(documents, language);
            send_one(services, id, &covering).await;
        }
        Ok(None) => {}
        Err(error) => {
            tracing::warn!(status = error.status(), document = id.0, "an arrived document is to be sent later")
        }
    }
}

async fn due_with_phrases(services: &Services, id: DocumentId) -> Result<Option<Phrases>, AppError> {
    let mut tx = services.pool.read().await?;
    if arrivals::is_due(&mut tx, id).await? { Ok(Some(phrases(&mut tx).await?)) } else { Ok(None) }
}

/// A problem for a program: its code, and a sentence in the house's language.
pub fn told(w: Words, problem: &FieldProblem) -> (String, String) {
    (code(&problem.problem), sentence(w, &problem.problem))
}

/// The name of the problem, as `not_a_day`.
fn code(problem: &Problem) -> String {
    let named = match serde_json::to_value(problem) {
        Ok(serde_json::Value::String(name)) => name,
        Ok(serde_json::Value::Object(one)) => match one.into_iter().next() {
            Some((_, serde_json::Value::String(inner))) if matches!(problem, Problem::Document(_)) => inner,
            Some((name, _)) => name,
            None => String::new(),
        },
        _ => String::new(),
    };
    let mut code = String::new();
    for letter in named.chars() {
        if letter.is_ascii_uppercase() && !code.is_empty() {
            code.push('_');
        }
        code.push(letter.to_ascii_lowercase());
    }
    code
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::{DocumentProblem, Lang};

    #[test]
    fn a_problem_has_a_code_for_programs_and_a_sentence_for_people() {
        for (problem, code) in [
            (Problem::Required, "required"),
            (Problem::NotAnAddress, "not_an_address"),
            (Problem::TooLong(60), "too_long"),
            (Problem::Document(DocumentProblem::NotADay), "not_a_day"),
            (Problem::Document(DocumentProblem::UnknownClient), "unknown_client"),
        ] {
            let (told, sentence) = told(Words(Lang::En), &FieldProblem::new("x", problem));
            assert_eq!(told, code);
            assert!(sentence.ends_with('.'), "{sentence}");
        }
    }
}
