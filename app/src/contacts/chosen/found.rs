//! What the pages of the chosen contacts show.

use super::{
    super::filters::{asked_of, in_words, query_of},
    writing::{Writing, writing},
};
use crate::{error::AppError, words::Words};
use model::{
    BulkId, ContactId, User, bulk,
    bulk::BulkDone,
    listing::{ContactsAsked, PageFrom},
};
use store::{Pool, StoreError, Tx};

/// What `/contacts/choisis` was asked for.
#[derive(Clone, Debug)]
pub enum Chosen {
    /// Nobody is chosen, or is there any more.
    Nobody,
    /// More than so many, who may be at once.
    TooMany(usize),
    /// One client has them all: straight to the composer.
    Compose(String),
    /// To which of their clients, and to whom not.
    Write(Writing),
    /// Which notification type they are to have.
    Notify(Vec<(ContactId, String)>),
    /// What to do with everybody whom a search finds.
    Everybody(Everybody),
}

/// All whom the directory finds.
#[derive(Clone, Debug)]
pub struct Everybody {
    /// As they stand in its address.
    pub(super) query: String,
    /// The same in words.
    pub(super) criteria: Vec<String>,
    /// How many they are now.
    pub(super) people: i64,
}

/// For the fields `pour` and `chosen[]` of an address, or for `tous` and the criteria of the directory.
///
/// # Errors
/// `NotFound` for an act that there is not.
pub async fn chosen(pool: &Pool, user: &User, query: &[(String, String)], whole: &str) -> Result<Chosen, AppError> {
    if query.iter().any(|(name, _)| name == "tous") {
        return everybody(pool, user, &ContactsAsked { from: PageFrom::Start, ..asked_of(whole) }).await;
    }
    let ids = query.iter().filter(|(name, _)| name.starts_with("chosen["));
    let ids: Vec<_> = ids.filter_map(|(_, id)| id.parse().ok().map(ContactId)).collect();
    let Ok(ids) = bulk::chosen(&ids) else { return Ok(Chosen::TooMany(bulk::CHOSEN_MAX)) };
    let act = query.iter().find(|(name, _)| name == "pour").map(|(_, act)| act.as_str());
    let mut tx = pool.read().await?;
    let found = match act {
        Some("ecrire") => {
            let writing = writing(&mut tx, &ids).await?;
            match writing.only() {
                Some(only) => Chosen::Compose(only.address()),
                None if writing == Writing::default() => Chosen::Nobody,
                None => Chosen::Write(writing),
            }
        }
        Some("notifications") => match named(&mut tx, &ids).await? {
            people if people.is_empty() => Chosen::Nobody,
            people => Chosen::Notify(people),
        },
        _ => return Err(AppError::NotFound),
    };
    Ok(found)
}

async fn everybody(pool: &Pool, user: &User, asked: &ContactsAsked) -> Result<Chosen, AppError> {
    let mut tx = pool.read().await?;
    Ok(match store::contacts::everybody(&mut tx, asked, bulk::EVERYBODY_MAX).await? {
        None => Chosen::TooMany(bulk::EVERYBODY_MAX),
        Some(nobody) if nobody.is_empty() => Chosen::Nobody,
        Some(all) => Chosen::Everybody(Everybody {
            query: query_of(asked),
            criteria: in_words(&mut tx, Words(user.language), asked).await?,
            people: all.len() as i64,
        }),
    })
}

/// An act that was done, as its page shows it.
#[derive(Clone, Debug)]
pub struct Done {
    pub(super) id: BulkId,
    pub(super) done: BulkDone,
    pub(super) undone: bool,
    pub(super) without_email: Vec<(ContactId, String)>,
    pub(super) independent: Vec<(ContactId, String)>,
}

/// One of this user's, with the names of those who were left out.
///
/// # Errors
/// `NotFound`, also of somebody else's and after a day.
pub async fn done(pool: &Pool, user: &User, id: BulkId) -> Result<Done, AppError> {
    let mut tx = pool.read().await?;
    let (done, undone) = store::contacts::bulk_done(&mut tx, user.id, id).await?;
    let without_email = named(&mut tx, &done.without_email).await?;
    let independent = named(&mut tx, &done.independent).await?;
    Ok(Done { id, done, undone, without_email, independent })
}

/// Those who are still there, by their names.
async fn named(tx: &mut Tx, ids: &[ContactId]) -> Result<Vec<(ContactId, String)>, AppError> {
    let mut people = vec![];
    for id in ids {
        match store::contacts::get(tx, *id).await {
            Ok(contact) if contact.erased_at.is_none() => people.push((*id, contact.name())),
            Ok(_) | Err(StoreError::NotFound) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(people)
}
