//! Carries out what the machine asks for.

use super::{
    Handle,
    api::{self, NewPerson, Outcome},
    handle::with_dom_event,
    live::Live,
    panel::PANEL,
};
use crate::ui::copy_text;
use leptos::{
    leptos_dom::helpers::{TimeoutHandle, set_timeout_with_handle},
    prelude::*,
    reactive::actions::ActionAbortHandle,
    task::spawn_local,
    wasm_bindgen::JsCast,
    web_sys::{self, Element, HtmlElement, HtmlInputElement},
};
use model::{
    ClientId,
    recipients::{Effect, Event, NewContact, PanelEvent, Role, Say, Select},
};
use std::time::Duration;

/// What carrying out needs to know.
#[derive(Clone, Copy)]
pub(super) struct Runner {
    pub handle: Handle,
    pub live: Live,
    pub changed: Callback<()>,
    pub submit: Callback<()>,
    /// Opens the card of a contact.
    pub open: Callback<String>,
    pub client: ClientId,
    searching: StoredValue<Option<ActionAbortHandle>>,
    search: Action<(u32, String), ()>,
}

impl Runner {
    pub(super) fn new(
        handle: Handle,
        live: Live,
        changed: Callback<()>,
        submit: Callback<()>,
        open: Callback<String>,
    ) -> Runner {
        let client = handle.state.with_untracked(|state| state.facts().client);
        let search = Action::new(move |asked: &(u32, String)| {
            let (generation, query) = asked.clone();
            async move {
                let event = match api::suggest(client, query.clone()).await {
                    Ok(rows) => Event::Results { generation, query, rows },
                    Err(_) => Event::SearchFailed { generation, offline: !window().navigator().on_line() },
                };
                handle.send(event);
            }
        });
        Runner { handle, live, changed, submit, open, client, searching: StoredValue::new(None), search }
    }

    pub(super) fn run(self, effects: Vec<Effect>) {
        let mut effects = effects.into_iter().peekable();
        while let Some(effect) = effects.next() {
            match effect {
                Effect::Copy(text) => {
                    let said = effects.next_if(|next| matches!(next, Effect::Say(Say::Copied(_), _)));
                    self.copy(text, said);
                }
                effect => self.carry_out(effect),
            }
        }
    }

    /// Into the clipboard event being answered, else through the browser's clipboard. `said` only when it is there.
    fn copy(self, text: String, said: Option<Effect>) {
        let say = move || said.into_iter().for_each(|said| self.carry_out(said));
        if into_event(&text) {
            say();
        } else {
            copy_text(&text, Box::new(say));
        }
    }

    fn carry_out(self, effect: Effect) {
        let handle = self.handle;
        match effect {
            Effect::Prevent => with_dom_event(web_sys::Event::prevent_default),
            Effect::Stop => with_dom_event(web_sys::Event::stop_propagation),
            Effect::SetText(role, text, select) => set_text(role, &text, select),
            Effect::FocusText(role) => focus(&text_id(role)),
            Effect::FocusChip(id) => focus(&chip_id(id)),
            Effect::FocusPanel(row) => focus(&[&in_panel(row), " button"].concat()),
            Effect::FocusRefused(row) => focus_refused(row),
            Effect::Flash(id) => flash(&chip_id(id)),
            Effect::Say(what, wait) => self.live.say(what, wait),
            Effect::Hush => self.live.hush(),
            Effect::Wake(timer, after) => {
                set_timeout(move || handle.send(Event::Woke(timer)), Duration::from_millis(after.into()));
            }
            Effect::Search { generation, query } => {
                if let Some(before) = self.searching.try_update_value(Option::take).flatten() {
                    before.abort();
                }
                self.searching.set_value(Some(self.search.dispatch((generation, query))));
            }
            Effect::OpenCard(contact) => self.open.run(["/contacts/", &contact.to_string()].concat()),
            Effect::Submit => self.submit.run(()),
            Effect::Changed => self.changed.run(()),
            asked => self.ask(asked),
        }
    }

    /// What the server is asked for.
    fn ask(self, effect: Effect) {
        let Runner { handle, client, .. } = self;
        let panel = move |event| handle.send(Event::Panel(event));
        spawn_local(async move {
            match effect {
                Effect::LookUp(addresses) => handle.send(match api::look_up(client, addresses).await {
                    Ok(answers) => Event::LookedUp(answers),
                    Err(_) => Event::LookUpFailed,
                }),
                Effect::Star { contact, on } => {
                    let saved = api::star(client, contact, on).await;
                    if saved.is_err() {
                        handle.send(Event::StarFailed { contact, on });
                    }
                }
                Effect::Add(people) => add(handle, client, people).await,
                Effect::Affiliate { address, contact, starred } => {
                    panel(match api::affiliate(client, contact, starred).await {
                        Ok(candidate) => PanelEvent::Added(address, candidate),
                        Err(_) => PanelEvent::Failed(address),
                    });
                }
                Effect::TakeBack { address, contact, existed } => {
                    panel(match api::take_back(client, contact, existed).await {
                        Ok(()) => PanelEvent::TakenBack(address),
                        Err(_) => PanelEvent::Failed(address),
                    });
                }
                Effect::Reactivate(contact) => handle.send(match api::reactivate(client, contact).await {
                    Ok(candidate) => Event::Reactivated(candidate),
                    Err(_) => Event::ReactivateFailed,
                }),
                _ => {}
            }
        });
    }
}

async fn add(handle: Handle, client: ClientId, people: Vec<NewContact>) {
    let addresses: Vec<String> = people.iter().map(|person| person.address.clone()).collect();
    let people = people.into_iter().map(|new| NewPerson {
        address: new.address,
        first_name: new.first_name,
        last_name: new.last_name,
        function: new.function,
        starred: new.starred,
    });
    match api::add(client, people.collect()).await {
        Ok(outcomes) => {
            for (address, outcome) in outcomes {
                handle.send(Event::Panel(match outcome {
                    Outcome::Added(candidate) => PanelEvent::Added(address, candidate),
                    Outcome::Taken(candidate) => PanelEvent::Taken(address, candidate),
                    Outcome::Refused(problems) => PanelEvent::Refused(address, problems),
                }));
            }
        }
        Err(_) => addresses.into_iter().for_each(|address| handle.send(Event::Panel(PanelEvent::Failed(address)))),
    }
}

/// The id of a role's text box; never with « email » in it, browsers would fill it in (D03).
pub(super) fn text_id(role: Role) -> String {
    ["recip-", role.code()].concat()
}

pub(super) fn chip_id(id: u32) -> String {
    ["recip-chip-", &id.to_string()].concat()
}

/// The text box of a role.
pub(super) fn text_box(role: Role) -> Option<HtmlInputElement> {
    document().get_element_by_id(&text_id(role))?.dyn_into().ok()
}

pub(super) fn set_text(role: Role, text: &str, select: Select) {
    let Some(input) = text_box(role) else { return };
    input.set_value(text);
    let end = input.value().encode_utf16().count() as u32;
    let (from, to) = match select {
        Select::End => (end, end),
        Select::Start => (0, 0),
        Select::All => (0, end),
    };
    // Refused for inputs that have no selection; a text box has one.
    let _ = input.set_selection_range(from, to);
}

/// At once, and once more after the next rendering when that took the element away or brought it only then.
pub(crate) fn focus(id: &str) {
    let found = focus_now(id);
    let id = id.to_owned();
    set_timeout(
        move || {
            if !found || document().active_element().is_none_or(|active| active.tag_name() == "BODY") {
                focus_now(&id);
            }
        },
        Duration::ZERO,
    );
}

fn focus_now(id: &str) -> bool {
    let found = document().query_selector(&["#", id].concat()).ok().flatten();
    let found = found.and_then(|element| element.dyn_into::<HtmlElement>().ok());
    found.is_some_and(|element| {
        let _ = element.focus();
        has_focus(&element)
    })
}

/// False for what cannot have it, such as a box in a line that is folded up; true also while the window itself is in the background.
pub(super) fn has_focus(element: &Element) -> bool {
    document().active_element().is_some_and(|active| active == *element)
}

/// A row of the panel, from 0.
fn in_panel(row: usize) -> String {
    [PANEL, " .ask-row:nth-child(", &(row + 1).to_string(), ")"].concat()
}

/// After the next rendering, which brings the field. Whoever is writing by then, here or elsewhere, goes on writing.
fn focus_refused(row: usize) {
    set_timeout(
        move || {
            let free = "body, #recip-new button";
            if document().active_element().is_none_or(|active| active.matches(free).unwrap_or_default()) {
                focus_now(&[&in_panel(row), " input[aria-invalid=true]"].concat());
            }
        },
        Duration::ZERO,
    );
}

fn flash(id: &str) {
    let chip = document().get_element_by_id(id).and_then(|button| button.closest(".chip").ok().flatten());
    if let Some(chip) = chip {
        let _ = chip.class_list().add_1("flash");
        let calm = move || drop(chip.class_list().remove_1("flash"));
        let _: Option<TimeoutHandle> = set_timeout_with_handle(calm, Duration::from_millis(900)).ok();
    }
}

fn into_event(text: &str) -> bool {
    let mut done = false;
    with_dom_event(|e| {
        if let Some(data) = e.dyn_ref::<web_sys::ClipboardEvent>().and_then(web_sys::ClipboardEvent::clipboard_data) {
            done = data.set_data("text/plain", text).is_ok();
        }
    });
    done
}
