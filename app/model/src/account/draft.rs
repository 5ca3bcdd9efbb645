//! An account as a person fills it in, while it may be wrong.

use super::host::{Host, host_is_allowed, is_private, port_is_usual, read};
use super::{Account, Secret, Security, Transport};
use crate::{EmailAddress, FieldProblem, Problem, control, text};
use serde::{Deserialize, Serialize};

/// The form of an account. The password is write-only: an empty one keeps what is stored.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct AccountDraft {
    /// Server or test mailbox.
    pub transport: Transport,
    /// As typed.
    pub host: String,
    /// As typed.
    pub port: String,
    /// Chosen.
    pub security: Security,
    /// As typed; empty: no signing in.
    pub login: String,
    /// As typed; empty: the stored one.
    pub password: Secret,
    /// As typed.
    pub from_address: String,
    /// As typed.
    pub from_name: String,
    /// As typed; empty: replies come to the sender.
    pub reply_to: String,
    /// « Copie à moi-même »
    pub copy_to_self: bool,
    /// The version that was seen; 0 for a new one (P12).
    pub version: i64,
}

/// What becomes of the stored password.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SecretChange {
    /// It stays.
    Keep,
    /// This one from now on.
    Set(Secret),
    /// No signing in any more.
    Remove,
}

/// An account that may be stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CheckedAccount {
    /// Server or test mailbox.
    pub transport: Transport,
    /// Empty for the test mailbox.
    pub host: String,
    /// 0 for the test mailbox.
    pub port: u16,
    /// How the connection is kept secret.
    pub security: Security,
    /// Empty: no signing in.
    pub login: String,
    /// The password.
    pub secret: SecretChange,
    /// « De »
    pub from_address: EmailAddress,
    /// May be empty.
    pub from_name: String,
    /// When another address.
    pub reply_to: Option<EmailAddress>,
    /// « Copie à moi-même »
    pub copy_to_self: bool,
    /// The version that was seen.
    pub version: i64,
}

impl AccountDraft {
    /// The form of a stored account: everything but its password.
    pub fn of(account: &Account) -> Self {
        Self {
            transport: account.transport,
            host: account.host.clone(),
            port: if account.port == 0 { String::new() } else { account.port.to_string() },
            security: account.security,
            login: account.login.clone(),
            password: Secret::default(),
            from_address: account.from_address.clone(),
            from_name: account.from_name.clone(),
            reply_to: account.reply_to.clone().unwrap_or_default(),
            copy_to_self: account.copy_to_self,
            version: account.version,
        }
    }

    /// `stored` is the account that is being changed; `allowed` are `Settings::allowed_smtp_hosts`.
    ///
    /// A stored password stays only while it goes to the same server and login: otherwise whoever may edit an account could have
    /// its password sent to a server of theirs (S27).
    ///
    /// # Errors
    /// Every problem at once, by the names of the fields.
    pub fn check(&self, stored: Option<&Account>, allowed: &[String]) -> Result<CheckedAccount, Vec<FieldProblem>> {
        let mut problems = vec![];
        let mut note = |field: &str, problem| problems.push(FieldProblem::new(field, problem));
        let mut checked = CheckedAccount {
            transport: self.transport,
            host: String::new(),
            port: 0,
            security: self.security,
            login: String::new(),
            secret: SecretChange::Remove,
            from_address: match EmailAddress::parse(&self.from_address) {
                Ok(address) => address,
                Err(_) if self.from_address.trim().is_empty() => {
                    note("from_address", Problem::Required);
                    placeholder()
                }
                Err(_) => {
                    note("from_address", Problem::NotAnAddress);
                    placeholder()
                }
            },
            from_name: text::line(&self.from_name, 100).unwrap_or_else(|p| {
                note("from_name", p);
                String::new()
            }),
            reply_to: None,
            copy_to_self: self.copy_to_self,
            version: self.version,
        };
        if !self.reply_to.trim().is_empty() {
            match EmailAddress::parse(&self.reply_to) {
                Ok(address) => checked.reply_to = Some(address),
                Err(_) => note("reply_to", Problem::NotAnAddress),
            }
        }
        if self.transport == Transport::Smtp {
            match self.check_server(allowed) {
                Ok((host, port)) => (checked.host, checked.port) = (host, port),
                Err(found) => found.into_iter().for_each(|(field, problem)| note(field, problem)),
            }
            match self.check_login(stored, &checked) {
                Ok((login, secret)) => (checked.login, checked.secret) = (login, secret),
                Err((field, problem)) => note(field, problem),
            }
        }
        if problems.is_empty() { Ok(checked) } else { Err(problems) }
    }

    fn check_server(&self, allowed: &[String]) -> Result<(String, u16), Vec<(&'static str, Problem)>> {
        let mut problems = vec![];
        let host = self.host.trim().trim_end_matches('.').to_lowercase();
        let port = match self.port.trim().parse::<u16>() {
            _ if self.port.trim().is_empty() => Err(Problem::Required),
            Ok(port) if port > 0 => Ok(port),
            _ => Err(Problem::OutOfRange(1, 65535)),
        };
        let free = port.as_ref().is_ok_and(|port| host_is_allowed(allowed, &host, *port));
        let (problem, loopback) = match read(&host) {
            _ if host.is_empty() => (Some(Problem::Required), false),
            Host::Nonsense => (Some(Problem::NotAHost), false),
            Host::Address(address) => {
                ((is_private(address) && !free).then_some(Problem::HostNotAllowed), address.is_loopback())
            }
            Host::Name => (None, host == "localhost"),
        };
        problems.extend(problem.map(|problem| ("host", problem)));
        match &port {
            Err(problem) => problems.push(("port", problem.clone())),
            Ok(port) if !port_is_usual(*port) && !free => problems.push(("port", Problem::HostNotAllowed)),
            Ok(_) => {}
        }
        if self.security == Security::None && !free && !loopback {
            problems.push(("security", Problem::EncryptionNeeded));
        }
        match port {
            Ok(port) if problems.is_empty() => Ok((host, port)),
            _ => Err(problems),
        }
    }

    fn check_login(
        &self,
        stored: Option<&Account>,
        checked: &CheckedAccount,
    ) -> Result<(String, SecretChange), (&'static str, Problem)> {
        let login = text::line(&self.login, 250).map_err(|problem| ("login", problem))?;
        let password = self.password.expose();
        if password.chars().any(control::is_forbidden) {
            return Err(("password", Problem::Unprintable));
        }
        if password.chars().count() > 500 {
            return Err(("password", Problem::TooLong(500)));
        }
        match (login.is_empty(), self.password.is_empty()) {
            (true, true) => Ok((login, SecretChange::Remove)),
            (true, false) => Err(("login", Problem::Required)),
            (false, false) => Ok((login, SecretChange::Set(self.password.clone()))),
            (false, true) => {
                let same = |a: &Account| {
                    (a.host.as_str(), a.port, a.security, a.login.as_str())
                        == (checked.host.as_str(), checked.port, checked.security, login.as_str())
                };
                match stored {
                    Some(account) if account.has_password && same(account) => Ok((login, SecretChange::Keep)),
                    _ => Err(("password", Problem::Required)),
                }
            }
        }
    }
}

/// Stands where an address is wrong, in a form that is refused anyway.
fn placeholder() -> EmailAddress {
    EmailAddress::parse("nobody@invalid.example").expect("a complete address")
}

#[cfg(test)]
#[path = "draft_tests.rs"]
mod tests;
