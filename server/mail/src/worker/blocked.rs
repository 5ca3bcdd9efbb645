//! Addresses that nothing is sent to any more (`suppressions`), asked in the very commit that puts mails in flight.

use super::advance::Turn;
use super::serve::Service;
use model::delivery::Kind;
use model::{EmailAddress, Moment};
use store::outbox::{self, Claimed};
use store::{Result, StoreError, Tx, suppressions};

impl Service {
    /// The last look at the addresses: those that nothing is sent to any more end here. What lets a person in goes out all the same: it
    /// was asked for just now.
    pub(super) async fn without_suppressed(
        &self,
        tx: &mut Tx,
        ready: &[Claimed],
        turn: &mut Turn,
        now: Moment,
    ) -> Result<Vec<Claimed>> {
        let mut ready = ready.to_vec();
        let asked = ready.iter().filter(|mail| mail.kind != Kind::System).flat_map(|mail| &mail.deliveries);
        let asked: Vec<_> = asked.map(|delivery| (delivery.id, delivery.address.as_str())).collect();
        if asked.is_empty() {
            return Ok(ready);
        }
        turn.key = match &self.address_key {
            Some(key) => Some(key.clone()),
            // A key that nobody can read any more was told at the start: mails leave all the same.
            None => match suppressions::find_key(tx, &self.shared.keys).await {
                Err(StoreError::Refused(_)) => None,
                key => key?,
            },
        };
        let Some(key) = &turn.key else { return Ok(ready) };
        let hmacs: Vec<_> =
            asked.iter().filter_map(|(id, text)| Some((*id, key.hmac(&EmailAddress::parse(text).ok()?)))).collect();
        let found =
            suppressions::suppressed_among(tx, &hmacs.iter().map(|(_, hmac)| *hmac).collect::<Vec<_>>()).await?;
        let stopped: Vec<_> = hmacs.iter().filter(|(_, hmac)| found.contains(hmac)).map(|(id, _)| *id).collect();
        outbox::suppress(tx, &self.lease, &stopped, now).await?;
        for mail in &mut ready {
            if mail.deliveries.iter().any(|delivery| stopped.contains(&delivery.id)) {
                turn.suppressed.push(mail.batch);
            }
            mail.deliveries.retain(|delivery| !stopped.contains(&delivery.id));
        }
        ready.retain(|mail| !mail.deliveries.is_empty());
        Ok(ready)
    }
}
