//! The review of several documents before they leave (P34): everything that its page shows of each, and what stands in the way. The page
//! and the act that follows both ask here, so that nothing leaves but what was shown.

use super::{Covering, SendError, document::oneself, material};
use model::compose::encoded;
use model::resolver::{AskedDocument, Choice, ClientSide, OutOfReach, Recipient, Resolution, Trigger, resolve};
use model::{Account, Document, DocumentId, Lang, Phrase, Placeholder, UserId, hex};
use std::collections::HashMap;
use std::sync::Arc;
use store::{Tx, blobs::Hash, documents, users};

/// Several documents, in the order they were asked for.
#[derive(Clone, Debug)]
pub struct Review {
    /// None where a document is removed, or never was.
    pub lines: Vec<(DocumentId, Option<Reviewed>)>,
    /// By which they leave; none: nothing can (P52).
    pub account: Option<Account>,
    /// « À moi-même »
    pub oneself: Option<Recipient>,
    /// Bytes that a mail may have, as encoded.
    pub(super) limit: i64,
}

/// One of them.
#[derive(Clone, Debug)]
pub struct Reviewed {
    /// What it says.
    pub document: Document,
    /// Its client, with the names of sites.
    pub side: Arc<ClientSide>,
    /// Who receives it, and why (P31).
    pub answer: Resolution,
    /// Mails that were made of it.
    pub mails: i64,
    /// For whom a server has accepted it (P36).
    pub reached: Vec<String>,
    /// Subject and text as they will read, in each language.
    texts: Vec<(Lang, Covered)>,
}

type Covered = Result<Phrase, Vec<Placeholder>>;

/// Why a document cannot leave as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Obstacle {
    /// There is nobody to send it to.
    Nobody,
    /// Its phrase asks for what it does not have (P35).
    Unfilled(Vec<Placeholder>),
    /// More bytes, as encoded, than this may leave by the account.
    TooLarge(i64),
}

/// Stands for what was shown of a document that is not there.
pub const GONE: &str = "gone";

/// As they are now, for this user; six queries and a few, however many they are.
///
/// # Errors
/// Only general ones.
pub async fn review(tx: &mut Tx, user: UserId, ids: &[DocumentId], covering: &Covering) -> Result<Review, SendError> {
    let account = match material::account_of_documents(tx, user).await {
        Ok(account) => Some(account),
        Err(SendError::NoAccount) => None,
        Err(error) => return Err(error),
    };
    let limit = account.as_ref().map_or(model::compose::MAIL_MAX, material::limit);
    let oneself = oneself(users::get(tx, user).await?);
    let found = documents::several(tx, ids).await?;
    let asked = found.iter().map(|x| (x.id, x.client.0, x.contact.as_ref().map(|(id, _)| *id))).collect::<Vec<_>>();
    let sides = documents::client_sides(tx, &asked).await?;
    let mut mails = documents::mails_of(tx, ids).await?;
    let mut reached = documents::reached(tx, ids).await?;
    let mut lines: HashMap<DocumentId, Reviewed> = HashMap::new();
    for (document, (id, side)) in found.into_iter().zip(sides) {
        let line = Reviewed {
            answer: resolve(&side, &asked_of(&document)),
            side,
            mails: mails.remove(&id).unwrap_or_default(),
            reached: reached.remove(&id).unwrap_or_default(),
            texts: Lang::ALL.into_iter().map(|language| (language, covering(&[&document], language))).collect(),
            document,
        };
        lines.insert(id, line);
    }
    let lines = ids.iter().map(|id| (*id, lines.get(id).cloned())).collect();
    Ok(Review { lines, account, oneself, limit })
}

fn asked_of(document: &Document) -> AskedDocument {
    AskedDocument {
        kind: document.kind,
        site: document.site.as_ref().map(|(id, _)| *id),
        contact: document.contact.as_ref().map(|(id, _)| *id),
        trigger: Trigger::Person,
    }
}

impl Review {
    /// Stands for everything that is shown of a line, and by what it leaves: another token, and something is not what it was. Not for how
    /// far what was sent of it has come: that changes by itself.
    pub fn token(&self, line: &Reviewed) -> String {
        let Reviewed { document, answer, mails, texts, .. } = line;
        let account = self.account.as_ref().map(|account| (account.id, &account.from_address));
        let shown = format!("{:?}", (document.version, mails, &answer.lines, texts, account, self.limit));
        hex(&Hash::of(shown.as_bytes()).0[..16])
    }

    /// Whom this choice reaches.
    ///
    /// # Errors
    /// [`OutOfReach`] when it names somebody who may not be written to.
    pub fn chosen(&self, line: &Reviewed, choice: &Choice) -> Result<Vec<Recipient>, OutOfReach> {
        line.answer.chosen(choice, self.oneself.as_ref())
    }

    /// What keeps this document from leaving for these.
    pub fn obstacle(&self, line: &Reviewed, to: &[Recipient]) -> Option<Obstacle> {
        if to.is_empty() {
            return Some(Obstacle::Nobody);
        }
        if line.document.file.as_ref().is_some_and(|(_, size)| encoded(*size) > self.limit) {
            return Some(Obstacle::TooLarge(self.limit));
        }
        let missing = to.iter().filter_map(|one| line.text(one.language).err()).next();
        missing.map(|missing| Obstacle::Unfilled(missing.to_vec()))
    }
}

impl Reviewed {
    /// Subject and text of its mail in this language, or what it does not have of what they say.
    ///
    /// # Errors
    /// The variables that stay empty (P35).
    pub fn text(&self, language: Lang) -> Result<&Phrase, &[Placeholder]> {
        match self.texts.iter().find(|(of, _)| *of == language) {
            Some((_, text)) => text.as_ref().map_err(Vec::as_slice),
            None => Err(&[]),
        }
    }
}
