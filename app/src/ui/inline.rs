//! Elements of scripts. They are written unescaped, which is why they stand here (architecture §5.1): those of the head hold
//! three paths of our own and base64, the other one a file of this house.

use crate::{
    document::Assets,
    facts::{ELEMENT, Facts},
    wire::{PACKED, pack},
};
use base64::{Engine, prelude::BASE64_STANDARD};
use leptos::{
    nonce::{Nonce, use_nonce},
    prelude::*,
};

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
        <script type="module" nonce=nonce.clone() inner_html=code></script>
        // In the page and not in the wasm: they work while that is still on its way, and cost it nothing.
        <script type="module" nonce=nonce.clone() inner_html=include_str!("share.js")></script>
        <script type="module" nonce=nonce inner_html=include_str!("chosen.js")></script>
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

/// The few lines that make a page of the server alone answer while one types. Without them the page does all it does, in more
/// steps.
#[component]
pub fn PageScript(
    /// A file of this house, by `include_str!`.
    code: &'static str,
) -> impl IntoView {
    view! { <script type="module" nonce=use_nonce() inner_html=code></script> }
}
