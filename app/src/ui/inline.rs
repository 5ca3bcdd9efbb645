//! The script elements of our pages. They are written unescaped, which is why they stand here (architecture §5.1): one holds paths of
//! our own, one base64, one nothing but a constant.

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

/// P37: the contacts of an intervention follow its site at once. After its form, on a page without the wasm; without scripts all of
/// them are in sight, and the server checks.
#[component]
pub fn ContactsFollowSite() -> AnyView {
    view! { <script nonce=use_nonce() inner_html=FOLLOW></script> }.into_any()
}

/// A group of another site goes; who is chosen in it is chosen no more, which is said. As the page comes nobody has changed anything:
/// who no longer fits stays in sight until a site is chosen.
const FOLLOW: &str = "(()=>{\
const site=document.getElementById('f-site'),part=document.getElementById('visit-contacts');\
if(!site)return;\
const said=part.querySelector('[role=status]'),nobody=part.querySelector('[data-nobody]'),groups=part.querySelectorAll('[data-site]');\
const follow=changed=>{\
let shown=0,away='';\
for(const group of groups){\
const chosen=group.querySelector(':checked'),fits=!group.dataset.site||group.dataset.site===site.value;\
if(fits)shown++;\
else if(chosen&&changed){away=chosen.dataset.name;document.getElementById('f-contact').checked=true}\
group.hidden=!fits&&!(chosen&&!changed)}\
nobody.hidden=shown>0;\
said.textContent=away&&said.dataset.away.replace('{name}',()=>away);\
said.classList.toggle('note',!!away)};\
follow(false);\
site.addEventListener('change',()=>follow(true))})()";
