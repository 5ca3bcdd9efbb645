//! Drafts found again on the home page (E2).

use super::api::{self, discard};
use crate::{
    ui::{Button, Kind, Meanwhile, When, error_sentence, part, use_toasts},
    wire::ask,
    words::words,
};
use leptos::prelude::*;
use model::compose::DraftLine;

/// The block of the home page; nothing at all without drafts.
#[component]
pub fn DraftsBlock() -> AnyView {
    let list = ask(|| Ok(api::Drafts {}));
    // Made here, for the toast outlives the rows.
    let again = Callback::new(move |()| list.again());
    part(list, Meanwhile::Nothing, move |rows| match rows {
        Ok(rows) if rows.is_empty() => ().into_any(),
        Ok(rows) => view! { <Drafts rows again/> }.into_any(),
        Err(error) => view! { <p class="error">{error_sentence(words(), &error)}</p> }.into_any(),
    })
}

#[component]
fn Drafts(rows: Vec<DraftLine>, again: Callback<()>) -> AnyView {
    let w = words();
    let rows = rows.into_iter().map(|row| view! { <DraftRow row again/> }).collect_view();
    view! { <section class="block"><h2>{w.compose_drafts()}</h2><ul class="sends wide">{rows}</ul></section> }
        .into_any()
}

#[component]
fn DraftRow(row: DraftLine, again: Callback<()>) -> AnyView {
    let (w, toasts) = (words(), use_toasts());
    let id = row.id;
    let subject = match (row.subject.as_str(), row.beginning.as_str()) {
        ("", "") => w.sends_no_subject().to_owned(),
        ("", beginning) => beginning.to_owned(),
        (subject, _) => subject.to_owned(),
    };
    let delete = w.compose_delete_for(&subject);
    let client = row.client.map(|(_, label)| [&label, " · "].concat());
    let away = move |_| {
        leptos::task::spawn_local(async move {
            match discard(id, false).await {
                Ok(()) => {
                    again.try_run(());
                    toasts.say_undoable(w.compose_discarded(), move || {
                        leptos::task::spawn_local(async move {
                            match discard(id, true).await {
                                Ok(()) => drop(again.try_run(())),
                                Err(e) => toasts.trouble(error_sentence(words(), &e)),
                            }
                        });
                    });
                }
                Err(e) => toasts.trouble(error_sentence(words(), &e)),
            }
        });
    };
    view! {
        <li>
            <div class="top">
                <a href=format!("/ecrire?brouillon={id}")><b>{subject}</b></a>
                <Button label=w.act_delete().to_owned() name=delete kind=Kind::Quiet small=true press=away/>
            </div>
            <span class="meta">{client}<When at=row.changed_at/></span>
        </li>
    }
    .into_any()
}
