//! The dialogue with servers that fail, dawdle, lie or attack: nothing is called sent that was not taken, nothing waits for ever,
//! and every drop is safe before the dot and ambiguous after it (S54, S55, delivery.md §2).
#![allow(clippy::unwrap_used)]

mod support;

use mail::smtp::{Dialer, Envelope, Step, Timeouts};
use model::delivery::{Failure, Fault, Phase, Verdict};
use std::time::{Duration, Instant};
use support::{Act, At, Script, SmtpServer};

const PAUSE: Verdict = Verdict::BackOff { wait: None };

/// One mail to one recipient, dialling included; and how many were taken.
async fn attempt(script: Script) -> (Step, usize) {
    let server = SmtpServer::start(script).await;
    let mail = b"Subject: x\r\n\r\nBonjour\r\n";
    let envelope = Envelope { from: "moi@x.example".into(), to: vec!["a@x.example".into()] };
    let begun = Instant::now();
    let step = match server.dialer().open(&server.account()).await {
        Err(step) => step,
        Ok(mut connection) => {
            let outcome = connection.deliver(&envelope, mail, || ()).await;
            outcome.steps.into_iter().next().unwrap()
        }
    };
    assert!(begun.elapsed() < Duration::from_secs(9), "{step:?}");
    (step, server.accepted().len())
}

async fn ends(script: Script) -> (Phase, Option<Fault>, Verdict, usize) {
    let (step, taken) = attempt(script).await;
    (step.phase, step.answer.fault(), step.verdict, taken)
}

const STEPS: [(At, Phase, Verdict); 6] = [
    (At::Greeting, Phase::Greeting, PAUSE),
    (At::Ehlo, Phase::Ehlo, PAUSE),
    (At::Mail, Phase::Mail, Verdict::Retry),
    (At::Rcpt, Phase::Rcpt, Verdict::Retry),
    (At::Data, Phase::Data, Verdict::Retry),
    (At::Dot, Phase::Dot, Verdict::Ambiguous),
];

#[tokio::test]
async fn a_server_that_hangs_up_is_safe_before_the_dot_and_ambiguous_after_it() {
    for (at, phase, verdict) in STEPS {
        assert_eq!(ends(Script::default().always(at, Act::HangUp)).await, (phase, Some(Fault::Dropped), verdict, 0));
    }
    let taken = Script::default().always(At::Dot, Act::HangUp.accept());
    assert_eq!(ends(taken).await, (Phase::Dot, Some(Fault::Dropped), Verdict::Ambiguous, 1));
}

#[tokio::test]
async fn a_tarpit_at_any_step_ends_in_time() {
    let all = STEPS.map(|(at, phase, verdict)| async move {
        let script = Script::default().offering(&[]).always(at, Act::Silence);
        assert_eq!(ends(script).await, (phase, Some(Fault::Timeout), verdict, 0));
    });
    futures_util::future::join_all(all).await;
}

#[tokio::test]
async fn a_server_that_drips_its_reply_for_ever_ends_in_time_s54() {
    let drip = (0..600).fold(Act::HangUp, |next, _| Act::raw("2").then(next.after(Duration::from_millis(20))));
    let (phase, fault, verdict, _) = ends(Script::default().always(At::Mail, drip)).await;
    assert_eq!((phase, fault, verdict), (Phase::Mail, Some(Fault::Timeout), Verdict::Retry));
}

#[tokio::test]
async fn huge_endless_and_binary_replies_are_cut_s54() {
    let lines = "250-and more of the same\r\n".repeat(400_000);
    let noise: Vec<u8> = (0..10_000_000u32).map(|n| (n.wrapping_mul(2654435761) >> 24) as u8).collect();
    for hostile in
        [Act::Flood(10_000_000), Act::raw(lines), Act::Raw(noise), Act::raw("HTTP/1.1 400 Bad Request\r\n\r\n")]
    {
        for (at, phase, _) in STEPS {
            let (found, fault, verdict, _) = ends(Script::default().always(at, hostile.clone())).await;
            assert_eq!((found, fault), (phase, Some(Fault::Garbage)));
            match phase {
                Phase::Dot => assert_eq!(verdict, Verdict::Uncertain),
                _ => assert!(matches!(verdict, Verdict::Retry | Verdict::BackOff { .. })),
            }
        }
    }
}

#[tokio::test]
async fn replies_split_byte_by_byte_are_read_like_any_other() {
    let script = Script::default()
        .always(At::Greeting, Act::Drip(b"220-mail.example\r\n220 ESMTP\r\n".to_vec()))
        .always(At::Rcpt, Act::Drip(b"250 2.1.5 ok\r\n".to_vec()))
        .always(At::Dot, Act::Drip(b"250-2.0.0 taken\r\n250 2.0.0 as 42\r\n".to_vec()).accept());
    let (step, taken) = attempt(script).await;
    assert_eq!((step.verdict, taken), (Verdict::Accepted, 1));
    assert_eq!(step.answer.text(), "taken\nas 42");
}

#[tokio::test]
async fn a_yes_in_latin_1_is_a_yes_and_its_words_are_made_harmless_s38() {
    let script = Script::default().always(At::Dot, Act::raw(b"250 2.0.0 re\xe7u \x1b[31m\r\n").accept());
    let (step, taken) = attempt(script).await;
    assert_eq!((step.verdict, taken), (Verdict::Accepted, 1));
    assert_eq!(step.answer.text(), "re\u{fffd}u \u{fffd}[31m");
}

#[tokio::test]
async fn only_250_after_the_dot_is_sent_on_the_wire_p51() {
    for line in ["251 forwarded", "354 go on", "220 hello", "200 fine"] {
        let (step, _) = attempt(Script::default().always(At::Dot, Act::say(line))).await;
        assert_eq!((step.phase, step.verdict), (Phase::Dot, Verdict::Uncertain), "{line}");
    }
    let (step, _) = attempt(Script::default().always(At::Dot, Act::say("451 4.3.0 later"))).await;
    assert_eq!(step.verdict, Verdict::Defer);
    let (step, _) = attempt(Script::default().always(At::Dot, Act::say("554 5.7.1 spam"))).await;
    assert_eq!(step.verdict, Verdict::Failed(Failure::Policy));
}

#[tokio::test]
async fn a_421_anywhere_is_the_accounts_matter() {
    for (at, phase, _) in STEPS {
        let hang_up = Act::say("421 4.3.2 shutting down").then(Act::HangUp);
        let (step, taken) = attempt(Script::default().always(at, hang_up)).await;
        assert_eq!((step.phase, step.verdict, taken), (phase, PAUSE, 0));
    }
}

#[tokio::test]
async fn a_reply_nobody_asked_for_answers_nothing_s55() {
    // Were the second line taken for the answer to the next command, a refusal would be overlooked.
    for (at, extra, phase) in [
        (At::Greeting, "220 hello\r\n250 stale\r\n", Phase::Ehlo),
        (At::Ehlo, "250 mail.example\r\n250 stale\r\n", Phase::Mail),
        (At::Rcpt, "250 ok\r\n354 stale\r\n", Phase::Data),
        (At::Data, "354 go\r\n250 stale\r\n", Phase::Body),
    ] {
        let (found, fault, verdict, taken) = ends(Script::default().always(at, Act::raw(extra))).await;
        assert_eq!((found, fault, taken), (phase, Some(Fault::Unsolicited), 0));
        assert!(matches!(verdict, Verdict::Retry | Verdict::BackOff { .. }));
    }
}

#[tokio::test]
async fn stale_bytes_after_the_yes_leave_it_sent_but_end_the_connection() {
    let server =
        SmtpServer::start(Script::default().always(At::Dot, Act::raw("250 ok\r\n250 stale\r\n").accept())).await;
    let mut connection = server.dialer().open(&server.account()).await.unwrap();
    let envelope = Envelope { from: "moi@x.example".into(), to: vec!["a@x.example".into()] };
    let outcome = connection.deliver(&envelope, b"x\r\n", || ()).await;
    assert!(outcome.steps[0].is_accepted());
    assert!(!connection.is_open().await);
    let outcome = connection.deliver(&envelope, b"x\r\n", || ()).await;
    assert_eq!((outcome.steps[0].phase, outcome.steps[0].verdict), (Phase::Mail, Verdict::Retry));
    assert_eq!(server.accepted().len(), 1);
}

#[tokio::test]
async fn an_idle_connection_the_server_closed_is_noticed() {
    let script = Script::default().always(At::Dot, Act::Usual.then(Act::HangUp).accept());
    let server = SmtpServer::start(script).await;
    let mut connection = server.dialer().open(&server.account()).await.unwrap();
    let envelope = Envelope { from: "moi@x.example".into(), to: vec!["a@x.example".into()] };
    assert!(connection.deliver(&envelope, b"x\r\n", || ()).await.steps[0].is_accepted());
    while connection.is_open().await {}
}

#[tokio::test]
async fn a_no_in_the_middle_of_the_mail_is_heard() {
    let server =
        SmtpServer::start(Script::default().always(At::Body, Act::say("552 5.3.4 too big").then(Act::Silence))).await;
    let mut connection = server.dialer().open(&server.account()).await.unwrap();
    let envelope = Envelope { from: "moi@x.example".into(), to: vec!["a@x.example".into()] };
    let mail = b"seventy or so characters of a line of a mail that is much too large\r\n".repeat(400_000);
    let outcome = connection.deliver(&envelope, &mail, || ()).await;
    assert_eq!(outcome.steps[0].verdict, Verdict::Failed(Failure::TooLarge));
    assert!(!connection.is_open().await);
}

#[tokio::test]
async fn a_server_that_stops_reading_the_mail_ends_in_time() {
    let server = SmtpServer::start(Script::default().always(At::Body, Act::Silence)).await;
    let mut connection = server.dialer().open(&server.account()).await.unwrap();
    let envelope = Envelope { from: "moi@x.example".into(), to: vec!["a@x.example".into()] };
    let mail = b"seventy or so characters of a line of a mail that is much too large\r\n".repeat(400_000);
    let outcome = connection.deliver(&envelope, &mail, || ()).await;
    let step = &outcome.steps[0];
    assert_eq!((step.phase, step.answer.fault(), step.verdict), (Phase::Body, Some(Fault::Timeout), Verdict::Retry));
}

#[tokio::test]
async fn those_who_had_their_answer_before_the_drop_keep_it() {
    let script = Script::default().on(At::Rcpt, |asked| match asked.nth {
        1 => Act::Usual,
        2 => Act::say("550 5.1.1 unknown"),
        _ => Act::HangUp,
    });
    let server = SmtpServer::start(script).await;
    let mut connection = server.dialer().open(&server.account()).await.unwrap();
    let to = ["a@x.example", "b@x.example", "c@x.example"].map(str::to_owned).to_vec();
    let envelope = Envelope { from: "moi@x.example".into(), to };
    let outcome = connection.deliver(&envelope, b"x\r\n", || ()).await;
    let verdicts: Vec<_> = outcome.steps.iter().map(|step| step.verdict).collect();
    assert_eq!(verdicts, [Verdict::Retry, Verdict::Failed(Failure::Address), Verdict::Retry]);
}

#[tokio::test]
async fn a_check_ends_at_its_own_limit_however_the_steps_divide_it_e19() {
    let server = SmtpServer::start(Script::default().always(At::Ehlo, Act::Silence)).await;
    let timeouts = Timeouts { whole: Some(Duration::from_millis(200)), ..Timeouts::default().for_check() };
    let begun = Instant::now();
    let step = Dialer { timeouts, ..server.dialer() }.open(&server.account()).await.err().unwrap();
    assert_eq!((step.phase, step.answer.fault()), (Phase::Ehlo, Some(Fault::Timeout)));
    assert!(begun.elapsed() < Duration::from_secs(5));
    let check = Timeouts::default().for_check();
    assert!(check.whole.unwrap() + check.quit < Duration::from_secs(20));
}

#[tokio::test]
async fn a_server_that_leaves_at_the_reset_has_the_account_wait() {
    let refusing = Script::default().always(At::Rcpt, Act::say("550 5.1.1 no such user"));
    let server = SmtpServer::start(refusing.always(At::Rset, Act::say("421 4.3.2 shutting down"))).await;
    let mut connection = server.dialer().open(&server.account()).await.unwrap();
    let envelope = Envelope { from: "moi@x.example".into(), to: vec!["a@x.example".into()] };
    let mail = b"Subject: x\r\n\r\nBonjour\r\n";
    connection.deliver(&envelope, mail, || ()).await;
    let outcome = connection.deliver(&envelope, mail, || ()).await;
    assert_eq!(outcome.steps[0].verdict, PAUSE);
    assert!(!connection.is_open().await);
}

/// I1: of a yes and a no at once one answers something else, and nobody knows which.
#[tokio::test]
async fn a_yes_with_a_no_behind_it_is_nobodys_yes() {
    for (said, verdict) in [
        ("250 2.0.0 taken\r\n554 5.7.1 no, refused\r\n", Verdict::Uncertain),
        ("250 2.0.0 taken\r\n354 go on\r\n", Verdict::Uncertain),
        ("250 2.0.0 taken\r\n250 2.0.0 taken\r\n", Verdict::Accepted),
        ("250 2.0.0 taken\r\n421 4.3.2 closing\r\n", Verdict::Accepted),
    ] {
        let (step, _) = attempt(Script::default().always(At::Dot, Act::raw(said).accept())).await;
        assert_eq!((step.phase, step.verdict), (Phase::Dot, verdict), "{said}");
    }
}
