//! The settings of the organisation as an administrator fills them in.

use crate::{ClientKind, FieldProblem, Lang, Problem, Settings, host_is_allowed, text};
use serde::{Deserialize, Serialize};

/// The form; codes and numbers are text, as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SettingsDraft {
    /// Our company's name.
    pub organisation_name: String,
    /// IANA name.
    pub time_zone: String,
    /// Code of a `Lang`.
    pub language: String,
    /// Seconds.
    pub undo_seconds: String,
    /// Codes of `ClientKind`s (P07).
    pub kinds_with_contacts: Vec<String>,
    /// One a line: `host` or `host:port`.
    pub allowed_smtp_hosts: String,
    /// Nothing leaves (P52).
    pub test_mailbox: bool,
}

/// The longest time in which a sending can be cancelled.
const UNDO: i64 = 120;
const HOSTS: usize = 50;

impl SettingsDraft {
    /// The form of what holds now.
    pub fn of(settings: &Settings) -> Self {
        SettingsDraft {
            organisation_name: settings.organisation_name.clone(),
            time_zone: settings.time_zone.clone(),
            language: settings.language.code().into(),
            undo_seconds: settings.undo_seconds.to_string(),
            kinds_with_contacts: settings.kinds_with_contacts.iter().map(|kind| kind.code().to_owned()).collect(),
            allowed_smtp_hosts: settings.allowed_smtp_hosts.join("\n"),
            test_mailbox: settings.test_mailbox,
        }
    }

    /// The settings with these changes; whether the zone exists is for the server to say.
    ///
    /// # Errors
    /// Every problem at once.
    pub fn check(&self, now: &Settings) -> Result<Settings, Vec<FieldProblem>> {
        let mut problems = vec![];
        let mut note = |field, problem| problems.push(FieldProblem::new(field, problem));
        let name = text::line(&self.organisation_name, 100).map_err(|problem| note("organisation_name", problem));
        let zone = text::line(&self.time_zone, 64).map_err(|_| note("time_zone", Problem::NotAChoice));
        let language = Lang::from_code(&self.language).ok_or_else(|| note("language", Problem::NotAChoice));
        let undo = seconds(&self.undo_seconds).map_err(|problem| note("undo_seconds", problem));
        let kinds: Option<Vec<ClientKind>> =
            self.kinds_with_contacts.iter().map(|c| ClientKind::from_code(c)).collect();
        let kinds = kinds.ok_or_else(|| note("kinds_with_contacts", Problem::NotAChoice));
        let hosts = hosts(&self.allowed_smtp_hosts).map_err(|problem| note("allowed_smtp_hosts", problem));
        match (name, zone, language, undo, kinds, hosts) {
            (Ok(name), Ok(zone), Ok(language), Ok(undo), Ok(kinds), Ok(hosts)) => Ok(Settings {
                organisation_name: name,
                time_zone: zone,
                language,
                undo_seconds: undo,
                kinds_with_contacts: kinds,
                allowed_smtp_hosts: hosts,
                test_mailbox: self.test_mailbox,
                ..now.clone()
            }),
            _ => Err(problems),
        }
    }
}

fn seconds(typed: &str) -> Result<i64, Problem> {
    match typed.trim().parse() {
        Ok(seconds) if (0..=UNDO).contains(&seconds) => Ok(seconds),
        _ => Err(Problem::OutOfRange(0, UNDO)),
    }
}

fn hosts(typed: &str) -> Result<Vec<String>, Problem> {
    let lines = text::lines(typed, 5000)?;
    let hosts: Vec<String> = lines.split(['\n', ',', ';']).map(|host| host.trim().to_lowercase()).collect();
    let hosts: Vec<String> = hosts.into_iter().filter(|host| !host.is_empty()).collect();
    // What is written must be found again by the rule that reads it.
    let readable = |host: &String| {
        let plain = host.chars().all(|c| c.is_alphanumeric() || "-._:[]".contains(c));
        let name = host.rsplit_once(':').filter(|(name, _)| !name.contains(':') || name.ends_with(']'));
        let (name, port) = name.unwrap_or((host, "25"));
        plain
            && !name.is_empty()
            && port.parse().is_ok_and(|port| port > 0 && host_is_allowed(std::slice::from_ref(host), name, port))
    };
    if hosts.len() <= HOSTS && hosts.iter().all(readable) { Ok(hosts) } else { Err(Problem::NotAHost) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draft() -> SettingsDraft {
        SettingsDraft { organisation_name: " Maison Œuvrard ".into(), ..SettingsDraft::of(&Settings::default()) }
    }

    #[test]
    fn what_is_shown_is_what_is_saved() {
        let settings = draft().check(&Settings::default()).unwrap();
        assert_eq!(settings, Settings { organisation_name: "Maison Œuvrard".into(), ..Settings::default() });
    }

    #[test]
    fn p52_the_test_mailbox_is_chosen_and_left() {
        let chosen = Settings { test_mailbox: true, ..Settings::default() };
        let kept = SettingsDraft::of(&chosen);
        assert!(kept.check(&chosen).unwrap().test_mailbox);
        assert!(!SettingsDraft { test_mailbox: false, ..kept }.check(&chosen).unwrap().test_mailbox);
    }

    #[test]
    fn hosts_are_read_line_by_line() {
        let typed = SettingsDraft { allowed_smtp_hosts: "Mail.lan:2525\n\n127.0.0.1 \n[::1]:25".into(), ..draft() };
        let hosts = typed.check(&Settings::default()).unwrap().allowed_smtp_hosts;
        assert_eq!(hosts, ["mail.lan:2525", "127.0.0.1", "[::1]:25"]);
    }

    #[test]
    fn every_problem_is_told_at_once() {
        let bad = SettingsDraft {
            organisation_name: "a\0".into(),
            language: "de".into(),
            undo_seconds: "121".into(),
            kinds_with_contacts: vec!["martian".into()],
            allowed_smtp_hosts: "mail lan\nmail.lan:99999".into(),
            ..draft()
        };
        let fields: Vec<_> = bad.check(&Settings::default()).unwrap_err().into_iter().map(|p| p.field).collect();
        assert_eq!(
            fields,
            ["organisation_name", "language", "undo_seconds", "kinds_with_contacts", "allowed_smtp_hosts"]
        );
    }
}
