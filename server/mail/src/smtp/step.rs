//! What one step of a dialogue came to.

use model::delivery::{Answer, Fault, Phase, Reply, Verdict, classify};

/// One row of `attempt`: where, what was answered, what it means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// How far the dialogue was.
    pub phase: Phase,
    /// The server's reply, or the fault in its place.
    pub answer: Answer,
    /// From the table of delivery.md §4.
    pub verdict: Verdict,
}

impl Step {
    pub(crate) fn new(phase: Phase, answer: Answer) -> Self {
        let verdict = classify(phase, &answer);
        Self { phase, answer, verdict }
    }

    pub(crate) fn reply(phase: Phase, reply: Reply) -> Self {
        Self::new(phase, Answer::Reply(reply))
    }

    pub(crate) fn fault(phase: Phase, fault: Fault) -> Self {
        Self::new(phase, Answer::Fault(fault))
    }

    /// The server said yes; after the dot this is 250.
    pub fn is_accepted(&self) -> bool {
        self.verdict == Verdict::Accepted
    }
}
