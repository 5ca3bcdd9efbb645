//! Several documents at once, as they were reviewed (P34): a mail for each document and recipient, all of them one batch. When they
//! are made one short transaction looks once more whether everything is still what was shown, and enqueues them. What ends before that has
//! sent nothing.

use super::{
    Covering, SendError,
    document::{delivery, name_of},
    made::Made,
    material,
    review::{GONE, Obstacle, Review, Reviewed, review},
};
use crate::build::{File, Letter, Party};
use model::delivery::Kind;
use model::recipients::Role;
use model::resolver::{Addressed, Choice, Recipient};
use model::send::Enqueued;
use model::{Account, DocumentId, DocumentProblem, FieldProblem, Moment, Phrase, Problem, UserId};
use std::ops::ControlFlow;
use store::outbox::{NewBatch, NewMessage, enqueue};
use store::{Pool, StoreError, Tx, blobs, documents};

/// « Envoyer » on the review.
#[derive(Clone, Debug)]
pub struct SendMany {
    /// Who presses.
    pub user: UserId,
    /// Made once with the page: a double click is one batch.
    pub key: String,
    /// No document twice.
    pub lines: Vec<Asked>,
}

/// What is asked for one document.
#[derive(Clone, Debug)]
pub struct Asked {
    /// Which.
    pub document: DocumentId,
    /// What the page showed of it: [`Review::token`], or [`GONE`].
    pub shown: String,
    /// To whom.
    pub choice: Choice,
    /// « Ne pas envoyer »
    pub skip: bool,
}

/// Told how many mails are made, of how many; says whether to go on.
pub type Watch = dyn Fn(i64, i64) -> ControlFlow<()> + Send + Sync;

/// The clock is a parameter: making many mails takes a while.
pub type Now = dyn Fn() -> Moment + Send + Sync;

/// Puts all of them into the outbox. Documents of which the page said that they cannot leave, and which nobody touched, are left out.
/// Wake the outbox when this returns.
///
/// # Errors
/// `Fields` names each document that is not as it was shown, or cannot leave as it was chosen: `d-` and its id; nothing was sent then.
/// `Refused`: `nothing_to_send`; `stopped` when the watch did not want to go on; `cancelled` when this very press was cancelled.
pub async fn send_many(
    pool: &Pool,
    ask: &SendMany,
    covering: &Covering,
    watch: &Watch,
    clock: &Now,
) -> Result<Enqueued, SendError> {
    let key = material::key(ask.user, &["review:", &ask.key].concat());
    material::once(|| before(pool, &key), send_once(pool, ask, covering, watch, &key, clock)).await
}

async fn before(pool: &Pool, key: &str) -> Result<Option<Enqueued>, SendError> {
    let mut tx = pool.read().await?;
    Ok(material::made(&mut tx, key).await?.map(|(done, _)| done))
}

async fn send_once(
    pool: &Pool,
    ask: &SendMany,
    covering: &Covering,
    watch: &Watch,
    key: &str,
    clock: &Now,
) -> Result<Enqueued, SendError> {
    let mut made = Made::default();
    let done = make_and_enqueue(pool, ask, covering, watch, key, &mut made, clock).await;
    made.end(pool, done).await
}

/// Whatever it stores is among `all`, also when it ends early.
async fn make_and_enqueue(
    pool: &Pool,
    ask: &SendMany,
    covering: &Covering,
    watch: &Watch,
    key: &str,
    all: &mut Made,
    clock: &Now,
) -> Result<Enqueued, SendError> {
    let now = clock();
    let mut tx = pool.read().await?;
    let shown = reviewed(&mut tx, ask, covering).await?;
    let settings = store::settings(&mut tx).await?;
    drop(tx);
    let account = shown.account.as_ref().ok_or(SendError::NoAccount)?;
    let mails = mails(&shown, ask)?;

    let mut file = None;
    for mail in &mails {
        all.go_on(watch, mails.len())?;
        let message = made(pool, account, mail, &mut file, now).await?;
        all.keep(pool, message, now).await?;
    }

    let (by, idem_key) = (Some(ask.user), key.to_owned());
    let mut tx = pool.write().await?;
    // The seconds to cancel begin when all mails are made.
    let now = clock();
    let undo_until = material::undo(&settings, now);
    let messages = all.messages();
    let batch = NewBatch { kind: Kind::Document, idem_key, by, draft_id: None, undo_until, messages };
    let ids: Vec<DocumentId> = ask.lines.iter().filter(|line| !line.skip).map(|line| line.document).collect();
    documents::hold(&mut tx, &ids).await?;
    // What changed while the mails were made.
    let again = reviewed(&mut tx, ask, covering).await?;
    self::mails(&again, ask)?;
    let done = enqueue(&mut tx, &batch, now).await?;
    if !done.already {
        tx.commit().await?;
    }
    Ok(done)
}

async fn reviewed(tx: &mut Tx, ask: &SendMany, covering: &Covering) -> Result<Review, SendError> {
    let ids: Vec<DocumentId> = ask.lines.iter().map(|line| line.document).collect();
    review(tx, ask.user, &ids, covering).await
}

/// A mail that is to be made.
struct Mail<'a> {
    line: &'a Reviewed,
    to: Recipient,
    /// « À moi-même »: no sending of the document.
    own: bool,
    phrase: &'a Phrase,
}

/// All of them, or what is wrong with each document.
fn mails<'a>(review: &'a Review, ask: &SendMany) -> Result<Vec<Mail<'a>>, SendError> {
    let (mut mails, mut problems) = (vec![], vec![]);
    for (asked, (id, line)) in ask.lines.iter().zip(&review.lines).filter(|(asked, _)| !asked.skip) {
        match leaving(review, asked, line.as_ref()) {
            Ok(found) => mails.extend(found),
            Err(problem) => problems.push(FieldProblem::new(format!("d-{id}"), Problem::Document(problem))),
        }
    }
    if !problems.is_empty() {
        return Err(SendError::Fields(problems));
    }
    if mails.is_empty() { Err(StoreError::Refused("nothing_to_send").into()) } else { Ok(mails) }
}

fn leaving<'a>(
    review: &'a Review,
    asked: &Asked,
    line: Option<&'a Reviewed>,
) -> Result<Vec<Mail<'a>>, DocumentProblem> {
    let Some(line) = line else {
        return if asked.shown == GONE { Ok(vec![]) } else { Err(DocumentProblem::Changed) };
    };
    if review.token(line) != asked.shown {
        return Err(DocumentProblem::Changed);
    }
    let to = review.chosen(line, &asked.choice).map_err(|_| DocumentProblem::OutOfReach)?;
    match review.obstacle(line, &to) {
        // The page said so, and nobody did anything about it.
        Some(_) if asked.choice == Choice::of(&line.answer) => return Ok(vec![]),
        Some(Obstacle::Nobody) => return Err(DocumentProblem::NobodyChosen),
        Some(Obstacle::Unfilled(_)) => return Err(DocumentProblem::Unfilled),
        Some(Obstacle::TooLarge(_)) => return Err(DocumentProblem::MailTooLarge),
        None => {}
    }
    let oneself = review.oneself.as_ref().filter(|_| asked.choice.ticked.contains(&Addressed::Oneself));
    to.into_iter()
        .map(|to| {
            let phrase = line.text(to.language).map_err(|_| DocumentProblem::Unfilled)?;
            Ok(Mail { line, own: oneself.is_some_and(|me| *me == to), to, phrase })
        })
        .collect()
}

/// The mail with its bytes. `file` is the PDF of the mail before: recipients of one document follow each other.
async fn made(
    pool: &Pool,
    account: &Account,
    mail: &Mail<'_>,
    file: &mut Option<(DocumentId, Option<File>)>,
    now: Moment,
) -> Result<NewMessage, SendError> {
    let document = &mail.line.document;
    if file.as_ref().is_none_or(|(of, _)| *of != document.id) {
        *file = Some((document.id, pdf(pool, document.id, document.file.is_some()).await?));
    }
    let letter = Letter {
        from: material::sender(account),
        reply_to: account.reply_to.clone(),
        recipients: vec![(Role::To, Party { name: name_of(&mail.to), address: mail.to.address.to_string() })],
        subject: mail.phrase.subject.clone(),
        text: mail.phrase.text.clone(),
        files: file.iter().filter_map(|(_, file)| file.clone()).collect(),
        date: now,
        token: material::token()?,
    };
    let mut message = NewMessage {
        client_id: Some(document.client.0),
        document_id: Some(document.id),
        ..material::message(&letter, account, vec![delivery(&mail.to)])?
    };
    match material::bytes(letter, account).await {
        Ok(bytes) => {
            message.mime = bytes;
            Ok(if mail.own { message.as_own_copy() } else { message })
        }
        // The estimate of the page was a little too low.
        Err(SendError::TooLarge { .. }) => {
            let problem = Problem::Document(DocumentProblem::MailTooLarge);
            Err(SendError::Fields(vec![FieldProblem::new(format!("d-{}", document.id), problem)]))
        }
        Err(error) => Err(error),
    }
}

/// One that is removed at this instant is told of by the second look.
async fn pdf(pool: &Pool, id: DocumentId, there: bool) -> Result<Option<File>, SendError> {
    if !there {
        return Ok(None);
    }
    let mut tx = pool.read().await?;
    let (name, _, hash) = documents::place(&mut tx, id).await?;
    let bytes = blobs::get(&mut tx, hash).await?;
    Ok(Some(File { name, media_type: "application/pdf".to_owned(), bytes }))
}
