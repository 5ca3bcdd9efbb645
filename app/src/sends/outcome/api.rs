//! What the page of the failures sends.
#![allow(missing_docs, reason = "the arguments of a server function become fields of a struct of the macro")]

use super::again::path;
use crate::{
    access::{Caller, caller, go_to},
    clock::now,
    error::AppError,
    jobs::{self, Job},
    services::{Services, services},
    typed::Typed,
    wire::Wire,
};
use leptos::prelude::*;
use mail::{Correction, ResendFailures};
use model::{BatchId, DeliveryId, UserId};
use serde::{Deserialize, Serialize};
use std::{
    collections::{BTreeMap, HashSet},
    ops::ControlFlow,
    sync::Arc,
};

/// Name of the form while it is kept after a refusal.
pub(super) const FORM: &str = "resend-failed";

/// The form as it was refused.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Kept {
    pub(super) batch: i64,
    pub(super) chosen: Vec<DeliveryId>,
    /// By delivery, as typed.
    pub(super) address: BTreeMap<String, String>,
    /// Why, where that is of no line.
    pub(super) why: Option<AppError>,
}

/// Sends the ticked failures of a batch again, as one new batch (P36). Of each in `seen` its id and how often the page knew it to be
/// corrected, in `address` under `d` and its id where it goes.
#[server(prefix = "/api", endpoint = "sends/resend-failed", protocol = Wire)]
pub async fn resend_failed(
    batch: BatchId,
    #[server(default)] key: String,
    #[server(default)] seen: Vec<String>,
    #[server(default)] chosen: Vec<DeliveryId>,
    #[server(default)] address: BTreeMap<String, String>,
) -> Result<(), AppError> {
    let caller = caller()?;
    if !(1..=64).contains(&key.len()) || !key.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        return Err(AppError::Malformed);
    }
    let kept = Kept { batch: batch.0, chosen, address, why: None };
    let lines = corrections(&kept, &seen, caller.user.id)?;
    let here = path(batch);
    let ask = jobs::Ask {
        key: ["renvoi-", &key].concat(),
        user: caller.user.id,
        title: |w| w.outcome_title(),
        total: lines.len() as i64,
        back: here.clone(),
    };
    let services = services();
    let work = move |job| async move {
        match send(&services, caller.user.id, key, lines, job).await {
            Ok(batch) => Ok(format!("/envois/{batch}")),
            Err(error) => {
                keep(&services, &caller, kept, &error);
                Err(error)
            }
        }
    };
    let done = jobs::work_off(ask, work).await;
    if done.is_err() {
        go_to(&here);
    }
    done
}

/// Of those that are ticked.
fn corrections(kept: &Kept, seen: &[String], user: UserId) -> Result<Vec<Correction>, AppError> {
    let chosen: HashSet<DeliveryId> = kept.chosen.iter().copied().collect();
    let mut known = HashSet::new();
    let mut lines: Vec<Correction> = vec![];
    for line in seen {
        let (id, seen) = line.split_once(' ').ok_or(AppError::Malformed)?;
        let (Ok(delivery), Ok(seen)) = (id.parse::<DeliveryId>(), seen.parse()) else {
            return Err(AppError::Malformed);
        };
        if chosen.contains(&delivery) && known.insert(delivery) {
            let address = kept.address.get(&format!("d{delivery}")).cloned().unwrap_or_default();
            lines.push(Correction { user, delivery, address, seen });
        }
    }
    Ok(lines)
}

async fn send(
    services: &Services,
    user: UserId,
    key: String,
    lines: Vec<Correction>,
    job: Arc<Job>,
) -> Result<BatchId, AppError> {
    let watch = move |made: i64, _: i64| {
        let go_on = job.step(made);
        if go_on { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    };
    let ask = ResendFailures { user, key, lines };
    let done = mail::resend_failures(&services.pool, &ask, &watch, &now).await?;
    services.outbox.wake();
    Ok(done.batch_id)
}

fn keep(services: &Services, caller: &Caller, mut kept: Kept, error: &AppError) {
    kept.why = Some(error.clone()).filter(|error| error.problems().is_empty());
    let typed = Typed { draft: kept, problems: error.problems().to_vec(), conflict: false };
    services.forms.keep(caller.session, FORM, &typed);
}
