//! E14: `/factures/envoi?d=1&d=2`, several documents before they leave (P34). First what this comes to in numbers, then what stands in the
//! way, then a line for each document: who receives it and why, what goes along, what can be changed. The server alone makes this page:
//! a form that works without script, and nothing in it has to be alive.

mod api;
mod change;
mod find;
mod line;

pub use api::SendDocuments;
pub use find::{Shown, review_page};

use crate::{
    document::alone,
    error::AppError,
    typed,
    ui::{Empty, Head, Icon, PageScript, Symbol, Titles, TroublePage, error_sentence},
    words::{Words, words},
};
use find::Row;
use leptos::{prelude::*, server_fn::ServerFn};
use model::{ClientId, DocumentId, resolver::REVIEW_MAX};
use std::collections::BTreeSet;

/// Where the book of invoices is.
const BOOK: &str = "/factures";

/// Where these documents are reviewed.
fn path(documents: impl Iterator<Item = DocumentId>) -> String {
    let all: Vec<String> = documents.map(|id| format!("d={id}")).collect();
    format!("{BOOK}/envoi?{}", all.join("&"))
}

/// The whole document, or why there is none.
pub fn review_document(found: Result<Shown, AppError>) -> impl IntoView {
    alone(move || match found {
        Ok(shown) if shown.rows.is_empty() => nothing(words()),
        Ok(shown) => page(words(), &shown),
        Err(error) => view! { <TroublePage error/> }.into_any(),
    })
}

fn crumbs(w: Words) -> Vec<(String, String)> {
    vec![(w.review_book().to_owned(), BOOK.to_owned())]
}

fn nothing(w: Words) -> AnyView {
    view! {
        <Head title=w.review_title() crumbs=crumbs(w)/>
        <Empty text=w.review_none()><a class="btn primary" href=BOOK>{w.review_choose()}</a></Empty>
    }
    .into_any()
}

fn page(w: Words, shown: &Shown) -> AnyView {
    // Once: what is loaded again begins anew.
    drop(typed::take::<api::Posted>(api::FORM));
    let of = |wanted: fn(&Row) -> bool| shown.rows.iter().filter(|row| wanted(row)).collect::<Vec<_>>();
    let (trouble, ready, left) = (of(Row::in_trouble), of(Row::ready), of(|row| row.skip));
    let seen = shown.rows.iter().map(|row| {
        let token = row.line.as_ref().map_or_else(|| mail::GONE.to_owned(), |line| shown.review.token(line));
        view! { <input type="hidden" name="seen[]" value=format!("{} {token}", row.id)/> }
    });
    let sum = sum(w, shown);
    let from = shown.review.account.as_ref().map(|account| w.review_from(&account.from_address));
    view! {
        <Head title=w.review_title() crumbs=crumbs(w)><p class="lead">{sum}</p><p class="meta">{from}</p></Head>
        <div class="stack">
            {notes(w, shown)}
            <form class="review" method="post" action=SendDocuments::PATH>
                <input type="hidden" name="key" value=shown.key.clone()/>
                {seen.collect_view()}
                {gathering(w, shown)}
                // The first button of the form: what the Enter key presses in a field sends nothing.
                <div class="line">
                    <button type="submit" class="btn" name="act" value="check">{w.review_check()}</button>
                    <span class="meta">{w.review_check_hint()}</span>
                </div>
                {part(w, shown, w.review_trouble(trouble.len() as i64), &trouble)}
                {part(w, shown, w.review_ready(ready.len() as i64), &ready)}
                {part(w, shown, w.review_left(left.len() as i64), &left)}
                <div class="sticky-acts">
                    <button type="submit" class="btn primary" disabled=shown.review.account.is_none()>
                        <Icon symbol=Symbol::Send/>{w.review_send()}
                    </button>
                    <a class="btn" href=BOOK>{w.act_cancel()}</a>
                </div>
            </form>
        </div>
        <PageScript code=include_str!("complete.js")/>
    }
    .into_any()
}

/// One mail for each document, or for each client (P34).
fn gathering(w: Words, shown: &Shown) -> AnyView {
    if !shown.several {
        return ().into_any();
    }
    let choice = |id: &'static str, value: String, checked: bool, label: &'static str| {
        view! {
            <div class="choice">
                <input type="radio" id=id name="together" value=value checked=checked/>
                <label for=id>{label}</label>
            </div>
        }
    };
    view! {
        <fieldset class="part">
            <legend>{w.review_several()}</legend>
            <div class="choices">
                {choice("together-no", String::new(), !shown.together, w.review_each())}
                {choice("together-yes", shown.stamp.clone(), shown.together, w.review_together())}
            </div>
            <p class="hint">{w.review_together_hint()}</p>
        </fieldset>
    }
    .into_any()
}

/// « 60 documents pour 55 clients : 71 e-mails. »
fn sum(w: Words, shown: &Shown) -> String {
    let ready: Vec<&Row> = shown.rows.iter().filter(|row| row.ready()).collect();
    let clients: BTreeSet<ClientId> =
        ready.iter().filter_map(|row| row.line.as_ref()).map(|line| line.document.client.0).collect();
    let sum = w.review_sum(
        &w.documents_count(ready.len() as i64),
        &w.review_clients(clients.len() as i64),
        &w.review_mails(shown.mails as i64),
    );
    let trouble = shown.rows.iter().filter(|row| row.in_trouble()).count() as i64;
    let skipped = shown.rows.iter().filter(|row| row.skip).count() as i64;
    let stays = (trouble > 0).then(|| w.review_stays(trouble));
    let skipped = (skipped > 0).then(|| w.review_skipped(skipped));
    [Some(sum), stays, skipped].into_iter().flatten().collect::<Vec<_>>().join(" ")
}

/// What concerns the whole page.
fn notes(w: Words, shown: &Shown) -> AnyView {
    let why = shown.why.as_ref().map(|error| match error {
        AppError::NotPossible(why) if why == "no_account" => w.compose_not_possible_no_account().to_owned(),
        AppError::NotPossible(why) if why == "nothing_to_send" => w.review_nothing_to_send().to_owned(),
        AppError::NotPossible(why) if why == "stopped" => w.review_stopped().to_owned(),
        error => error_sentence(w, error),
    });
    let no_account =
        (why.is_none() && shown.review.account.is_none()).then(|| w.compose_not_possible_no_account().to_owned());
    let came_back = why.is_some() || shown.refused;
    if came_back {
        Titles::refused();
    }
    let refused = shown.refused.then(|| w.review_refused().to_owned());
    let bad = why.into_iter().chain(no_account).chain(refused).enumerate().map(|(at, text)| {
        let focus = came_back && at == 0;
        view! { <div class="note bad" role="alert" tabindex=focus.then_some("-1") autofocus=focus><p class="line"><Icon symbol=Symbol::Error/>{text}</p></div> }
    });
    let cut = shown.cut.then(|| {
        let text = w.review_cut(REVIEW_MAX as i64);
        view! { <div class="note warn"><p class="line"><Icon symbol=Symbol::Warn/>{text}</p></div> }
    });
    view! { {bad.collect_view()}{cut} }.into_any()
}

fn part(w: Words, shown: &Shown, title: String, rows: &[&Row]) -> AnyView {
    if rows.is_empty() {
        return ().into_any();
    }
    let lines = rows.iter().map(|row| line::line(w, &shown.review, row)).collect_view();
    view! { <section class="block"><h2>{title}</h2><ul class="reviewed">{lines}</ul></section> }.into_any()
}
