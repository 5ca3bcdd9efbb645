//! Each request runs in a task of its own: a client that leaves cannot cut a transaction in two (S74), and a panic becomes a page.
//!
//! hyper drops the future of a request whose client goes away. sqlx 0.9.0 cancelled inside `begin()` gives its Postgres connection
//! back to the pool inside a transaction; the next write there would be lost.

use crate::broken;
use axum::{
    extract::{Request, State},
    middleware::Next,
    response::Response,
};
use futures_util::FutureExt;
use std::{cell::RefCell, panic::AssertUnwindSafe};
use tokio_util::task::TaskTracker;
use tracing::Instrument;

thread_local! {
    static REFERENCE: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// Runs the rest of the request in a task that ends by itself; `tasks` knows it until then.
pub async fn own_task(State(tasks): State<TaskTracker>, request: Request, next: Next) -> Response {
    let headers = request.headers().clone();
    let answer = async move {
        match AssertUnwindSafe(next.run(request)).catch_unwind().await {
            Ok(response) => response,
            Err(_) => broken::page(&headers, &REFERENCE.take().unwrap_or_default()),
        }
    };
    tasks.spawn(answer.in_current_span()).await.expect("panics are caught inside, and nobody aborts it")
}

/// Logs every panic once, under a reference that the person's page shows; neither shows more (S21).
pub fn note_panics() {
    std::panic::set_hook(Box::new(|panic| {
        let reference = broken::reference();
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        let message = without_values(panic.payload_as_str().unwrap_or("a panic without words"));
        tracing::error!(reference, place, message, "panicked");
        REFERENCE.set(Some(reference));
    }));
}

/// The words of a panic up to what they quote, which may be anybody's text (S59): Rust shows the string that was cut inside a letter,
/// and the error that was not expected. The place says the rest.
fn without_values(message: &str) -> &str {
    message.split([':', '`', '\'', '"']).next().unwrap_or_default().trim_end()
}

#[cfg(test)]
mod tests {
    use super::without_values;

    #[test]
    fn s59_a_panic_tells_no_text_that_it_stumbled_over() {
        for (message, told) in [
            ("index out of bounds: the len is 3 but the index is 5", "index out of bounds"),
            ("it is inside 'é' (bytes 2..4) of `Devis d'été`", "it is inside"),
            ("no address: NotAnAddress(\"lea@maison\")", "no address"),
            ("nobody aborts it", "nobody aborts it"),
        ] {
            assert_eq!(without_values(message), told);
        }
    }
}
