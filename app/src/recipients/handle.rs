//! The field of one form, as the form around it sees it.

use super::api::look_up;
use leptos::{prelude::*, web_sys};
use model::{
    compose::Recipient,
    recipients::{Block, ClientFacts, Effect, Event, FieldState, Role, Sending, State},
};
use std::cell::RefCell;

thread_local! {
    /// The browser's event that is being answered.
    static ANSWERING: RefCell<Option<web_sys::Event>> = const { RefCell::new(None) };
}

/// Acts on the event that is being answered, if there is one.
pub(super) fn with_dom_event(act: impl FnOnce(&web_sys::Event)) {
    ANSWERING.with_borrow(|e| e.as_ref().map(act));
}

/// Shared by the form and the component; cheap to copy.
#[derive(Clone, Copy)]
pub struct Handle {
    /// The machine. Only [`Handle::send`] changes it.
    pub state: RwSignal<State>,
    /// Set by the component: carries out effects.
    run: StoredValue<Option<Callback<Vec<Effect>>>>,
    /// Set by the component: brings what stands in the way into view and focuses it.
    show: StoredValue<Option<Callback<Block>>>,
    /// Whose text box had the focus last.
    pub(super) last: StoredValue<Role>,
}

impl Handle {
    /// Of a form that opens with this field.
    pub fn new(facts: ClientFacts, field: FieldState) -> Handle {
        let state = RwSignal::new(State::new(facts, field));
        Handle { state, run: StoredValue::new(None), show: StoredValue::new(None), last: StoredValue::new(Role::To) }
    }

    /// The component is alive: from now on effects are carried out by `run`, blocks shown by `show`.
    pub fn attach(self, run: Callback<Vec<Effect>>, show: Callback<Block>) {
        self.run.set_value(Some(run));
        self.show.set_value(Some(show));
        let effects = self.state.try_update(State::start).unwrap_or_default();
        run.run(effects);
    }

    /// One event through the machine, and its effects.
    pub fn send(self, event: Event) {
        if let Event::Focused(role) = event {
            self.last.set_value(role);
        }
        let effects = self.state.try_update(|state| state.step(event)).unwrap_or_default();
        if let Some(run) = self.run.try_get_value().flatten() {
            run.run(effects);
        }
    }

    /// The same, for an event of the browser that the machine may want to keep from its default.
    pub(super) fn answer(self, dom: &web_sys::Event, event: Event) {
        ANSWERING.set(Some(dom.clone()));
        self.send(event);
        ANSWERING.set(None);
    }

    /// Text that is a complete address becomes a chip, as leaving the field would do (D52).
    pub fn settle(self) {
        for role in Role::ALL {
            self.send(Event::Left(role));
        }
    }

    /// For the label of « Envoyer », and what a press of it meets (D94). Tracks the field.
    pub fn sending(self) -> Sending {
        self.state.with(State::sending)
    }

    /// What a draft keeps.
    pub fn field(self) -> FieldState {
        self.state.with_untracked(State::field)
    }

    /// Who would get the mail, in the order shown (D95).
    pub fn recipients(self) -> Vec<Recipient> {
        self.field().recipients()
    }

    /// Asks the server about everybody anew: somebody may have become inactive while the form was open (P05).
    pub async fn look_again(self) {
        let client = self.state.with_untracked(|state| state.facts().client);
        let addresses = self.recipients().iter().map(|recipient| recipient.address.to_string()).collect();
        if let Ok(answers) = look_up(client, addresses).await {
            self.send(Event::LookedUp(answers));
        }
    }

    /// Focuses what stands in the way of sending.
    pub fn show(self, block: Block) {
        if let Some(show) = self.show.try_get_value().flatten() {
            show.run(block);
        }
    }
}
