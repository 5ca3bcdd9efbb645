//! Reading what was sent, and the few acts on it.

#![allow(missing_docs, reason = "the macro repeats the arguments as public fields")]

use crate::{error::AppError, wire::Wire};
use leptos::prelude::*;
use model::{
    BatchId, DeliveryId,
    send::{BatchSummary, BatchView, Cancelled, Enqueued},
};
use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
use crate::{
    access::caller,
    clock::now,
    recipients::api::NewPerson,
    services::{reading, services, writing},
    typed,
    words::Words,
};

/// Which sends, and where the page begins.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SendsAsked {
    /// Only what a person has to look at.
    #[serde(default)]
    pub in_trouble: bool,
    /// Those before this one; from the newest on without.
    #[serde(default)]
    pub before: Option<BatchId>,
    /// No more than these; a whole page without.
    #[serde(default)]
    pub most: Option<u32>,
}

/// A page of sends, the newest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SendsFound {
    /// At most [`PAGE`], and at most as many as were asked for.
    pub rows: Vec<BatchSummary>,
    /// There are older ones.
    pub more: bool,
    /// No rows because there is nobody to write to yet.
    pub no_client: bool,
}

/// Rows of a page.
#[cfg(feature = "ssr")]
const PAGE: usize = 50;

/// A page of all sends.
///
/// # Errors
/// Only general ones.
#[server(prefix = "/api", endpoint = "sends/list", protocol = Wire)]
pub async fn list(asked: SendsAsked) -> Result<SendsFound, AppError> {
    let user = caller()?.user;
    let filter = if asked.in_trouble { store::sends::Filter::InTrouble } else { store::sends::Filter::All };
    let mut tx = reading().await?;
    let most = asked.most.map_or(PAGE, |most| (most as usize).clamp(1, PAGE));
    let mut rows = store::sends::list(&mut tx, filter, asked.before, most as i64 + 1).await?;
    let more = rows.len() > most;
    rows.truncate(most);
    super::named(Words(user.language), &mut rows);
    let no_client = rows.is_empty() && !store::clients::any(&mut tx).await?;
    Ok(SendsFound { rows, more, no_client })
}

/// One send with everything in it.
///
/// # Errors
/// `NotFound`
#[server(prefix = "/api", endpoint = "sends/get", protocol = Wire)]
pub async fn get(id: BatchId) -> Result<BatchView, AppError> {
    let user = caller()?.user;
    let mut tx = reading().await?;
    let mut batch = store::sends::get(&mut tx, id).await?;
    super::keeping::show_again(&mut batch.new_addresses);
    super::stopped::explain(&mut tx, &mut batch, &user).await?;
    batch.redo = super::redo::redo(&batch);
    batch.paused = super::all::why_paused(&mut tx, &batch, &user).await?;
    batch.said = super::all::answer(&mut tx, id, &user).await?;
    Ok(batch)
}

/// « Enregistrer » a typed address as a contact of the mail's client, or « Ignorer » it (D91).
///
/// # Errors
/// `Refused` with the contact's fields; `NotFound` when nothing is asked about it any more.
#[server(prefix = "/api", endpoint = "sends/keep-address", protocol = Wire)]
pub async fn keep_address(
    delivery: DeliveryId,
    #[server(default)] first_name: String,
    #[server(default)] last_name: String,
    #[server(default)] function: String,
    #[server(default)] starred: bool,
    #[server(default)] act: String,
) -> Result<(), AppError> {
    caller()?;
    let person = NewPerson { address: String::new(), first_name, last_name, function, starred };
    let mut tx = writing().await?;
    let kept = match act.as_str() {
        "ignore" => super::keeping::ignore(&mut tx, delivery).await,
        _ => super::keeping::keep(&mut tx, delivery, &person, now()).await,
    };
    match kept {
        Ok(()) => Ok(tx.commit().await?),
        Err(error) => Err(typed::refused(super::keeping::FORM, (delivery, person), error)),
    }
}

/// « Annuler l’envoi », « Annuler le reste »: exact counts, and the draft given back when nothing had left. `back`: the list that a form
/// without the wasm stands in; `gone`: how many its page said to have left, of whom nothing is told anew.
///
/// # Errors
/// `NotFound`
#[server(prefix = "/api", endpoint = "sends/cancel", protocol = Wire)]
pub async fn cancel(
    batch: BatchId,
    #[server(default)] back: String,
    #[server(default)] gone: i64,
) -> Result<Cancelled, AppError> {
    let user = caller()?.user;
    let mut tx = writing().await?;
    let cancelled = store::outbox::cancel(&mut tx, batch, user.id, now()).await?;
    tx.commit().await?;
    services().outbox.tell(batch);
    super::all::go_back_cancelled(&back, batch, &cancelled, gone);
    Ok(cancelled)
}

/// « Corriger et renvoyer »: the same content to another address, as a new mail linked to the failed line (P36).
///
/// # Errors
/// `Refused` with the field `address`; `NotPossible` when it is not a failure any more, was corrected or cancelled meanwhile, or no
/// account can send.
#[server(prefix = "/api", endpoint = "sends/correct", protocol = Wire)]
pub async fn correct(delivery: DeliveryId, address: String, seen: i64) -> Result<Enqueued, AppError> {
    let user = caller()?.user;
    let ask = mail::Correction { user: user.id, delivery, address, seen };
    let enqueued = mail::correct_and_resend(&services().pool, &ask, now()).await?;
    services().outbox.wake();
    Ok(enqueued)
}

/// « Renvoyer » what is uncertain: history will say « peut-être reçu deux fois ».
///
/// # Errors
/// `NotPossible("not_uncertain")`
#[server(prefix = "/api", endpoint = "sends/again", protocol = Wire)]
pub async fn send_again(delivery: DeliveryId) -> Result<(), AppError> {
    let user = caller()?.user;
    let mut tx = writing().await?;
    store::outbox::send_again(&mut tx, delivery, user.id, now()).await?;
    tx.commit().await?;
    services().outbox.wake();
    Ok(())
}

/// « Considérer comme envoyé » what is uncertain.
///
/// # Errors
/// `NotPossible("not_uncertain")`
#[server(prefix = "/api", endpoint = "sends/consider-sent", protocol = Wire)]
pub async fn consider_sent(delivery: DeliveryId) -> Result<(), AppError> {
    let user = caller()?.user;
    let mut tx = writing().await?;
    let batch = store::outbox::consider_sent(&mut tx, delivery, user.id, now()).await?;
    tx.commit().await?;
    services().outbox.tell(batch);
    Ok(())
}
