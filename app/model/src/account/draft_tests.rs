//! What an account's form accepts (P52, S28, S51).

use super::*;
use crate::{AccountId, AccountOwner, AccountState, Moment};

fn form() -> AccountDraft {
    AccountDraft {
        host: " Smtp.Maison.example ".into(),
        port: "465".into(),
        login: "compta".into(),
        password: Secret::new("un mot de passe"),
        from_address: "compta@maison.example".into(),
        from_name: "Maison Œuvrard".into(),
        ..AccountDraft::default()
    }
}

fn stored() -> Account {
    Account {
        id: AccountId(1),
        owner: AccountOwner::Organisation,
        transport: Transport::Smtp,
        host: "smtp.maison.example".into(),
        port: 465,
        security: Security::Tls,
        login: "compta".into(),
        has_password: true,
        from_address: "compta@maison.example".into(),
        from_name: String::new(),
        reply_to: None,
        copy_to_self: false,
        state: AccountState::Ok,
        state_text: String::new(),
        state_at: Moment(0),
        next_ok_at: None,
        max_size: None,
        tested_at: None,
        version: 3,
    }
}

fn problems(form: &AccountDraft, allowed: &[&str]) -> Vec<(String, Problem)> {
    let allowed: Vec<String> = allowed.iter().map(|a| a.to_string()).collect();
    form.check(None, &allowed).err().into_iter().flatten().map(|p| (p.field, p.problem)).collect()
}

#[test]
fn a_good_form_passes_with_its_host_in_lower_case() {
    let checked = form().check(None, &[]).unwrap();
    assert_eq!((checked.host.as_str(), checked.port), ("smtp.maison.example", 465));
    assert_eq!(checked.secret, SecretChange::Set(Secret::new("un mot de passe")));
}

/// S51
#[test]
fn private_hosts_in_any_notation_are_refused_unless_allowed() {
    for host in
        ["127.0.0.1", "10.1.2.3", "::1", "[::1]", "192.168.1.1", "169.254.169.254", "::ffff:10.0.0.1", "0.0.0.0"]
    {
        assert_eq!(
            problems(&AccountDraft { host: host.into(), ..form() }, &[]),
            [("host".into(), Problem::HostNotAllowed)],
            "{host}"
        );
    }
    for host in
        ["2130706433", "0x7f.1", "127.1", "0177.0.0.1", "a b", "smtp..example", "http://smtp.example", "-a.example"]
    {
        assert_eq!(
            problems(&AccountDraft { host: host.into(), ..form() }, &[]),
            [("host".into(), Problem::NotAHost)],
            "{host}"
        );
    }
    let local = AccountDraft { host: "127.0.0.1".into(), port: "2526".into(), security: Security::None, ..form() };
    assert_eq!(problems(&local, &["127.0.0.1:2526"]), []);
    assert!(!problems(&local, &["127.0.0.1"]).is_empty());
    assert!(!problems(&local, &["127.0.0.1:25"]).is_empty());
    let usual = AccountDraft { port: "2525".into(), ..local };
    assert_eq!(problems(&usual, &["127.0.0.1"]), []);
}

/// P52, S51
#[test]
fn other_ports_and_no_encryption_need_permission() {
    assert_eq!(
        problems(&AccountDraft { port: "80".into(), ..form() }, &[]),
        [("port".into(), Problem::HostNotAllowed)]
    );
    let clear = AccountDraft { security: Security::None, ..form() };
    assert_eq!(problems(&clear, &[]), [("security".into(), Problem::EncryptionNeeded)]);
    assert_eq!(problems(&clear, &["smtp.maison.example"]), []);
    for port in ["0", "65536", "abc", "-1"] {
        assert_eq!(
            problems(&AccountDraft { port: port.into(), ..form() }, &[]),
            [("port".into(), Problem::OutOfRange(1, 65535))]
        );
    }
}

/// S27
#[test]
fn a_kept_password_goes_to_the_same_server_only() {
    let kept = AccountDraft { password: Secret::default(), ..form() };
    assert_eq!(kept.check(Some(&stored()), &[]).unwrap().secret, SecretChange::Keep);
    let moved = AccountDraft { host: "smtp.voleur.example".into(), ..kept.clone() };
    assert_eq!(moved.check(Some(&stored()), &[]), Err(vec![FieldProblem::new("password", Problem::Required)]));
    let in_clear = AccountDraft { security: Security::None, ..kept };
    assert!(in_clear.check(Some(&stored()), &["smtp.maison.example".into()]).is_err());
}

/// S28
#[test]
fn control_characters_are_refused_everywhere() {
    let bad = AccountDraft {
        from_name: "a\r\nBcc: x@y.example".into(),
        login: "a\0".into(),
        from_address: "a\n@b.example".into(),
        reply_to: "x\r@y.example".into(),
        ..form()
    };
    let fields: Vec<_> = problems(&bad, &[]).into_iter().map(|(field, _)| field).collect();
    assert_eq!(fields, ["from_address", "from_name", "reply_to", "login"]);
}

/// S59
#[test]
fn a_password_never_shows_itself() {
    assert!(!format!("{:?}", form()).contains("mot de passe"));
}

#[test]
fn the_test_mailbox_needs_no_server() {
    let form = AccountDraft { transport: Transport::TestMailbox, host: String::new(), port: String::new(), ..form() };
    let checked = form.check(None, &[]).unwrap();
    assert_eq!((checked.host.as_str(), checked.secret), ("", SecretChange::Remove));
}
