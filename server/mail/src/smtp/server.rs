//! Which server to speak to, and as whom.

use model::Security;
use secrecy::SecretString;

/// An SMTP account as the dialogue needs it.
#[derive(Clone, Debug)]
pub struct Server {
    /// A name or an address, as typed.
    pub host: String,
    /// 25, 465, 587, 2525 or one an administrator allowed.
    pub port: u16,
    /// What is chosen here holds, or the connection ends.
    pub security: Security,
    /// `None`: no AUTH at all.
    pub login: Option<Login>,
}

/// A login and its secret; the secret shows as `[REDACTED]` wherever it is printed.
#[derive(Clone, Debug)]
pub struct Login {
    /// Often an address.
    pub name: String,
    /// Said only inside TLS, or to loopback (S56).
    pub secret: SecretString,
}
