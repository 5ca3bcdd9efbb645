//! Whom the dialogue trusts, what it says in clear, and where it goes at all (S51–S56).
#![allow(clippy::unwrap_used)]

mod support;

use mail::smtp::{Dialer, Envelope, Login, Policy, Server, Step};
use model::Security;
use model::delivery::{Fault, Phase, Verdict};
use support::{Act, At, Certified, Encryption, Script, SmtpServer};

async fn open(server: &SmtpServer, account: &Server) -> Result<(), Step> {
    open_with(&server.dialer(), account).await
}

async fn open_with(dialer: &Dialer, account: &Server) -> Result<(), Step> {
    dialer.open(account).await.map(drop)
}

fn fault(result: Result<(), Step>) -> (Phase, Option<Fault>) {
    let step = result.unwrap_err();
    (step.phase, step.answer.fault())
}

#[tokio::test]
async fn mails_travel_inside_tls_from_the_start_or_after_starttls() {
    for encryption in [Encryption::Implicit, Encryption::StartTls] {
        let server = SmtpServer::start(Script::default().encrypted(encryption).login("moi", "sésame")).await;
        let mut connection = server.dialer().open(&server.account()).await.unwrap();
        assert!(connection.tls().unwrap().starts_with("TLSv1_3 "), "{:?}", connection.tls());
        let envelope = Envelope { from: "moi@x.example".into(), to: vec!["a@x.example".into()] };
        let outcome = connection.deliver(&envelope, b"x\r\n", || ()).await;
        assert!(outcome.steps[0].is_accepted());
        assert!(connection.is_open().await);
        connection.quit().await;
        assert_eq!(server.accepted().len(), 1);
    }
}

#[tokio::test]
async fn a_certificate_for_another_by_nobody_or_of_long_ago_ends_it_before_any_secret_s55() {
    for certified in [Certified::ForAnother, Certified::ByNobody, Certified::LongAgo] {
        for encryption in [Encryption::Implicit, Encryption::StartTls] {
            let script = Script::default().encrypted(encryption).certified(certified).login("moi", "sésame");
            let server = SmtpServer::start(script).await;
            let step = open(&server, &server.account()).await.unwrap_err();
            assert_eq!((step.phase, step.answer.fault()), (Phase::Tls, Some(Fault::Certificate)), "{certified:?}");
            assert!(matches!(step.verdict, Verdict::BackOff { .. }));
            assert!(!server.lines().iter().any(|line| line.starts_with("AUTH")));
        }
    }
}

#[tokio::test]
async fn starttls_stripped_refused_or_answered_oddly_never_goes_on_in_clear_s55() {
    let stripped = SmtpServer::start(Script::default().login("moi", "sésame")).await;
    let account = Server { security: Security::StartTls, ..stripped.account() };
    assert_eq!(fault(open(&stripped, &account).await), (Phase::StartTls, Some(Fault::NoTls)));
    assert!(!stripped.lines().iter().any(|line| line.starts_with("AUTH") || line.starts_with("MAIL")));

    let refusing = Script::default().encrypted(Encryption::StartTls).login("moi", "sésame");
    let refusing = SmtpServer::start(refusing.always(At::StartTls, Act::say("454 4.7.0 not now"))).await;
    let step = open(&refusing, &refusing.account()).await.unwrap_err();
    assert_eq!((step.phase, step.verdict), (Phase::StartTls, Verdict::BackOff { wait: None }));
    assert!(!refusing.lines().iter().any(|line| line.starts_with("AUTH")));
}

#[tokio::test]
async fn bytes_injected_in_clear_after_starttls_end_the_connection_s55() {
    let injected = "220 go on\r\n250-mail.example\r\n250 AUTH PLAIN\r\n235 welcome\r\n";
    let script = Script::default().encrypted(Encryption::StartTls).login("moi", "sésame");
    let server = SmtpServer::start(script.always(At::StartTls, Act::raw(injected))).await;
    assert_eq!(fault(open(&server, &server.account()).await), (Phase::StartTls, Some(Fault::Unsolicited)));
    assert!(!server.lines().iter().any(|line| line.starts_with("AUTH")));
}

#[tokio::test]
async fn a_server_that_does_not_speak_tls_ends_it_at_the_handshake() {
    let server = SmtpServer::start(Script::default()).await;
    let account = Server { security: Security::Tls, ..server.account() };
    assert_eq!(fault(open(&server, &account).await), (Phase::Tls, Some(Fault::TlsFailed)));
}

#[tokio::test]
async fn a_wrong_password_stops_the_account_and_a_missing_mechanism_too() {
    let server = SmtpServer::start(Script::default().encrypted(Encryption::Implicit).login("moi", "sésame")).await;
    let wrong = Login { name: "moi".into(), secret: "ouvre-toi".to_owned().into() };
    let step = open(&server, &Server { login: Some(wrong), ..server.account() }).await.unwrap_err();
    assert_eq!((step.phase, step.verdict), (Phase::Auth, Verdict::AuthRefused));
    assert_eq!(step.answer.text(), "wrong");
    assert!(!format!("{step:?}").contains("ouvre-toi"));

    let without = SmtpServer::start(Script::default().encrypted(Encryption::Implicit)).await;
    let login = Login { name: "moi".into(), secret: "x".to_owned().into() };
    let step = open(&without, &Server { login: Some(login), ..without.account() }).await.unwrap_err();
    assert_eq!((step.answer.fault(), step.verdict), (Some(Fault::NoAuth), Verdict::AuthRefused));
}

#[tokio::test]
async fn private_hosts_are_refused_by_name_and_in_any_notation_s51_s52() {
    let server = SmtpServer::start(Script::default()).await;
    let strict = Dialer { policy: Policy::default(), ..server.dialer() };
    for host in [
        "127.0.0.1",
        "localhost",
        "127.1",
        "2130706433",
        "0x7f.1",
        "0177.0.0.1",
        "::1",
        "[::1]",
        "::ffff:127.0.0.1",
        "0",
    ] {
        let account = Server { host: host.into(), port: 587, ..server.account() };
        let (phase, fault) = fault(open_with(&strict, &account).await);
        assert_eq!(phase, Phase::Resolve, "{host}");
        assert!(matches!(fault, Some(Fault::NotAllowed | Fault::UnknownHost)), "{host}: {fault:?}");
    }
    assert!(server.lines().is_empty(), "nobody was spoken to");
}

#[tokio::test]
async fn a_permission_is_for_one_port_s53() {
    let server = SmtpServer::start(Script::default()).await;
    let other = Policy::new(vec![format!("127.0.0.1:{}", server.address().port() ^ 1)]);
    let dialer = Dialer { policy: other, ..server.dialer() };
    assert_eq!(fault(open_with(&dialer, &server.account()).await), (Phase::Resolve, Some(Fault::NotAllowed)));
}

#[tokio::test]
async fn host_names_that_are_none_are_refused_before_any_question() {
    let server = SmtpServer::start(Script::default()).await;
    for host in ["", " ", "a b", "a/b", "user@host", "a\r\nb", "..."] {
        let account = Server { host: host.into(), ..server.account() };
        assert_eq!(fault(open(&server, &account).await), (Phase::Resolve, Some(Fault::UnknownHost)), "{host:?}");
    }
}

#[tokio::test]
async fn s56_without_tls_nobody_but_loopback_and_allowed_hosts_is_called_at_all() {
    let login = Some(Login { name: "moi".into(), secret: "sésame".to_owned().into() });
    let account = Server { host: "8.8.8.8".into(), port: 587, security: Security::None, login };
    let dialer = Dialer { policy: Policy::default(), ..SmtpServer::start(Script::default()).await.dialer() };
    assert_eq!(fault(open_with(&dialer, &account).await), (Phase::Tls, Some(Fault::NoTls)));
}
