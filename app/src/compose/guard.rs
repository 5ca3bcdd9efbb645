//! A form that is left: it asks while something is not on the server, and saves what is not there yet.

use super::autosave::Autosave;
#[cfg(feature = "hydrate")]
use super::{leaving, standing::Standing};
#[cfg(feature = "hydrate")]
use leptos::prelude::*;

impl Autosave {
    /// Asks before the form is left while something is not on the server; saves when the page is hidden or left, and when the
    /// browser is online again.
    pub fn guard(self) {
        #[cfg(feature = "hydrate")]
        {
            leaving::set_unsaved(false);
            let closing = window_event_listener(leptos::ev::beforeunload, move |e| {
                if leaving::is_unsaved() {
                    e.prevent_default();
                }
            });
            let save = move |_| {
                if self.standing.with_untracked(|standing| *standing == Standing::Waiting || standing.may_pass()) {
                    self.save_quietly();
                }
            };
            let hiding = window_event_listener_untyped("visibilitychange", save);
            let online = window_event_listener_untyped("online", save);
            on_cleanup(move || {
                closing.remove();
                hiding.remove();
                online.remove();
                self.stop_timer();
                // Nothing is shown any more: what would show it is about to go, and must not be woken.
                let waits = self.standing.get_untracked() == Standing::Waiting && !self.has_nothing_new();
                if leaving::is_unsaved() || waits {
                    self.send_off();
                }
                leaving::set_unsaved(false);
                if self.is_as_at_first.get_value() && !self.stays.get_value() {
                    self.drop_blank();
                }
            });
        }
    }

    /// Made by this very form, and as the form opened again: nobody wants it among the drafts.
    #[cfg(feature = "hydrate")]
    fn drop_blank(self) {
        if let (Some((id, _)), Standing::Saved(_)) = (self.saved(), self.standing.get_untracked()) {
            leptos::task::spawn_local(async move { drop(super::api::discard(id, false).await) });
        }
    }
}
