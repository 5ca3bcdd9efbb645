//! What a try came to, in plain words: the step that ended it, and what the server's answer means. `model::delivery::classify` judges it.

use crate::{sends::reason::failed, settings::fault_sentence, words::Words};
use model::delivery::{Answer, Fault, Phase, Reply, Verdict, Window, classify};
use store::sends::Try;

/// The step of the dialogue.
pub(super) fn phase_name(w: Words, phase: &str) -> &'static str {
    match Phase::from_code(phase) {
        Some(Phase::Resolve) => w.outbox_phase_resolve(),
        Some(Phase::Connect) => w.outbox_phase_connect(),
        Some(Phase::Greeting) => w.outbox_phase_greeting(),
        Some(Phase::Ehlo) => w.outbox_phase_ehlo(),
        Some(Phase::StartTls) => w.outbox_phase_starttls(),
        Some(Phase::Tls) => w.outbox_phase_tls(),
        Some(Phase::Auth) => w.outbox_phase_auth(),
        Some(Phase::Mail) => w.outbox_phase_mail(),
        Some(Phase::Rcpt) => w.outbox_phase_rcpt(),
        Some(Phase::Data) => w.outbox_phase_data(),
        Some(Phase::Body) => w.outbox_phase_body(),
        Some(Phase::Dot) | None => w.outbox_phase_dot(),
    }
}

/// What followed from it. « Envoyé » is said of no mail in the test mailbox (P52).
pub(super) fn meaning(w: Words, one: &Try, test_mailbox: bool) -> &'static str {
    let Some(answer) = answer(one) else { return w.sends_why_connection() };
    let phase = Phase::from_code(&one.phase).unwrap_or(Phase::Dot);
    match classify(phase, &answer) {
        Verdict::Accepted if test_mailbox => w.outbox_kept_in_mailbox(),
        Verdict::Accepted => w.outbox_accepted(),
        Verdict::BackOff { .. } => w.outbox_backed_off(),
        Verdict::AuthRefused => w.outbox_auth_refused(),
        Verdict::Throttle(Window::Minute) => w.outbox_too_fast(),
        Verdict::Throttle(Window::Day) => w.outbox_day_is_full(),
        Verdict::Split => w.outbox_split(),
        Verdict::Defer => w.outbox_deferred(),
        Verdict::Failed(why) => failed(w, why),
        Verdict::SenderRefused => w.outbox_sender_refused(),
        Verdict::Retry => w.outbox_dropped(),
        Verdict::Ambiguous => w.sends_uncertain_why(),
        Verdict::Uncertain => w.sends_uncertain_neither(),
        Verdict::Stopped => w.outbox_stopped(),
    }
}

/// What was wrong with the connection, and what to do about it.
pub(super) fn fault(w: Words, one: &Try) -> Option<&'static str> {
    let phase = Phase::from_code(&one.phase)?;
    match answer(one)? {
        Answer::Fault(fault) if phase <= Phase::Auth => Some(fault_sentence(w, fault)),
        _ => None,
    }
}

fn answer(one: &Try) -> Option<Answer> {
    match one.code {
        Some(code) => Some(Answer::Reply(Reply { code, enhanced: one.enhanced.parse().ok(), text: one.text.clone() })),
        None => Fault::from_code(&one.text).map(Answer::Fault),
    }
}
