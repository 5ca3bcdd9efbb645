//! The accounts that mails leave by: one of the organisation, one of each user (P52). A password goes in, never out (S27).

mod draft;
mod host;
mod limits;
mod secret;

use crate::{AccountId, Moment, UserId, codes::codes};
use serde::{Deserialize, Serialize};

pub use draft::{AccountDraft, CheckedAccount, SecretChange};
pub use host::{host_is_allowed, is_private, port_is_usual};
pub use limits::{AccountLimits, AccountLimitsDraft, AccountUsed, CONNECTIONS_MAX};
pub use secret::Secret;

/// Whose account it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AccountOwner {
    /// The organisation's: documents and automatic mails, and whoever has none of their own.
    Organisation,
    /// A user's own, for mails written by hand (P28).
    User(UserId),
}

/// Where its mails go.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Transport {
    /// To a mail server.
    #[default]
    Smtp,
    /// To a folder: nothing leaves, and nothing reads « Envoyé » (P52).
    TestMailbox,
}
codes!(Transport { Smtp => "smtp", TestMailbox => "test_mailbox" });

/// How the connection is kept secret. Never opportunistic.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Security {
    /// TLS from the first byte, usually port 465.
    #[default]
    Tls,
    /// STARTTLS, required, usually port 587.
    StartTls,
    /// In clear: loopback and hosts that an administrator allowed (P52).
    None,
}
codes!(Security { Tls => "tls", StartTls => "starttls", None => "none" });

/// Whether mails can leave by an account now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AccountState {
    /// Yes.
    Ok,
    /// In trouble or over a quota: it is tried again by itself at `next_ok_at`.
    Throttled,
    /// The server refuses login or password: a person has to change them.
    AuthFailed,
    /// The server does not let it use its sender address: a person has to change it.
    SenderRefused,
    /// Switched off by a person.
    Disabled,
}
codes!(AccountState {
    Ok => "ok",
    Throttled => "throttled",
    AuthFailed => "auth_failed",
    SenderRefused => "sender_refused",
    Disabled => "disabled",
});

impl AccountState {
    /// Mails leave by it, if need be after a while: nobody has to do anything.
    pub fn is_working(self) -> bool {
        matches!(self, AccountState::Ok | AccountState::Throttled)
    }
}

/// An account as everybody may see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Account {
    /// Its id.
    pub id: AccountId,
    /// Whose it is.
    pub owner: AccountOwner,
    /// Where its mails go.
    pub transport: Transport,
    /// Name or address of the server; empty for the test mailbox.
    pub host: String,
    /// The server's port.
    pub port: u16,
    /// How the connection is kept secret.
    pub security: Security,
    /// May be empty: no signing in.
    pub login: String,
    /// A password is kept. It is never given back.
    pub has_password: bool,
    /// « De »
    pub from_address: String,
    /// The name in front of it; may be empty.
    pub from_name: String,
    /// « Répondre à », when another address.
    pub reply_to: Option<String>,
    /// « Copie à moi-même » (P28).
    pub copy_to_self: bool,
    /// Whether mails can leave.
    pub state: AccountState,
    /// What the server said when the state changed; hostile text (S38).
    pub state_text: String,
    /// Since when.
    pub state_at: Moment,
    /// When a throttled account is tried again.
    pub next_ok_at: Option<Moment>,
    /// The largest mail its server takes, in bytes as encoded, once it said so.
    pub max_size: Option<i64>,
    /// The last « Tester » or accepted mail that went well.
    pub tested_at: Option<Moment>,
    /// Rises with each change (P12).
    pub version: i64,
}

impl Account {
    /// What « De » offers of a person's accounts; it stands at the first: what works comes before what stopped, else the order
    /// stays. One that a person switched off is not offered.
    pub fn offered(mut accounts: Vec<Account>) -> Vec<Account> {
        accounts.retain(|account| account.state != AccountState::Disabled);
        accounts.sort_by_key(|account| !account.state.is_working());
        accounts
    }
}
