//! Demo data: a small French-speaking distributor with its clients, their people, visits, and a month of mails. Made by code, the same
//! each time for the same `now`; every address ends in `.example`.

mod book;
mod clients;
mod documents;
mod journey;
mod people;
mod sends;
mod visits;

use anyhow::{Context, Result};
use app::error::AppError;
use mail::build::Party;
use model::{
    Account, AccountId, AccountOwner, CheckedAccount, EmailAddress, Moment, SecretChange, Security, Transport, UserId,
};
use sends::Sender;
use std::pin::Pin;
use store::{Pool, Tx, secrets::Keys};

/// Who signs in to the demo.
pub const PERSON: &str = "Nadia Benali";
/// Its address.
pub const EMAIL: &str = "nadia@bonport.example";
/// Its password; the demo holds nothing that is not invented.
pub const PASSWORD: &str = "le port est en vue";

const ORGANISATION: &str = "Distribution Benali";
const FROM: &str = "bonjour@bonport.example";

/// Fills an empty database. One transaction: all of it or nothing.
///
/// # Errors
/// As `fill`.
pub async fn load(pool: &Pool, keys: &Keys, user: UserId, now: Moment) -> Result<()> {
    let mut tx = pool.write().await?;
    fill(&mut tx, keys, user, now).await?;
    Ok(tx.commit().await?)
}

/// The same for the page of the first start.
pub fn fill_for_app<'a>(
    tx: &'a mut Tx,
    keys: &'a Keys,
    user: UserId,
    now: Moment,
) -> Pin<Box<dyn Future<Output = Result<(), AppError>> + Send + 'a>> {
    Box::pin(async move {
        fill(tx, keys, user, now).await.map_err(|error| AppError::broken(error.context("the demo data").as_ref()))
    })
}

/// Settings, the test mailbox, the address book, interventions, and mails sent by `user`. The organisation keeps a name that it has.
///
/// # Errors
/// What the store says, such as a reference that is there already.
async fn fill(tx: &mut Tx, keys: &Keys, user: UserId, now: Moment) -> Result<()> {
    let mut settings = store::settings(tx).await?;
    settings.test_mailbox = true;
    if settings.organisation_name.is_empty() {
        settings.organisation_name = ORGANISATION.into();
    }
    store::change_settings(tx, &settings, now).await?;
    let clients = book::fill(tx, now).await.context("the address book of the demo")?;
    documents::fill(tx, user, &clients, now).await.context("the documents of the demo")?;
    visits::fill(tx, user, &clients, now).await.context("the interventions of the demo")?;
    let account = account(tx, keys, now).await?;
    let name = store::users::get(tx, user).await?.name;
    let sender = Sender { user, account, from: Party { name, address: FROM.into() } };
    sends::fill(tx, &sender, &clients, now).await
}

/// Eight o'clock in Greenwich, today or yesterday: offices in Europe are open.
fn morning(now: Moment) -> Moment {
    const DAY: i64 = 86_400_000;
    const EIGHT: i64 = 8 * 3_600_000;
    Moment((now.0 - EIGHT).div_euclid(DAY) * DAY + EIGHT)
}

/// What a database holds before the demo starts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Found {
    /// No client, and no user but perhaps the demo's person: loading may have been cut short after it.
    Nothing,
    /// The demo, with whatever was done to it since.
    Demo,
    /// Users or clients of somebody else's.
    Other,
}

/// Whose data there are. The demo's person is the sign: real data have none at its address.
///
/// # Errors
/// A database that cannot be read.
pub async fn find(pool: &Pool) -> Result<Found> {
    let mut tx = pool.read().await?;
    let person = person(&mut tx).await?;
    let others = store::users::count(&mut tx).await? > i64::from(person.is_some());
    let nobody = !others && !store::clients::any(&mut tx).await?;
    Ok(match person {
        _ if nobody => Found::Nothing,
        Some(_) => Found::Demo,
        None => Found::Other,
    })
}

/// Who signs in to the demo, once it is there.
///
/// # Errors
/// A database that cannot be read.
pub async fn person(tx: &mut Tx) -> Result<Option<UserId>> {
    let email = EmailAddress::parse(EMAIL).expect("a well-formed address");
    Ok(store::users::find_by_email(tx, &email).await?.map(|user| user.id))
}

/// The test mailbox as the organisation's account: nothing leaves (P52).
async fn account(tx: &mut Tx, keys: &Keys, now: Moment) -> Result<AccountId> {
    if let Some(Account { id, .. }) = store::accounts::find(tx, AccountOwner::Organisation).await? {
        return Ok(id);
    }
    let new = CheckedAccount {
        transport: Transport::TestMailbox,
        host: String::new(),
        port: 0,
        security: Security::default(),
        login: String::new(),
        secret: SecretChange::Keep,
        from_address: EmailAddress::parse(FROM).expect("a well-formed address"),
        from_name: ORGANISATION.into(),
        reply_to: None,
        copy_to_self: false,
        version: 0,
    };
    Ok(store::accounts::add(tx, keys, AccountOwner::Organisation, &new, now).await?)
}
