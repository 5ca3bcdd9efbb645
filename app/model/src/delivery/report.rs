//! What a delivery report (RFC 3464) says of one recipient, and what follows from it. A report comes after a server had taken the
//! mail: it never changes the state « sent » (delivery.md §2), it is told beside it.

use super::{Answer, Enhanced, Failure, Phase, Reply, Verdict, classify};
use crate::codes::codes;
use crate::control::is_forbidden;

/// So many of our mails come back for good before nothing is sent to an address any more…
pub const SUPPRESSED_AFTER: i64 = 2;
/// … within so many days, by when their reports were read.
pub const SUPPRESSED_WITHIN_DAYS: i64 = 90;
/// Characters of a server's words that are kept.
const TEXT_MAX: usize = 500;

/// What a server did, by its own words (RFC 3464 §2.3.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// It gave up.
    Failed,
    /// It goes on trying.
    Delayed,
    /// It arrived.
    Delivered,
    /// It went on to a server that does not report.
    Relayed,
    /// It went on to several.
    Expanded,
}
codes!(Action[5] {
    Failed => "failed",
    Delayed => "delayed",
    Delivered => "delivered",
    Relayed => "relayed",
    Expanded => "expanded",
});

/// One recipient of a report, as it was read; all of it hostile.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reported {
    /// None when the report does not say, or says what is no action.
    pub action: Option<Action>,
    /// `Status`
    pub status: Option<Enhanced>,
    /// What the refusing server said: `550 5.1.1 no such user`, without the type in front.
    pub diagnostic: String,
}

/// What a report comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReportKind {
    /// The address does not exist: a candidate for suppression.
    Hard,
    /// It came back for a reason that may pass, or is not the address'.
    Soft,
    /// It is not there yet: told, and changes nothing.
    Delayed,
}
codes!(ReportKind[3] { Hard => "hard", Soft => "soft", Delayed => "delayed" });

impl ReportKind {
    /// Of several that one report says of the same delivery the worst counts.
    pub fn is_worse_than(self, other: Self) -> bool {
        let rank = |kind: Self| Self::ALL.iter().position(|own| *own == kind);
        rank(self) < rank(other)
    }
}

/// What is kept of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// What it comes to.
    pub kind: ReportKind,
    /// The refusing server's code, when it is told.
    pub code: Option<u16>,
    /// The more precise of what the report and that server say.
    pub enhanced: Option<Enhanced>,
    /// One line of that server's words, at most 500 characters; hostile (S38).
    pub text: String,
}

/// What follows; nothing for what arrived or went on, nor for what contradicts itself. The same table decides as in the dialogue
/// (`classify`): what would be the address' fault there is it here, too.
pub fn judge(reported: &Reported) -> Option<Finding> {
    let (code, own, text) = said(&reported.diagnostic);
    let enhanced = match (reported.status, own) {
        // « 5.0.0 » says nothing that the server's own code does not say better.
        (Some(Enhanced(class, 0, 0)), Some(own)) if own.0 == class => Some(own),
        (status, own) => status.or(own),
    };
    let class = enhanced.map(|enhanced| enhanced.0);
    let kind = match (reported.action, class) {
        (Some(Action::Delayed), Some(4) | None) => ReportKind::Delayed,
        (Some(Action::Failed), Some(4 | 5)) | (None, Some(5)) => bounced(code, enhanced, &text),
        (Some(Action::Failed), None) if code.is_some_and(|code| code >= 400) => bounced(code, enhanced, &text),
        _ => return None,
    };
    Some(Finding { kind, code, enhanced, text })
}

/// Hard only when nothing that was said speaks of a later time.
fn bounced(code: Option<u16>, enhanced: Option<Enhanced>, text: &str) -> ReportKind {
    let for_good = enhanced.is_some_and(|enhanced| enhanced.0 == 5) && code.is_none_or(|code| code >= 500);
    let reply = Reply { code: code.unwrap_or(550), enhanced, text: text.to_owned() };
    match classify(Phase::Rcpt, &Answer::Reply(reply)) {
        Verdict::Failed(Failure::Address) if for_good => ReportKind::Hard,
        _ => ReportKind::Soft,
    }
}

/// The code in front, the enhanced one after it, and the rest as one line.
fn said(diagnostic: &str) -> (Option<u16>, Option<Enhanced>, String) {
    let line: String = diagnostic.chars().map(|c| if is_forbidden(c) { ' ' } else { c }).collect();
    let line = line.split_whitespace().collect::<Vec<_>>().join(" ");
    let cut = |text: &str| text.chars().take(TEXT_MAX).collect::<String>();
    let digits = line.get(..3).filter(|head| head.bytes().all(|byte| byte.is_ascii_digit()));
    let code = digits.and_then(|head| head.parse().ok()).filter(|code| (200..600).contains(code));
    let ends = |rest: &str| rest.is_empty() || rest.starts_with([' ', '-']);
    let (Some(code), Some(rest)) = (code, line.get(3..).filter(|rest| ends(rest))) else {
        return (None, None, cut(&line));
    };
    let reply = Reply::new(code, rest.trim_start_matches(['-', ' ']));
    (Some(code), reply.enhanced, cut(&reply.text))
}

#[cfg(test)]
mod tests {
    use super::*;
    use ReportKind::{Delayed, Hard, Soft};

    fn kind(action: &str, status: &str, diagnostic: &str) -> Option<ReportKind> {
        let reported = Reported {
            action: Action::from_code(action),
            status: status.parse().ok(),
            diagnostic: diagnostic.to_owned(),
        };
        judge(&reported).map(|finding| finding.kind)
    }

    /// delivery.md §4: the rows of RCPT that are the address' fault, and no others.
    #[test]
    fn only_an_address_that_does_not_exist_is_hard() {
        for status in ["5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10"] {
            assert_eq!(kind("failed", status, "550 no such user"), Some(Hard), "{status}");
            assert_eq!(kind("failed", status, ""), Some(Hard), "{status}");
        }
        for status in ["5.2.2", "5.7.1", "5.0.0", "5.4.7", "5.3.4", "4.4.7", "4.1.1", "5.1.8"] {
            assert_eq!(kind("failed", status, "554 no"), Some(Soft), "{status}");
        }
        assert_eq!(kind("failed", "5.0.0", "550 5.1.1 unknown"), Some(Hard), "the server says it better");
        assert_eq!(kind("failed", "5.0.0", "550 unknown"), Some(Soft), "a bare 550 tells nothing of the address");
        assert_eq!(kind("failed", "5.1.1", "450 4.1.1 try later"), Some(Soft), "given up, never refused for good");
        assert_eq!(kind("failed", "5.1.1", "550-5.1.1 first line 550 5.1.1 second"), Some(Hard));
    }

    #[test]
    fn the_worst_that_a_report_says_counts() {
        assert!(Hard.is_worse_than(Soft) && Soft.is_worse_than(Delayed) && Hard.is_worse_than(Delayed));
        assert!(ReportKind::ALL.iter().all(|kind| !kind.is_worse_than(*kind)) && !Delayed.is_worse_than(Hard));
    }

    #[test]
    fn a_delay_and_what_arrived_change_nothing() {
        assert_eq!(kind("delayed", "4.4.1", ""), Some(Delayed));
        assert_eq!(kind("delayed", "", ""), Some(Delayed));
        for action in ["delivered", "relayed", "expanded"] {
            assert_eq!(kind(action, "2.0.0", "250 ok"), None);
            assert_eq!(kind(action, "5.1.1", "550 no"), None);
        }
    }

    #[test]
    fn what_contradicts_itself_or_says_nothing_is_no_report() {
        assert_eq!(kind("failed", "2.0.0", ""), None);
        assert_eq!(kind("delayed", "5.1.1", ""), None);
        assert_eq!(kind("failed", "", ""), None);
        assert_eq!(kind("failed", "", "it did not work"), None);
        assert_eq!(kind("", "4.2.2", ""), None);
        assert_eq!(kind("failed", "", "550 5.1.1 unknown"), Some(Hard));
        assert_eq!(kind("failed", "", "552 full"), Some(Soft));
        assert_eq!(kind("", "5.1.1", "550 unknown"), Some(Hard), "some leave the action out");
    }

    /// S38
    #[test]
    fn the_servers_words_are_one_line_of_limited_length() {
        let reported = Reported {
            action: Some(Action::Failed),
            status: "5.1.1".parse().ok(),
            diagnostic: format!("550 5.1.1 no\r\n\u{0}such\u{2028}user {}", "é".repeat(900)),
        };
        let finding = judge(&reported).unwrap();
        assert!(finding.text.starts_with("no such user é") && finding.text.chars().count() == TEXT_MAX);
        assert_eq!((finding.code, finding.enhanced), (Some(550), Some(Enhanced(5, 1, 1))));
        for odd in ["55", "5500 x", "é50", "199 x", "999 x", "abc", "550x"] {
            assert_eq!(said(odd), (None, None, odd.to_owned()));
        }
        assert_eq!(said("550"), (Some(550), None, String::new()));
    }
}
