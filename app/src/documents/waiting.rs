//! `/documents/en-attente`: documents that arrived, should have left by themselves (P31), and wait for a person, each with the reason. The
//! home page names the first.

use super::{DismissDocument, UndismissDocument, day, list::about, named};
use crate::{
    document::alone,
    error::AppError,
    ui::{Empty, Head, Trouble, TroublePage, dotted},
    wire::came_back,
    words::{Words, words},
};
use leptos::{prelude::*, server_fn::ServerFn};
use model::{Document, DocumentId, Lang, document::WaitsFor};
use store::{
    Tx,
    documents::{self, arrivals},
};

/// Those that the home page names.
const FEW: i64 = 3;
/// Those of the page; who has sent or refused them sees the next.
const MANY: i64 = 100;

/// How many wait, in a sentence, and the first of them by id and name.
pub(crate) async fn named_first(tx: &mut Tx, language: Lang) -> Result<(String, Vec<(String, String)>), AppError> {
    let w = Words(language);
    let (count, first) = arrivals::waiting(tx, FEW).await?;
    let first = first.iter().map(|(document, _)| (document.id.to_string(), named(w, document))).collect();
    Ok((w.documents_waiting_count(count), first))
}

/// What the page shows.
#[derive(Clone, Debug)]
pub struct WaitingList {
    count: i64,
    rows: Vec<(Document, WaitsFor)>,
    /// Refused just now.
    dismissed: Option<Document>,
}

/// # Errors
/// The database.
pub async fn waiting_page(tx: &mut Tx, dismissed: Option<DocumentId>) -> Result<WaitingList, AppError> {
    let (count, rows) = arrivals::waiting(tx, MANY).await?;
    let dismissed = match dismissed.filter(|id| rows.iter().all(|(document, _)| document.id != *id)) {
        Some(id) => documents::get(tx, id).await.ok(),
        None => None,
    };
    Ok(WaitingList { count, rows, dismissed })
}

/// The whole document, or why there is none.
pub fn waiting_document(found: Result<WaitingList, AppError>) -> impl IntoView {
    alone(move || match found {
        Ok(list) => page(&list),
        Err(error) => view! { <TroublePage error/> }.into_any(),
    })
}

fn page(list: &WaitingList) -> AnyView {
    let w = words();
    let trouble = [DismissDocument::PATH, UndismissDocument::PATH].into_iter().find_map(came_back);
    let crumbs = vec![(w.nav_home().to_owned(), "/".to_owned())];
    let body = if list.rows.is_empty() {
        view! { <Empty text=w.documents_waiting_none()><a class="btn" href="/">{w.nav_home()}</a></Empty> }.into_any()
    } else {
        let rows = list.rows.iter().map(|(document, why)| row(w, document, *why)).collect_view();
        let count = w.documents_waiting_count(list.count);
        view! { <ul class="rows">{rows}</ul><p class="meta num">{count}</p> }.into_any()
    };
    view! {
        <Head title=w.documents_waiting().to_owned() crumbs><p class="lead">{w.documents_waiting_lead()}</p></Head>
        <div class="stack">
            <Trouble error=Signal::stored(trouble)/>
            {list.dismissed.as_ref().map(|document| undo(w, document))}
            <section class="block">{body}</section>
        </div>
    }
    .into_any()
}

fn undo(w: Words, document: &Document) -> AnyView {
    view! {
        <div class="note" role="status">
            <form method="post" action=UndismissDocument::PATH class="line">
                <span>{w.documents_dismissed(&named(w, document))}</span>
                <input type="hidden" name="id" value=document.id.to_string()/>
                <button type="submit" class="btn small">{w.act_undo()}</button>
            </form>
        </div>
    }
    .into_any()
}

fn row(w: Words, document: &Document, why: WaitsFor) -> AnyView {
    let name = named(w, document);
    let whom = dotted([document.client.1.as_str(), &about(w, document)]);
    view! {
        <li>
            <span class="grow">
                <a class="rowlink" href=format!("/documents/{}", document.id)>{name.clone()}</a>
                <span class="sub">{whom}" · "{day(w, document.day)}</span>
                <span class="sub">{reason(w, why)}</span>
            </span>
            <form method="post" action=DismissDocument::PATH class="inline">
                <input type="hidden" name="id" value=document.id.to_string()/>
                <button type="submit" class="btn small" aria-label=w.documents_dismiss_of(&name)>{w.documents_dismiss()}</button>
            </form>
        </li>
    }
    .into_any()
}

fn reason(w: Words, why: WaitsFor) -> &'static str {
    match why {
        WaitsFor::Recipient => w.documents_waits_recipient(),
        WaitsFor::Account => w.documents_waits_account(),
        WaitsFor::Phrase => w.documents_waits_phrase(),
        WaitsFor::Room => w.documents_waits_room(),
        WaitsFor::Mail => w.documents_waits_mail(),
        WaitsFor::Unticked => w.documents_waits_unticked(),
        WaitsFor::LeftBefore => w.documents_waits_left_before(),
        WaitsFor::Restored => w.documents_waits_restored(),
    }
}
