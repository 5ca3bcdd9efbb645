//! The line to where an account's mails go: a connection that is kept for the next mail, or the test mailbox.

use super::config::Shared;
use crate::smtp::{Connection, Dialer, Envelope, Login, Server, Step};
use crate::test_mailbox::TestMailbox;
use crate::worker::Point;
use model::delivery::{Fault, Phase, Reply};
use model::{Account, EmailAddress, Transport};
use secrecy::SecretString;
use std::sync::Arc;

/// Where an account's mails go.
pub(super) enum Route {
    Server { dialer: Box<Dialer>, server: Server },
    TestMailbox(TestMailbox),
}

/// Ready for a mail.
pub(super) enum Line {
    Server(Box<Connection>),
    TestMailbox(TestMailbox),
}

impl Route {
    pub(super) fn new(account: &Account, secret: Option<SecretString>, dialer: Dialer, mailbox: TestMailbox) -> Self {
        if account.transport == Transport::TestMailbox {
            return Route::TestMailbox(mailbox);
        }
        let login = (!account.login.is_empty()).then(|| Login {
            name: account.login.clone(),
            secret: secret.unwrap_or_else(|| SecretString::from(String::new())),
        });
        let server = Server { host: account.host.clone(), port: account.port, security: account.security, login };
        Route::Server { dialer: Box::new(dialer), server }
    }

    pub(super) async fn open(&self) -> Result<Line, Step> {
        match self {
            Route::Server { dialer, server } => Ok(Line::Server(Box::new(dialer.open(server).await?))),
            Route::TestMailbox(mailbox) => Ok(Line::TestMailbox(mailbox.clone())),
        }
    }
}

impl Line {
    /// Whether the next mail may be tried here.
    pub(super) async fn is_open(&mut self) -> bool {
        match self {
            Line::Server(connection) => connection.is_open().await,
            Line::TestMailbox(_) => true,
        }
    }

    pub(super) fn is_test_mailbox(&self) -> bool {
        matches!(self, Line::TestMailbox(_))
    }

    /// For `attempt.peer` and `attempt.tls`.
    pub(super) fn described(&self) -> (String, String) {
        match self {
            Line::Server(c) => (c.peer().to_string(), c.tls().unwrap_or_default().to_owned()),
            Line::TestMailbox(_) => (String::new(), String::new()),
        }
    }

    pub(super) fn max_size(&self) -> Option<i64> {
        match self {
            Line::Server(connection) => connection.max_size().and_then(|size| i64::try_from(size).ok()),
            Line::TestMailbox(_) => None,
        }
    }

    /// One step for each recipient. Runs in a task of its own (see `serve`): nothing may cancel it half-way.
    pub(super) async fn deliver(
        &mut self,
        shared: &Arc<Shared>,
        envelope: &Envelope,
        mail: &[u8],
        name: &str,
    ) -> Vec<Step> {
        match self {
            Line::Server(connection) => {
                let before_data = || shared.config.points.reach(Point::BeforeData);
                connection.deliver(envelope, mail, before_data).await.steps
            }
            Line::TestMailbox(_) if envelope.to.iter().any(|address| EmailAddress::parse(address).is_err()) => {
                vec![Step::fault(Phase::Rcpt, Fault::Unwritable); envelope.to.len()]
            }
            Line::TestMailbox(mailbox) => {
                let kept = mailbox.put(name, envelope, mail, shared.now()).await;
                let reply = match &kept {
                    Ok(()) => Reply::new(250, "2.0.0 test mailbox"),
                    Err(error) => {
                        tracing::warn!(%error, "test_mailbox.put");
                        Reply::new(421, "4.3.1 the test mailbox cannot be written")
                    }
                };
                vec![Step::reply(Phase::Dot, reply); envelope.to.len()]
            }
        }
    }

    pub(super) async fn quit(self) {
        if let Line::Server(connection) = self {
            connection.quit().await;
        }
    }
}
