//! Every row of the table of replies (delivery.md §4), and that there is an answer to everything.

use super::Failure::*;
use super::Verdict::*;
use super::*;
use proptest::prelude::*;

fn says(phase: Phase, line: &str) -> Verdict {
    let (code, text) = line.split_at(3);
    classify(phase, &Answer::Reply(Reply::new(code.parse().unwrap(), text.trim_start())))
}

fn ends(phase: Phase, fault: Fault) -> Verdict {
    classify(phase, &Answer::Fault(fault))
}

const PAUSE: Verdict = BackOff { wait: None };

#[test]
fn trouble_with_the_connection_backs_off_the_account_and_counts_no_attempt() {
    use Phase::*;
    for fault in
        [Fault::Refused, Fault::UnknownHost, Fault::NotAllowed, Fault::Timeout, Fault::Certificate, Fault::NoTls]
    {
        for phase in [Resolve, Connect, Greeting, Ehlo, StartTls, Tls, Auth] {
            assert_eq!(ends(phase, fault), PAUSE);
        }
    }
    assert_eq!(says(Greeting, "554 5.3.2 no service"), PAUSE);
    assert_eq!(says(Ehlo, "502 what?"), PAUSE);
    assert_eq!(says(StartTls, "454 4.7.0 TLS not available"), PAUSE);
}

#[test]
fn a_421_anywhere_backs_off_the_account() {
    for phase in Phase::ALL {
        assert_eq!(says(phase, "421 4.7.0 closing"), PAUSE, "{phase:?}");
    }
    assert_eq!(says(Phase::Dot, "421 4.3.2 try again in 90 seconds"), BackOff { wait: Some(Duration::from_secs(90)) });
}

#[test]
fn a_refused_login_stops_the_account_and_marks_nobody_failed() {
    for line in ["530 5.7.0 first", "534 5.7.9 too weak", "535 5.7.8 no", "504 5.5.4 mechanism", "554 5.7.8 no"] {
        assert_eq!(says(Phase::Auth, line), AuthRefused);
    }
    assert_eq!(says(Phase::Mail, "530 5.7.0 Authentication required"), AuthRefused);
    assert_eq!(says(Phase::Rcpt, "530 5.7.0 Must issue a STARTTLS command first"), AuthRefused);
    assert_eq!(ends(Phase::Auth, Fault::NoAuth), AuthRefused);
}

#[test]
fn a_temporary_no_to_auth_or_mail_backs_off_for_as_long_as_the_server_asks() {
    assert_eq!(says(Phase::Auth, "454 4.7.0 temporary"), PAUSE);
    assert_eq!(says(Phase::Mail, "451 4.3.0 later"), PAUSE);
    assert_eq!(says(Phase::Mail, "452 4.5.3 too many"), PAUSE);
    let asked = BackOff { wait: Some(Duration::from_secs(300)) };
    assert_eq!(says(Phase::Auth, "454 4.7.0 try again in 300 seconds"), asked);
    assert_eq!(says(Phase::Mail, "450 slow down, retry in 5 minutes"), asked);
}

#[test]
fn a_quota_throttles_the_account() {
    for phase in [Phase::Mail, Phase::Rcpt, Phase::Data, Phase::Dot] {
        assert_eq!(says(phase, "550 5.4.5 Daily sending limit exceeded"), Throttle(Window::Day));
    }
    for line in
        ["450 4.7.28 unusual rate", "451 4.7.500 Server busy", "450 4.7.1 rate limit", "452 4.7.0 too many messages"]
    {
        assert_eq!(says(Phase::Rcpt, line), Throttle(Window::Minute), "{line}");
        assert_eq!(says(Phase::Dot, line), Throttle(Window::Minute), "{line}");
    }
    assert_eq!(says(Phase::Rcpt, "452 4.5.3 Too many recipients"), Split);
    assert_eq!(says(Phase::Rcpt, "452 Too many recipients"), Split);
    for line in ["552 Too many recipients", "552 5.5.3 Too many recipients", "550 5.5.3 no more"] {
        assert_eq!(says(Phase::Rcpt, line), Split, "RFC 5321 §4.5.3.1.10: {line}");
    }
    assert_eq!(says(Phase::Dot, "452 4.5.3 Too many"), Throttle(Window::Minute));
}

#[test]
fn a_recipient_put_off_is_tried_again_and_greylisting_is_no_rate() {
    for line in [
        "450 4.2.1 busy",
        "451 4.7.1 Greylisted, see http://rate.example",
        "452 4.2.2 full",
        "450 4.7.1 moderate",
        "432 x",
    ] {
        assert_eq!(says(Phase::Rcpt, line), Defer, "{line}");
    }
}

#[test]
fn an_address_that_does_not_exist_is_a_candidate_for_suppression() {
    for enhanced in ["5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10"] {
        assert_eq!(says(Phase::Rcpt, &format!("550 {enhanced} unknown")), Failed(Address));
        assert_eq!(says(Phase::Rcpt, &format!("554 {enhanced} unknown")), Failed(Address));
    }
}

#[test]
fn a_full_mailbox_fails_without_suppression() {
    assert_eq!(says(Phase::Rcpt, "552 5.2.2 over quota"), Failed(Mailbox));
}

#[test]
fn policy_and_554_are_about_content() {
    for phase in [Phase::Mail, Phase::Rcpt, Phase::Data, Phase::Dot] {
        assert_eq!(says(phase, "550 5.7.1 spam"), Failed(Policy));
        assert_eq!(says(phase, "554 no"), Failed(Policy));
    }
    assert_eq!(says(Phase::Mail, "553 5.7.1 not yours"), Failed(Policy));
    assert_eq!(says(Phase::Dot, "550 no"), Failed(Policy));
}

#[test]
fn a_mail_too_large_fails_clearly() {
    for phase in [Phase::Mail, Phase::Rcpt, Phase::Data, Phase::Dot] {
        assert_eq!(says(phase, "552 5.3.4 too big"), Failed(TooLarge));
    }
    assert_eq!(says(Phase::Mail, "552 too big"), Failed(TooLarge));
    assert_eq!(ends(Phase::Mail, Fault::TooLarge), Failed(TooLarge));
}

#[test]
fn any_other_no_to_a_recipient_fails_without_suppression() {
    for line in ["550 no", "550", "551 5.1.4 ambiguous", "553 x", "501 5.5.4 syntax", "552 storage"] {
        assert_eq!(says(Phase::Rcpt, line), Failed(Recipient), "{line}");
    }
}

#[test]
fn a_refused_sender_pauses_the_account_and_marks_nobody_failed() {
    for line in ["553 no", "550 5.1.8 bad sender", "501 5.1.7 syntax", "550 no"] {
        assert_eq!(says(Phase::Mail, line), SenderRefused, "{line}");
    }
}

#[test]
fn a_temporary_no_after_the_dot_is_tried_again() {
    for line in ["451 4.3.0 later", "452 full", "450 4.7.1 Greylisted"] {
        assert_eq!(says(Phase::Dot, line), Defer);
        assert_eq!(says(Phase::Data, line), Defer);
    }
}

#[test]
fn a_drop_before_the_dot_is_safe_and_one_after_it_is_not() {
    for fault in [Fault::Dropped, Fault::Timeout] {
        for phase in [Phase::Mail, Phase::Rcpt, Phase::Data, Phase::Body] {
            assert_eq!(ends(phase, fault), Retry);
        }
        assert_eq!(ends(Phase::Dot, fault), Ambiguous);
    }
}

#[test]
fn only_250_after_the_dot_is_sent_p51() {
    for code in 200..=399 {
        let verdict = classify(Phase::Dot, &Answer::Reply(Reply::new(code, "")));
        assert_eq!(verdict, if code == 250 { Accepted } else { Uncertain }, "{code}");
    }
    assert_eq!(ends(Phase::Dot, Fault::Garbage), Uncertain);
    assert_eq!(ends(Phase::Dot, Fault::Unsolicited), Uncertain);
}

#[test]
fn what_cannot_be_written_fails_and_says_so_s28_s32() {
    assert_eq!(ends(Phase::Mail, Fault::Unwritable), Failed(Unwritable));
    assert_eq!(ends(Phase::Rcpt, Fault::International), Failed(International));
    assert_eq!(ends(Phase::Rcpt, Fault::Stopped), Stopped);
}

#[test]
fn the_wrong_kind_of_yes_is_no_yes() {
    assert_eq!(says(Phase::Auth, "250 ok"), PAUSE);
    assert_eq!(says(Phase::Data, "250 ok"), Retry);
    assert_eq!(says(Phase::Rcpt, "354 go"), Retry);
    assert_eq!(says(Phase::Rcpt, "251 will forward"), Accepted);
    assert_eq!(says(Phase::Data, "354 go"), Accepted);
    assert_eq!(says(Phase::Auth, "235 welcome"), Accepted);
}

proptest! {
    #[test]
    fn everything_has_a_verdict_and_sent_is_only_250(
        phase in proptest::sample::select(Phase::ALL.to_vec()),
        code in 0u16..1200,
        text in "(5|4|2)?(\\.[0-9]{1,4}){0,3} ?(?s).{0,60}",
    ) {
        let verdict = classify(phase, &Answer::Reply(Reply::new(code, &text)));
        if phase == Phase::Dot && verdict == Accepted {
            prop_assert_eq!(code, 250);
        }
        if (400..600).contains(&code) {
            prop_assert!(!matches!(verdict, Accepted | Ambiguous | Uncertain));
        }
        if phase < Phase::Mail {
            prop_assert!(!matches!(verdict, Failed(_)), "nobody fails before MAIL");
        }
    }
}
