//! The dialogue with a server that behaves: what is said, in which order, and who is sent what (delivery.md §4, P51).
#![allow(clippy::unwrap_used)]

mod support;

use mail::smtp::{Connection, Envelope, Outcome};
use model::delivery::{Failure, Fault, Phase, Verdict, Window};
use std::sync::Mutex;
use support::{Act, At, Script, SmtpServer};

const MAIL: &[u8] = b"Subject: Bonjour\r\nMessage-ID: <1@x.example>\r\n\r\n.\r\nBonjour\r\n";

fn envelope(to: &[&str]) -> Envelope {
    Envelope { from: "moi@maison.example".into(), to: to.iter().map(|to| to.to_string()).collect() }
}

async fn deliver(connection: &mut Connection, to: &[&str]) -> Outcome {
    connection.deliver(&envelope(to), MAIL, || ()).await
}

async fn open(server: &SmtpServer) -> Connection {
    server.dialer().open(&server.account()).await.unwrap()
}

fn verdicts(outcome: &Outcome) -> Vec<Verdict> {
    outcome.steps.iter().map(|step| step.verdict).collect()
}

#[tokio::test]
async fn a_mail_is_sent_once_the_server_took_it_p51() {
    let server = SmtpServer::start(Script::default()).await;
    let mut connection = open(&server).await;
    let outcome = deliver(&mut connection, &["a@x.example"]).await;

    let step = &outcome.steps[0];
    assert_eq!((step.phase, step.verdict), (Phase::Dot, Verdict::Accepted));
    assert_eq!(step.answer.reply().unwrap().text, "taken");
    let accepted = server.accepted();
    assert_eq!(accepted.len(), 1);
    assert_eq!(
        (accepted[0].from.as_str(), accepted[0].to.as_slice()),
        ("moi@maison.example", &["a@x.example".to_owned()][..])
    );
    assert_eq!(accepted[0].bytes, MAIL);
    assert!(connection.is_open().await);
    assert_eq!((connection.tls(), connection.max_size()), (None, Some(30_000_000)));
    connection.quit().await;
    assert_eq!(server.lines().last().unwrap(), "QUIT");
}

#[tokio::test]
async fn one_connection_takes_many_mails_one_after_the_other() {
    let server = SmtpServer::start(Script::default()).await;
    let mut connection = open(&server).await;
    for n in 0..20 {
        let outcome = deliver(&mut connection, &[&format!("p{n}@x.example")]).await;
        assert_eq!(verdicts(&outcome), [Verdict::Accepted]);
    }
    assert_eq!(server.accepted().len(), 20);
    assert!(server.accepted().iter().all(|mail| mail.session == 0 && mail.bytes == MAIL));
    assert!(!server.lines().contains(&"RSET".to_owned()));
}

#[tokio::test]
async fn the_worker_is_told_after_the_last_rcpt_and_before_data() {
    let server = SmtpServer::start(Script::default().on(At::Rcpt, |asked| match asked.about("b@x.example") {
        true => Act::say("550 5.1.1 no such user"),
        false => Act::Usual,
    }))
    .await;
    let mut connection = open(&server).await;
    let seen = Mutex::new(Vec::new());
    let outcome = connection
        .deliver(&envelope(&["a@x.example", "b@x.example", "c@x.example"]), MAIL, || {
            *seen.lock().unwrap() = server.lines();
        })
        .await;

    assert_eq!(seen.lock().unwrap().last().unwrap(), "RCPT TO:<c@x.example>");
    assert_eq!(verdicts(&outcome), [Verdict::Accepted, Verdict::Failed(Failure::Address), Verdict::Accepted]);
    assert_eq!(outcome.steps[1].answer.text(), "no such user");
    assert_eq!(server.accepted()[0].to, ["a@x.example", "c@x.example"]);
}

#[tokio::test]
async fn after_a_mail_that_nobody_gets_the_connection_goes_on() {
    let server = SmtpServer::start(Script::default().on(At::Rcpt, |asked| match asked.about("a@x.example") {
        true => Act::say("550 5.1.1 no such user"),
        false => Act::Usual,
    }))
    .await;
    let mut connection = open(&server).await;
    assert_eq!(verdicts(&deliver(&mut connection, &["a@x.example"]).await), [Verdict::Failed(Failure::Address)]);
    assert!(!server.lines().contains(&"DATA".to_owned()));

    assert_eq!(verdicts(&deliver(&mut connection, &["b@x.example"]).await), [Verdict::Accepted]);
    assert!(server.lines().contains(&"RSET".to_owned()));
    assert_eq!(server.accepted().len(), 1);
    assert_eq!(server.accepted()[0].to, ["b@x.example"]);
}

#[tokio::test]
async fn when_everybody_is_refused_data_is_not_said() {
    let server = SmtpServer::start(Script::default().always(At::Rcpt, Act::say("451 4.7.1 greylisted"))).await;
    let mut connection = open(&server).await;
    let outcome = deliver(&mut connection, &["a@x.example", "b@x.example"]).await;
    assert_eq!(verdicts(&outcome), [Verdict::Defer, Verdict::Defer]);
    assert!(!server.lines().contains(&"DATA".to_owned()));
    assert!(connection.is_open().await);
}

#[tokio::test]
async fn a_refused_sender_is_everybodys_step_with_and_without_pipelining() {
    for offers in [&["PIPELINING"][..], &[]] {
        let script = Script::default().offering(offers).on(At::Mail, |asked| match asked.nth {
            1 => Act::say("553 5.1.8 not your address"),
            _ => Act::Usual,
        });
        let server = SmtpServer::start(script).await;
        let mut connection = open(&server).await;
        let outcome = deliver(&mut connection, &["a@x.example", "b@x.example"]).await;
        assert_eq!(verdicts(&outcome), [Verdict::SenderRefused, Verdict::SenderRefused]);
        assert_eq!(outcome.steps[0].phase, Phase::Mail);
        assert_eq!(verdicts(&deliver(&mut connection, &["a@x.example"]).await), [Verdict::Accepted]);
    }
}

#[tokio::test]
async fn without_pipelining_each_command_waits_for_its_reply() {
    let server = SmtpServer::start(Script::default().offering(&[])).await;
    let mut connection = open(&server).await;
    let outcome = deliver(&mut connection, &["a@x.example", "b@x.example", "c@x.example"]).await;
    assert_eq!(verdicts(&outcome), [Verdict::Accepted; 3]);
    assert_eq!(server.lines()[1], "MAIL FROM:<moi@maison.example>", "no parameter that was not offered");
}

#[tokio::test]
async fn hundreds_of_recipients_fit_into_one_transaction() {
    let server = SmtpServer::start(Script::default()).await;
    let mut connection = open(&server).await;
    let many: Vec<String> = (0..320).map(|n| format!("p{n}@x.example")).collect();
    let outcome = deliver(&mut connection, &many.iter().map(String::as_str).collect::<Vec<_>>()).await;
    assert!(outcome.steps.iter().all(|step| step.verdict == Verdict::Accepted));
    assert_eq!(server.accepted()[0].to, many);
}

#[tokio::test]
async fn one_recipient_too_many_goes_into_the_next_transaction() {
    // Nobody was accepted: for now it is the account, for good a no (RFC 5321 §4.5.3.1.10).
    let (for_now, for_good) = (Verdict::Throttle(Window::Minute), Verdict::Failed(Failure::Recipient));
    for (says, alone) in [("452 4.5.3 Too many recipients", for_now), ("552 Too many recipients", for_good)] {
        let too_many = move |asked: &support::Asked| if asked.nth > 2 { Act::say(says) } else { Act::Usual };
        let server = SmtpServer::start(Script::default().on(At::Rcpt, too_many)).await;
        let mut connection = open(&server).await;
        let outcome = deliver(&mut connection, &["a@x.example", "b@x.example", "c@x.example"]).await;
        assert_eq!(verdicts(&outcome), [Verdict::Accepted, Verdict::Accepted, Verdict::Split]);
        assert_eq!(verdicts(&deliver(&mut connection, &["c@x.example"]).await), [alone]);
    }
}

#[tokio::test]
async fn size_is_said_and_a_mail_too_large_is_not_even_tried() {
    let server = SmtpServer::start(Script::default().offering(&["SIZE 60"])).await;
    let mut connection = open(&server).await;
    deliver(&mut connection, &["a@x.example"]).await;
    assert_eq!(server.lines()[1], format!("MAIL FROM:<moi@maison.example> SIZE={}", MAIL.len()));
    let outcome = connection.deliver(&envelope(&["a@x.example"]), &[b'a'; 61], || ()).await;
    assert_eq!(verdicts(&outcome), [Verdict::Failed(Failure::TooLarge)]);
    assert_eq!(server.accepted().len(), 1);
}

#[tokio::test]
async fn an_international_address_needs_smtputf8_and_says_so_s32() {
    let able = SmtpServer::start(Script::default()).await;
    let mut connection = open(&able).await;
    let to = ["éloïse@société.example", "b@x.example"];
    assert_eq!(verdicts(&deliver(&mut connection, &to).await), [Verdict::Accepted; 2]);
    assert!(able.lines()[1].ends_with(" SMTPUTF8"));
    assert_eq!(able.accepted()[0].to[0], "éloïse@xn--socit-esab.example");

    let unable = SmtpServer::start(Script::default().offering(&["PIPELINING"])).await;
    let mut connection = open(&unable).await;
    let outcome = deliver(&mut connection, &to).await;
    assert_eq!(verdicts(&outcome), [Verdict::Failed(Failure::International), Verdict::Accepted]);
    assert_eq!(outcome.steps[0].answer.fault(), Some(Fault::International));
    assert_eq!(unable.accepted()[0].to, ["b@x.example"]);
}

#[tokio::test]
async fn eight_bit_mails_go_only_where_they_are_taken() {
    let mail = "Subject: é\r\n\r\n".as_bytes();
    for (offers, verdict) in
        [(&["8BITMIME"][..], Verdict::Accepted), (&[][..], Verdict::Failed(Failure::International))]
    {
        let server = SmtpServer::start(Script::default().offering(offers)).await;
        let mut connection = open(&server).await;
        let outcome = connection.deliver(&envelope(&["a@x.example"]), mail, || ()).await;
        assert_eq!(verdicts(&outcome), [verdict]);
    }
}

#[tokio::test]
async fn what_cannot_be_written_fails_alone_and_the_others_go_on_s28_s31() {
    let server = SmtpServer::start(Script::default()).await;
    let mut connection = open(&server).await;
    let smuggled = "a@x.example>\r\nRCPT TO:<evil@x.example";
    let outcome = deliver(&mut connection, &[smuggled, "b@x.example"]).await;
    assert_eq!(verdicts(&outcome), [Verdict::Failed(Failure::Unwritable), Verdict::Accepted]);
    let bare = b"Subject: x\r\n\r\nhi\n.\nMAIL FROM:<x@x.example>\r\n";
    let outcome = connection.deliver(&envelope(&["a@x.example"]), bare, || ()).await;
    assert_eq!(verdicts(&outcome), [Verdict::Failed(Failure::Unwritable)]);
    assert_eq!(server.accepted().len(), 1);
    assert_eq!(server.accepted()[0].to, ["b@x.example"]);
}

#[tokio::test]
async fn a_large_mail_arrives_byte_for_byte_s30() {
    let server = SmtpServer::start(Script::default()).await;
    let mut connection = open(&server).await;
    let line = b"..dots at the start, and a line of seventy-six characters or there abouts.\r\n";
    let mail: Vec<u8> = line.iter().copied().cycle().take(line.len() * 60_000).collect();
    let outcome = connection.deliver(&envelope(&["a@x.example"]), &mail, || ()).await;
    assert_eq!(verdicts(&outcome), [Verdict::Accepted]);
    let accepted = server.accepted();
    assert!(accepted[0].bytes == mail);
    assert!(
        accepted[0]
            .wire
            .split_inclusive(|b| *b == b'\n')
            .all(|line| line.starts_with(b"...") && line.ends_with(b"\r\n"))
    );
}

/// Mails made of what attackers put into them; each is refused here or arrives whole, and never as two.
#[tokio::test]
async fn random_hostile_bodies_arrive_whole_or_not_at_all_s29_s30() {
    const PARTS: [&[u8]; 11] = [
        b"\r\n",
        b"\r\n",
        b".",
        b"\r\n.\r\n",
        b"\r\n..\r\n",
        b"\n.\n",
        b"\r.\r",
        b"QUIT\r\n",
        b"RCPT TO:<evil@x.example>\r\n",
        b"\xc3\xa9",
        b"\0",
    ];
    let server = SmtpServer::start(Script::default()).await;
    let mut connection = open(&server).await;
    let mut expected = Vec::new();
    let mut dice = 1u64;
    for n in 0..400 {
        let mut mail = b"Subject: x\r\n\r\n".to_vec();
        for _ in 0..n % 40 {
            dice = dice.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
            // Rarely one of those that are refused.
            let choices = if dice >> 60 == 0 { PARTS.len() } else { 5 };
            mail.extend_from_slice(PARTS[(dice >> 33) as usize % choices]);
        }
        let outcome = connection.deliver(&envelope(&["a@x.example"]), &mail, || ()).await;
        match outcome.steps[0].verdict {
            Verdict::Accepted if mail.ends_with(b"\r\n") => expected.push(mail),
            Verdict::Accepted => expected.push([&mail[..], b"\r\n"].concat()),
            verdict => assert_eq!(verdict, Verdict::Failed(Failure::Unwritable)),
        }
    }
    let accepted = server.accepted();
    assert!(accepted.len() > 200 && accepted.len() < 400);
    assert!(accepted.iter().map(|mail| &mail.bytes).eq(&expected));
    for mail in &accepted {
        let mut lines = mail.wire.split_inclusive(|b| *b == b'\n');
        assert!(
            lines.all(|line| line.ends_with(b"\r\n") && line.len() <= 1001 && !line[..line.len() - 2].contains(&b'\r'))
        );
        assert_eq!(mail.to, ["a@x.example"]);
    }
}

#[tokio::test]
async fn a_login_is_said_once_per_connection_by_plain_or_by_login() {
    let server = SmtpServer::start(Script::default().login("moi", "sésame")).await;
    let mut connection = open(&server).await;
    assert_eq!(verdicts(&deliver(&mut connection, &["a@x.example"]).await), [Verdict::Accepted]);
    assert!(server.lines()[1].starts_with("AUTH PLAIN "));

    let script =
        Script::default().login("moi", "sésame").on(At::Ehlo, |_| Act::say("250-mail.example\r\n250 AUTH LOGIN"));
    let server = SmtpServer::start(script).await;
    let mut connection = open(&server).await;
    assert_eq!(verdicts(&deliver(&mut connection, &["a@x.example"]).await), [Verdict::Accepted]);
    assert_eq!(server.lines()[1], "AUTH LOGIN");
}
