//! « Tester » (P52, E19): the failing step is named, the secret never shown, and nothing is called that mails may not go to.
#![allow(clippy::unwrap_used)]

mod support;

use mail::check::check;
use mail::smtp::{Dialer, Policy, Server};
use model::delivery::{Answer, Check, CheckResult, CheckStage, Fault};
use support::{Act, At, Certified, Encryption, Script, SmtpServer};

const MAIL: &[u8] = b"Subject: Essai\r\n\r\nEssai\r\n";

async fn try_out(server: &SmtpServer, account: &Server) -> Check {
    check(&server.dialer(), account, "moi@x.example", MAIL).await.0
}

fn failing(check: &Check) -> Option<(CheckStage, Answer)> {
    check.failure().map(|(stage, problem)| (stage, problem.answer.clone()))
}

#[tokio::test]
async fn every_step_passes_and_a_mail_reaches_oneself() {
    let server = SmtpServer::start(Script::default().encrypted(Encryption::StartTls).login("moi", "sésame")).await;
    let found = try_out(&server, &server.account()).await;
    assert!(found.passed());
    assert!(found.steps.iter().all(|step| step.result == CheckResult::Passed));
    assert_eq!(server.accepted()[0].to, ["moi@x.example"]);
}

#[tokio::test]
async fn each_step_that_fails_is_named_e19() {
    let usual = || Script::default().encrypted(Encryption::StartTls).login("moi", "sésame");
    for (script, stage) in [
        (usual().always(At::Greeting, Act::say("554 5.3.2 go away")), CheckStage::Tcp),
        (usual().always(At::Greeting, Act::Silence), CheckStage::Tcp),
        (usual().always(At::StartTls, Act::say("454 4.7.0 no")), CheckStage::Tls),
        (usual().certified(Certified::ForAnother), CheckStage::Tls),
        (usual().always(At::Auth, Act::say("535 5.7.8 wrong")), CheckStage::Auth),
        (usual().always(At::Mail, Act::say("553 5.1.8 not yours")), CheckStage::Mail),
        (usual().always(At::Dot, Act::say("554 5.7.1 spam")), CheckStage::Mail),
    ] {
        let server = SmtpServer::start(script).await;
        let found = try_out(&server, &server.account()).await;
        assert_eq!(failing(&found).map(|(stage, _)| stage), Some(stage));
        assert!(!format!("{found:?}").contains("sésame"));
    }
}

#[tokio::test]
async fn an_unknown_name_is_the_first_step() {
    let server = SmtpServer::start(Script::default()).await;
    let account = Server { host: "nowhere.invalid".into(), ..server.account() };
    let unknown = Some((CheckStage::Dns, Answer::Fault(Fault::UnknownHost)));
    assert_eq!(failing(&try_out(&server, &account).await), unknown);
}

#[tokio::test]
async fn an_open_port_and_a_closed_one_look_the_same_where_it_must_not_call_s53() {
    let server = SmtpServer::start(Script::default()).await;
    let dialer = Dialer { policy: Policy::default(), ..server.dialer() };
    let open = server.account();
    let closed = Server { port: 9, ..server.account() };
    let (open, _) = check(&dialer, &open, "moi@x.example", MAIL).await;
    let (closed, _) = check(&dialer, &closed, "moi@x.example", MAIL).await;
    assert_eq!(open, closed);
    assert_eq!(failing(&open), Some((CheckStage::Dns, Answer::Fault(Fault::NotAllowed))));
}

#[tokio::test]
async fn without_encryption_and_login_those_steps_are_not_needed() {
    let server = SmtpServer::start(Script::default()).await;
    let found = try_out(&server, &server.account()).await;
    assert!(found.passed());
    assert_eq!(found.steps[2].result, CheckResult::NotNeeded);
    assert_eq!(found.steps[3].result, CheckResult::NotNeeded);
}
