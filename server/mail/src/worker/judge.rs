//! From a step's verdict to what is written: the delivery's next state, and what it means for the account. Pure.

use crate::smtp::Step;
use model::delivery::{Kind, Settlement, Verdict, Window, account_pause, redelivery_delay, retry_delay};
use model::{AccountState, Moment};
use std::time::Duration;
use store::outbox::Next;

/// What has to change about the account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Trouble {
    /// Nothing more until then.
    Throttle { until: Moment },
    /// Nothing more until a person changes it.
    Stop(AccountState),
}

/// What is known of the delivery before the try.
#[derive(Clone, Copy)]
pub(super) struct Tried {
    pub(super) kind: Kind,
    /// That counted, this one not included.
    pub(super) attempts: i64,
    /// That nobody knows the end of, this one not included.
    pub(super) doubts: i64,
    /// Troubles of the account in a row, this one not included.
    pub(super) troubles: i64,
    pub(super) now: Moment,
}

const STOPPED: Duration = Duration::from_secs(10);

pub(super) fn next(step: &Step, tried: Tried) -> Next {
    let after = |tries: i64| u32::try_from(tries).unwrap_or(u32::MAX).saturating_add(1);
    let number = after(tried.attempts);
    let again = |wait: Duration, dup_risk| Next::Queued { due_at: later(tried.now, wait), counted: true, dup_risk };
    match step.verdict {
        Verdict::Accepted => Next::Sent { test_mailbox: false },
        Verdict::Failed(_) => Next::Failed,
        Verdict::Defer => again(retry_delay(number), false),
        Verdict::Retry => again(redelivery_delay(number), false),
        Verdict::Ambiguous => match tried.kind.settle(after(tried.doubts)) {
            Settlement::SendAgain => again(redelivery_delay(number), true),
            Settlement::AskAPerson => Next::Uncertain,
        },
        Verdict::Uncertain => Next::Uncertain,
        Verdict::BackOff { .. }
        | Verdict::AuthRefused
        | Verdict::SenderRefused
        | Verdict::Throttle(_)
        | Verdict::Split => Next::Queued { due_at: tried.now, counted: false, dup_risk: false },
        // Nothing was said; the database did not answer, and would be asked again at once.
        Verdict::Stopped => Next::Queued { due_at: later(tried.now, STOPPED), counted: false, dup_risk: false },
    }
}

pub(super) fn trouble(step: &Step, tried: Tried) -> Option<Trouble> {
    let pause = account_pause(u32::try_from(tried.troubles).unwrap_or(u32::MAX));
    let wait = match step.verdict {
        Verdict::BackOff { wait } => wait.map_or(pause, |asked| asked.max(pause)),
        Verdict::Throttle(Window::Minute) => pause.max(Duration::from_secs(60)),
        Verdict::Throttle(Window::Day) => Duration::from_secs(24 * 3600),
        Verdict::AuthRefused => return Some(Trouble::Stop(AccountState::AuthFailed)),
        Verdict::SenderRefused => return Some(Trouble::Stop(AccountState::SenderRefused)),
        _ => return None,
    };
    Some(Trouble::Throttle { until: later(tried.now, wait) })
}

fn later(now: Moment, wait: Duration) -> Moment {
    now.plus_ms(i64::try_from(wait.as_millis()).unwrap_or(i64::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::delivery::{Answer, Fault, Phase, Reply};

    const NOW: Moment = Moment(1_800_000_000_000);

    fn tried(kind: Kind, doubts: i64) -> Tried {
        Tried { kind, attempts: doubts, doubts, troubles: 0, now: NOW }
    }

    /// I3
    #[test]
    fn a_drop_after_the_dot_is_sent_again_twice_but_never_of_a_campaign() {
        let dropped = Step::new(Phase::Dot, Answer::Fault(Fault::Dropped));
        let again = next(&dropped, tried(Kind::OneOff, 0));
        assert!(matches!(again, Next::Queued { dup_risk: true, counted: true, .. }));
        assert_eq!(next(&dropped, tried(Kind::OneOff, 2)), Next::Uncertain);
        assert_eq!(next(&dropped, tried(Kind::Campaign, 0)), Next::Uncertain);
        let put_off = next(&dropped, Tried { attempts: 9, ..tried(Kind::OneOff, 1) });
        assert!(matches!(put_off, Next::Queued { dup_risk: true, .. }), "greylisting is no doubt");
    }

    #[test]
    fn a_refused_login_marks_nobody_and_stops_the_account() {
        let refused = Step::new(Phase::Auth, Answer::Reply(Reply::new(535, "5.7.8 no")));
        let back = Next::Queued { due_at: NOW, counted: false, dup_risk: false };
        assert_eq!(next(&refused, tried(Kind::OneOff, 0)), back);
        assert_eq!(trouble(&refused, tried(Kind::OneOff, 0)), Some(Trouble::Stop(AccountState::AuthFailed)));
    }

    #[test]
    fn an_account_backs_off_as_long_as_its_server_asks_and_longer_each_time() {
        let busy = Step::new(Phase::Greeting, Answer::Reply(Reply::new(421, "try again in 120 seconds")));
        let until = |troubles| trouble(&busy, Tried { troubles, ..tried(Kind::OneOff, 0) });
        assert_eq!(until(0), Some(Trouble::Throttle { until: NOW.plus_seconds(120) }));
        assert_eq!(until(5), Some(Trouble::Throttle { until: NOW.plus_seconds(320) }));
    }

    #[test]
    fn a_put_off_recipient_waits_five_minutes_and_the_account_is_not_to_blame() {
        let later = Step::new(Phase::Rcpt, Answer::Reply(Reply::new(451, "4.3.0 later")));
        let due_at = NOW.plus_seconds(300);
        assert_eq!(next(&later, tried(Kind::OneOff, 0)), Next::Queued { due_at, counted: true, dup_risk: false });
        assert_eq!(trouble(&later, tried(Kind::OneOff, 0)), None);
    }
}
