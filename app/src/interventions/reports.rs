//! The reports of an intervention: documents that go the way of all documents.

use super::form::Form;
use crate::{
    documents::line,
    ui::{Icon, Symbol},
    words::Words,
};
use leptos::prelude::*;

/// Under the form of one that exists.
pub(super) fn reports(w: Words, form: &Form) -> AnyView {
    let Some(stored) = &form.stored else { return ().into_any() };
    let add = format!("/clients/{}/documents/nouveau?intervention={}", stored.client.0, stored.id);
    let rows = form.reports.iter().map(|report| line(w, report)).collect_view();
    let list = if form.reports.is_empty() {
        view! { <p class="none">{w.interventions_reports_none()}</p> }.into_any()
    } else {
        view! { <ul class="rows">{rows}</ul> }.into_any()
    };
    view! {
        <section class="block">
            <h2>{w.interventions_reports()}</h2>
            {list}
            <div class="buttons"><a class="btn" href=add><Icon symbol=Symbol::Plus/>{w.interventions_add_report()}</a></div>
        </section>
    }
    .into_any()
}
