//! « Annuler l’envoi », with the seconds that are left (P33); « Annuler le reste » once something left (E15).

use super::{api::Cancel, progress::COUNT};
use crate::{
    facts::now,
    recipients::focus,
    ui::{SendForm, anew, error_sentence, use_toasts},
    wire::Sending,
    words::words,
};
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;
use model::{
    BatchId, Moment,
    send::{Cancelled, Counts},
};
use std::time::Duration;

/// The act and what becomes of it: in time the draft opens again, too late it says for how many. It belongs to the page, not to the
/// bar: the bar goes when the news arrives, and that may be before the answer.
pub fn cancelling(
    // After the answer: the page asks again.
    changed: Callback<()>,
) -> Sending<Cancel> {
    let w = words();
    let (toasts, navigate) = (use_toasts(), use_navigate());
    let cancel = Sending::<Cancel>::new();
    cancel.on_done(move |Cancelled { stopped, too_late, draft_id }| {
        changed.run(());
        // Whoever stops the rest knows of those that had left.
        let late = too_late - cancel.typed("gone").parse().unwrap_or(0);
        if late > 0 {
            toasts.trouble(w.sends_too_late(late));
        }
        match draft_id {
            Some(draft) => {
                toasts.say(w.sends_cancelled_draft());
                navigate(&format!("/ecrire?brouillon={draft}"), Default::default());
            }
            None if stopped > 0 => toasts.say(w.sends_cancelled_some(stopped)),
            None => {}
        }
        if draft_id.is_none() {
            focus(COUNT);
        }
    });
    cancel.on_error(move |e| toasts.trouble(error_sentence(w, &e)));
    cancel
}

/// Shown while something of the batch waits.
#[component]
pub fn CancelBar(
    /// Which batch.
    batch: BatchId,
    /// Until when all of it is held; past when nothing is.
    until: Moment,
    /// Of all deliveries, live.
    counts: Signal<Counts>,
    /// Made by [`cancelling`].
    cancel: Sending<Cancel>,
    /// It is held back.
    paused: bool,
) -> AnyView {
    let w = words();
    let left = countdown(until);
    let label = move || match left.get() {
        _ if paused => w.sends_is_paused().to_owned(),
        0 => w.sends_can_stop().to_owned(),
        n => w.sends_leaves_in(n),
    };
    // A plain form: it goes back to this page, which says exactly what it came to.
    let (hold, hold_at) = match paused {
        true => (w.sends_resume(), "/api/sends/resume"),
        false => (w.sends_pause(), "/api/sends/pause"),
    };
    let act = move || if counts.get().gone() > 0 { w.sends_cancel_rest() } else { w.sends_cancel() };
    view! {
        <div class="send-hold">
            <span class="num" aria-live="off">{anew(label)}</span>
            <form method="post" action=hold_at>
                <input type="hidden" name="batch" value=batch.to_string()/>
                <input type="hidden" name="back" value=format!("/envois/{batch}")/>
                <button type="submit" class="btn">{hold}</button>
            </form>
            <SendForm to=cancel class="">
                <input type="hidden" name="batch" value=batch.to_string()/>
                <input type="hidden" name="gone" value=move || counts.get().left().to_string()/>
                <button type="submit" class="btn">{anew(act)}</button>
            </SendForm>
        </div>
    }
    .into_any()
}

/// Seconds until then, by the server's clock.
fn countdown(until: Moment) -> RwSignal<i64> {
    let seconds = move || until.since(now()).max(0) / 1000;
    let left = RwSignal::new(seconds());
    if cfg!(feature = "hydrate")
        && seconds() > 0
        && let Ok(timer) = set_interval_with_handle(move || left.set(seconds()), Duration::from_secs(1))
    {
        on_cleanup(move || timer.clear());
    }
    left
}
