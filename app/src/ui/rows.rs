//! Lists whose rows come, go and move while one looks: a row that stays keeps its element, with focus and what is typed in it.

use leptos::prelude::*;
use std::sync::Arc;

/// A row to be: built only when no row of its key is there.
pub struct Row {
    key: String,
    build: Box<dyn FnOnce() -> AnyView + Send>,
}

impl Row {
    /// A row with a new key is built anew, so the key holds whatever the row shows and does not watch itself.
    pub fn new<V: IntoView>(key: impl ToString, build: impl FnOnce() -> V + Send + 'static) -> Row {
        Row { key: key.to_string(), build: Box::new(move || build().into_any()) }
    }
}

/// The rows in their order, tracked. One type for every list: Leptos' own would stand in the wasm once a kind of item.
pub fn rows<I: IntoIterator<Item = Row>>(list: impl Fn() -> I + Send + Sync + 'static) -> AnyView {
    erased(Arc::new(move || list().into_iter().collect()))
}

fn erased(list: Arc<dyn Fn() -> Vec<Row> + Send + Sync>) -> AnyView {
    view! { <For each=move || list() key=|row| row.key.clone() children=|row: Row| (row.build)()/> }.into_any()
}
