//! What a list is narrowed by, beside its search.

use crate::words::words;
use leptos::prelude::*;

/// On a phone these fields are folded away, so that the list begins on the first screen, but for when one of them is set: what narrows a list
/// is never hidden. On a wide screen they stand beside the search.
pub fn criteria(is_set: bool, fields: AnyView) -> AnyView {
    view! {
        <details class="folded" open=is_set>
            <summary class="btn">{words().book_criteria()}</summary>
            <div class="narrowing">{fields}</div>
        </details>
    }
    .into_any()
}
