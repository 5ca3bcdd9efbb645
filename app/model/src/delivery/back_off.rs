//! When to try again. Every schedule only ever grows.

use core::time::Duration;

/// After the `attempt`-th put-off by a recipient's server (from 1): 5 min, 15, 30, 1 h, 2 h, then every 4 h until it expires.
pub fn retry_delay(attempt: u32) -> Duration {
    let minutes = match attempt {
        0 | 1 => 5,
        2 => 15,
        3 => 30,
        4 => 60,
        5 => 120,
        _ => 240,
    };
    Duration::from_secs(minutes * 60)
}

/// How long an account pauses after its `n`-th trouble in a row (from 0): 10 s × 2ⁿ, at most 15 min.
pub fn account_pause(n: u32) -> Duration {
    Duration::from_secs((10 << n.min(7)).min(15 * 60))
}

/// After a connection that ended before the dot, on the `attempt`-th try (from 1): soon, since nothing was wrong with the mail, but
/// not at once, since a mail that makes a server hang up must not hold up the others.
pub fn redelivery_delay(attempt: u32) -> Duration {
    account_pause(attempt.saturating_sub(1))
}

/// « try again in N seconds », also in minutes or hours: what the server asks for, at most an hour.
pub fn wait_asked_for(text: &str) -> Option<Duration> {
    let text = text.to_ascii_lowercase();
    let words: Vec<&str> = text.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let start = words.windows(2).position(|pair| matches!(pair, ["try" | "retry" | "again" | "wait", _]))?;
    words[start..].iter().enumerate().take(8).find_map(|(i, word)| {
        let digits = word.bytes().take_while(u8::is_ascii_digit).count();
        let number: u64 = word[..digits].parse().ok()?;
        let unit = if digits < word.len() { &word[digits..] } else { words[start..].get(i + 1).copied()? };
        let seconds = number.saturating_mul(unit_seconds(unit)?);
        Some(Duration::from_secs(seconds.min(3600)))
    })
}

fn unit_seconds(unit: &str) -> Option<u64> {
    match unit {
        "s" | "sec" | "secs" | "second" | "seconds" => Some(1),
        "m" | "min" | "mins" | "minute" | "minutes" => Some(60),
        "h" | "hour" | "hours" => Some(3600),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn recipients_are_tried_again_after_5_15_30_minutes_then_1_2_4_hours() {
        let minutes: Vec<u64> = (1..=8).map(|n| retry_delay(n).as_secs() / 60).collect();
        assert_eq!(minutes, [5, 15, 30, 60, 120, 240, 240, 240]);
    }

    #[test]
    fn an_account_pauses_twice_as_long_each_time_up_to_a_quarter_of_an_hour() {
        let seconds: Vec<u64> = (0..9).map(|n| account_pause(n).as_secs()).collect();
        assert_eq!(seconds, [10, 20, 40, 80, 160, 320, 640, 900, 900]);
    }

    #[test]
    fn the_wait_a_server_asks_for_is_understood() {
        for (text, seconds) in [
            ("Try again in 120 seconds", 120),
            ("too much mail, please retry after 5 minutes", 300),
            ("rate limited; wait 30s.", 30),
            ("Please try again in 1 hour", 3600),
            ("try again in 99999999999999999999 seconds or 7 seconds", 7),
            ("try again in 500000 seconds", 3600),
        ] {
            assert_eq!(wait_asked_for(text), Some(Duration::from_secs(seconds)), "{text}");
        }
        for text in ["try again later", "greylisted for 300 seconds", "", "again", "try again in 5 bananas", "retry 12"]
        {
            assert_eq!(wait_asked_for(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn schedules_never_shrink(n in 0u32..u32::MAX) {
            prop_assert!(retry_delay(n) <= retry_delay(n + 1));
            prop_assert!(account_pause(n) <= account_pause(n + 1));
            prop_assert!(redelivery_delay(n) <= redelivery_delay(n + 1));
        }

        #[test]
        fn no_text_makes_it_panic_or_wait_for_ever(text in "(?s).{0,200}", tail in "(try|again|wait) [0-9]{0,25} ?(s|min|h)?") {
            for text in [text.clone(), tail.clone(), format!("{text}{tail}")] {
                prop_assert!(wait_asked_for(&text).is_none_or(|wait| wait <= Duration::from_secs(3600)));
            }
        }
    }
}
