//! What the pages show.

use crate::{error::AppError, services::Services};
use model::{
    Contact, ContactId, MergeId,
    merge::{Doubles, DoublesFrom, MergeLine, Pair},
};
use serde::Deserialize;
use store::{Tx, contacts, doubles, merges};

/// The address of the list.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    /// After this pair of the same name: `12-15`.
    apres: String,
    /// After this pair with the same number.
    telephone: String,
    /// This merge was just made.
    fusion: String,
    /// It was just undone.
    separes: String,
    /// This pair was just said to be two people.
    ecartes: String,
}

/// A page.
#[derive(Clone)]
pub enum Shown {
    /// What is proposed, and what can be undone.
    List {
        /// One page of pairs.
        doubles: Doubles,
        /// On the first page.
        merges: Vec<MergeLine>,
        /// It is the first page.
        first: bool,
        /// What has just been done.
        notice: Option<Notice>,
    },
    /// Two contacts side by side.
    Pair(Box<Pair>),
}

/// What has just been done, and can be taken back.
#[derive(Clone)]
pub enum Notice {
    /// They are this contact now.
    Merged(MergeId, Box<Contact>),
    /// They are two again.
    Separated(Box<[Contact; 2]>),
    /// They are not proposed any more.
    Apart(Box<[Contact; 2]>),
}

/// One page of the list.
pub async fn list_page(services: &Services, asked: &Asked) -> Result<Shown, AppError> {
    let mut tx = services.pool.read().await?;
    let from = match (pair_of(&asked.apres), pair_of(&asked.telephone)) {
        (Some((a, b)), _) => DoublesFrom::AfterName(a, b),
        (None, Some((a, b))) => DoublesFrom::AfterPhone(a, b),
        (None, None) => DoublesFrom::Start,
    };
    let first = from == DoublesFrom::Start;
    let doubles = doubles::list(&mut tx, from).await?;
    let merges = if first { merges::list(&mut tx).await? } else { vec![] };
    Ok(Shown::List { doubles, merges, first, notice: notice(&mut tx, asked).await? })
}

fn pair_of(text: &str) -> Option<(ContactId, ContactId)> {
    let (a, b) = text.split_once('-')?;
    Some((a.parse().ok()?, b.parse().ok()?))
}

/// What the address says was done; nothing when it is not so any more.
async fn notice(tx: &mut Tx, asked: &Asked) -> Result<Option<Notice>, AppError> {
    if let Some((a, b)) = pair_of(&asked.ecartes) {
        let two = two(tx, a, b).await?;
        return Ok(two.map(Notice::Apart));
    }
    let merge = |text: &str| text.parse::<MergeId>().ok();
    let Some(id) = merge(&asked.fusion).or(merge(&asked.separes)) else { return Ok(None) };
    Ok(match merges::find(tx, id).await? {
        Some((kept, _, None)) if !asked.fusion.is_empty() => {
            let kept = contacts::get(tx, kept).await?;
            kept.erased_at.is_none().then(|| Notice::Merged(id, Box::new(kept)))
        }
        Some((kept, gone, Some(_))) if asked.fusion.is_empty() => two(tx, kept, gone).await?.map(Notice::Separated),
        _ => None,
    })
}

/// Both, as long as both are there.
async fn two(tx: &mut Tx, a: ContactId, b: ContactId) -> Result<Option<Box<[Contact; 2]>>, AppError> {
    match merges::pair(tx, a, b).await {
        Ok(pair) => Ok(Some(Box::new([pair.a, pair.b]))),
        Err(store::StoreError::NotFound | store::StoreError::Refused(_)) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// Two contacts; ids that are none are not found.
pub async fn pair_page(services: &Services, a: &str, b: &str) -> Result<Shown, AppError> {
    let id = |text: &str| text.parse::<ContactId>().map_err(|_| AppError::NotFound);
    let mut tx = services.pool.read().await?;
    Ok(Shown::Pair(Box::new(merges::pair(&mut tx, id(a)?, id(b)?).await?)))
}
