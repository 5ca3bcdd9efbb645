//! The draft on the server follows what is typed: a second after the last key, at most five after the first. Where the server
//! cannot save just now, it is tried again until it can.

use super::{
    api::{Saved, save},
    leaving,
    standing::Standing,
};
use crate::{error::AppError, facts::now};
use leptos::{prelude::*, task::spawn_local};
use model::{DraftId, FieldProblem, Moment, compose::Draft};
use std::{
    future::poll_fn,
    sync::{Arc, Mutex},
    task::{Poll, Waker},
    time::Duration,
};

/// Saves what `content` gives, whenever told that something changed.
#[derive(Clone, Copy)]
pub struct Autosave {
    /// For the line under the form.
    pub standing: RwSignal<Standing>,
    /// Why « Envoyer » was refused; the next change takes it away.
    pub refused: RwSignal<Option<String>>,
    /// Why a save was refused, at its fields; the next that succeeds takes it away.
    pub problems: RwSignal<Vec<FieldProblem>>,
    /// Of this form: a double click, or a save whose answer was lost, is one act.
    pub idem_key: StoredValue<String>,
    saved: RwSignal<Option<(DraftId, i64)>>,
    content: StoredValue<Box<dyn Fn() -> Draft + Send + Sync>>,
    timer: StoredValue<Option<TimeoutHandle>>,
    /// When the first change was made that no save has yet.
    waiting_since: StoredValue<Option<Moment>>,
    /// How often in a row the server could not save.
    tries: StoredValue<u32>,
    running: StoredValue<bool>,
    /// What is saved right after the save that is under way; it may outlive the form.
    next: StoredValue<Arc<Mutex<Option<Draft>>>>,
    /// Who waits for the end of the save that is under way.
    waiting: StoredValue<Vec<Waker>>,
}

/// Milliseconds of silence after which it is saved.
const PAUSE: u64 = 1_000;
/// Milliseconds after which it is saved without a silence: somebody who never pauses is not left without a draft.
const PATIENCE: i64 = 5_000;

/// Milliseconds after which it is tried again; twice as many each time, up to [`SLOWEST`].
const AGAIN: u64 = 5_000;
/// Milliseconds.
const SLOWEST: u64 = 60_000;

impl Autosave {
    /// For a form whose draft may be on the server already, and came with `problems`.
    pub fn new(
        idem_key: String,
        saved: Option<(DraftId, i64, Moment)>,
        problems: Vec<FieldProblem>,
        content: impl Fn() -> Draft + Send + Sync + 'static,
    ) -> Autosave {
        let standing = saved.map_or(Standing::Untouched, |(_, _, at)| Standing::Saved(at));
        Autosave {
            standing: RwSignal::new(standing),
            refused: RwSignal::new(None),
            problems: RwSignal::new(problems),
            idem_key: StoredValue::new(idem_key),
            saved: RwSignal::new(saved.map(|(id, version, _)| (id, version))),
            content: StoredValue::new(Box::new(content)),
            timer: StoredValue::new(None),
            waiting_since: StoredValue::new(None),
            tries: StoredValue::new(0),
            running: StoredValue::new(false),
            next: StoredValue::default(),
            waiting: StoredValue::new(vec![]),
        }
    }

    /// The draft's id and version on the server.
    pub fn saved(self) -> Option<(DraftId, i64)> {
        self.saved.try_get_untracked().flatten()
    }

    /// Waits while a save is under way: the first one makes the draft, and two at once would make two.
    pub async fn settled(self) {
        poll_fn(|context| {
            if self.running.try_get_value() != Some(true) {
                return Poll::Ready(());
            }
            self.waiting.update_value(|waiting| waiting.push(context.waker().clone()));
            Poll::Pending
        })
        .await;
    }

    /// The draft on the server; makes it with a first save.
    ///
    /// # Errors
    /// What the server answered.
    #[cfg(feature = "hydrate")]
    pub async fn draft(self) -> Result<DraftId, AppError> {
        self.settled().await;
        if self.saved().is_none() {
            self.save_now();
            self.settled().await;
        }
        self.saved().map(|(id, _)| id).ok_or_else(|| match self.standing.try_get_untracked() {
            Some(Standing::Failed(error)) => error,
            _ => AppError::NotFound,
        })
    }

    /// Something was typed.
    pub fn touch(self) {
        self.begin(Standing::Waiting);
        self.refused.set(None);
        let first = self.waiting_since.try_update_value(|since| *since.get_or_insert_with(now));
        if first.is_some_and(|first| now().0 - first.0 >= PATIENCE) {
            return self.save_quietly();
        }
        self.save_after(PAUSE);
    }

    /// A failure that may pass stays shown until it did.
    fn begin(self, standing: Standing) {
        self.standing.maybe_update(|shown| {
            let change = !shown.may_pass();
            if change {
                *shown = standing;
            }
            change
        });
    }

    fn save_after(self, milliseconds: u64) {
        self.stop_timer();
        let timer = set_timeout_with_handle(move || self.save_quietly(), Duration::from_millis(milliseconds));
        self.timer.set_value(timer.ok());
    }

    fn save_quietly(self) {
        self.begin(Standing::Saving);
        self.send_off();
    }

    /// Saves at once, or right after the save that is under way. What the form holds is read now: it may be gone in a moment.
    pub fn save_now(self) {
        self.standing.set(Standing::Saving);
        self.send_off();
    }

    fn send_off(self) {
        let Some(draft) = self.content.try_with_value(|content| content()) else { return };
        self.stop_timer();
        self.waiting_since.set_value(None);
        if self.running.try_get_value() == Some(true) {
            return self.hand_over(Some(draft));
        }
        self.running.set_value(true);
        spawn_local(self.put(draft));
    }

    fn hand_over(self, draft: Option<Draft>) {
        self.next.try_with_value(|next| *next.lock().expect("nothing panics while it is held") = draft);
    }

    async fn put(self, draft: Draft) {
        let (Some(next), Some(key)) = (self.next.try_get_value(), self.idem_key.try_get_value()) else { return };
        let (mut draft, mut seen) = (Some(draft), None);
        let mut standing = Standing::Saving;
        while let Some(now) = draft {
            seen = self.saved().or(seen);
            let version = seen.map_or(0, |(_, version)| version);
            let answer = save(seen.map(|(id, _)| id), version, now, key.clone()).await;
            standing = match answer {
                Ok(Saved { id, version, at }) => {
                    let is_new = seen.is_none();
                    seen = Some((id, version));
                    if self.saved.try_set(seen).is_none() && is_new {
                        leaving::name_draft(id);
                    }
                    Standing::Saved(at)
                }
                Err(e) => Standing::Failed(e),
            };
            draft = next.lock().expect("nothing panics while it is held").take();
        }
        self.running.set_value(false);
        self.stand(standing);
        self.waiting.update_value(|waiting| waiting.drain(..).for_each(Waker::wake));
    }

    /// Shows the end of a save, unless more was typed meanwhile or the form is gone.
    fn stand(self, ended: Standing) {
        let failed = matches!(ended, Standing::Failed(_));
        let typed = self.waiting_since.try_get_value().flatten().is_some();
        let shown = self.standing.try_maybe_update(|standing| {
            let known = standing.may_pass();
            let change = if known { !ended.may_pass() } else { failed || matches!(standing, Standing::Saving) };
            if change {
                *standing = if typed && !failed { Standing::Waiting } else { ended.clone() };
            }
            (change, ())
        });
        if shown.is_some() {
            leaving::set_unsaved(failed);
            self.mark(&ended);
            self.go_on(ended.may_pass());
        }
    }

    /// What was refused is said at its fields.
    fn mark(self, ended: &Standing) {
        let problems = match ended {
            Standing::Failed(AppError::Refused(problems)) => problems.clone(),
            Standing::Failed(_) => return,
            _ => vec![],
        };
        self.problems.try_maybe_update(|shown| {
            let change = *shown != problems;
            *shown = problems;
            (change, ())
        });
    }

    /// Tries again in a while. What was typed meanwhile is about to be saved anyway.
    fn go_on(self, again: bool) {
        let tries = self.tries.get_value();
        self.tries.set_value(if again { tries + 1 } else { 0 });
        if again && self.waiting_since.get_value().is_none() {
            self.save_after((AGAIN << tries.min(4)).min(SLOWEST));
        }
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
        self.stand(Standing::Failed(error));
    }

    /// Sent or thrown away: nothing is saved any more.
    pub fn stop(self) {
        self.stop_timer();
        self.hand_over(None);
        self.standing.set(Standing::Untouched);
        leaving::set_unsaved(false);
    }

    fn stop_timer(self) {
        if let Some(timer) = self.timer.try_update_value(Option::take).flatten() {
            timer.clear();
        }
    }

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
                if leaving::is_unsaved() || self.standing.get_untracked() == Standing::Waiting {
                    self.send_off();
                }
                leaving::set_unsaved(false);
            });
        }
    }
}
