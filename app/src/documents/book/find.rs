//! What the invoice book shows.

use crate::{clock::now, error::AppError};
use model::{
    BatchId, Client, ClientId, ContactId, Day, DocumentId, DocumentKind, UserId,
    document::{Book, BookAsked, BookState, DocumentState},
    listing::PageFrom,
    resolver::{AskedDocument, Trigger, resolve},
};
use std::{
    collections::{BTreeSet, HashMap},
    str::FromStr,
};
use store::{StoreError, Tx};

/// The query of the address; what cannot be read is left out.
pub type Asked = HashMap<String, String>;

/// A page of the book.
#[derive(Clone)]
pub struct BookShown {
    pub(super) asked: BookAsked,
    /// Whose documents are asked for, unless it is gone.
    pub(super) client: Option<Client>,
    pub(super) book: Book,
    /// There is no document at all yet.
    pub(super) none_yet: bool,
    /// Documents of the page that nobody would receive.
    pub(super) nobody: BTreeSet<DocumentId>,
    /// What this person sent lately, by batch: the selection is done with it.
    pub(super) sent: Vec<(BatchId, DocumentId)>,
}

/// # Errors
/// Only general ones.
pub async fn book_page(tx: &mut Tx, user: UserId, asked: &Asked) -> Result<BookShown, AppError> {
    let asked = read(asked);
    let book = store::documents::book(tx, &asked).await?;
    let none_yet = book.rows.is_empty() && {
        let all = BookAsked { state: BookState::All, ..BookAsked::default() };
        store::documents::book(tx, &all).await?.rows.is_empty()
    };
    let nobody = without_address(tx, &book).await?;
    let client = match asked.client {
        Some(id) => match store::clients::get(tx, id).await {
            Ok(client) => Some(client),
            Err(StoreError::NotFound) => None,
            Err(other) => return Err(other.into()),
        },
        None => None,
    };
    // What is chosen stays in a tab; of more than a day ago it is hardly the same.
    let sent = store::documents::sent_lately(tx, user, now().plus_seconds(-86_400)).await?;
    Ok(BookShown { asked, client, book, none_yet, nobody, sent })
}

fn read(asked: &Asked) -> BookAsked {
    // Postgres keeps no NUL, and no page of ours sends one: nothing is asked for then.
    let text =
        |name: &str| asked.get(name).map(|text| text.trim()).filter(|text| !text.contains('\0')).unwrap_or_default();
    let from = match (number(text("apres")), number(text("avant"))) {
        (Some(id), _) => PageFrom::After(id),
        (None, Some(id)) => PageFrom::Before(id),
        (None, None) => PageFrom::Start,
    };
    BookAsked {
        state: BookState::from_code(text("etat")).unwrap_or_default(),
        kind: DocumentKind::from_code(text("type")),
        client: number(text("client")).map(ClientId),
        since: number::<Day>(text("du")),
        until: number::<Day>(text("au")),
        search: text("q").to_owned(),
        from,
    }
}

fn number<T: FromStr>(text: &str) -> Option<T> {
    text.parse().ok()
}

/// Of what is still to be sent: the same answer as everywhere (P31).
async fn without_address(tx: &mut Tx, book: &Book) -> Result<BTreeSet<DocumentId>, AppError> {
    let own = |contact: &Option<(ContactId, String)>| contact.as_ref().map(|(id, _)| *id);
    let open = book.rows.iter().filter(|line| line.state != DocumentState::Sent).map(|line| &line.document);
    let asked: Vec<_> = open.clone().map(|document| (document.id, document.client.0, own(&document.contact))).collect();
    let sides = store::documents::client_sides(tx, &asked).await?;
    let nobody = open.zip(&sides).filter(|(document, (_, side))| {
        let site = document.site.as_ref().map(|(id, _)| *id);
        let contact = own(&document.contact);
        let asked = AskedDocument { kind: document.kind, site, contact, trigger: Trigger::Person };
        resolve(side, &asked).recipients().is_empty()
    });
    Ok(nobody.map(|(document, _)| document.id).collect())
}
