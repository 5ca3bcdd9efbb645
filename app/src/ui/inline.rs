//! The two script elements of the head. They are written unescaped, which is why they stand here (architecture §5.1): the one
//! holds two paths of our own, the other JSON without a `<`.

use crate::{
    document::Assets,
    facts::{ELEMENT, Facts},
};
use leptos::{nonce::Nonce, prelude::*};

/// Starts the wasm.
#[component]
pub fn HydrationScript(
    /// The names of script and wasm.
    assets: Assets,
    /// Of this answer's Content-Security-Policy.
    nonce: Option<Nonce>,
) -> impl IntoView {
    let code = format!(
        "import init,{{hydrate}} from \"{}\";init({{module_or_path:\"{}\"}}).then(()=>hydrate());",
        assets.js, assets.wasm
    );
    view! { <script type="module" nonce=nonce inner_html=code></script> }
}

/// The facts as data; no script, so it needs no nonce.
#[component]
pub fn FactsElement(
    /// Of this page.
    facts: Facts,
) -> impl IntoView {
    let json = serde_json::to_string(&facts).expect("facts are plain data").replace('<', "\\u003c");
    view! { <script type="application/json" id=ELEMENT inner_html=json></script> }
}
