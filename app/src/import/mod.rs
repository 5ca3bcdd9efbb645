//! E21: `/import`, clients from a file (P63), for administrators (P53). Pages of the server alone: a file comes in once in a
//! while, and nothing in them has to be alive.

mod api;
mod preview;
mod refused;
mod said;

pub use api::{ChooseColumns, RunImport, UndoImport};
pub use refused::refused_file;
pub use said::{code, wrong};

use crate::{
    access::administrator,
    document::alone,
    error::AppError,
    jobs::Running,
    services::{Services, services},
    ui::{Banner, Head, Icon, Symbol, Titles, Trouble, TroublePage, When},
    wire::came_back,
    words::{Words, words},
};
use exchange::ReadError;
use leptos::{prelude::*, server_fn::ServerFn};
use model::{
    ImportId,
    import::{Column, Plan, Table, plan, reference_keys},
};
use store::{
    Tx,
    imports::{self, Import},
};

/// Where the page is.
pub const PATH: &str = "/import";

fn at(id: ImportId) -> String {
    format!("{PATH}/{id}")
}

/// A file's table, read where it holds nobody up.
///
/// # Errors
/// Broken; inside: why it is no table.
pub async fn read(bytes: Vec<u8>) -> Result<Result<Table, ReadError>, AppError> {
    let read = tokio::task::spawn_blocking(move || exchange::read(&bytes));
    read.await.map_err(|error| AppError::broken(&error))
}

/// What importing a table would do to this database.
///
/// # Errors
/// Only general ones.
pub async fn planned(tx: &mut Tx, table: &Table, columns: &[Option<Column>]) -> Result<Plan, AppError> {
    let known = imports::known(tx, &reference_keys(table, columns)).await?;
    let families: Vec<String> = store::families::list(tx).await?.into_iter().map(|(_, name)| name).collect();
    Ok(plan(table, columns, &known, &families))
}

/// The model file: the headings of everything that can be imported.
pub fn model_file() -> String {
    let headings: Vec<String> = Column::ALL.iter().map(|column| column.heading().to_owned()).collect();
    exchange::written([&headings[..]], model::import::Separator::Semicolon)
}

/// What the page of one import shows.
#[derive(Clone, Debug)]
pub enum Shown {
    /// It waits: its table, and what would be done.
    Waiting(Import, Table, Plan),
    /// It is done, perhaps undone.
    Done(Import),
    /// Its file is gone.
    Gone,
}

/// One import, as it stands.
///
/// # Errors
/// `NotFound`.
pub async fn shown(services: &Services, id: ImportId) -> Result<Shown, AppError> {
    let mut tx = services.pool.read().await?;
    let import = imports::get(&mut tx, id).await?;
    if import.imported_at.is_some() {
        return Ok(Shown::Done(import));
    }
    let bytes = match imports::file(&mut tx, id).await {
        Err(store::StoreError::NotFound) => return Ok(Shown::Gone),
        bytes => bytes?,
    };
    let Ok(table) = read(bytes).await? else { return Ok(Shown::Gone) };
    let plan = planned(&mut tx, &table, &import.columns).await?;
    Ok(Shown::Waiting(import, table, plan))
}

/// Why the file before was none: a code, its line and its cell.
pub type Told = Option<(String, i64, i64)>;

/// `/import`: a file to choose, and what was imported before.
pub fn start_document(found: Result<Vec<Import>, AppError>, told: Told) -> impl IntoView {
    alone(move || match found {
        Ok(past) => start(past, told),
        Err(error) => view! { <TroublePage error/> }.into_any(),
    })
}

fn crumbs(w: Words) -> Vec<(String, String)> {
    vec![(w.clients_title().to_owned(), "/clients".to_owned())]
}

fn start(past: Vec<Import>, told: Told) -> AnyView {
    let w = words();
    let error = told.map(|(code, line, column)| said::of_code(w, &code, line, column));
    let described = if error.is_some() { "f-file-hint f-file-error" } else { "f-file-hint" };
    let (invalid, focus) = (error.is_some().then_some("true"), error.is_some());
    if focus {
        Titles::refused();
    }
    let error = error.map(|text| {
        view! { <p class="error" id="f-file-error" role="alert"><Icon symbol=Symbol::Error/>{text}</p> }
    });
    let past = (!past.is_empty()).then(|| {
        let rows = past.into_iter().map(|import| past_row(w, import)).collect_view();
        view! { <section><h2>{w.import_past()}</h2><ul class="rows">{rows}</ul></section> }
    });
    let running = administrator().ok().map(|caller| {
        view! { <Running jobs=services().jobs user=caller.user.id/> }
    });
    view! {
        <Head title=w.import_title() crumbs=crumbs(w)><p class="lead">{w.import_lead()}</p></Head>
        <div class="stack">
            {running}
            <form class="form" method="post" action=PATH enctype="multipart/form-data">
                <div class="field">
                    <label for="f-file">{w.import_file()}</label>
                    <p class="hint" id="f-file-hint">{w.import_file_hint()}</p>
                    <input class="input" id="f-file" name="file" type="file" required accept=".csv,.txt,.tsv,.xlsx" aria-describedby=described
                        aria-invalid=invalid autofocus=focus/>
                    {error}
                </div>
                <div class="line">
                    <button type="submit" class="btn primary">{w.import_read()}</button>
                    <a class="btn" href="/import/modele.csv" rel="external">{w.import_model()}</a>
                </div>
            </form>
            {past}
        </div>
    }
    .into_any()
}

fn past_row(w: Words, import: Import) -> AnyView {
    let line = w.import_past_line(&w.clients_count(import.clients), &w.import_sites_new(import.sites));
    let undone = import.undone_at.map(|_| view! { <span class="sub">{w.import_undone()}</span> });
    let when = import.imported_at.map(|at| view! { <span class="sub"><When at/></span> });
    view! {
        <li><div class="grow"><a class="rowlink" href=at(import.id) rel="external">{line}</a>{when}{undone}</div></li>
    }
    .into_any()
}

/// `/import/{id}`: the preview, of all lines or of those that somebody should look at; or the report.
pub fn document(found: Result<Shown, AppError>, only_problems: bool) -> impl IntoView {
    alone(move || match found {
        Ok(Shown::Waiting(import, table, plan)) => preview::page(import, &table, plan, only_problems),
        Ok(Shown::Done(import)) => report(import),
        Ok(Shown::Gone) => gone(),
        Err(error) => view! { <TroublePage error/> }.into_any(),
    })
}

fn gone() -> AnyView {
    let w = words();
    view! {
        <Head title=w.import_title() crumbs=crumbs(w)/>
        <div class="stack">
            <Trouble error=Signal::stored(trouble())/>
            <p>{w.import_gone()}</p>
            <p><a class="btn primary" href=PATH rel="external">{w.import_other()}</a></p>
        </div>
    }
    .into_any()
}

fn trouble() -> Option<AppError> {
    [ChooseColumns::PATH, RunImport::PATH, UndoImport::PATH].into_iter().find_map(came_back)
}

fn report(import: Import) -> AnyView {
    let w = words();
    let undone = import.undone_at.is_some();
    let kept = (import.kept > 0).then(|| w.import_kept(import.kept));
    let done = w.import_done(&w.clients_count(import.clients), &w.import_sites_new(import.sites));
    let status = if undone { w.import_undone().to_owned() } else { done };
    let undo = (!undone).then(|| {
        view! {
            <form class="inline" method="post" action=UndoImport::PATH>
                <input type="hidden" name="id" value=import.id.to_string()/>
                <button type="submit" class="btn danger">{w.import_undo()}</button>
            </form>
        }
    });
    view! {
        <Head title=w.import_title() crumbs=crumbs(w)/>
        <div class="stack">
            <Trouble error=Signal::stored(trouble())/>
            <div role="status"><Banner tone="info"><span>{status}" "{kept}</span></Banner></div>
            <div class="line">
                <a class="btn primary" href="/clients">{w.import_see()}</a>
                {undo}
                <a class="btn" href=PATH rel="external">{w.import_other()}</a>
            </div>
        </div>
    }
    .into_any()
}
