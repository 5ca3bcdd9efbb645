//! The two script elements of the head. They are written unescaped, which is why they stand here (architecture §5.1): the one
//! holds three paths of our own, the other base64.

use crate::{
    document::Assets,
    facts::{ELEMENT, Facts},
    wire::{PACKED, pack},
};
use base64::{Engine, prelude::BASE64_STANDARD};
use leptos::{nonce::Nonce, prelude::*};

/// Starts the wasm. Before anything is painted the page knows that scripts run (`data-js`); when the wasm cannot come, it
/// knows that too and shows its plain forms again (D104).
#[component]
pub fn HydrationScript(
    /// The names of script and wasm.
    assets: Assets,
    /// The name of the words in this page's language.
    words: String,
    /// Of this answer's Content-Security-Policy.
    nonce: Option<Nonce>,
) -> impl IntoView {
    let code = [
        "import(\"",
        &assets.js,
        "\").then(m=>Promise.all([fetch(\"",
        &words,
        "\").then(r=>r.ok?r.json():Promise.reject(r.status)),m.default({module_or_path:\"",
        &assets.wasm,
        "\"})]).then(([words])=>m.hydrate(words))).catch(e=>{delete document.documentElement.dataset.js;throw e});",
    ]
    .concat();
    view! {
        <script nonce=nonce.clone() inner_html="document.documentElement.dataset.js=''"></script>
        <script type="module" nonce=nonce inner_html=code></script>
    }
}

/// The facts as data; no script, so it needs no nonce.
#[component]
pub fn FactsElement(
    /// Of this page.
    facts: Facts,
) -> impl IntoView {
    let packed = BASE64_STANDARD.encode(pack(&facts).expect("facts are plain data"));
    view! { <script type=PACKED id=ELEMENT inner_html=packed></script> }
}
