//! Why a delivery is not sent, in plain words: from the phase and the reply that ended its last try.

use crate::words::Words;
use model::{
    delivery::{Answer, DeliveryState, Failure, Phase, Reply, Verdict, classify},
    send::{Bounce, DeliveryView, Shown},
};

/// A sentence for a delivery that failed, came back, was put off or is uncertain; none for the others.
pub fn reason(w: Words, delivery: &DeliveryView) -> Option<&'static str> {
    if let Some(Bounce { code, enhanced, text, .. }) = came_back(delivery) {
        return Some(replied(w, Phase::Rcpt, code.unwrap_or(550), enhanced, text));
    }
    match delivery.state {
        DeliveryState::Suppressed => Some(w.sends_why_suppressed()),
        DeliveryState::Uncertain => Some(w.sends_uncertain_why()),
        DeliveryState::Expired => Some(w.sends_why_expired()),
        DeliveryState::Failed | DeliveryState::Queued if !delivery.phase.is_empty() => Some(ended(w, delivery)),
        _ => None,
    }
}

/// What the server said, with its codes, for people who know them; empty when it said nothing. Of what came back: the server that
/// refused it in the end.
pub fn server_said(delivery: &DeliveryView) -> String {
    let (code, enhanced, text) = match came_back(delivery) {
        Some(bounce) => (bounce.code, &bounce.enhanced, &bounce.text),
        // Without a code the text is a fault of ours.
        None if delivery.code.is_none() => return String::new(),
        None => (delivery.code, &delivery.enhanced, &delivery.text),
    };
    said(code, enhanced, text)
}

/// Code, enhanced code and words, as far as there are any.
pub fn said(code: Option<u16>, enhanced: &str, text: &str) -> String {
    let code = code.map(|code| code.to_string()).unwrap_or_default();
    let parts = [code.as_str(), enhanced, text];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}

/// The report of it, when that is what it came to.
pub fn came_back(delivery: &DeliveryView) -> Option<&Bounce> {
    delivery.bounce.as_ref().filter(|_| delivery.shown() == Shown::Bounced)
}

fn ended(w: Words, delivery: &DeliveryView) -> &'static str {
    let phase = Phase::from_code(&delivery.phase);
    match (phase, delivery.code) {
        (Some(phase), Some(code)) => replied(w, phase, code, &delivery.enhanced, &delivery.text),
        (Some(Phase::Tls | Phase::StartTls), None) => w.sends_why_tls(),
        _ => match delivery.text.as_str() {
            "too_large" => w.sends_why_too_large(),
            "international" => w.sends_why_international(),
            "unwritable" => w.sends_why_unwritable(),
            _ => w.sends_why_connection(),
        },
    }
}

fn replied(w: Words, phase: Phase, code: u16, enhanced: &str, text: &str) -> &'static str {
    let reply = Reply { code, enhanced: enhanced.parse().ok(), text: text.to_owned() };
    match classify(phase, &Answer::Reply(reply)) {
        Verdict::Failed(Failure::Address) => w.sends_why_address(),
        Verdict::Failed(Failure::Mailbox) => w.sends_why_mailbox(),
        Verdict::Failed(Failure::Policy) => w.sends_why_policy(),
        Verdict::Failed(Failure::TooLarge) => w.sends_why_too_large(),
        Verdict::Failed(Failure::International) => w.sends_why_international(),
        Verdict::Failed(Failure::Unwritable) => w.sends_why_unwritable(),
        Verdict::Failed(Failure::Recipient) => w.sends_why_recipient(),
        Verdict::BackOff { .. } | Verdict::Retry => w.sends_why_connection(),
        _ => w.sends_why_later(),
    }
}
