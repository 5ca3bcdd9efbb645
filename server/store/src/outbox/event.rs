//! What history tells beside the states: appended, never changed.

use crate::{Result, Tx, on, stamp};
use model::{BatchId, DeliveryId, Moment, UserId};

const ADD: &str = "INSERT INTO event (batch_id, delivery_id, user_id, type, at, data) VALUES ($1, $2, $3, $4, $5, $6)
  RETURNING id";

pub(super) async fn add(
    tx: &mut Tx,
    (batch, delivery): (Option<BatchId>, Option<DeliveryId>),
    user: Option<UserId>,
    kind: &'static str,
    data: serde_json::Value,
    now: Moment,
) -> Result<()> {
    append(tx, (batch, delivery), user, kind, data, now).await.map(drop)
}

/// [`add`], for who needs to name it: its id.
pub(super) async fn append(
    tx: &mut Tx,
    (batch, delivery): (Option<BatchId>, Option<DeliveryId>),
    user: Option<UserId>,
    kind: &'static str,
    data: serde_json::Value,
    now: Moment,
) -> Result<i64> {
    Ok(on!(tx, c => sqlx::query_scalar(ADD)
        .bind(batch.map(|id| id.0)).bind(delivery.map(|id| id.0)).bind(user.map(|id| id.0)).bind(kind)
        .bind(stamp(now)).bind(data.to_string()).fetch_one(c).await)?)
}
