//! E18: `/parametres/documents`. Which kinds of document the place that they are about receives itself, which leave by
//! themselves as they arrive (P31), and whether one address is written to at once (P33). The server alone makes this page, like that of
//! the display options.

mod api;

pub use api::SaveDocumentSettings;

use super::SavedNotice;
use crate::{
    document::alone,
    error::AppError,
    receives::kind_name,
    ui::{Head, Trouble, TroublePage},
    wire::came_back,
    words::{Words, words},
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
                    <div class="choices">{boxes(w, "", "site_receives[]", &settings.site_receives)}</div>
                </fieldset>
                <fieldset class="part">
                    <legend><h2>{w.documents_settings_arrival()}</h2></legend>
                    <p class="hint">{w.documents_settings_arrival_hint()}</p>
                    <div class="choices">{boxes(w, "arrival-", "send_on_arrival[]", &settings.send_on_arrival)}</div>
                </fieldset>
                <fieldset class="part">
                    <legend><h2>{w.documents_settings_send()}</h2></legend>
                    <div class="choice">
                        <input type="checkbox" id="f-at_once_to_one" name="at_once_to_one" value="true" checked=settings.at_once_to_one/>
                        <label for="f-at_once_to_one">{w.documents_settings_at_once()}</label>
                    </div>
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

/// A box a kind; `among` tells its id from those of the other choice.
fn boxes(w: Words, among: &'static str, name: &'static str, ticked: &[DocumentKind]) -> AnyView {
    let boxes = DocumentKind::ALL.into_iter().map(|kind| {
        let id = format!("f-{among}{}", kind.code());
        let checked = ticked.contains(&kind);
        view! {
            <div class="choice">
                <input type="checkbox" id=id.clone() name=name value=kind.code() checked=checked/>
                <label for=id>{kind_name(w, kind)}</label>
            </div>
        }
    });
    boxes.collect_view().into_any()
}
