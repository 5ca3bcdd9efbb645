//! The page: where files are dropped, and the table of those that came.

use super::{
    AddDocuments, PATH,
    api::{FORM, KEEP_ALL, Kept, Unknown, client_text, today},
};
use crate::{
    documents::book,
    error::AppError,
    facts::use_facts,
    receives::kind_name,
    typed,
    ui::{Banner, Head, Icon, PageScript, Symbol, Titles, Trouble, choices, dotted, file_size, sentence},
    wire::came_back,
    words::{Words, words},
};
use leptos::{prelude::*, server_fn::ServerFn};
use model::{DocumentKind, FieldProblem, User, compose::FILE_MAX, document::NamedClient};
use store::{
    Tx,
    documents::uploads::{self, Upload},
};

/// What the page shows.
#[derive(Clone)]
pub struct Many {
    lines: Vec<(Upload, Kept)>,
    /// Proposed in the fields: all clients, or, of too many, those that the names of the files or what is typed may mean.
    clients: Vec<NamedClient>,
    /// So many became documents just now.
    added: i64,
}

/// Lines whose clients are proposed.
const PROPOSED: usize = 20;
/// Of not more clients than that all are proposed.
const ALL_CLIENTS: i64 = 500;

/// # Errors
/// Only general ones.
pub async fn many_page(tx: &mut Tx, user: &User, added: i64) -> Result<Many, AppError> {
    let waiting = uploads::list(tx, user.id).await?;
    let mut clients = if waiting.is_empty() { vec![] } else { uploads::active_clients(tx, ALL_CLIENTS).await? };
    let all = !clients.is_empty();
    let mut lines = vec![];
    for upload in waiting {
        let kept: Kept = serde_json::from_str(&upload.content).unwrap_or_default();
        if !all && lines.len() < PROPOSED {
            if kept.unknown == Unknown::Several {
                clients.extend(uploads::found_clients(tx, &kept.line.client).await?);
            } else if kept.line.client.is_empty() {
                clients.extend(uploads::named_clients(tx, &upload.file_name).await?);
            }
        }
        lines.push((upload, kept));
    }
    clients.sort_by(|a, b| a.label.cmp(&b.label).then(a.id.cmp(&b.id)));
    clients.dedup();
    Ok(Many { lines, clients, added })
}

pub(super) fn page(many: &Many) -> AnyView {
    let w = words();
    let refused = typed::take::<()>(FORM).map(|typed| typed.problems).unwrap_or_default();
    let trouble = came_back(AddDocuments::PATH);
    let crumbs = vec![(w.nav_invoices().to_owned(), book::PATH.to_owned())];
    view! {
        <Head title=w.book_add().to_owned() crumbs><p class="lead">{w.book_add_lead()}</p></Head>
        <div class="stack">
            {(many.added > 0).then(|| added(w, many.added))}
            {(!refused.is_empty()).then(|| refusals(w, &refused))}
            <Trouble error=Signal::stored(trouble)/>
            {errors(w, &many.lines)}
            {choose(w)}
            {(!many.lines.is_empty()).then(|| table(w, many))}
        </div>
        <PageScript code=include_str!("many.js")/>
    }
    .into_any()
}

fn added(w: Words, count: i64) -> AnyView {
    view! {
        <div role="status"><Banner tone="info"><span>{w.book_added(count)}</span>
            <a class="btn small" href=book::PATH rel="external">{w.book_to_book()}</a></Banner></div>
    }
    .into_any()
}

fn refusals(w: Words, refused: &[FieldProblem]) -> AnyView {
    let row = |problem: &FieldProblem| {
        let name = (!problem.field.is_empty()).then(|| view! { <b>{problem.field.clone()}</b>" " });
        view! { <li>{name}{sentence(w, &problem.problem)}</li> }
    };
    view! { <div class="note bad" role="alert"><p>{w.book_refused()}</p><ul class="plain">{refused.iter().map(row).collect_view()}</ul></div> }
        .into_any()
}

/// The summary of what keeps lines from becoming documents (screens.md §1.3); each entry leads to its field.
fn errors(w: Words, lines: &[(Upload, Kept)]) -> AnyView {
    let entries = lines.iter().flat_map(|(upload, kept)| {
        wrong(w, kept).into_iter().map(move |(field, text)| {
            let label = dotted([upload.file_name.as_str(), label(w, &field)]);
            let href = format!("#f-{field}-{}", upload.id);
            view! { <li><a href=href>{w.form_error_of(&label, &text)}</a></li> }
        })
    });
    let entries: Vec<_> = entries.collect();
    let count = entries.len() as i64;
    if count == 0 {
        return ().into_any();
    }
    Titles::refused();
    view! {
        <div class="errors" role="alert" tabindex="-1" autofocus=true>
            <h2><Icon symbol=Symbol::Error/>{w.form_errors(count)}</h2>
            <p>{w.book_lines_stay()}</p>
            <ul>{entries}</ul>
        </div>
    }
    .into_any()
}

/// What is wrong with a line: the field and what to do.
fn wrong(w: Words, kept: &Kept) -> Vec<(String, String)> {
    let client = match &kept.unknown {
        Unknown::Several => Some(w.book_client_several().to_owned()),
        Unknown::None if kept.line.client.trim().is_empty() => Some(w.book_client_needed().to_owned()),
        Unknown::None => Some(w.book_client_unknown().to_owned()),
        Unknown::Perhaps(proposed) => Some(w.book_client_perhaps(proposed)),
        Unknown::No => None,
    };
    let problems = kept.problems.iter().map(|problem| (problem.field.clone(), sentence(w, &problem.problem)));
    problems.chain(client.map(|text| ("client".to_owned(), text))).collect()
}

fn label(w: Words, field: &str) -> &'static str {
    match field {
        "kind" => w.documents_kind(),
        "number" => w.documents_number(),
        "client" => w.book_client(),
        "day" => w.documents_day(),
        "amount" => w.documents_amount(),
        "currency" => w.documents_currency(),
        _ => "",
    }
}

/// A plain form; the script sends the files one by one and shows how far each is.
fn choose(w: Words) -> AnyView {
    let said = [
        w.documents_too_large(),
        w.documents_not_a_pdf(),
        w.book_upload_failed(),
        w.book_uploaded(),
        w.documents_too_many_files(),
        w.documents_continue(),
    ]
    .join("|");
    view! {
        <form class="form drop" id="drop" method="post" enctype="multipart/form-data" action=format!("{PATH}/fichier")
            data-most=FILE_MAX.to_string() data-words=said>
            <div class="field">
                <label for="f-file">{w.book_files()}</label>
                <p class="hint" id="f-file-hint">{w.book_files_hint()}</p>
                <input class="input" type="file" id="f-file" name="file" multiple=true accept="application/pdf,.pdf" aria-describedby="f-file-hint"/>
            </div>
            <div class="buttons"><button type="submit" class="btn">{w.book_upload()}</button></div>
            <ul class="rows" id="drop-files" aria-live="polite"></ul>
        </form>
    }
    .into_any()
}

fn table(w: Words, many: &Many) -> AnyView {
    let lines = many.lines.iter().enumerate();
    let lines = lines.map(|(at, (upload, kept))| line(w, at, upload, kept)).collect_view();
    let proposed = many.clients.iter();
    let proposed = proposed
        .map(|client| view! { <option value=client_text(&client.reference, &client.label)></option> })
        .collect_view();
    view! {
        <form class="lines" id="lines" method="post" action=AddDocuments::PATH>
            <h2>{w.book_complete()}</h2>
            <datalist id="clients">{proposed}</datalist>
            {lines}
            <div class="sticky-acts">
                <button type="submit" class="btn primary">{w.book_add_all(many.lines.len() as i64)}</button>
                <button type="submit" class="btn" name="drop" value=KEEP_ALL.to_string() id="lines-keep">{w.book_keep()}</button>
            </div>
        </form>
    }
    .into_any()
}

fn line(w: Words, at: usize, upload: &Upload, kept: &Kept) -> AnyView {
    let typed = &kept.line;
    let id = upload.id;
    let wrong = wrong(w, kept);
    // What was emptied and refused stays empty beside its error.
    let emptied = wrong.iter().any(|(field, _)| field == "day");
    let day = if typed.day.is_empty() && !emptied { today(&use_facts().zone) } else { typed.day.clone() };
    let wrong = |field: &str| wrong.iter().find(|(at, _)| at == field).map(|(_, text)| text.clone());
    let cell = |name: &'static str, value: String| {
        let (label, error) = (label(w, name), wrong(name));
        Cell { at, id, name, label, value, error, kind: "text", list: "" }
    };
    let kinds = choices(&DocumentKind::ALL, DocumentKind::code, |kind| kind_name(w, kind));
    let options = kinds.into_iter().map(|(code, text)| {
        let chosen = code == typed.kind;
        view! { <option value=code selected=chosen>{text}</option> }
    });
    let kind_id = format!("f-kind-{id}");
    let remove = w.book_drop(&upload.file_name);
    view! {
        <fieldset>
            <legend class="line"><Icon symbol=Symbol::Clip/><span>{upload.file_name.clone()}" "<span class="meta">{file_size(w, upload.stored.size)}</span></span></legend>
            <input type="hidden" name=format!("lines[{at}][id]") value=id.to_string()/>
            <div class="field"><label for=kind_id.clone()>{w.documents_kind()}</label>
                <select class="input" id=kind_id name=format!("lines[{at}][kind]")>{options.collect_view()}</select></div>
            {cell("number", typed.number.clone()).view()}
            {Cell { list: "clients", ..cell("client", typed.client.clone()) }.view()}
            {Cell { kind: "date", ..cell("day", day) }.view()}
            {cell("amount", typed.amount.clone()).view()}
            {cell("currency", typed.currency.clone()).view()}
            <button type="submit" class="btn small" name="drop" value=id.to_string() aria-label=remove>{w.act_delete()}</button>
        </fieldset>
    }
    .into_any()
}

/// A field of a line.
struct Cell {
    at: usize,
    id: i64,
    name: &'static str,
    label: &'static str,
    value: String,
    error: Option<String>,
    kind: &'static str,
    list: &'static str,
}

impl Cell {
    fn view(self) -> AnyView {
        let id = format!("f-{}-{}", self.name, self.id);
        let error_id = format!("{id}-error");
        let (invalid, described) =
            (self.error.is_some().then_some("true"), self.error.is_some().then(|| error_id.clone()));
        let error =
            self.error.map(|text| view! { <p class="error" id=error_id><Icon symbol=Symbol::Error/>{text}</p> });
        let mode = (self.name == "amount").then_some("decimal");
        view! {
            <div class="field">
                <label for=id.clone()>{self.label}</label>
                <input class="input" id=id name=format!("lines[{}][{}]", self.at, self.name) type=self.kind value=self.value autocomplete="off"
                    inputmode=mode list=(!self.list.is_empty()).then_some(self.list) aria-invalid=invalid aria-describedby=described/>
                {error}
            </div>
        }
        .into_any()
    }
}
