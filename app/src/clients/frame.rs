//! What stands above every tab of a client: its name, its state, its acts, the tabs.

use super::api::{ClientHead, deactivate_client, reactivate_client};
use crate::{
    error::AppError,
    ui::{
        Banner, Head, Icon, Menu, MenuItem, Symbol, Tab, Tabs, Tag, Toasts, Tone, error_sentence, is_hidden, kind_name,
        use_toasts,
    },
    words::words,
};
use leptos::prelude::*;
use leptos_router::hooks::use_location;
use model::ClientId;

/// The head and the tabs. `changed` is called when the client became active or inactive.
pub fn frame(head: &ClientHead, changed: Callback<()>) -> AnyView {
    let client = &head.client;
    let item = activity_item(client.id, client.label.clone(), client.inactive_at.is_some(), changed);
    let label = words().act_more_about(&client.label);
    around(head, view! { <Menu id="client-menu" label>{item}</Menu> }.into_any())
}

/// The same above a tab that the server alone makes: without what only the wasm does.
#[cfg(feature = "ssr")]
pub fn frame_alone(head: &ClientHead) -> AnyView {
    around(head, ().into_any())
}

fn around(head: &ClientHead, menu: AnyView) -> AnyView {
    let w = words();
    let client = &head.client;
    let (id, inactive) = (client.id, client.inactive_at.is_some());
    let crumbs = vec![
        (w.clients_title().to_owned(), "/clients".to_owned()),
        (client.reference.clone(), format!("/clients/{id}")),
    ];
    let (state, tone) = if inactive { (w.state_inactive(), Tone::Plain) } else { (w.state_active(), Tone::Ok) };
    let acts = view! {
        <div class="acts">
            <a class="btn" href=format!("/clients/{id}/modifier")>{w.act_edit()}</a>
            <a class="btn primary" href=format!("/ecrire?client={id}")><Icon symbol=Symbol::Write/>{w.clients_write()}</a>
            {menu}
        </div>
    };
    let note = inactive.then(|| view! { <Banner><Icon symbol=Symbol::Warn/>{w.clients_inactive_note()}</Banner> });
    let (kind, tabs) = (kind_name(w, client.kind), tabs(head));
    let here = use_location().pathname.get_untracked();
    let section = tabs.iter().skip(1).find(|tab| tab.path == here).map(|tab| tab.label.clone()).unwrap_or_default();
    view! {
        <Head title=client.label.clone() section crumbs><Tag text=kind/><Tag text=state tone/>{acts}</Head>
        {note}
        <Tabs label=w.clients_card() tabs/>
    }
    .into_any()
}

fn tabs(head: &ClientHead) -> Vec<Tab> {
    let w = words();
    let path = |rest: &str| format!("/clients/{}{rest}", head.client.id);
    let tab = |label: &str, rest, count| Tab { label: label.to_owned(), path: path(rest), count, external: false };
    let documents = tab(w.clients_tab_documents(), "/documents", Some(head.documents));
    let visits = Tab {
        label: w.nav_interventions().to_owned(),
        path: format!("/interventions?client={}&quand=toutes", head.client.id),
        count: Some(head.interventions),
        external: true,
    };
    let module = |option, tab| (!is_hidden(option)).then_some(tab);
    let tabs = [
        Some(tab(w.clients_tab_data(), "", None)),
        module("module.contacts", tab(w.clients_tab_contacts(), "/contacts", Some(head.contacts))),
        module("module.sites", tab(w.clients_tab_sites(), "/adresses", Some(head.sites))),
        Some(Tab { external: true, ..documents }),
        module("module.interventions", visits),
        Some(tab(w.clients_tab_history(), "/historique", None)),
    ];
    tabs.into_iter().flatten().collect()
}

fn activity_item(id: ClientId, label: String, inactive: bool, changed: Callback<()>) -> AnyView {
    let w = words();
    let toasts = use_toasts();
    let press = move |_| {
        let label = label.clone();
        leptos::task::spawn_local(async move {
            let done = if inactive { reactivate_client(id).await } else { deactivate_client(id).await };
            match done {
                Ok(n) => {
                    changed.try_run(());
                    let text = match (inactive, n) {
                        (true, _) => w.clients_reactivated(&label),
                        (false, 0) => w.clients_deactivated(&label),
                        (false, n) => w.clients_deactivated_with(n),
                    };
                    toasts.say_undoable(text, move || undo(id, inactive, changed, toasts));
                }
                Err(error) => toasts.trouble(error_sentence(w, &error)),
            }
        });
    };
    let word = if inactive { w.act_reactivate() } else { w.act_deactivate() };
    view! { <MenuItem label=word.to_owned() press/> }.into_any()
}

/// By then its card may no longer be the page that is shown.
fn undo(id: ClientId, was_inactive: bool, changed: Callback<()>, toasts: Toasts) {
    let w = words();
    leptos::task::spawn_local(async move {
        let done: Result<i64, AppError> =
            if was_inactive { deactivate_client(id).await } else { reactivate_client(id).await };
        match done {
            Ok(_) => drop(changed.try_run(())),
            Err(error) => toasts.trouble(error_sentence(w, &error)),
        }
    });
}
