//! What screen readers are told: two regions that exist before anything is said, used in turn (D08).

use super::sentences::said;
use crate::{ui::anew, words::Words};
use leptos::{
    leptos_dom::helpers::{TimeoutHandle, set_timeout_with_handle},
    prelude::*,
};
use model::recipients::Say;
use std::time::Duration;

/// The voice of a field.
#[derive(Clone, Copy)]
pub(super) struct Live {
    words: Words,
    texts: RwSignal<[String; 2]>,
    next: StoredValue<usize>,
    /// What waits: an act, and a count.
    waiting: StoredValue<[Option<TimeoutHandle>; 2]>,
    /// The words of the act that waits.
    act: StoredValue<String>,
}

/// From here on it is a count, which gives way to any act (D96).
const COUNT: u32 = 1000;

impl Live {
    pub(super) fn new(words: Words) -> Live {
        Live {
            words,
            texts: RwSignal::default(),
            next: StoredValue::new(0),
            waiting: StoredValue::new([None, None]),
            act: StoredValue::default(),
        }
    }

    /// Says it so many milliseconds from now; an act takes the place of whatever waits, a count that of a count.
    pub(super) fn say(self, what: Say, wait: u32) {
        self.hush();
        if matches!(what, Say::Active { .. }) && !speaks_only_when_told() {
            return;
        }
        let mut text = said(self.words, &what);
        let is_count = wait > COUNT;
        if matches!(what, Say::Unknown(_)) {
            // The server's answer about who was just added: it goes behind that, not in its place (D83, D85).
            text = [self.act.get_value(), text].join(" ").trim_start().to_owned();
        }
        if !is_count {
            self.act.set_value(text.clone());
        }
        let speak = move || self.speak(text.clone());
        let timer = set_timeout_with_handle(speak, Duration::from_millis(wait.into())).ok();
        self.waiting.update_value(|waiting| {
            let before = std::mem::replace(&mut waiting[usize::from(is_count)], timer);
            before.into_iter().for_each(|timer| timer.clear());
        });
    }

    /// The count that waits is not said: a mark or a closed list has made it untrue.
    pub(super) fn hush(self) {
        self.waiting.update_value(|waiting| waiting[1].take().into_iter().for_each(|timer| timer.clear()));
    }

    fn speak(self, text: String) {
        // The page may have gone while it waited.
        let Some(at) = self.next.try_get_value() else { return };
        self.next.set_value(1 - at);
        self.act.set_value(String::new());
        self.texts.update(|texts| {
            texts[at] = text;
            texts[1 - at].clear();
        });
    }
}

/// VoiceOver does not read the active descendant of a grid (D96).
fn speaks_only_when_told() -> bool {
    let platform = window().navigator().platform().unwrap_or_default();
    ["Mac", "iPhone", "iPad"].iter().any(|apple| platform.starts_with(apple))
}

/// The two regions.
#[component]
pub(super) fn LiveRegion(live: Live) -> AnyView {
    let texts = live.texts;
    view! {
        <div class="hush" role="status" aria-live="polite" aria-atomic="true">{anew(move || texts.with(|texts| texts[0].clone()))}</div>
        <div class="hush" role="status" aria-live="polite" aria-atomic="true">{anew(move || texts.with(|texts| texts[1].clone()))}</div>
    }
    .into_any()
}
