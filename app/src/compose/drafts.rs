//! Drafts found again: the latest on the home page (E2), all of them on a page of their own.

use super::api::{self, discard};
use crate::{
    ui::{
        Button, Empty, Head, Kind, Meanwhile, Pager, When, dotted, error_sentence, loaded, part, use_query, use_toasts,
    },
    wire::ask,
    words::words,
};
use leptos::prelude::*;
use model::{DraftId, compose::DraftLine};

/// Rows of the home page's block.
const FEW: u32 = 6;

/// The block of the home page; nothing at all without drafts.
#[component]
pub fn DraftsBlock() -> AnyView {
    let list = ask(|| Ok(api::Drafts { before: None, most: Some(FEW) }));
    // Made here, for the toast outlives the rows.
    let again = Callback::new(move |()| list.again());
    part(list, Meanwhile::Nothing, move |found| match found {
        Ok(found) if found.rows.is_empty() => ().into_any(),
        Ok(found) => {
            let w = words();
            let more = found.more.then(|| view! { <p><a href="/brouillons">{w.act_see_all()}</a></p> });
            view! { <section class="block"><h2>{w.compose_drafts()}</h2>{lines(found.rows, again)}{more}</section> }
                .into_any()
        }
        Err(error) => view! { <p class="error">{error_sentence(words(), &error)}</p> }.into_any(),
    })
}

/// `/brouillons`
#[component]
pub fn DraftsPage() -> AnyView {
    let w = words();
    let query = use_query();
    let before = Memo::new(move |_| query.with(|q| q.get("avant")?.parse::<DraftId>().ok()));
    let list = ask(move || Ok(api::Drafts { before: before.get(), most: None }));
    let again = Callback::new(move |()| list.again());
    let page = loaded(list, move |found| {
        let next = found.rows.last().filter(|_| found.more).map(|row| format!("/brouillons?avant={}", row.id));
        let previous = before.get_untracked().map(|_| "/brouillons".to_owned());
        let shown = match found.rows.is_empty() {
            true => view! {
                <Empty text=w.compose_no_drafts()><a class="btn primary" href="/ecrire">{w.nav_write()}</a></Empty>
            }
            .into_any(),
            false => lines(found.rows, again),
        };
        view! { {shown}<Pager previous next/> }.into_any()
    });
    view! {
        <Head title=w.compose_drafts()/>
        <section><p class="hint">{w.compose_drafts_kept()}</p>{page}</section>
    }
    .into_any()
}

fn lines(rows: Vec<DraftLine>, again: Callback<()>) -> AnyView {
    let rows = rows.into_iter().map(|row| view! { <DraftRow row again/> }).collect_view();
    view! { <ul class="sends wide">{rows}</ul> }.into_any()
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
    let client = row.client.map(|(_, label)| label).unwrap_or_default();
    let about = dotted([client.as_str(), &row.to]);
    let about = (!about.is_empty()).then(|| [&about, " · "].concat());
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
            <span class="meta">{about}<When at=row.changed_at/></span>
        </li>
    }
    .into_any()
}
