//! How mails leave, as configured: which hosts may be called beside public ones, whose certificates are believed, our own name.

use anyhow::{Context, Result};
use clap::Args;
use mail::smtp::{Dialer, Policy, Timeouts, Trust};
use std::path::PathBuf;

/// How mails leave. Accounts are set up in the application.
#[derive(Clone, Debug, Default, Args)]
#[command(next_help_heading = "How mails leave")]
pub struct Mails {
    /// Mail servers in private networks that may be called, also without encryption, separated by commas; with a port also on that port.
    /// Administrators can allow more in the settings.
    #[arg(long, env = "BONPORT_SMTP_ALLOW", value_name = "HOST[:PORT]", value_delimiter = ',', value_parser = host_and_port)]
    pub smtp_allow: Vec<String>,

    /// PEM file of a certificate authority that is believed beside the system's, for mail servers of one's own.
    #[arg(long, env = "BONPORT_SMTP_CA", value_name = "FILE")]
    pub smtp_ca: Option<PathBuf>,

    /// Our name when greeting mail servers. Default: the host of --url.
    #[arg(long, env = "BONPORT_SMTP_HELLO", value_name = "NAME", value_parser = host_name)]
    pub smtp_hello: Option<String>,
}

impl Mails {
    /// What the dialogue needs. `url` is the address people open.
    ///
    /// # Errors
    /// When the file of the authority cannot be used.
    pub fn dialer(&self, url: &str) -> Result<Dialer> {
        let trust = Trust::system(self.smtp_ca.as_deref());
        let named = || format!("--smtp-ca {}", self.smtp_ca.as_deref().unwrap_or("".as_ref()).display());
        Ok(Dialer {
            hello: self.smtp_hello.clone().unwrap_or_else(|| hello(url)),
            policy: Policy::new(self.smtp_allow.clone()),
            trust: trust.with_context(named)?,
            timeouts: Timeouts::default(),
        })
    }
}

/// A name with a dot, or an address in brackets, which every server takes (RFC 5321 §4.1.3).
fn hello(url: &str) -> String {
    let host = url.split("://").last().unwrap_or_default();
    let host = host.rsplit_once(':').map_or(host, |(host, _)| host);
    match host.parse::<std::net::IpAddr>() {
        Err(_) if host.contains('.') && host_name(host).is_ok() => host.to_owned(),
        _ => "[127.0.0.1]".to_owned(),
    }
}

fn host_name(text: &str) -> Result<String, String> {
    let fits = |c: char| c.is_ascii_alphanumeric() || ".-".contains(c);
    let good = !text.is_empty() && text.len() <= 253 && text.chars().all(fits);
    if good { Ok(text.to_owned()) } else { Err("expected a host name".into()) }
}

fn host_and_port(text: &str) -> Result<String, String> {
    let text = text.trim();
    let wrong = || "expected HOST or HOST:PORT".to_owned();
    if text.trim_matches(['[', ']']).parse::<std::net::IpAddr>().is_ok() {
        return Ok(text.to_owned());
    }
    let (host, port) = text.rsplit_once(':').unwrap_or((text, "25"));
    let address = host.trim_matches(['[', ']']).parse::<std::net::IpAddr>();
    let good = (address.is_ok() || host_name(host).is_ok()) && port.parse::<u16>().is_ok_and(|port| port > 0);
    if good { Ok(text.to_owned()) } else { Err(wrong()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn we_greet_with_the_name_people_open_or_an_address() {
        assert_eq!(hello("https://bonport.example"), "bonport.example");
        assert_eq!(hello("https://bonport.example:8443"), "bonport.example");
        for odd in ["http://127.0.0.1:3000", "http://localhost:3000", "http://[::1]:3000", ""] {
            assert_eq!(hello(odd), "[127.0.0.1]", "{odd}");
        }
    }

    #[test]
    fn what_is_no_host_is_named_at_the_start() {
        for good in ["mail.lan", "mail.lan:2525", "127.0.0.1:3225", "::1", "[::1]:3225"] {
            assert!(host_and_port(good).is_ok(), "{good}");
        }
        for bad in ["", "mail lan", "mail.lan:", "mail.lan:0", "mail.lan:x", "10.0.0.0/8", ":25"] {
            assert!(host_and_port(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_missing_authority_is_said_with_its_option() {
        let mails = Mails { smtp_ca: Some("/nowhere/ca.pem".into()), ..Mails::default() };
        let error = format!("{:#}", mails.dialer("http://127.0.0.1:3000").err().unwrap());
        assert!(error.contains("--smtp-ca /nowhere/ca.pem"), "{error}");
    }
}
