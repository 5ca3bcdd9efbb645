//! The HTML document around the app: our own head, with the nonce on every script and the wasm preloaded (proven.md §3).

use crate::{
    App,
    facts::Facts,
    shell::Shell,
    ui::{inline, symbols},
    words::Words,
};
use leptos::{nonce::use_nonce, prelude::*};
use leptos_router::components::Router;
use model::Lang;

/// Where the site's files are served, under hashed names when the site is inside the binary.
#[derive(Clone, Debug)]
pub struct Assets {
    /// The script that wasm-bindgen wrote.
    pub js: String,
    /// The wasm.
    pub wasm: String,
    /// The words in French.
    pub french: String,
    /// The words in English.
    pub english: String,
    /// The style sheet.
    pub css: String,
    /// The latin font file, preloaded.
    pub font: String,
}

/// The document of one request. Its facts and assets come from the context.
pub fn document() -> impl IntoView {
    let facts = use_context::<Facts>().expect("the server provides the facts");
    let assets = use_context::<Assets>().expect("the server provides the assets");
    let nonce = use_nonce();
    let words = if facts.language == Lang::Fr { assets.french.clone() } else { assets.english.clone() };
    let (language, theme) = (facts.language.code(), facts.theme.code());
    view! {
        <!DOCTYPE html>
        <html lang=language data-theme=theme>
            <head>
                {common(&assets)}
                <link rel="preload" href=assets.font.clone() r#as="font" r#type="font/woff2" crossorigin=""/>
                <link rel="modulepreload" href=assets.js.clone() nonce=nonce.clone()/>
                <link rel="preload" href=assets.wasm.clone() r#as="fetch" r#type="application/wasm" crossorigin=""/>
                <link rel="preload" href=words.clone() r#as="fetch" r#type="application/json" crossorigin=""/>
                <link rel="manifest" href="/manifest.webmanifest"/>
                <meta name="theme-color" content="#f7f9fc" media="(prefers-color-scheme: light)"/>
                <meta name="theme-color" content="#101318" media="(prefers-color-scheme: dark)"/>
                <inline::HydrationScript assets words nonce/>
                <inline::FactsElement facts=facts.clone()/>
                <leptos_meta::MetaTags/>
            </head>
            <body>
                <App facts/>
                {symbols()}
            </body>
        </html>
    }
}

/// What the head of every document begins with.
fn common(assets: &Assets) -> impl IntoView + use<> {
    view! {
        <meta charset="utf-8"/>
        <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover"/>
        <link rel="stylesheet" href=assets.css.clone()/>
        <link rel="icon" href="/favicon.svg" r#type="image/svg+xml"/>
    }
}

/// The document of a page that the server alone makes: the shell and the look of all the others, without the wasm. Its
/// path is in no list of screens, so links to it are `rel="external"`.
pub fn alone(page: impl FnOnce() -> AnyView + Send + 'static) -> impl IntoView {
    let facts = use_context::<Facts>().expect("the server provides the facts");
    let assets = use_context::<Assets>().expect("the server provides the assets");
    let (language, theme) = (facts.language.code(), facts.theme.code());
    leptos_meta::provide_meta_context();
    Words(facts.language).provide();
    view! {
        <!DOCTYPE html>
        <html lang=language data-theme=theme>
            <head>
                {common(&assets)}
                <leptos_meta::MetaTags/>
            </head>
            <body>
                <Router>
                    <Shell>{refusal()}{page()}</Shell>
                </Router>
                {symbols()}
            </body>
        </html>
    }
}

/// What Leptos' routes do for a screen: a form of the page that came back finds why.
fn refusal() {
    leptos_router::hooks::use_url().read_untracked().provide_server_action_error();
}
