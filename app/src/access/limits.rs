//! How often somebody may try (S02): ten bad attempts a minute from one address, then 429; an account under attack is
//! slowed, and never closed to its owner.

use model::Moment;
use std::{
    collections::{HashMap, VecDeque},
    hash::Hash,
    net::IpAddr,
    sync::{Mutex, PoisonError},
    time::Duration,
};

/// Bad attempts that one address has a minute.
const ATTEMPTS: usize = 10;
/// Calls to mail servers that one address may ask for a minute (S53).
const TESTS: usize = 12;
/// Tokens of programs that are refused one address a minute.
const TOKENS: usize = 10;
/// Mails that one address may ask for a minute.
const MAILS: usize = 5;
const MINUTE: i64 = 60_000;
/// Failures of an account that cost nothing: people mistype.
const FREE: u32 = 4;
/// After so long without a failure an account is as before.
const FORGOTTEN: i64 = 15 * MINUTE;
/// Keys kept before old ones are looked for.
const KEPT: usize = 10_000;

/// Counts in memory.
#[derive(Debug, Default)]
pub(super) struct Limits {
    attempts: Window<IpAddr>,
    tokens: Window<IpAddr>,
    mails: Window<IpAddr>,
    tests: Window<IpAddr>,
    mails_to: Window<String>,
    accounts: Mutex<HashMap<String, (u32, Moment)>>,
}

impl Limits {
    /// Counts an attempt before it is judged, so that many at once do not slip through; the error is after how many seconds
    /// the next one may come.
    pub(super) fn attempt(&self, address: IpAddr, now: Moment) -> Result<(), i64> {
        self.attempts.count(network(address), ATTEMPTS, MINUTE, now)
    }

    /// It was a good one: it does not count.
    pub(super) fn forgive(&self, address: IpAddr) {
        self.attempts.uncount(&network(address));
    }

    /// May this address show a token of a program? The error is after how many seconds it may again.
    pub(super) fn may_show_token(&self, address: IpAddr, now: Moment) -> Result<(), i64> {
        self.tokens.room(&network(address), TOKENS, MINUTE, now)
    }

    /// A token from this address was refused.
    pub(super) fn token_refused(&self, address: IpAddr, now: Moment) {
        // Whoever finds no room here is refused before the token is looked at.
        let _ = self.tokens.count(network(address), TOKENS, MINUTE, now);
    }

    /// Counts a request for a mail from this address.
    pub(super) fn mail(&self, address: IpAddr, now: Moment) -> Result<(), i64> {
        self.mails.count(network(address), MAILS, MINUTE, now)
    }

    /// Counts a trial of a mail account from this address.
    pub(super) fn test(&self, address: IpAddr, now: Moment) -> Result<(), i64> {
        self.tests.count(network(address), TESTS, MINUTE, now)
    }

    /// May another mail go to this account? One a minute.
    pub(super) fn mail_to(&self, account: &str, now: Moment) -> bool {
        self.mails_to.count(account.to_owned(), 1, MINUTE, now).is_ok()
    }

    /// How long to wait before an attempt at this account is judged, right or wrong.
    pub(super) fn delay(&self, account: &str, now: Moment) -> Duration {
        let accounts = self.accounts.lock().unwrap_or_else(PoisonError::into_inner);
        accounts.get(account).filter(|(_, last)| now.since(*last) < FORGOTTEN).map_or(Duration::ZERO, |(n, _)| slow(*n))
    }

    /// An attempt at this account failed.
    pub(super) fn failed(&self, account: &str, now: Moment) {
        let mut accounts = self.accounts.lock().unwrap_or_else(PoisonError::into_inner);
        if accounts.len() >= KEPT {
            accounts.retain(|_, (_, last)| now.since(*last) < FORGOTTEN);
        }
        let (n, last) = accounts.entry(account.to_owned()).or_insert((0, now));
        *n = if now.since(*last) < FORGOTTEN { n.saturating_add(1) } else { 1 };
        *last = now;
    }

    /// Its owner came in.
    pub(super) fn succeeded(&self, account: &str) {
        self.accounts.lock().unwrap_or_else(PoisonError::into_inner).remove(account);
    }
}

/// Nothing for the first failures, then a quarter of a second, doubling up to four seconds.
fn slow(failures: u32) -> Duration {
    match failures.saturating_sub(FREE) {
        0 => Duration::ZERO,
        n => Duration::from_millis(250 << (n - 1).min(4)),
    }
}

/// Whoever has one IPv6 address has its /64.
fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(v6) => IpAddr::V6((u128::from(v6) & !u128::from(u64::MAX)).into()),
        v4 => v4,
    }
}

/// Instants of each key, old ones dropped.
#[derive(Debug)]
struct Window<K>(Mutex<HashMap<K, VecDeque<Moment>>>);

impl<K> Default for Window<K> {
    fn default() -> Self {
        Window(Mutex::default())
    }
}

impl<K: Hash + Eq> Window<K> {
    fn count(&self, key: K, most: usize, span: i64, now: Moment) -> Result<(), i64> {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if all.len() >= KEPT {
            all.retain(|_, at| at.back().is_some_and(|last| now.since(*last) < span));
        }
        let at = all.entry(key).or_default();
        while at.front().is_some_and(|first| now.since(*first) >= span) {
            at.pop_front();
        }
        match at.front() {
            Some(first) if at.len() >= most => Err((span - now.since(*first)).div_euclid(1000) + 1),
            _ => {
                at.push_back(now);
                Ok(())
            }
        }
    }

    /// As [`Window::count`] would say, without counting.
    fn room(&self, key: &K, most: usize, span: i64, now: Moment) -> Result<(), i64> {
        let all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(at) = all.get(key) else { return Ok(()) };
        let mut within = at.iter().filter(|at| now.since(**at) < span);
        let count = within.clone().count();
        match within.next() {
            Some(first) if count >= most => Err((span - now.since(*first)).div_euclid(1000) + 1),
            _ => Ok(()),
        }
    }

    fn uncount(&self, key: &K) {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(at) = all.get_mut(key) {
            at.pop_back();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Moment = Moment(1_800_000_000_000);

    fn ip(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    #[test]
    fn s02_the_eleventh_bad_attempt_of_a_minute_waits_and_others_do_not() {
        let limits = Limits::default();
        for n in 0..10 {
            assert_eq!(limits.attempt(ip("192.0.2.1"), NOW.plus_seconds(n)), Ok(()));
        }
        assert_eq!(limits.attempt(ip("192.0.2.1"), NOW.plus_seconds(10)), Err(51));
        assert_eq!(limits.attempt(ip("192.0.2.2"), NOW.plus_seconds(10)), Ok(()));
        assert_eq!(limits.attempt(ip("192.0.2.1"), NOW.plus_seconds(61)), Ok(()));
    }

    #[test]
    fn s02_good_attempts_do_not_count() {
        let limits = Limits::default();
        for _ in 0..50 {
            assert_eq!(limits.attempt(ip("192.0.2.1"), NOW), Ok(()));
            limits.forgive(ip("192.0.2.1"));
        }
    }

    #[test]
    fn s02_refused_tokens_are_counted_and_right_ones_are_not() {
        let limits = Limits::default();
        for n in 0..10 {
            assert_eq!(limits.may_show_token(ip("192.0.2.1"), NOW.plus_seconds(n)), Ok(()));
            limits.token_refused(ip("192.0.2.1"), NOW.plus_seconds(n));
        }
        assert_eq!(limits.may_show_token(ip("192.0.2.1"), NOW.plus_seconds(10)), Err(51));
        assert_eq!(limits.attempt(ip("192.0.2.1"), NOW.plus_seconds(10)), Ok(()), "people still sign in");
        assert_eq!(limits.may_show_token(ip("192.0.2.2"), NOW.plus_seconds(10)), Ok(()));
        assert_eq!(limits.may_show_token(ip("192.0.2.1"), NOW.plus_seconds(61)), Ok(()));
    }

    #[test]
    fn s02_a_whole_ipv6_network_is_one_address() {
        let limits = Limits::default();
        for n in 0..10 {
            assert_eq!(limits.attempt(ip(&format!("2001:db8::{n:x}")), NOW), Ok(()));
        }
        assert!(limits.attempt(ip("2001:db8::ffff"), NOW).is_err());
        assert!(limits.attempt(ip("2001:db8:0:1::1"), NOW).is_ok());
    }

    #[test]
    fn s02_an_account_under_attack_is_slowed_and_recovers() {
        let limits = Limits::default();
        for _ in 0..4 {
            limits.failed("marie@acme.example", NOW);
        }
        assert_eq!(limits.delay("marie@acme.example", NOW), Duration::ZERO);
        for _ in 0..200 {
            limits.failed("marie@acme.example", NOW);
        }
        assert_eq!(limits.delay("marie@acme.example", NOW), Duration::from_secs(4));
        assert_eq!(limits.delay("jean@acme.example", NOW), Duration::ZERO);
        assert_eq!(limits.delay("marie@acme.example", NOW.plus_seconds(901)), Duration::ZERO);
        limits.succeeded("marie@acme.example");
        assert_eq!(limits.delay("marie@acme.example", NOW), Duration::ZERO);
    }
}
