//! Why a delivery is not sent, in plain words: from the phase and the reply that ended its last try.

use crate::words::Words;
use model::{
    delivery::{Answer, DeliveryState, Enhanced, Failure, Phase, Reply, Verdict, classify},
    send::{Bounce, DeliveryView, Shown},
};

/// A sentence for a delivery that failed, came back, was put off or is uncertain; none for the others.
pub fn reason(w: Words, delivery: &DeliveryView) -> Option<&'static str> {
    if let Some(bounce) = came_back(delivery) {
        return Some(returned(w, bounce));
    }
    match delivery.state {
        DeliveryState::Suppressed => Some(w.sends_why_suppressed()),
        // Never tried here, and yet it may have left: from where a backup was made (S69).
        DeliveryState::Uncertain if delivery.phase.is_empty() => Some(w.sends_uncertain_restored()),
        // It answered, or something did.
        DeliveryState::Uncertain
            if delivery.code.is_some() || ["garbage", "unsolicited"].contains(&delivery.text.as_str()) =>
        {
            Some(w.sends_uncertain_neither())
        }
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

/// The report of it, when that is what it came to, or helps to decide what it came to.
pub fn came_back(delivery: &DeliveryView) -> Option<&Bounce> {
    delivery.bounce.as_ref().filter(|_| matches!(delivery.shown(), Shown::Bounced | Shown::Uncertain))
}

/// Whoever speaks of later in a report tries no more.
fn returned(w: Words, bounce: &Bounce) -> &'static str {
    let Bounce { hard, code, enhanced, text, .. } = bounce;
    let enhanced: Option<Enhanced> = enhanced.parse().ok();
    if enhanced.is_some_and(|enhanced| enhanced.0 == 4) || code.is_some_and(|code| code < 500) {
        return w.sends_why_expired();
    }
    let reply = Reply { code: code.unwrap_or(550), enhanced, text: text.clone() };
    match classify(Phase::Rcpt, &Answer::Reply(reply)) {
        // The one behind ours that does not exist, where ours is an alias.
        Verdict::Failed(Failure::Address) if !hard => w.sends_why_recipient(),
        Verdict::Failed(why) => failed(w, why),
        Verdict::BackOff { .. } | Verdict::Throttle(_) | Verdict::Split | Verdict::Defer | Verdict::Retry => {
            w.sends_why_expired()
        }
        _ => w.sends_why_recipient(),
    }
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

/// Whose fault it is that it was refused for good.
pub(super) fn failed(w: Words, why: Failure) -> &'static str {
    match why {
        Failure::Address => w.sends_why_address(),
        Failure::Mailbox => w.sends_why_mailbox(),
        Failure::Policy => w.sends_why_policy(),
        Failure::TooLarge => w.sends_why_too_large(),
        Failure::International => w.sends_why_international(),
        Failure::Unwritable => w.sends_why_unwritable(),
        Failure::Recipient => w.sends_why_recipient(),
    }
}

fn replied(w: Words, phase: Phase, code: u16, enhanced: &str, text: &str) -> &'static str {
    let reply = Reply { code, enhanced: enhanced.parse().ok(), text: text.to_owned() };
    match classify(phase, &Answer::Reply(reply)) {
        Verdict::Failed(why) => failed(w, why),
        Verdict::BackOff { .. } | Verdict::Retry => w.sends_why_not_taken(),
        // It says nothing of who was to receive it.
        Verdict::AuthRefused | Verdict::SenderRefused => w.sends_why_account(),
        _ => w.sends_why_later(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::{Lang, Moment};

    #[test]
    fn a_refused_account_is_nothing_that_the_recipient_did() {
        let w = Words(Lang::Fr);
        assert_eq!(replied(w, Phase::Auth, 535, "5.7.8", "no"), w.sends_why_account());
        assert_eq!(replied(w, Phase::Mail, 553, "5.1.8", "not your address"), w.sends_why_account());
        assert_eq!(replied(w, Phase::Rcpt, 450, "4.2.0", "later"), w.sends_why_later());
        // It answered: no connection failed.
        assert_eq!(replied(w, Phase::Mail, 451, "", "not now"), w.sends_why_not_taken());
    }

    #[test]
    fn what_came_back_says_why_and_never_that_something_is_tried_again() {
        let w = Words(Lang::Fr);
        for (hard, code, enhanced, expected) in [
            (true, Some(550), "5.1.1", w.sends_why_address()),
            (false, Some(550), "5.1.1", w.sends_why_recipient()),
            (false, Some(552), "5.2.2", w.sends_why_mailbox()),
            (false, None, "5.7.1", w.sends_why_policy()),
            (false, None, "", w.sends_why_recipient()),
            (false, None, "4.4.7", w.sends_why_expired()),
            (false, Some(450), "5.1.1", w.sends_why_expired()),
            (false, Some(421), "", w.sends_why_expired()),
            (false, Some(530), "", w.sends_why_recipient()),
            (false, Some(550), "5.4.5", w.sends_why_expired()),
        ] {
            let bounce =
                Bounce { hard, blocked: false, code, enhanced: enhanced.into(), text: String::new(), at: Moment(0) };
            assert_eq!(returned(w, &bounce), expected, "{code:?} {enhanced}");
        }
    }
}
