//! From what a server said to what is written.

use super::judge::{self, Tried, Trouble};
use crate::smtp::Step;
use model::delivery::{Failure, Fault, Kind, Phase, Verdict};
use model::{BatchId, Moment};
use store::outbox::{Claimed, Next, Settled};

/// What a try came to.
pub(super) struct Ended {
    pub(super) batch: BatchId,
    pub(super) settled: Vec<Settled>,
    pub(super) accepted: bool,
    /// Refused for what it says or for who sends it, by everybody: code and words.
    pub(super) refused: Option<(Option<u16>, String)>,
    /// With the server's words.
    pub(super) trouble: Option<(Trouble, String)>,
}

/// Over which line, and when.
pub(super) struct Circumstances {
    pub(super) peer: String,
    pub(super) tls: String,
    pub(super) test_mailbox: bool,
    /// Of the account, in a row.
    pub(super) troubles: i64,
    pub(super) started_at: Moment,
    pub(super) now: Moment,
}

impl Ended {
    pub(super) fn new(mail: &Claimed, steps: &[Step], at: &Circumstances) -> Self {
        let settled = mail.deliveries.iter().zip(steps).map(|(delivery, step)| Settled {
            delivery: delivery.id,
            client: mail.client,
            next: match judge::next(step, tried(mail.kind, delivery.attempts, delivery.doubts, at)) {
                Next::Sent { .. } => Next::Sent { test_mailbox: at.test_mailbox },
                next => next,
            },
            phase: step.phase.code(),
            code: step.answer.reply().map(|reply| reply.code),
            enhanced: step.answer.reply().and_then(|r| r.enhanced).map(|e| e.to_string()).unwrap_or_default(),
            text: step.answer.text().to_owned(),
            peer: at.peer.clone(),
            tls: at.tls.clone(),
            started_at: at.started_at,
            ended_at: at.now,
        });
        let trouble =
            steps.iter().find_map(|step| Some((judge::trouble(step, tried(mail.kind, 0, 0, at))?, words(step))));
        let accepted = steps.iter().any(Step::is_accepted);
        let policy = steps.iter().find(|step| step.verdict == Verdict::Failed(Failure::Policy)).filter(|_| !accepted);
        let refused = policy.map(|step| (step.answer.reply().map(|reply| reply.code), step.answer.text().to_owned()));
        Ended { batch: mail.batch, settled: settled.collect(), accepted, refused, trouble }
    }
}

fn tried(kind: Kind, attempts: i64, doubts: i64, at: &Circumstances) -> Tried {
    Tried { kind, attempts, doubts, troubles: at.troubles, now: at.now }
}

fn words(step: &Step) -> String {
    step.answer.reply().map_or_else(|| step.answer.text().to_owned(), |reply| format!("{} {}", reply.code, reply.text))
}

/// The same fault for everybody.
pub(super) fn same(mail: &Claimed, phase: Phase, fault: Fault) -> Vec<Step> {
    vec![Step::fault(phase, fault); mail.deliveries.len()]
}
