//! The filters above the list: a plain form without the wasm; with it every choice takes effect at once.

use super::asked::path;
use crate::{
    ui::{SearchBox, choices, heard, kind_name},
    words::words,
};
use leptos::{
    ev::SubmitEvent,
    html::{Input, Select},
    prelude::*,
};
use leptos_router::{NavigateOptions, hooks::use_navigate};
use model::{
    ClientKind, FamilyId,
    listing::{Activity, ClientsAsked, PageFrom},
};

#[component]
pub(super) fn Filters(asked: Memo<ClientsAsked>, families: Vec<(FamilyId, String)>) -> AnyView {
    let w = words();
    let (search, family, kind) = (NodeRef::<Input>::new(), NodeRef::<Select>::new(), NodeRef::<Select>::new());
    let (activity, without) = (NodeRef::<Select>::new(), NodeRef::<Input>::new());
    let now = asked.get_untracked();
    let navigate = use_navigate();
    let chosen = move || {
        let value = |node: NodeRef<Select>| node.get_untracked().map(|e| e.value()).unwrap_or_default();
        let before = asked.get_untracked();
        ClientsAsked {
            search: search.get_untracked().map(|e| e.value()).unwrap_or_default(),
            family: value(family).parse().ok().map(FamilyId),
            kind: ClientKind::from_code(&value(kind)),
            activity: Activity::from_code(&value(activity)).unwrap_or_default(),
            without_email: without.get_untracked().is_some_and(|e| e.checked()),
            from: PageFrom::Start,
            ..before
        }
    };
    // Typing replaces the address; a choice adds one to go back to.
    let go = Callback::new(move |replace: bool| {
        let to = path(&chosen());
        navigate(&to, NavigateOptions { replace, scroll: false, ..NavigateOptions::default() });
    });
    let typed = use_pause(move || go.run(true));
    follow(asked, search, [family, kind, activity], without);

    let any = |text: &str| (String::new(), text.to_owned());
    let families: Vec<_> = std::iter::once(any(w.clients_any_family()))
        .chain(families.into_iter().map(|(id, name)| (id.to_string(), name)))
        .collect();
    let kinds: Vec<_> = std::iter::once(any(w.clients_any_kind()))
        .chain(choices(ClientKind::ALL, ClientKind::code, |kind| kind_name(w, kind)))
        .collect();
    let activities = choices(Activity::ALL, Activity::code, |activity| match activity {
        Activity::Active => w.clients_active(),
        Activity::Inactive => w.clients_inactive(),
        Activity::All => w.clients_both(),
    });
    let family_now = now.family.map(|id| id.to_string()).unwrap_or_default();
    view! {
        <search>
            <form method="get" action="/clients" class="filters" on:submit=heard(move |e: SubmitEvent| { e.prevent_default(); go.run(false) })>
                <SearchBox label=w.clients_search() hint=w.clients_search_hint() value=now.search.clone() typed node=search/>
                <div class="narrowing">
                    {picker("famille", w.clients_family(), families, family_now, family, go)}
                    {picker("type", w.clients_kind(), kinds, now.kind.map(ClientKind::code).unwrap_or_default().into(), kind, go)}
                    {picker("etat", w.clients_activity(), activities, now.activity.code().into(), activity, go)}
                    <span class="choice">
                        <input type="checkbox" id="sans-email" name="sans_email" value="true" checked=now.without_email node_ref=without on:change=heard(move |_| go.run(false))/>
                        <label for="sans-email">{w.clients_without_email()}</label>
                    </span>
                    <button type="submit" class="btn no-wasm">{w.clients_filter()}</button>
                </div>
            </form>
        </search>
    }
    .into_any()
}

fn picker(
    name: &'static str,
    label: &'static str,
    options: Vec<(String, String)>,
    value: String,
    node: NodeRef<Select>,
    go: Callback<bool>,
) -> AnyView {
    let options = options
        .into_iter()
        .map(|(code, text)| {
            let chosen = code == value;
            view! { <option value=code selected=chosen>{text}</option> }
        })
        .collect_view();
    view! {
        <select class="input" name=name aria-label=label node_ref=node on:change=heard(move |_| go.run(false))>{options}</select>
    }
    .into_any()
}

/// The fields follow the address when somebody goes back, but not while they are being typed into.
fn follow(asked: Memo<ClientsAsked>, search: NodeRef<Input>, selects: [NodeRef<Select>; 3], without: NodeRef<Input>) {
    Effect::new(move |before: Option<()>| {
        let asked = asked.get();
        if before.is_none() {
            return;
        }
        if let Some(field) = search.get_untracked().filter(|field| !field.matches(":focus").unwrap_or(false)) {
            field.set_value(&asked.search);
        }
        let values = [
            asked.family.map(|id| id.to_string()).unwrap_or_default(),
            asked.kind.map(ClientKind::code).unwrap_or_default().to_owned(),
            asked.activity.code().to_owned(),
        ];
        for (node, value) in selects.iter().zip(values) {
            if let Some(select) = node.get_untracked() {
                select.set_value(&value);
            }
        }
        if let Some(tick) = without.get_untracked() {
            tick.set_checked(asked.without_email);
        }
    });
}

/// Runs `act` when typing has paused for 250 ms.
pub(crate) fn use_pause(act: impl Fn() + Send + Sync + 'static) -> Callback<String> {
    let timer = StoredValue::new(None::<TimeoutHandle>);
    let act = StoredValue::new(act);
    on_cleanup(move || {
        timer.try_update_value(|timer| timer.take().inspect(TimeoutHandle::clear));
    });
    Callback::new(move |_| {
        let run = move || {
            act.try_with_value(|act| act());
        };
        let next = set_timeout_with_handle(run, std::time::Duration::from_millis(250)).ok();
        timer.update_value(|timer| {
            if let Some(before) = std::mem::replace(timer, next) {
                before.clear();
            }
        });
    })
}
