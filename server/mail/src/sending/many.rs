//! Several documents at once, as they were reviewed (P34): a mail for each document and recipient, or for each recipient of a
//! client, all of them one batch. When they
//! are made one short transaction looks once more whether everything is still what was shown, and enqueues them. What ends before that has
//! sent nothing.

use super::{
    Covering, SendError,
    document::{delivery, name_of},
    gathered::Gathered,
    made::Made,
    material,
    review::{GONE, Obstacle, Review, Reviewed, review},
};
use crate::build::{File, Letter, Party};
use model::delivery::Kind;
use model::recipients::Role;
use model::resolver::{Addressed, Choice, Recipient};
use model::send::Enqueued;
use model::{Account, Document, DocumentId, DocumentProblem, FieldProblem, Moment, Phrase, Problem, UserId};
use std::ops::ControlFlow;
use store::outbox::{Beside, NewBatch, NewMessage, enqueue};
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
    /// « Un seul e-mail par client »
    pub together: bool,
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
    let mails = mails(&shown, ask, covering)?;

    let mut files = vec![];
    for mail in &mails {
        all.go_on(watch, mails.len())?;
        let message = made(pool, account, mail, &mut files, now).await?;
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
    self::mails(&again, ask, covering)?;
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
    /// Its documents; with « À moi-même » it is no sending of one (P32).
    documents: Vec<(&'a Document, Own)>,
    to: Recipient,
    phrase: Phrase,
}

type Own = bool;

/// All of them, or what is wrong with each document.
fn mails<'a>(review: &'a Review, ask: &SendMany, covering: &Covering) -> Result<Vec<Mail<'a>>, SendError> {
    let (mut lines, mut problems) = (vec![], vec![]);
    let mut note = |id: DocumentId, problem: DocumentProblem| {
        let problem = FieldProblem::new(format!("d-{id}"), Problem::Document(problem));
        if !problems.contains(&problem) {
            problems.push(problem);
        }
    };
    for (asked, (id, line)) in ask.lines.iter().zip(&review.lines).filter(|(asked, _)| !asked.skip) {
        match leaving(review, asked, line.as_ref()) {
            Ok(found) => lines.extend(found.map(|(line, to)| (asked, line, to))),
            Err(problem) => note(*id, problem),
        }
    }
    let of: Vec<(&Reviewed, &[Recipient])> = lines.iter().map(|(_, line, to)| (*line, to.as_slice())).collect();
    let mut mails = vec![];
    for Gathered { lines: its, to, text } in review.gathered(&of, ask.together, covering) {
        let documents = its.into_iter().map(|at| {
            let (asked, line, all) = &lines[at];
            let me = review.oneself.as_ref().filter(|me| me.address.key() == to.address.key());
            let own = me.is_some_and(|me| asked.choice.ticked.contains(&Addressed::Oneself) && all.contains(me));
            (&line.document, own)
        });
        let documents: Vec<_> = documents.collect();
        match text {
            Ok(phrase) => mails.push(Mail { documents, to, phrase }),
            Err(problem) => documents.iter().for_each(|(document, _)| note(document.id, problem)),
        }
    }
    if !problems.is_empty() {
        return Err(SendError::Fields(problems));
    }
    if mails.is_empty() { Err(StoreError::Refused("nothing_to_send").into()) } else { Ok(mails) }
}

/// One that leaves, and to whom; none where the page said that it does not.
fn leaving<'a>(
    review: &'a Review,
    asked: &Asked,
    line: Option<&'a Reviewed>,
) -> Result<Option<(&'a Reviewed, Vec<Recipient>)>, DocumentProblem> {
    let Some(line) = line else {
        return if asked.shown == GONE { Ok(None) } else { Err(DocumentProblem::Changed) };
    };
    if review.token(line) != asked.shown {
        return Err(DocumentProblem::Changed);
    }
    let to = review.chosen(line, &asked.choice).map_err(|_| DocumentProblem::OutOfReach)?;
    match review.obstacle(line, &to) {
        // The page said so, and nobody did anything about it.
        Some(_) if asked.choice == Choice::of(&line.answer) => Ok(None),
        Some(Obstacle::Nobody) => Err(DocumentProblem::NobodyChosen),
        Some(Obstacle::Unfilled(_)) => Err(DocumentProblem::Unfilled),
        Some(Obstacle::TooLarge(_)) => Err(DocumentProblem::MailTooLarge),
        None => Ok(Some((line, to))),
    }
}

/// PDFs of the mail before: recipients of one document follow each other.
type Files = Vec<(DocumentId, Option<File>)>;

/// The mail with its bytes.
async fn made(
    pool: &Pool,
    account: &Account,
    mail: &Mail<'_>,
    files: &mut Files,
    now: Moment,
) -> Result<NewMessage, SendError> {
    let mut kept = std::mem::take(files);
    for (document, _) in &mail.documents {
        let there = kept.iter().position(|(of, _)| *of == document.id).map(|at| kept.swap_remove(at));
        files.push(match there {
            Some(file) => file,
            None => (document.id, pdf(pool, document.id, document.file.is_some()).await?),
        });
    }
    let letter = Letter {
        from: material::sender(account),
        reply_to: account.reply_to.clone(),
        recipients: vec![(Role::To, Party { name: name_of(&mail.to), address: mail.to.address.to_string() })],
        subject: mail.phrase.subject.clone(),
        text: mail.phrase.text.clone(),
        files: files.iter().filter_map(|(_, file)| file.clone()).collect(),
        date: now,
        token: material::token()?,
    };
    let (own, further): (Vec<_>, Vec<_>) = mail.documents.iter().partition(|(_, own)| *own);
    let further = further.into_iter().map(|(document, _)| document.id);
    let mut beside: Vec<_> = further.map(|id| (id, Beside::Further)).collect();
    let first = (!beside.is_empty()).then(|| beside.remove(0).0);
    beside.extend(own.into_iter().map(|(document, _)| (document.id, Beside::Copy)));
    let mut message = NewMessage {
        client_id: mail.documents.first().map(|(document, _)| document.client.0),
        document_id: first,
        beside,
        ..material::message(&letter, account, vec![delivery(&mail.to)])?
    };
    match material::bytes(letter, account).await {
        Ok(bytes) => {
            message.mime = bytes;
            Ok(message)
        }
        // The estimate of the page was a little too low.
        Err(SendError::TooLarge { .. }) => {
            let problem = match mail.documents[..] {
                [_] => DocumentProblem::MailTooLarge,
                _ => DocumentProblem::TogetherTooLarge,
            };
            let at = |document: &Document| FieldProblem::new(format!("d-{}", document.id), Problem::Document(problem));
            Err(SendError::Fields(mail.documents.iter().map(|(document, _)| at(document)).collect()))
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
