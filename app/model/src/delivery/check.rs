//! « Tester » (P52, E19): what each step of trying a mail account came to. Codes only; the screen has the words.

use super::reply::{Answer, Phase};
use serde::{Deserialize, Serialize};

/// The steps, in the order they are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CheckStage {
    /// The server's name has an address.
    Dns,
    /// Something answers there and speaks SMTP.
    Tcp,
    /// The connection is encrypted and the certificate is right.
    Tls,
    /// Login and password are accepted.
    Auth,
    /// A mail to oneself is accepted.
    Mail,
}

impl CheckStage {
    /// All of them, in order.
    pub const ALL: [Self; 5] = [Self::Dns, Self::Tcp, Self::Tls, Self::Auth, Self::Mail];

    /// The step that is to blame when the dialogue ends in this phase.
    pub fn of(phase: Phase) -> Self {
        match phase {
            Phase::Resolve => Self::Dns,
            Phase::Connect | Phase::Greeting | Phase::Ehlo => Self::Tcp,
            Phase::StartTls | Phase::Tls => Self::Tls,
            Phase::Auth => Self::Auth,
            Phase::Mail | Phase::Rcpt | Phase::Data | Phase::Body | Phase::Dot => Self::Mail,
        }
    }
}

/// One line of the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckStep {
    /// Which step.
    pub stage: CheckStage,
    /// How it went.
    pub result: CheckResult,
}

/// How a step went.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CheckResult {
    /// Done.
    Passed,
    /// The account does not ask for it: no encryption, or no login.
    NotNeeded,
    /// Here it ended.
    Failed(Problem),
    /// An earlier step failed.
    NotReached,
}

/// Where exactly it ended, and the server's words or the fault (S38: hostile text).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// The phase of the dialogue.
    pub phase: Phase,
    /// What was said, or what happened instead.
    pub answer: Answer,
}

/// The whole list: always five steps.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Check {
    /// In the order of `CheckStage::ALL`.
    pub steps: Vec<CheckStep>,
}

impl Check {
    /// From what the account asks for and where the dialogue ended (`None`: it did not).
    pub fn new(encrypted: bool, signs_in: bool, problem: Option<Problem>) -> Self {
        let failing = problem.as_ref().map(|problem| CheckStage::of(problem.phase));
        let result = |stage: CheckStage| match (&problem, failing) {
            (_, Some(at)) if stage > at => CheckResult::NotReached,
            (Some(problem), Some(at)) if stage == at => CheckResult::Failed(problem.clone()),
            _ if stage == CheckStage::Tls && !encrypted || stage == CheckStage::Auth && !signs_in => {
                CheckResult::NotNeeded
            }
            _ => CheckResult::Passed,
        };
        Self { steps: CheckStage::ALL.into_iter().map(|stage| CheckStep { stage, result: result(stage) }).collect() }
    }

    /// Of the test mailbox: no server is asked, the mail is put down in a folder, or cannot be.
    pub fn of_test_mailbox(problem: Option<Problem>) -> Self {
        let mail = problem.map_or(CheckResult::Passed, CheckResult::Failed);
        let result = |stage| if stage == CheckStage::Mail { mail.clone() } else { CheckResult::NotNeeded };
        Self { steps: CheckStage::ALL.into_iter().map(|stage| CheckStep { stage, result: result(stage) }).collect() }
    }

    /// Every step passed or was not needed.
    pub fn passed(&self) -> bool {
        self.failure().is_none()
    }

    /// The step that failed, at most one.
    pub fn failure(&self) -> Option<(CheckStage, &Problem)> {
        self.steps.iter().find_map(|step| match &step.result {
            CheckResult::Failed(problem) => Some((step.stage, problem)),
            _ => None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::delivery::Fault;

    #[test]
    fn the_failing_step_is_named_and_those_after_it_are_not_reached() {
        for phase in Phase::ALL {
            let problem = Problem { phase, answer: Answer::Fault(Fault::Timeout) };
            let check = Check::new(true, true, Some(problem.clone()));
            let (stage, found) = check.failure().unwrap();
            assert_eq!((stage, found), (CheckStage::of(phase), &problem));
            for step in &check.steps {
                assert_eq!(step.result == CheckResult::Passed, step.stage < stage);
                assert_eq!(step.result == CheckResult::NotReached, step.stage > stage);
            }
        }
    }

    #[test]
    fn without_encryption_and_login_two_steps_are_not_needed() {
        let check = Check::new(false, false, None);
        assert!(check.passed());
        let results: Vec<_> = check.steps.into_iter().map(|step| step.result).collect();
        use CheckResult::{NotNeeded, Passed};
        assert_eq!(results, [Passed, Passed, NotNeeded, NotNeeded, Passed]);
    }

    #[test]
    fn the_test_mailbox_asks_no_server() {
        let results = |check: Check| check.steps.into_iter().map(|step| step.result).collect::<Vec<_>>();
        use CheckResult::{Failed, NotNeeded, Passed};
        let passed = results(Check::of_test_mailbox(None));
        assert_eq!(passed, [NotNeeded, NotNeeded, NotNeeded, NotNeeded, Passed]);
        let problem = Problem { phase: Phase::Dot, answer: Answer::Fault(Fault::Stopped) };
        let check = Check::of_test_mailbox(Some(problem.clone()));
        assert_eq!(check.failure(), Some((CheckStage::Mail, &problem)));
        assert_eq!(results(check)[4], Failed(problem));
    }
}
