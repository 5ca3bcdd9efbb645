//! What a step of an SMTP dialogue came to: the server's reply, or what went wrong instead of one.

use crate::codes::codes;
use core::fmt;
use core::str::FromStr;
use serde::{Deserialize, Serialize};

/// A step of the dialogue, in order. `Dot` starts with the first byte of the final dot: from there on the mail may have arrived.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Phase {
    /// Name to address, and whether that address may be connected to.
    Resolve,
    /// The TCP connection.
    Connect,
    /// Waiting for 220.
    Greeting,
    /// EHLO, before and after TLS.
    Ehlo,
    /// The STARTTLS command.
    StartTls,
    /// The handshake.
    Tls,
    /// AUTH.
    Auth,
    /// MAIL FROM.
    Mail,
    /// RCPT TO.
    Rcpt,
    /// DATA, until 354.
    Data,
    /// Writing the mail, but not its final dot.
    Body,
    /// The final dot and the reply to it.
    Dot,
}
codes!(Phase[12] {
    Resolve => "resolve",
    Connect => "connect",
    Greeting => "greeting",
    Ehlo => "ehlo",
    StartTls => "starttls",
    Tls => "tls",
    Auth => "auth",
    Mail => "mail",
    Rcpt => "rcpt",
    Data => "data",
    Body => "body",
    Dot => "dot",
});

/// An enhanced status code, RFC 3463: `5.1.1`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Enhanced(pub u8, pub u16, pub u16);

impl fmt::Display for Enhanced {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}.{}", self.0, self.1, self.2)
    }
}

impl FromStr for Enhanced {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let number = |part: Option<&str>| -> Result<u16, ()> {
            let part = part.filter(|p| matches!(p.len(), 1..=3) && p.bytes().all(|b| b.is_ascii_digit())).ok_or(())?;
            part.parse().map_err(|_| ())
        };
        let mut parts = text.split('.');
        let class = number(parts.next())?;
        let code = Self(class as u8, number(parts.next())?, number(parts.next())?);
        if parts.next().is_none() && matches!(class, 2 | 4 | 5) { Ok(code) } else { Err(()) }
    }
}

/// What a server said. The text is plain ASCII without the codes, lines joined by `\n`, and hostile until escaped (S38).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reply {
    /// 200 to 599.
    pub code: u16,
    /// When the server gave one, and of the same class as the code.
    pub enhanced: Option<Enhanced>,
    /// At most a few lines.
    pub text: String,
}

impl Reply {
    /// From the code and the text after it; takes the enhanced code off each line.
    pub fn new(code: u16, text: &str) -> Self {
        let split = |line: &str| -> (Option<Enhanced>, String) {
            let (head, rest) = line.split_once(' ').unwrap_or((line, ""));
            match head.parse::<Enhanced>() {
                Ok(found) if u16::from(found.0) == code / 100 => (Some(found), rest.trim_start().to_owned()),
                _ => (None, line.to_owned()),
            }
        };
        let lines: Vec<_> = text.split('\n').map(split).collect();
        let enhanced = lines.iter().find_map(|(enhanced, _)| *enhanced);
        let text = lines.into_iter().map(|(_, line)| line).collect::<Vec<_>>().join("\n");
        Self { code, enhanced, text: text.trim().to_owned() }
    }

    /// 2 for done, 3 for go on, 4 for not now, 5 for no.
    pub fn class(&self) -> u16 {
        self.code / 100
    }
}

/// Why there is no reply to judge. Codes only; words come from the locales.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fault {
    /// The name has no address.
    UnknownHost,
    /// A private address, or a port that is not for mail, that no administrator allowed (S51–S53).
    NotAllowed,
    /// Nothing listens there, or the network says no.
    Refused,
    /// Longer than the phase may take; the socket is dropped.
    Timeout,
    /// The connection ended.
    Dropped,
    /// The handshake failed for another reason than the certificate.
    TlsFailed,
    /// The certificate is not for this name, not trusted, or out of date.
    Certificate,
    /// STARTTLS or TLS is required and not offered (S55), or a secret would have to cross the network in clear (S56).
    NoTls,
    /// None of the server's ways of signing in is ours.
    NoAuth,
    /// Not SMTP, or longer than a reply may be (S54).
    Garbage,
    /// Bytes came that nobody had asked for (S55).
    Unsolicited,
    /// Larger than the server's SIZE.
    TooLarge,
    /// The address needs SMTPUTF8, which the server does not have (S32).
    International,
    /// The address or the mail holds what must not go on the wire (S28).
    Unwritable,
    /// The worker could not go on before DATA: its own database was in trouble.
    Stopped,
}

impl Fault {
    const ALL: [Fault; 15] = [
        Fault::UnknownHost,
        Fault::NotAllowed,
        Fault::Refused,
        Fault::Timeout,
        Fault::Dropped,
        Fault::TlsFailed,
        Fault::Certificate,
        Fault::NoTls,
        Fault::NoAuth,
        Fault::Garbage,
        Fault::Unsolicited,
        Fault::TooLarge,
        Fault::International,
        Fault::Unwritable,
        Fault::Stopped,
    ];

    /// The one that is stored so.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|fault| fault.code() == code)
    }

    /// As stored in `attempt.text`.
    pub fn code(self) -> &'static str {
        match self {
            Self::UnknownHost => "unknown_host",
            Self::NotAllowed => "not_allowed",
            Self::Refused => "refused",
            Self::Timeout => "timeout",
            Self::Dropped => "dropped",
            Self::TlsFailed => "tls_failed",
            Self::Certificate => "certificate",
            Self::NoTls => "no_tls",
            Self::NoAuth => "no_auth",
            Self::Garbage => "garbage",
            Self::Unsolicited => "unsolicited",
            Self::TooLarge => "too_large",
            Self::International => "international",
            Self::Unwritable => "unwritable",
            Self::Stopped => "stopped",
        }
    }
}

/// A reply, or the fault in its place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    /// The server spoke.
    Reply(Reply),
    /// It did not, or nobody asked it.
    Fault(Fault),
}

impl Answer {
    /// The reply, when there is one.
    pub fn reply(&self) -> Option<&Reply> {
        match self {
            Self::Reply(reply) => Some(reply),
            Self::Fault(_) => None,
        }
    }

    /// The fault, when there is one.
    pub fn fault(&self) -> Option<Fault> {
        match self {
            Self::Reply(_) => None,
            Self::Fault(fault) => Some(*fault),
        }
    }

    /// For the column `text`: the server's words, or the fault's code.
    pub fn text(&self) -> &str {
        match self {
            Self::Reply(reply) => &reply.text,
            Self::Fault(fault) => fault.code(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_enhanced_code_is_taken_off_every_line() {
        let reply = Reply::new(550, "5.1.1 no such\n5.1.1 user here");
        assert_eq!(reply, Reply { code: 550, enhanced: Some(Enhanced(5, 1, 1)), text: "no such\nuser here".into() });
        assert_eq!(reply.enhanced.unwrap().to_string(), "5.1.1");
    }

    #[test]
    fn an_enhanced_code_of_another_class_is_only_text() {
        assert_eq!(Reply::new(450, "5.1.1 odd"), Reply { code: 450, enhanced: None, text: "5.1.1 odd".into() });
        for odd in ["5.1", "5.1.1.1", "5..1", "5.1.1234", "6.1.1", "5.1.x", ""] {
            assert!(odd.parse::<Enhanced>().is_err(), "{odd}");
        }
    }

    #[test]
    fn phases_come_back_from_their_codes() {
        assert!(Phase::ALL.iter().all(|phase| Phase::from_code(phase.code()) == Some(*phase)));
    }
}
