//! How far a send is: the big counter, then what it came to.

use crate::{ui::anew, words::words};
use leptos::prelude::*;
use model::send::Counts;

/// Where the focus goes when what was pressed is there no more.
pub(super) const COUNT: &str = "send-count";

/// « 37 / 120 » while something moves, « 117 envoyés, 3 non envoyés » at the end; announced politely.
#[component]
pub fn Progress(
    /// Of all deliveries, live.
    counts: Signal<Counts>,
) -> AnyView {
    let w = words();
    let done = move || counts.with(|c| c.total - c.waiting - c.sending - c.deferred);
    view! {
        <div class="send-progress">
            <p class="send-count num" id=COUNT role="status" tabindex="-1">{anew(move || counts.with(sentence))}</p>
            <div class="line" hidden=move || counts.with(Counts::is_settled)>
                <progress aria-label=w.sends_progress_label() max=move || counts.get().total value=done></progress>
                <span class="meta num">{anew(move || w.sends_progress(&w.number(done()), &w.number(counts.get().total)))}</span>
            </div>
        </div>
    }
    .into_any()
}

/// Every state that has somebody in it, in one sentence.
pub(super) fn sentence(counts: &Counts) -> String {
    let w = words();
    let parts = [
        (counts.sent, w.sends_count_sent(counts.sent)),
        (counts.test_mailbox, w.sends_count_mailbox(counts.test_mailbox)),
        (counts.failed, w.sends_count_not_sent(counts.failed)),
        (counts.bounced, w.sends_count_bounced(counts.bounced)),
        (counts.uncertain, w.sends_count_uncertain(counts.uncertain)),
        (counts.deferred, w.sends_count_deferred(counts.deferred)),
        (counts.waiting + counts.sending, w.sends_count_waiting(counts.waiting + counts.sending)),
        (counts.cancelled, w.sends_count_cancelled(counts.cancelled)),
    ];
    let told: Vec<String> = parts.into_iter().filter(|(n, _)| *n > 0).map(|(_, text)| text).collect();
    told.join(", ")
}
