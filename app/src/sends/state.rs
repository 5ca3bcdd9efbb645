//! The states of a send as tags.

use crate::{
    ui::{Tag, Tone},
    words::{Words, words},
};
use leptos::prelude::*;
use model::send::{Counts, Shown};

/// The word of a state and how it looks.
pub fn state_tag(shown: Shown) -> (&'static str, Tone) {
    state_name(words(), shown)
}

/// The same in this language.
pub(super) fn state_name(w: Words, shown: Shown) -> (&'static str, Tone) {
    match shown {
        Shown::Waiting => (w.send_waiting(), Tone::Plain),
        Shown::Sending => (w.send_sending(), Tone::Info),
        Shown::Sent => (w.send_sent(), Tone::Ok),
        Shown::TestMailbox => (w.send_mailbox(), Tone::Info),
        Shown::Deferred => (w.send_deferred(), Tone::Warn),
        Shown::Failed => (w.send_failed(), Tone::Bad),
        Shown::Bounced => (w.send_bounced(), Tone::Bad),
        Shown::Uncertain => (w.send_uncertain(), Tone::Warn),
        Shown::Cancelled => (w.send_cancelled(), Tone::Off),
    }
}

/// What a whole send came to: the worst that a person should know of, else what is still to come, else the good end.
pub fn overall(counts: &Counts) -> Shown {
    let order = [
        (counts.failed, Shown::Failed),
        (counts.bounced, Shown::Bounced),
        (counts.uncertain, Shown::Uncertain),
        (counts.deferred, Shown::Deferred),
        (counts.sending, Shown::Sending),
        (counts.waiting, Shown::Waiting),
        (counts.sent, Shown::Sent),
        (counts.test_mailbox, Shown::TestMailbox),
    ];
    order.into_iter().find(|(n, _)| *n > 0).map_or(Shown::Cancelled, |(_, shown)| shown)
}

/// The tag of a send in a list.
#[component]
pub fn SendTag(
    /// Of all its deliveries.
    counts: Counts,
) -> AnyView {
    let (text, tone) = state_tag(overall(&counts));
    view! { <Tag text tone/> }.into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_send_reads_as_its_worst_delivery() {
        let counts = |sent, failed, deferred| Counts { total: 9, sent, failed, deferred, ..Counts::default() };
        assert_eq!(overall(&counts(8, 1, 0)), Shown::Failed);
        assert_eq!(overall(&counts(8, 0, 1)), Shown::Deferred);
        assert_eq!(overall(&Counts { bounced: 1, ..counts(8, 0, 1) }), Shown::Bounced);
        assert_eq!(overall(&counts(9, 0, 0)), Shown::Sent);
        assert_eq!(overall(&Counts { total: 1, cancelled: 1, ..Counts::default() }), Shown::Cancelled);
    }
}
