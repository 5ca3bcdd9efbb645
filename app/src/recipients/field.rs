//! The whole field: three lines, the message, the question about new addresses.

use super::{
    effects::{Runner, chip_id, focus, has_focus, text_id},
    handle::Handle,
    live::{Live, LiveRegion},
    menu::ChipMenu,
    message::Message,
    mount,
    others::Others,
    panel::Panel,
    role_row::RoleRow,
};
use crate::{compose::may_leave, ui::heard, words::words};
use leptos::{
    ev::FocusEvent,
    html::Fieldset,
    prelude::*,
    wasm_bindgen::JsCast,
    web_sys::{Element, Node},
};
use leptos_router::hooks::use_navigate;
use model::recipients::{Block, Event, Role};

/// « Destinataires »
#[component]
pub fn RecipientField(
    /// Of the form around it.
    handle: Handle,
    /// Called when the draft wants to be saved.
    changed: Callback<()>,
    /// Called on Ctrl+Enter.
    submit: Callback<()>,
) -> AnyView {
    let w = words();
    let live = Live::new(w);
    let node = NodeRef::<Fieldset>::new();
    let within = RwSignal::new(false);
    let navigate = use_navigate();
    let open = Callback::new(move |path: String| {
        if may_leave() {
            navigate(&path, Default::default());
        }
    });
    let runner = Runner::new(handle, live, changed, submit, open);
    // A line that is folded up shows its chips first.
    let bring = Callback::new(move |block| {
        within.set(true);
        show(block);
    });
    mount::start(handle, runner, bring, node);
    let left = move |e: FocusEvent| {
        if is_outside(node, &e) {
            within.set(false);
            handle.send(Event::LeftField);
        }
    };
    view! {
        <fieldset class="recipients" node_ref=node on:focusin=heard(move |_| within.set(true)) on:focusout=heard(left)>
            <legend>{w.recip_legend()}</legend>
            <p class="hush" id="recip-help">{w.recip_help()}</p>
            <div class="recip">
                <RoleRow handle role=Role::To within/>
                <RoleRow handle role=Role::Cc within/>
                <RoleRow handle role=Role::Bcc within/>
                <Others handle/>
            </div>
            <p class="plain-note meta">{w.recip_plain()}</p>
            <ChipMenu handle/>
        </fieldset>
        <Message handle/>
        <Panel handle/>
        <LiveRegion live/>
    }
    .into_any()
}

/// Where the focus went is not in the field. When only the window lost it, it went nowhere.
fn is_outside(node: NodeRef<Fieldset>, e: &FocusEvent) -> bool {
    let from = e.target().and_then(|target| target.dyn_into::<Element>().ok());
    if from.is_some_and(|from| has_focus(&from)) {
        return false;
    }
    let to = e.related_target().and_then(|target| target.dyn_into::<Node>().ok());
    node.get_untracked().is_some_and(|field| !field.contains(to.as_ref()))
}

/// Focuses what stands in the way of sending (D94).
fn show(block: Block) {
    match block {
        Block::Nobody => focus(&text_id(Role::To)),
        Block::Invalid(id, _) | Block::Inactive(id, _) => focus(&chip_id(id)),
        Block::Unfinished(role, _) => focus(&text_id(role)),
    }
}
