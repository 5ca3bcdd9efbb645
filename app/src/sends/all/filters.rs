//! What the list is narrowed by; all of it stands in its address.

use super::{PATH, find::SendsShown};
use crate::{
    clients::query::Query,
    ui::{SearchBox, criteria, dotted},
    words::{Words, words},
};
use leptos::prelude::*;
use model::{
    Account, AccountOwner, Day,
    delivery::Kind,
    send::{SendsAsked, SendsState},
};

/// The address of the list with what is asked.
pub(super) fn path(asked: &SendsAsked, days: [Option<Day>; 2]) -> String {
    let mut query = Query::new(PATH);
    let mut add = |name: &str, value: Option<String>| query.add(name, &value.unwrap_or_default());
    add("etat", asked.state.map(|state| state.code().to_owned()));
    add("q", Some(asked.search.clone()));
    add("sorte", asked.kind.map(|kind| kind.code().to_owned()));
    add("par", asked.by.map(|id| id.to_string()));
    add("compte", asked.account.map(|id| id.to_string()));
    add("du", days[0].map(|day| day.to_string()));
    add("au", days[1].map(|day| day.to_string()));
    add("avant", asked.before.map(|place| place.to_string()));
    query.0
}

/// « Tous · À traiter · En cours… »
pub(super) fn tags(shown: &SendsShown) -> AnyView {
    let w = words();
    let tag = |state: Option<SendsState>| {
        let current = (state == shown.asked.state).then_some("page");
        let href = path(&SendsAsked { state, before: None, ..shown.asked.clone() }, shown.days);
        view! { <a class="btn" href=href rel="external" aria-current=current>{state_name(w, state)}</a> }
    };
    let all = [None].into_iter().chain(SendsState::ALL.into_iter().map(Some));
    view! { <nav class="criteria tags" aria-label=w.outbox_filter()>{all.map(tag).collect_view()}</nav> }.into_any()
}

fn state_name(w: Words, state: Option<SendsState>) -> &'static str {
    match state {
        None => w.outbox_all(),
        Some(SendsState::Trouble) => w.outbox_trouble(),
        Some(SendsState::Running) => w.outbox_running(),
        Some(SendsState::Paused) => w.outbox_paused(),
        Some(SendsState::Failed) => w.outbox_failed(),
        Some(SendsState::Uncertain) => w.outbox_uncertain(),
        Some(SendsState::Cancelled) => w.outbox_cancelled(),
        Some(SendsState::Done) => w.outbox_done(),
    }
}

/// A plain form: what is chosen goes into the address.
pub(super) fn filters(shown: &SendsShown) -> AnyView {
    let w = words();
    let asked = &shown.asked;
    let kinds = [Kind::OneOff, Kind::Document, Kind::Campaign];
    let kinds = kinds.map(|kind| (kind.code().to_owned(), kind_name(w, kind).to_owned()));
    let users = shown.users.iter().map(|user| (user.id.to_string(), user.name.clone()));
    let accounts = shown.accounts.iter().map(|account| (account.id.to_string(), account_name(w, account)));
    let state = asked.state.map(|state| view! { <input type="hidden" name="etat" value=state.code()/> });
    let day = |name: &'static str, label: &'static str, day: Option<Day>| {
        let value = day.map(|day| day.to_string()).unwrap_or_default();
        view! { <label class="line">{label}" "<input class="input" type="date" name=name value=value/></label> }
    };
    let clear = asked.narrowed().then(|| {
        let href = path(&SendsAsked { state: asked.state, ..SendsAsked::default() }, [None, None]);
        view! { <a class="btn" href=href rel="external">{w.clients_filters_clear()}</a> }
    });
    let is_set = SendsAsked { search: String::new(), ..asked.clone() }.narrowed();
    let fields = view! {
        {select("sorte", w.outbox_kind(), w.outbox_any_kind(), kinds, asked.kind.map(|kind| kind.code().to_owned()))}
        {select("par", w.outbox_by(), w.outbox_anybody(), users, asked.by.map(|id| id.to_string()))}
        {select("compte", w.outbox_account(), w.outbox_any_account(), accounts, asked.account.map(|id| id.to_string()))}
        {day("du", w.book_since(), shown.days[0])}
        {day("au", w.book_until(), shown.days[1])}
    }
    .into_any();
    view! {
        <search>
            <form method="get" action=PATH class="filters">
                <SearchBox label=w.outbox_search() hint=w.outbox_search_hint() value=asked.search.clone()/>
                {state}
                <div class="narrowing">
                    {criteria(is_set, fields)}
                    <button type="submit" class="btn">{w.clients_filter()}</button>
                    {clear}
                </div>
            </form>
        </search>
    }
    .into_any()
}

fn select(
    name: &'static str,
    label: &'static str,
    any: &'static str,
    options: impl IntoIterator<Item = (String, String)>,
    chosen: Option<String>,
) -> AnyView {
    let chosen = chosen.unwrap_or_default();
    let all = [(String::new(), any.to_owned())].into_iter().chain(options);
    let option = |(value, text): (String, String)| {
        let selected = value == chosen;
        view! { <option value=value selected=selected>{text}</option> }
    };
    view! { <select class="input" name=name aria-label=label>{all.map(option).collect_view()}</select> }.into_any()
}

pub(super) fn kind_name(w: Words, kind: Kind) -> &'static str {
    match kind {
        Kind::System | Kind::OneOff => w.outbox_one_off(),
        Kind::Document => w.outbox_document(),
        Kind::Campaign => w.outbox_campaign(),
    }
}

/// « Compte de la société · compta@maison.example »
fn account_name(w: Words, account: &Account) -> String {
    let of = match account.owner {
        AccountOwner::Organisation => w.outbox_account_company(),
        AccountOwner::User(_) => account.from_name.as_str(),
    };
    dotted([of, account.from_address.as_str()])
}
