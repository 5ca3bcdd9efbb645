//! What the review sends: the lines as they were chosen, with what the page showed of each.
#![allow(missing_docs, reason = "the arguments of a server function become fields of a struct of the macro")]

use super::path;
use crate::{
    access::{Caller, caller, go_to},
    clock::now,
    documents::covering::phrases,
    error::AppError,
    jobs::{self, Job},
    services::{Services, services},
    typed::Typed,
    wire::Wire,
};
use leptos::prelude::*;
use mail::{Asked, SendMany};
use model::{
    BatchId, ClientId, Document, DocumentId, DocumentProblem, FieldProblem, Lang, Problem, UserId,
    address::paste,
    hex,
    recipients::{Doubt, Found},
    resolver::{Addressed, Choice, REVIEW_MAX, Recipient},
};
use serde::{Deserialize, Serialize};
use std::{collections::BTreeMap, ops::ControlFlow, str::FromStr, sync::Arc};
use store::{StoreError, Tx, blobs::Hash};

/// Name of the form while it is kept for its page.
pub(super) const FORM: &str = "review";

/// The form; kept when it only asks for its page again, and when nothing could leave.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Posted {
    pub(super) lines: Vec<PostedLine>,
    /// « Un seul e-mail par client »: the stamp of the phrases of the page; empty: one for each document.
    pub(super) together: String,
    /// Why nothing left, where that is of no line.
    pub(super) why: Option<AppError>,
}

/// What is chosen for a document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct PostedLine {
    pub(super) document: DocumentId,
    /// What the page showed of it, as a token.
    shown: String,
    /// [`Addressed::code`] of each box.
    ticked: Vec<String>,
    /// As it was typed.
    pub(super) further: String,
    /// The yes to what was asked about it: [`questions`] as the page showed them.
    sure: String,
    pub(super) skip: bool,
    /// The page showed that nobody receives it.
    pub(super) nobody: bool,
}

/// What the posted lines ask for.
#[derive(Default)]
pub(super) struct Read {
    pub(super) lines: Vec<Asked>,
    /// What is wrong with the addresses that were typed.
    pub(super) problems: Vec<FieldProblem>,
    /// What is asked about them (P29), by line, and whether that was answered.
    pub(super) doubts: Vec<(Vec<Doubt>, bool)>,
}

/// All questions of a line, as a form says yes to them.
pub(super) fn questions(doubts: &[Doubt]) -> String {
    doubts.iter().map(Doubt::key).collect::<Vec<_>>().join("|")
}

/// Sends the documents of the review (P34) as one batch; with `act` `check` it only shows the page again with everything that is chosen.
/// Of each line there is in `seen` its id and token, in `further` under `d` and its id what is typed; in `to` the id and the code of
/// each box that is ticked; under `sure` and its id the yes to what was asked about what is typed. `together` is set for one mail for each client.
#[server(prefix = "/api", endpoint = "documents/send-many", protocol = Wire)]
pub async fn send_documents(
    #[server(default)] key: String,
    #[server(default)] seen: Vec<String>,
    #[server(default)] to: Vec<String>,
    #[server(default)] further: BTreeMap<String, String>,
    #[server(default)] skip: Vec<DocumentId>,
    #[server(default)] together: String,
    #[server(default)] act: String,
) -> Result<(), AppError> {
    let caller = caller()?;
    let posted = Posted { together, ..Posted::read(&seen, &to, further, &skip)? };
    if !(1..=64).contains(&key.len()) || !key.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        return Err(AppError::Malformed);
    }
    let here = path(posted.lines.iter().map(|line| line.document));
    // The page that comes back by « Précédent » and says something else is another act.
    let said = format!("{:?} {}", posted.lines, posted.together);
    let key = [key, hex(&Hash::of(said.as_bytes()).0[..8])].concat();
    if act == "check" {
        keep(&services(), &caller, posted, None);
        go_to(&here);
        return Ok(());
    }
    let ask = jobs::Ask {
        key: ["envoi-", &key].concat(),
        user: caller.user.id,
        title: |w| w.review_title(),
        total: posted.lines.iter().filter(|line| !line.skip).count() as i64,
        back: here.clone(),
    };
    let services = services();
    let fields: Vec<String> = posted.lines.iter().map(|line| field(line.document)).collect();
    let work = move |job| async move {
        match send(&services, &posted, caller.user.id, key, job).await {
            Ok(batch) => Ok(format!("/envois/{batch}")),
            Err(error) => {
                keep(&services, &caller, posted, Some(&error));
                Err(error)
            }
        }
    };
    let done = jobs::work_off(ask, work).await;
    if let Err(error) = &done {
        let refused = |field: &&String| error.problems().iter().any(|problem| problem.field == **field);
        let first = fields.iter().find(refused).map(|field| format!("#{field}")).unwrap_or_default();
        // Not where it came from: so long an address does not always come along with the form.
        go_to(&format!("{here}{first}"));
    }
    done
}

/// Where a document stands on the page, and what its problems are told of.
fn field(document: DocumentId) -> String {
    format!("d-{document}")
}

/// For the page that is shown again.
fn keep(services: &Services, caller: &Caller, mut posted: Posted, error: Option<&AppError>) {
    posted.why = error.filter(|error| error.problems().is_empty()).cloned();
    let problems = error.map(|error| error.problems().to_vec()).unwrap_or_default();
    services.forms.keep(caller.session, FORM, &Typed { draft: posted, problems, conflict: false });
}

async fn send(
    services: &Services,
    posted: &Posted,
    user: UserId,
    key: String,
    job: Arc<Job>,
) -> Result<BatchId, AppError> {
    let mut tx = services.pool.read().await?;
    let phrases = phrases(&mut tx).await?;
    let Read { lines, mut problems, .. } = posted.asked(&mut tx).await?;
    let together = !posted.together.is_empty();
    if together && posted.together != phrases.stamp() {
        let changed = |line: &Asked| FieldProblem::new(field(line.document), DocumentProblem::Changed.into());
        problems.extend(lines.iter().filter(|line| !line.skip).map(changed));
    }
    drop(tx);
    if !problems.is_empty() {
        return Err(AppError::Refused(problems));
    }
    let covering = move |documents: &[&Document], language| phrases.covering(documents, language);
    // Steps are documents; the mails of one are made together.
    let watch = move |made: i64, mails: i64| {
        let go_on = job.step(made * job.ask.total / mails.max(1));
        if go_on { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    };
    let ask = SendMany { user, key, lines, together };
    let done = mail::send_many(&services.pool, &ask, &covering, &watch, &now).await?;
    services.outbox.wake();
    Ok(done.batch_id)
}

impl Posted {
    /// # Errors
    /// `Malformed` when it is not our form.
    fn read(
        seen: &[String],
        to: &[String],
        mut further: BTreeMap<String, String>,
        skip: &[DocumentId],
    ) -> Result<Posted, AppError> {
        let mut lines: Vec<PostedLine> = vec![];
        for line in seen {
            let (document, shown) = parted(line, ' ').ok_or(AppError::Malformed)?;
            let typed = further.remove(&format!("d{document}")).unwrap_or_default();
            let sure = further.remove(&format!("sure{document}")).unwrap_or_default();
            let nobody = further.remove(&format!("nobody{document}")).is_some();
            if lines.iter().any(|line| line.document == document) || lines.len() == REVIEW_MAX {
                return Err(AppError::Malformed);
            }
            let (shown, skip) = (shown.to_owned(), skip.contains(&document));
            lines.push(PostedLine { document, shown, ticked: vec![], further: typed, sure, skip, nobody });
        }
        for ticked in to {
            let (document, code) = parted::<DocumentId>(ticked, ':').ok_or(AppError::Malformed)?;
            let line = lines.iter_mut().find(|line| line.document == document).ok_or(AppError::Malformed)?;
            Addressed::from_code(code).ok_or(AppError::Malformed)?;
            line.ticked.push(code.to_owned());
        }
        Ok(Posted { lines, together: String::new(), why: None })
    }

    /// What mail is asked for, and what is wrong with the addresses that were typed.
    pub(super) async fn asked(&self, tx: &mut Tx) -> Result<Read, AppError> {
        let mut read = Read::default();
        for line in &self.lines {
            let (mut further, mut doubts) = (vec![], vec![]);
            let mut wrong = None;
            if !line.skip && !line.further.trim().is_empty() {
                match typed_addresses(tx, line).await? {
                    Ok(found) => (further, doubts) = found,
                    Err(problem) => wrong = Some(problem),
                }
            }
            let sure = line.sure == questions(&doubts);
            if !sure && !doubts.is_empty() {
                wrong = Some(Problem::Document(DocumentProblem::Doubtful));
            }
            read.problems.extend(wrong.map(|wrong| FieldProblem::new(field(line.document), wrong)));
            read.doubts.push((doubts, sure));
            let ticked = line.ticked.iter().filter_map(|code| Addressed::from_code(code)).collect();
            let choice = Choice { ticked, further };
            read.lines.push(Asked { document: line.document, shown: line.shown.clone(), choice, skip: line.skip });
        }
        Ok(read)
    }
}

fn parted<T: FromStr>(text: &str, mark: char) -> Option<(T, &str)> {
    let (id, rest) = text.split_once(mark)?;
    Some((id.parse().ok()?, rest))
}

/// Unknown ones are fine, but for what looks mistyped (P29); of known ones it is said who they are (P50), and nobody inactive is written to
/// (P05).
async fn typed_addresses(
    tx: &mut Tx,
    line: &PostedLine,
) -> Result<Result<(Vec<Recipient>, Vec<Doubt>), Problem>, AppError> {
    let read = paste::read(&line.further);
    if !read.rest.is_empty() || read.entries.is_empty() {
        return Ok(Err(Problem::NotAnAddress));
    }
    let (client, language) = match client_of(tx, line.document).await? {
        Some(client) => client,
        // Told as a document that has changed.
        None => return Ok(Ok((vec![], vec![]))),
    };
    let addresses: Vec<String> = read.entries.iter().map(|entry| entry.address.to_string()).collect();
    let facts = store::recipients::client_facts(tx, client, now()).await?;
    let (mut further, mut doubts) = (vec![], vec![]);
    for (entry, (_, found)) in read.entries.iter().zip(store::recipients::look_up(tx, Some(client), &addresses).await?)
    {
        let contact = match found {
            Found::Nobody => {
                doubts.extend(facts.doubt(&entry.address));
                None
            }
            Found::Candidate(known) if !known.active => return Ok(Err(Problem::Document(DocumentProblem::OutOfReach))),
            Found::Candidate(known) => known.contact.map(|id| (id, known.shown().to_owned())),
            Found::Refused => return Ok(Err(Problem::NotAnAddress)),
        };
        further.push(Recipient { address: entry.address.clone(), contact, language, reasons: vec![] });
    }
    Ok(Ok((further, doubts)))
}

async fn client_of(tx: &mut Tx, document: DocumentId) -> Result<Option<(ClientId, Lang)>, AppError> {
    match store::documents::get(tx, document).await {
        Ok(document) => {
            let client = store::clients::get(tx, document.client.0).await?;
            Ok(Some((client.id, client.language)))
        }
        Err(StoreError::NotFound) => Ok(None),
        Err(error) => Err(error.into()),
    }
}
