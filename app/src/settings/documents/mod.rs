//! E18: `/parametres/documents`. Which kinds of document the place that they are about receives itself (P31). The server alone makes this
//! page, like that of the display options.

mod api;

pub use api::SaveDocumentSettings;

use super::SavedNotice;
use crate::{
    document::alone,
    error::AppError,
    receives::kind_name,
    ui::{Head, Trouble, TroublePage},
    wire::came_back,
    words::words,
};
use leptos::{prelude::*, server_fn::ServerFn};
use model::{DocumentKind, Settings};

/// The whole document, for the settings and their version, or for why there are none.
pub fn document(found: Result<(Settings, i64), AppError>) -> impl IntoView {
    alone(move || match found {
        Ok((settings, version)) => page(&settings, version),
        Err(error) => view! { <TroublePage error/> }.into_any(),
    })
}

fn page(settings: &Settings, version: i64) -> AnyView {
    let w = words();
    let crumbs = vec![(w.nav_company().to_owned(), "/parametres/societe".to_owned())];
    let boxes = DocumentKind::ALL.into_iter().map(|kind| {
        let id = format!("f-{}", kind.code());
        let checked = settings.site_receives.contains(&kind);
        view! {
            <div class="choice">
                <input type="checkbox" id=id.clone() name="site_receives[]" value=kind.code() checked=checked/>
                <label for=id>{kind_name(w, kind)}</label>
            </div>
        }
    });
    view! {
        <Head title=w.documents_settings().to_owned() crumbs><p class="lead">{w.documents_settings_lead()}</p></Head>
        <div class="stack">
            <SavedNotice/>
            <Trouble error=Signal::stored(came_back(SaveDocumentSettings::PATH))/>
            <form class="form" method="post" action=SaveDocumentSettings::PATH>
                <input type="hidden" name="version" value=version/>
                <fieldset class="part">
                    <legend><h2>{w.documents_settings_site()}</h2></legend>
                    <p class="hint">{w.documents_settings_hint()}</p>
                    <div class="choices">{boxes.collect_view()}</div>
                </fieldset>
                <div class="sticky-acts">
                    <button type="submit" class="btn primary">{w.act_save()}</button>
                    <a class="btn" href="/parametres/societe">{w.act_cancel()}</a>
                </div>
            </form>
        </div>
    }
    .into_any()
}
