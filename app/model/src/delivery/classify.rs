//! The table of replies (delivery.md §4) as one function: **the first row that matches decides**. Nothing else in the house
//! reads meaning into a reply. The function is total: every phase, code and fault has a verdict.

use super::back_off::wait_asked_for;
use super::reply::{Answer, Enhanced, Fault, Phase, Reply};
use core::time::Duration;
use serde::{Deserialize, Serialize};

/// What follows from a step. One variant for each row of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// The step is done; after the dot, and only with 250, the mail is sent.
    Accepted,
    /// The account or its server: the account pauses (`account_pause`, or what the server asked for), deliveries return, the
    /// attempt is not counted.
    BackOff {
        /// « try again in N seconds ».
        wait: Option<Duration>,
    },
    /// `auth_failed`: the account stops and its user is told; deliveries return, nobody is marked failed.
    AuthRefused,
    /// The account's quota: nothing more until the next window; deliveries return, the attempt is not counted.
    Throttle(Window),
    /// Too many recipients in this transaction (4.5.3; 552 by RFC 821, RFC 5321 §4.5.3.1.10): this one returns at once, for the next
    /// transaction.
    Split,
    /// Not now for this recipient: `retry_delay`, until it expires.
    Defer,
    /// No, for good.
    Failed(Failure),
    /// The server does not let the account use its sender address: the account stops and its user is told; deliveries return.
    SenderRefused,
    /// The connection ended before the dot: nothing arrived; `redelivery_delay`, the attempt is counted.
    Retry,
    /// The connection ended after the dot: `Kind::settle` decides.
    Ambiguous,
    /// An answer after the dot that is neither yes nor no: `uncertain`, whatever the kind, or a server that always says so would
    /// get the same mail again and again.
    Uncertain,
    /// The worker could not go on before DATA: the delivery returns, the attempt is not counted.
    Stopped,
}

/// How long a quota lasts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Window {
    /// A rate: the next minute.
    Minute,
    /// A daily limit (5.4.5): the next day.
    Day,
}

/// Whose fault a failure is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Failure {
    /// The address does not exist: a candidate for suppression.
    Address,
    /// The mailbox is full or closed; no suppression.
    Mailbox,
    /// Content or policy; five in a row pause the batch.
    Policy,
    /// Larger than the server takes.
    TooLarge,
    /// Refused without a clear reason; no suppression.
    Recipient,
    /// Needs SMTPUTF8.
    International,
    /// Cannot be put on the wire.
    Unwritable,
}

/// What this answer in this phase means.
pub fn classify(phase: Phase, answer: &Answer) -> Verdict {
    match answer {
        Answer::Reply(reply) => classify_reply(phase, reply),
        Answer::Fault(fault) => classify_fault(phase, *fault),
    }
}

fn classify_reply(phase: Phase, reply: &Reply) -> Verdict {
    let code = reply.code;
    let is = |subject, detail| reply.enhanced == Some(Enhanced(reply.class() as u8, subject, detail));
    let back_off = || Verdict::BackOff { wait: wait_asked_for(&reply.text) };
    match (phase, reply.class()) {
        _ if code == 421 => back_off(),
        (phase, class) if accepts(phase, code, class) => Verdict::Accepted,
        (Phase::Dot, 2 | 3) => Verdict::Uncertain,
        (phase, 2 | 3) => classify_fault(phase, Fault::Garbage),
        (phase, 4 | 5) if phase < Phase::Auth => back_off(),
        (Phase::Auth, 5) => Verdict::AuthRefused,
        (Phase::Mail | Phase::Rcpt, 5) if code == 530 => Verdict::AuthRefused,
        (Phase::Auth | Phase::Mail, 4) => back_off(),
        (_, 5) if is(4, 5) => Verdict::Throttle(Window::Day),
        (Phase::Rcpt, 4 | 5) if is(5, 3) || (code == 452 || code == 552) && too_many_recipients(&reply.text) => {
            Verdict::Split
        }
        (_, 4) if is_rate(reply) => Verdict::Throttle(Window::Minute),
        (_, 4) => Verdict::Defer,
        (Phase::Rcpt, 5) if [1, 2, 3, 6, 10].iter().any(|detail| is(1, *detail)) => Verdict::Failed(Failure::Address),
        (Phase::Rcpt, 5) if is(2, 2) => Verdict::Failed(Failure::Mailbox),
        (_, 5) if is_policy(reply) => Verdict::Failed(Failure::Policy),
        (_, 5) if is(3, 4) || code == 552 && phase != Phase::Rcpt => Verdict::Failed(Failure::TooLarge),
        (Phase::Rcpt, 5) => Verdict::Failed(Failure::Recipient),
        (Phase::Mail, 5) => Verdict::SenderRefused,
        (_, 5) => Verdict::Failed(Failure::Policy),
        (phase, _) => classify_fault(phase, Fault::Garbage),
    }
}

/// Exactly what the step waits for: a 354 or a 251 after the dot is no yes.
fn accepts(phase: Phase, code: u16, class: u16) -> bool {
    match phase {
        Phase::Auth => code == 235,
        Phase::Data => code == 354,
        Phase::Dot => code == 250,
        _ => class == 2,
    }
}

fn classify_fault(phase: Phase, fault: Fault) -> Verdict {
    match fault {
        Fault::TooLarge => Verdict::Failed(Failure::TooLarge),
        Fault::International => Verdict::Failed(Failure::International),
        Fault::Unwritable => Verdict::Failed(Failure::Unwritable),
        Fault::Stopped => Verdict::Stopped,
        Fault::NoAuth => Verdict::AuthRefused,
        _ if phase <= Phase::Auth => Verdict::BackOff { wait: None },
        Fault::Garbage | Fault::Unsolicited if phase == Phase::Dot => Verdict::Uncertain,
        _ if phase == Phase::Dot => Verdict::Ambiguous,
        _ => Verdict::Retry,
    }
}

fn is_policy(reply: &Reply) -> bool {
    matches!(reply.enhanced, Some(Enhanced(_, 7, _))) || reply.code == 554
}

fn too_many_recipients(text: &str) -> bool {
    text.to_ascii_lowercase().contains("too many recipients")
}

/// 4.7.x is also what greylisting says; only a rate is the account's.
fn is_rate(reply: &Reply) -> bool {
    let Some(Enhanced(_, 7, detail)) = reply.enhanced else { return is_too_many(reply) };
    let text = reply.text.to_ascii_lowercase();
    if text.contains("greylist") || text.contains("graylist") || text.contains("grey list") {
        return false;
    }
    let words = || text.split(|c: char| !c.is_ascii_alphanumeric());
    let told =
        || words().any(|word| ["rate", "ratelimit", "limit", "throttl", "quota"].iter().any(|w| word.starts_with(w)));
    detail == 28 || (500..700).contains(&detail) || told() || text.contains("too many") || text.contains("too fast")
}

/// 4.5.3 where it cannot mean one recipient too many.
fn is_too_many(reply: &Reply) -> bool {
    reply.enhanced == Some(Enhanced(4, 5, 3))
}

#[cfg(test)]
#[path = "classify_tests.rs"]
mod tests;
