//! The entry of the browser.

use wasm_bindgen::prelude::wasm_bindgen;

/// Called by the script of the head once the wasm and the words are there.
#[wasm_bindgen]
pub fn hydrate(words: String) {
    app::hydrate(words);
}
