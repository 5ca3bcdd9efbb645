//! The draft on the server follows what is typed: a second after the last key, at most five after the first. Leaving asks only
//! when the last save failed.

use super::api::{Saved, save};
use crate::error::AppError;
use leptos::prelude::*;
use model::{DraftId, Moment, compose::Draft};
use std::time::Duration;

/// Where the draft stands between the form and the server.
#[derive(Clone, Debug, PartialEq)]
pub enum Standing {
    /// Nothing to save.
    Untouched,
    /// Typed, and not yet on the server.
    Waiting,
    /// On its way.
    Saving,
    /// The server has it.
    Saved(Moment),
    /// The server does not have it, and why.
    Failed(AppError),
}

/// Saves what `content` gives, whenever told that something changed.
#[derive(Clone, Copy)]
pub struct Autosave {
    /// For the line under the form.
    pub standing: RwSignal<Standing>,
    saved: RwSignal<Option<(DraftId, i64)>>,
    content: StoredValue<Box<dyn Fn() -> Draft + Send + Sync>>,
    timer: StoredValue<Option<TimeoutHandle>>,
    waiting_since: StoredValue<u32>,
    running: StoredValue<bool>,
    again: StoredValue<bool>,
    then: StoredValue<Option<Callback<()>>>,
}

/// Milliseconds of silence after which it is saved.
const PAUSE: u64 = 1_000;
/// Changes after which it is saved without a silence: somebody who never pauses is not left without a draft.
const CHANGES: u32 = 40;

impl Autosave {
    /// For a form whose draft may be on the server already.
    pub fn new(saved: Option<(DraftId, i64, Moment)>, content: impl Fn() -> Draft + Send + Sync + 'static) -> Autosave {
        let standing = saved.map_or(Standing::Untouched, |(_, _, at)| Standing::Saved(at));
        Autosave {
            standing: RwSignal::new(standing),
            saved: RwSignal::new(saved.map(|(id, version, _)| (id, version))),
            content: StoredValue::new(Box::new(content)),
            timer: StoredValue::new(None),
            waiting_since: StoredValue::new(0),
            running: StoredValue::new(false),
            again: StoredValue::new(false),
            then: StoredValue::new(None),
        }
    }

    /// The draft's id and version on the server.
    pub fn saved(self) -> Option<(DraftId, i64)> {
        self.saved.try_get_untracked().flatten()
    }

    /// Once the save that is under way has ended, `act`; false when none is, and nothing will be done.
    pub fn then(self, act: impl Fn() + Send + Sync + 'static) -> bool {
        let running = self.running.try_get_value() == Some(true);
        if running {
            self.then.set_value(Some(Callback::new(move |()| act())));
        }
        running
    }

    /// Something was typed.
    pub fn touch(self) {
        self.standing.set(Standing::Waiting);
        self.waiting_since.update_value(|n| *n += 1);
        self.stop_timer();
        if self.waiting_since.try_get_value().is_some_and(|n| n >= CHANGES) {
            return self.save_now();
        }
        let timer = set_timeout_with_handle(move || self.save_now(), Duration::from_millis(PAUSE));
        self.timer.set_value(timer.ok());
    }

    /// Saves at once, or right after the save that is under way. What the form holds is read now: it may be gone in a moment.
    pub fn save_now(self) {
        if self.running.try_get_value() != Some(false) {
            return self.again.set_value(true);
        }
        let Some(draft) = self.start() else { return };
        leptos::task::spawn_local(async move {
            let _ = self.put(draft).await;
        });
    }

    /// Saves and tells what became of it; the first save makes the draft.
    ///
    /// # Errors
    /// What the server answered.
    #[cfg(feature = "hydrate")]
    pub async fn save(self) -> Result<DraftId, AppError> {
        match self.start() {
            Some(draft) => self.put(draft).await,
            None => Err(AppError::NotFound),
        }
    }

    fn start(self) -> Option<Draft> {
        let draft = self.content.try_with_value(|content| content())?;
        self.stop_timer();
        self.running.set_value(true);
        self.waiting_since.set_value(0);
        self.standing.set(Standing::Saving);
        Some(draft)
    }

    async fn put(self, draft: Draft) -> Result<DraftId, AppError> {
        let (id, version) = self.saved().map_or((None, 0), |(id, version)| (Some(id), version));
        let answer = save(id, version, draft).await;
        self.running.set_value(false);
        let answer = match answer {
            Ok(Saved { id, version, at }) => {
                self.saved.set(Some((id, version)));
                self.standing.set(Standing::Saved(at));
                Ok(id)
            }
            Err(e) => {
                self.standing.set(Standing::Failed(e.clone()));
                Err(e)
            }
        };
        // The form may be gone by now.
        if let Some(act) = self.then.try_update_value(Option::take).flatten() {
            act.run(());
        } else if self.again.try_update_value(std::mem::take) == Some(true) {
            self.touch();
        }
        answer
    }

    /// Takes over the version of the server after a conflict: the next save writes over it.
    pub fn adopt(self, version: i64) {
        self.saved.update(|saved| {
            if let Some((_, seen)) = saved {
                *seen = version;
            }
        });
        self.save_now();
    }

    /// Another act met an error that concerns the draft.
    pub fn fail(self, error: AppError) {
        self.standing.set(Standing::Failed(error));
    }

    /// Sent or thrown away: nothing is saved any more.
    pub fn stop(self) {
        self.stop_timer();
        self.again.set_value(false);
        self.standing.set(Standing::Untouched);
    }

    fn stop_timer(self) {
        if let Some(timer) = self.timer.try_update_value(Option::take).flatten() {
            timer.clear();
        }
    }

    /// Asks before the page is left while something is not on the server; saves when the page is hidden.
    pub fn guard(self) {
        #[cfg(feature = "hydrate")]
        {
            let leaving = window_event_listener(leptos::ev::beforeunload, move |e| {
                if matches!(self.standing.get_untracked(), Standing::Failed(_)) {
                    e.prevent_default();
                }
            });
            let hiding = window_event_listener_untyped("visibilitychange", move |_| {
                if self.standing.get_untracked() == Standing::Waiting {
                    self.save_now();
                }
            });
            on_cleanup(move || {
                leaving.remove();
                hiding.remove();
                self.stop_timer();
                if self.standing.get_untracked() == Standing::Waiting {
                    self.save_now();
                }
            });
        }
    }
}
