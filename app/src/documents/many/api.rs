//! Many PDFs become documents; the files themselves come as streams (`server/src/streams/book.rs`).
#![allow(missing_docs, reason = "the arguments of a server function become fields of a struct of the macro")]

use super::PATH;
use crate::{
    access::{Caller, caller, go_to, still_open},
    clock::now,
    error::AppError,
    services::{Services, writing},
    typed::Typed,
    wire::Wire,
};
use leptos::prelude::*;
use model::{
    ClientId, DocumentDraft, DocumentFields, FieldProblem, Problem, UserId, Zone,
    document::{guessed_client, guessed_kind, guessed_number_beside, says_client},
    fold,
    listing::ClientsAsked,
    reference_key,
};
use serde::{Deserialize, Serialize};
use store::{
    StoreError, Tx,
    blobs::Stored,
    documents::uploads::{self, Upload},
};

/// Name of the form while a refused file is told of.
pub(super) const FORM: &str = "documents-many";
/// Instead of a line that is taken away: nothing is added either, what is typed is kept.
pub(super) const KEEP_ALL: i64 = -1;

/// A line as it is typed; `id` is its upload's.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Line {
    pub id: i64,
    pub kind: String,
    pub number: String,
    pub client: String,
    pub day: String,
    pub amount: String,
    pub currency: String,
}

/// Why the client of a line is not known.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Unknown {
    /// It is, or nobody has asked yet.
    #[default]
    No,
    /// Nobody is called so.
    None,
    /// Several are.
    Several,
    /// This one may be meant; it stands in the field, for a person to say yes.
    Perhaps(String),
}

/// A line as it is kept: typed, and what was wrong with it the last time.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Kept {
    pub(super) line: Line,
    pub(super) problems: Vec<FieldProblem>,
    #[serde(rename = "doubt")]
    pub(super) unknown: Unknown,
}

/// A PDF came: its line begins with what its name says.
pub async fn keep_upload(services: &Services, caller: &Caller, name: &str, stored: &Stored) -> Result<(), AppError> {
    let mut tx = services.pool.write().await?;
    still_open(&mut tx, caller).await?;
    let named = uploads::named_clients(&mut tx, name).await?;
    let client = guessed_client(name, &named).and_then(|id| named.into_iter().find(|client| client.id == id));
    let reference = client.as_ref().map_or("", |client| client.reference.as_str());
    let line = Line {
        kind: guessed_kind(name).code().to_owned(),
        number: guessed_number_beside(name, reference),
        client: client.map(|client| client_text(&client.reference, &client.label)).unwrap_or_default(),
        currency: "EUR".to_owned(),
        ..Line::default()
    };
    let kept = Kept { line, ..Kept::default() };
    uploads::add(&mut tx, caller.user.id, (name, stored), &json(&kept), now()).await?;
    Ok(tx.commit().await?)
}

/// « C-0012 · Garage Van den Bossche »: the reference says who it is.
pub(super) fn client_text(reference: &str, label: &str) -> String {
    format!("{reference} · {label}")
}

fn json(kept: &Kept) -> String {
    serde_json::to_string(kept).unwrap_or_default()
}

/// What came is not taken: told on the page, by the file's name.
pub fn refuse_upload(services: &Services, caller: &Caller, refused: Vec<(String, Problem)>) {
    let problems = refused.into_iter().map(|(name, problem)| FieldProblem::new(&name, problem)).collect();
    services.forms.keep(caller.session, FORM, &Typed { draft: (), problems, conflict: false });
}

/// The lines that are right become documents, the others stay with their reasons. `drop` takes one line away, or, with [`KEEP_ALL`], none:
/// then nothing is added. How many were added.
#[server(prefix = "/api", endpoint = "documents/add-many", protocol = Wire)]
pub async fn add_documents(#[server(default)] lines: Vec<Line>, #[server(default)] drop: i64) -> Result<i64, AppError> {
    let caller = caller()?;
    let added = add(caller.user.id, lines, drop).await?;
    go_to(&if added > 0 { format!("{PATH}?ajoutes={added}") } else { PATH.to_owned() });
    Ok(added)
}

async fn add(user: UserId, lines: Vec<Line>, drop: i64) -> Result<i64, AppError> {
    let mut tx = writing().await?;
    let waiting = uploads::list(&mut tx, user).await?;
    let mut right: Vec<(&Upload, Line, ClientId, DocumentFields)> = vec![];
    for upload in &waiting {
        let Some(line) = lines.iter().find(|line| line.id == upload.id).cloned() else { continue };
        if drop == upload.id {
            uploads::remove(&mut tx, user, upload.id).await?;
            continue;
        }
        let mut kept =
            if drop == 0 { Kept { line: line.clone(), ..Kept::default() } } else { kept_before(upload, &line) };
        let fields = checked(&line);
        let client = if drop == 0 { client(&mut tx, &line.client).await? } else { Err(Unknown::No) };
        match (fields, client) {
            (Ok(fields), Ok(client)) => {
                right.push((upload, line, client, fields));
                continue;
            }
            (fields, client) if drop == 0 => {
                kept.problems = fields.err().unwrap_or_default();
                kept.unknown = client.err().unwrap_or_default();
                if let Unknown::Perhaps(proposed) = &kept.unknown {
                    kept.line.client.clone_from(proposed);
                }
            }
            _ => {}
        }
        uploads::keep(&mut tx, user, upload.id, &json(&kept)).await?;
    }
    // Clients are held in one order: two people may add at the same instant.
    right.sort_by_key(|(upload, _, client, _)| (*client, upload.id));
    let mut added = 0;
    for (upload, line, client, fields) in right {
        let file = Some((upload.file_name.as_str(), &upload.stored));
        match store::documents::add(&mut tx, client, &fields, file, user, now()).await {
            Ok(_) => {
                uploads::remove(&mut tx, user, upload.id).await?;
                added += 1;
            }
            Err(StoreError::Problem(problem)) => {
                let kept = Kept { line, problems: vec![problem], ..Kept::default() };
                uploads::keep(&mut tx, user, upload.id, &json(&kept)).await?;
            }
            Err(other) => return Err(other.into()),
        }
    }
    tx.commit().await?;
    Ok(added)
}

/// A line that is not added now: what was asked or wrong about what nobody has changed since still stands.
fn kept_before(upload: &Upload, line: &Line) -> Kept {
    let Kept { line: before, mut problems, unknown } = serde_json::from_str(&upload.content).unwrap_or_default();
    let same = |field: &str| match field {
        "kind" => before.kind == line.kind,
        "number" => before.number == line.number,
        "client" => before.client == line.client,
        "day" => before.day == line.day,
        "amount" => before.amount == line.amount,
        "currency" => before.currency == line.currency,
        _ => true,
    };
    problems.retain(|problem: &FieldProblem| same(&problem.field));
    let unknown = if same("client") { unknown } else { Unknown::No };
    Kept { line: line.clone(), problems, unknown }
}

fn checked(line: &Line) -> Result<DocumentFields, Vec<FieldProblem>> {
    let Line { kind, number, day, amount, currency, .. } = line.clone();
    DocumentDraft { kind, number, day, amount, currency, ..DocumentDraft::default() }.check(true)
}

/// The client that is meant: by its reference, alone or before its name; by its name, when there is one such active client. One that is
/// found by anything else, its town or somebody there, is only proposed.
async fn client(tx: &mut Tx, typed: &str) -> Result<Result<ClientId, Unknown>, AppError> {
    let typed = typed.trim();
    let reference = typed.split_once(" · ").map_or(typed, |(reference, _)| reference);
    if typed.is_empty() {
        return Ok(Err(Unknown::None));
    }
    let found = uploads::by_reference(tx, &[reference_key(reference)]).await?;
    if let [only] = found.as_slice() {
        return Ok(Ok(only.id));
    }
    let asked = ClientsAsked { search: typed.to_owned(), ..ClientsAsked::default() };
    let page = store::clients::list(tx, &asked).await?;
    let exact: Vec<_> = page.rows.iter().filter(|client| fold(&client.label) == fold(typed)).collect();
    Ok(match (exact.as_slice(), page.rows.as_slice()) {
        ([only], _) => Ok(only.id),
        (_, [only]) if !page.later && says_client(typed, &only.reference, &only.label) => Ok(only.id),
        (_, [only]) if !page.later => Err(Unknown::Perhaps(client_text(&only.reference, &only.label))),
        (_, []) => Err(Unknown::None),
        _ => Err(Unknown::Several),
    })
}

/// The day that a line begins with, as a date field wants it.
pub(super) fn today(zone: &Zone) -> String {
    let local = zone.local(now());
    format!("{:04}-{:02}-{:02}", local.year, local.month, local.day)
}
