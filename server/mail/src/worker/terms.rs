//! What an account is served by, looked at again while it is: the lease, its settings, what its server said.

use super::line::Line;
use super::rounds::LEASE_SECONDS;
use super::serve::Service;
use model::AccountLimits;
use store::outbox::limits;
use store::outbox::{self, Lease};
use store::{Result, Tx, accounts};

/// What an account is served by. When something else holds, its turn ends, and the next one goes by that.
#[derive(PartialEq, Eq)]
pub(super) struct Terms {
    pub(super) version: i64,
    pub(super) limits: AccountLimits,
    test_mailbox: bool,
    allowed_hosts: Vec<String>,
}

impl Terms {
    pub(super) async fn now(tx: &mut Tx, lease: &Lease) -> Result<Self> {
        let version = accounts::get(tx, lease.account).await?.version;
        let settings = store::settings(tx).await?;
        Ok(Self {
            version,
            limits: limits::limits(tx, lease.account).await?,
            test_mailbox: settings.test_mailbox,
            allowed_hosts: settings.allowed_smtp_hosts,
        })
    }
}

impl Service {
    /// Renews the lease; when it is lost, nothing more is begun.
    pub(super) async fn keep_lease(&mut self) {
        match self.renew().await {
            Ok(true) => {}
            Ok(false) => {
                tracing::warn!(account = self.lease.account.0, "outbox.lease_lost");
                self.over = true;
            }
            Err(error) => tracing::warn!(account = self.lease.account.0, %error, "outbox.renew"),
        }
    }

    /// Whether the account is still to be served like this.
    pub(super) async fn look_at_terms(&mut self) {
        match self.terms_now().await {
            Ok(terms) => self.over |= terms != self.terms,
            Err(error) => tracing::warn!(account = self.lease.account.0, %error, "outbox.terms"),
        }
    }

    async fn terms_now(&self) -> Result<Terms> {
        let mut tx = self.shared.pool.read().await?;
        Terms::now(&mut tx, &self.lease).await
    }

    async fn renew(&self) -> Result<bool> {
        let mut tx = self.shared.pool.write().await?;
        let until = self.shared.now().plus_seconds(LEASE_SECONDS);
        let renewed = outbox::renew(&mut tx, &self.lease, until).await?;
        tx.commit().await?;
        Ok(renewed)
    }

    /// For the check of sizes before a mail is written; not worth failing for. The test mailbox knows nothing of the server.
    pub(super) async fn note_max_size(&mut self, line: &Line) {
        let said = line.max_size();
        if !line.is_test_mailbox() && said != self.max_size {
            self.max_size = said;
            let note = async {
                let mut tx = self.shared.pool.write().await?;
                accounts::note_max_size(&mut tx, self.lease.account, said).await?;
                tx.commit().await
            };
            if let Err(error) = note.await {
                tracing::warn!(account = self.lease.account.0, %error, "outbox.max_size");
            }
        }
    }
}
