//! What the list of all sends shows.

use super::acts::without;
use crate::{clock::now, error::AppError, sends::named, words::Words};
use model::{
    Account, AccountOwner, BatchId, Day, DraftId, Local, Moment, User, UserRole, Zone,
    delivery::Kind,
    send::{BatchState, SendsAsked, SendsState},
};
use std::{collections::HashMap, str::FromStr};
use store::{
    Tx,
    sends::{AllSends, LastAct, Pause},
};

/// The query of the address; what cannot be read is left out.
pub type Asked = HashMap<String, String>;

/// A page of it.
#[derive(Clone)]
pub struct SendsShown {
    pub(super) asked: SendsAsked,
    /// The period as it was typed.
    pub(super) days: [Option<Day>; 2],
    pub(super) found: AllSends,
    /// Of those that are paused.
    pub(super) pauses: HashMap<BatchId, Pause>,
    /// Of each send how many addresses can be sent again in one act.
    pub(super) again: HashMap<BatchId, i64>,
    /// To choose from.
    pub(super) users: Vec<User>,
    pub(super) accounts: Vec<Account>,
    /// What somebody did a moment ago on this page.
    pub(super) done: Option<(BatchId, LastAct)>,
    /// The draft that came back with that.
    pub(super) draft: Option<DraftId>,
    /// Where the pages before this one begin, 0 the first: each leads back to the one before it.
    pub(super) way: Vec<i64>,
    /// Nothing is here because there is nobody to write to yet.
    pub(super) no_client: bool,
}

/// In the zone of who asks, whose days the period is of.
///
/// # Errors
/// Only general ones.
pub async fn sends_page(tx: &mut Tx, asked: &Asked, user: &User, zone: &Zone) -> Result<SendsShown, AppError> {
    let (done, late) = (number(asked, "fait"), number::<i64>(asked, "trop-tard"));
    let (gone, draft) = (number(asked, "partis").unwrap_or(0), number::<i64>(asked, "brouillon").map(DraftId));
    let way = text(asked, "retour").split(',').filter_map(|place| place.parse().ok()).collect();
    let (asked, days) = (read(asked, zone), [day(asked, "du"), day(asked, "au")]);
    let mut found = store::sends::all(tx, &asked).await?;
    named(Words(user.language), &mut found.rows);
    let paused = found.rows.iter().filter(|row| row.state == BatchState::Paused).map(|row| row.id).collect::<Vec<_>>();
    let failed = found.rows.iter().filter(|row| row.counts.failed + row.counts.bounced > 0).map(|row| row.id);
    let failed: Vec<_> = failed.collect();
    let done = match (done, late) {
        // An act that stopped nothing is no event: its answer stands in the address.
        (Some(batch), Some(late)) => Some((BatchId(batch), LastAct::Cancelled { stopped: 0, too_late: late.max(0) })),
        (Some(batch), None) => store::sends::last_act(tx, BatchId(batch), user.id, now().plus_seconds(-60))
            .await?
            .map(|act| (BatchId(batch), without(act, gone))),
        (None, _) => None,
    };
    Ok(SendsShown {
        pauses: store::sends::pauses(tx, &paused).await?,
        again: store::sends::correctable(tx, &failed).await?,
        users: store::users::list(tx).await?,
        accounts: choosable(store::accounts::list(tx).await?, user),
        no_client: found.rows.is_empty() && !store::clients::any(tx).await?,
        asked,
        days,
        found,
        done,
        draft,
        way,
    })
}

/// One's own and the company's; administrators look after everybody's.
fn choosable(mut accounts: Vec<Account>, user: &User) -> Vec<Account> {
    let own = |owner: AccountOwner| owner == AccountOwner::Organisation || owner == AccountOwner::User(user.id);
    accounts.retain(|account| user.role == UserRole::Administrator || own(account.owner));
    accounts
}

fn read(asked: &Asked, zone: &Zone) -> SendsAsked {
    SendsAsked {
        state: SendsState::from_code(text(asked, "etat")),
        kind: Kind::from_code(text(asked, "sorte")).filter(|kind| *kind != Kind::System),
        by: number(asked, "par"),
        account: number(asked, "compte"),
        since: day(asked, "du").map(|day| begin(zone, day)),
        until: day(asked, "au").map(|day| end(zone, day)),
        search: text(asked, "q").to_owned(),
        before: number(asked, "avant"),
    }
}

/// Postgres keeps no NUL, and no page of ours sends one: nothing is asked for then.
fn text<'a>(asked: &'a Asked, name: &str) -> &'a str {
    asked.get(name).map(|text| text.trim()).filter(|text| !text.contains('\0')).unwrap_or_default()
}

fn number<T: FromStr>(asked: &Asked, name: &str) -> Option<T> {
    text(asked, name).parse().ok()
}

fn day(asked: &Asked, name: &str) -> Option<Day> {
    number(asked, name)
}

/// When a day begins.
fn begin(zone: &Zone, day: Day) -> Moment {
    let (year, month, day) = (i32::from(day.year()), day.month(), day.day());
    zone.moment(Local { year, month, day, hour: 0, minute: 0, weekday: 0 })
}

/// When the next one begins: a day of the clocks' change is an hour shorter or longer.
fn end(zone: &Zone, day: Day) -> Moment {
    let next = zone.local(begin(zone, day).plus_seconds(36 * 3600));
    zone.moment(Local { hour: 0, minute: 0, ..next })
}
