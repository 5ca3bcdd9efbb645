//! Between two mails: the outcome of the one and the in-flight mark of the next share one commit (delivery.md §3).

use super::judge::Trouble;
use super::rounds::LEASE_SECONDS;
use super::serve::Service;
use crate::worker::Point;
use model::BatchId;
use model::delivery::Kind;
use std::time::Duration;
use store::outbox::{self, Claimed, Settled};
use store::{Result, StoreError, Tx, accounts};

/// What a try came to.
pub(super) struct Ended {
    pub(super) batch: BatchId,
    pub(super) settled: Vec<Settled>,
    pub(super) accepted: bool,
    /// With the server's words.
    pub(super) trouble: Option<(Trouble, String)>,
}

/// What comes next.
pub(super) struct Turn {
    pub(super) mail: Claimed,
    /// `in_flight` is committed already, because the line is open.
    pub(super) begun: bool,
}

const PAUSE: Duration = Duration::from_millis(200);

impl Service {
    /// Writes the outcome and gives the next mail; `None` when there is nothing more to do here. An outcome is written however long
    /// the database is in trouble: without it a mail that was accepted would be sent again.
    pub(super) async fn advance(&mut self, ended: Option<Ended>) -> Option<Turn> {
        let open = match &mut self.line {
            Some(line) => line.is_open().await,
            None => false,
        };
        if !open {
            self.line = None;
        }
        loop {
            match self.advance_once(ended.as_ref(), open).await {
                Ok((turn, rest)) => {
                    self.waiting = rest;
                    self.shared.config.points.reach(if ended.is_some() { Point::Settled } else { Point::Claimed });
                    ended.iter().for_each(|ended| self.shared.tell(ended.batch));
                    turn.iter().for_each(|turn| self.shared.tell(turn.mail.batch));
                    return turn;
                }
                Err(StoreError::Conflict) => {
                    tracing::warn!(account = self.lease.account.0, "outbox.lease_lost");
                    return None;
                }
                Err(error) => {
                    tracing::warn!(account = self.lease.account.0, %error, "outbox.advance");
                    ended.as_ref()?;
                    self.keep_lease(tokio::time::sleep(PAUSE)).await;
                }
            }
        }
    }

    async fn advance_once(&self, ended: Option<&Ended>, open: bool) -> Result<(Option<Turn>, Vec<Claimed>)> {
        let mut tx = self.shared.pool.write().await?;
        let mut rest = self.waiting.clone();
        let mut over = self.shared.is_stopping();
        if let Some(ended) = ended {
            self.write(&mut tx, ended).await?;
            over |= ended.trouble.is_some();
        }
        let mut turn = None;
        while !over && turn.is_none() {
            if rest.is_empty() {
                rest = self.claim(&mut tx).await?;
            }
            let Some(mut mail) = rest.pop() else { break };
            if open {
                keep_begun(&mut tx, &self.lease, &mut mail, self.shared.now()).await?;
            }
            if !mail.deliveries.is_empty() {
                turn = Some(Turn { mail, begun: open });
            }
        }
        tx.commit().await?;
        Ok((turn, rest))
    }

    async fn write(&self, tx: &mut Tx, ended: &Ended) -> Result<()> {
        let now = self.shared.now();
        outbox::settle(tx, &self.lease, &ended.settled).await?;
        match &ended.trouble {
            Some((Trouble::Throttle { until }, text)) => {
                accounts::throttle(tx, self.lease.account, text, *until, now).await?;
            }
            Some((Trouble::Stop(state), text)) => accounts::stop(tx, self.lease.account, *state, text, now).await?,
            None if ended.accepted => accounts::well(tx, self.lease.account, now).await?,
            None => {}
        }
        outbox::close_if_settled(tx, ended.batch, now).await
    }

    /// The next mail, as the transactions it takes, the last first: all recipients together for what a person wrote, one by one for
    /// documents and campaigns.
    async fn claim(&self, tx: &mut Tx) -> Result<Vec<Claimed>> {
        let now = self.shared.now();
        let Some(mail) = outbox::claim(tx, &self.lease, now.plus_seconds(LEASE_SECONDS), now).await? else {
            return Ok(vec![]);
        };
        Ok(match mail.kind {
            Kind::System | Kind::OneOff => vec![mail],
            Kind::Document | Kind::Campaign => {
                let alone = |delivery| Claimed { deliveries: vec![delivery], ..mail.clone() };
                mail.deliveries.iter().rev().cloned().map(alone).collect()
            }
        })
    }
}

/// Puts a mail in flight; those that may not leave any more are gone from it.
pub(super) async fn keep_begun(
    tx: &mut Tx,
    lease: &outbox::Lease,
    mail: &mut Claimed,
    now: model::Moment,
) -> Result<()> {
    let ids: Vec<_> = mail.deliveries.iter().map(|delivery| delivery.id).collect();
    let begun = outbox::begin(tx, lease, &ids, now).await?;
    mail.deliveries.retain(|delivery| begun.contains(&delivery.id));
    Ok(())
}
