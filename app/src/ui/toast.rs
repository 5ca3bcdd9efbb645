//! What was just done, with « Annuler ». Toasts live in the shell, so they survive going to another page.

use super::{Icon, Row, Symbol, head::focus_heading, heard, rows};
use crate::words::words;
use leptos::{
    ev::FocusEvent,
    prelude::*,
    wasm_bindgen::JsCast,
    web_sys::{Element, HtmlElement},
};
use std::{sync::Arc, time::Duration};

/// Long enough to read and to reach the button; it stands still while pointed at or focused. Trouble stays until it is closed.
const SECONDS: i32 = 10;

/// The toasts that are showing.
#[derive(Clone, Copy)]
pub struct Toasts {
    shown: RwSignal<Vec<Toast>>,
    last: StoredValue<i64>,
}

#[derive(Clone)]
struct Toast {
    id: i64,
    text: String,
    undo: Option<Undo>,
    bad: bool,
}

/// No `Callback`: that would go with the page that said it.
type Undo = Arc<dyn Fn() + Send + Sync>;

impl Toasts {
    /// For the context of the whole app.
    pub fn provide() -> Toasts {
        let toasts = Toasts { shown: RwSignal::new(vec![]), last: StoredValue::new(0) };
        provide_context(toasts);
        toasts
    }

    /// Something was done.
    pub fn say(self, text: impl Into<String>) {
        self.add(text.into(), None, false);
    }

    /// Something was done and can be undone for a while.
    pub fn say_undoable(self, text: impl Into<String>, undo: impl Fn() + Send + Sync + 'static) {
        self.add(text.into(), Some(Arc::new(undo)), false);
    }

    /// Something could not be done.
    pub fn trouble(self, text: impl Into<String>) {
        self.add(text.into(), None, true);
    }

    /// Takes back what was done last, while a toast still offers it; tells whether there was something.
    pub fn undo(self) -> bool {
        let last = self
            .shown
            .with_untracked(|shown| shown.iter().rev().find_map(|toast| Some((toast.id, toast.undo.clone()?))));
        let Some((id, undo)) = last else { return false };
        self.remove(id);
        undo();
        true
    }

    fn add(self, text: String, undo: Option<Undo>, bad: bool) {
        let id = self.last.get_value() + 1;
        self.last.set_value(id);
        self.shown.update(|shown| {
            shown.push(Toast { id, text, undo, bad });
            // More than three cover the page.
            if shown.len() > 3 {
                shown.remove(shown.iter().position(|toast| !toast.bad).unwrap_or(0));
            }
        });
    }

    fn remove(self, id: i64) {
        self.shown.update(|shown| shown.retain(|toast| toast.id != id));
    }
}

/// The toasts of this page.
pub fn use_toasts() -> Toasts {
    expect_context::<Toasts>()
}

/// Where they show; once, in the shell.
#[component]
pub fn Toaster() -> AnyView {
    let toasts = use_toasts();
    view! {
        <div class="toasts" role="status" aria-label=words().toast_region()>
            {rows(move || toasts.shown.get().into_iter().map(line))}
        </div>
    }
    .into_any()
}

fn line(toast: Toast) -> Row {
    Row::new(toast.id, move || view! { <ToastLine toast/> })
}

#[component]
fn ToastLine(toast: Toast) -> AnyView {
    let toasts = use_toasts();
    let Toast { id, text, undo, bad } = toast;
    let still = count_down(bad, move || toasts.remove(id));
    let before = StoredValue::new_local(None::<HtmlElement>);
    let focused = move |e: FocusEvent| {
        still.set_value(true);
        if let Some(from) = e.related_target().and_then(|from| from.dyn_into::<HtmlElement>().ok())
            && !is_in_toast(&from)
        {
            before.set_value(Some(from));
        }
    };
    // Gone by a press: the focus would go with it.
    let press = move || {
        give_back(before.get_value());
        toasts.remove(id);
    };
    let undo = undo.map(|undo| {
        let press = move |_| {
            press();
            undo();
        };
        view! { <button type="button" class="btn quiet small" aria-keyshortcuts="Control+Z" on:click=heard(press)>{words().act_undo()}</button> }
    });
    view! {
        <div
            class="toast"
            class:bad=bad
            on:pointerenter=heard(move |_| still.set_value(true))
            on:pointerleave=heard(move |_| still.set_value(false))
            on:focusin=heard(focused)
            on:focusout=heard(move |_| still.set_value(false))
        >
            <span>{text}</span>
            {undo}
            <button type="button" class="btn icon-only" aria-label=words().act_close() on:click=heard(move |_| press())>
                <Icon symbol=Symbol::Close/>
            </button>
        </div>
    }
    .into_any()
}

fn is_in_toast(element: &Element) -> bool {
    element.closest(".toast").is_ok_and(|toast| toast.is_some())
}

/// What had the focus before the toast has it again, or the page's heading where that is gone. Who pressed from elsewhere stays there.
fn give_back(before: Option<HtmlElement>) {
    let was_here = document().active_element().is_some_and(|focused| is_in_toast(&focused));
    match before.filter(|before| before.is_connected()) {
        _ if !was_here => {}
        Some(before) => drop(before.focus()),
        None => focus_heading(),
    }
}

/// Calls `end` after the seconds in which the returned value was false; never for what is to stay (D93).
fn count_down(stays: bool, end: impl Fn() + 'static) -> StoredValue<bool> {
    let still = StoredValue::new(false);
    let left = StoredValue::new(SECONDS);
    let tick = move || {
        if !still.get_value() {
            left.update_value(|left| *left -= 1);
        }
        if left.get_value() <= 0 {
            end();
        }
    };
    if cfg!(feature = "hydrate")
        && !stays
        && let Ok(timer) = set_interval_with_handle(tick, Duration::from_secs(1))
    {
        on_cleanup(move || timer.clear());
    }
    still
}
