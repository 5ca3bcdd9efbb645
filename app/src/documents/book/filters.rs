//! The tags and filters of the book; all of them stand in its address.

use super::{PATH, find::BookShown};
use crate::{
    clients::query::Query,
    receives::kind_name,
    ui::{Icon, SearchBox, Symbol, choices, criteria},
    words::{Words, words},
};
use leptos::prelude::*;
use model::{
    DocumentKind,
    document::{BookAsked, BookCount, BookState},
    listing::PageFrom,
};

/// The address of the book with what is asked.
pub(super) fn path(asked: &BookAsked) -> String {
    let mut query = Query::new(PATH);
    query.add("etat", if asked.state == BookState::NotSent { "" } else { asked.state.code() });
    query.add("q", &asked.search);
    query.add("type", asked.kind.map(DocumentKind::code).unwrap_or_default());
    query.add("client", &asked.client.map(|id| id.to_string()).unwrap_or_default());
    query.add("du", &asked.since.map(|day| day.to_string()).unwrap_or_default());
    query.add("au", &asked.until.map(|day| day.to_string()).unwrap_or_default());
    query.page(asked.from);
    query.0
}

/// « Non envoyées 12 · Échecs 1 · Toutes 3 480 ».
pub(super) fn tags(shown: &BookShown) -> AnyView {
    let w = words();
    let tag = |(state, count): (BookState, BookCount)| {
        let text = match state {
            BookState::NotSent => w.book_not_sent(),
            BookState::Failed => w.book_failed(),
            BookState::All => w.book_all(),
        };
        let current = (state == shown.asked.state).then_some("page");
        let href = path(&BookAsked { state, from: PageFrom::Start, ..shown.asked.clone() });
        view! { <a class="btn" href=href rel="external" aria-current=current>{text}" "<span class="num">{counted(w, count)}</span></a> }
    };
    let tags = BookState::ALL.into_iter().zip(shown.book.counts).map(tag).collect_view();
    view! { <nav class="criteria tags" aria-label=w.book_tags()>{tags}</nav> }.into_any()
}

fn counted(w: Words, count: BookCount) -> String {
    let number = w.number(count.count);
    if count.more { w.book_more_than(&number) } else { number }
}

/// A plain form: what is chosen goes into the address.
pub(super) fn filters(shown: &BookShown) -> AnyView {
    let w = words();
    let asked = &shown.asked;
    let kinds = choices(&DocumentKind::ALL, DocumentKind::code, |kind| kind_name(w, kind));
    let kinds = [vec![(String::new(), w.book_any_kind().to_owned())], kinds].concat();
    let chosen = asked.kind.map(DocumentKind::code).unwrap_or_default();
    let option = |(code, text): (String, String)| {
        let selected = code == chosen;
        view! { <option value=code selected=selected>{text}</option> }
    };
    let options = kinds.into_iter().map(option).collect_view();
    let state = (asked.state != BookState::NotSent)
        .then(|| view! { <input type="hidden" name="etat" value=asked.state.code()/> });
    let client = asked.client.map(|id| view! { <input type="hidden" name="client" value=id.to_string()/> });
    let day = |name: &'static str, label: &'static str, day: Option<model::Day>| {
        let value = day.map(|day| day.to_string()).unwrap_or_default();
        view! { <label class="line">{label}" "<input class="input" type="date" name=name value=value/></label> }
    };
    let clear = asked.narrowed().then(|| {
        let href = path(&BookAsked { state: asked.state, ..BookAsked::default() });
        view! { <a class="btn" href=href rel="external">{w.clients_filters_clear()}</a> }
    });
    // The client stands below.
    let is_set = BookAsked { search: String::new(), client: None, ..asked.clone() }.narrowed();
    let fields = view! {
        <select class="input" name="type" aria-label=w.documents_kind()>{options}</select>
        {day("du", w.book_since(), asked.since)}
        {day("au", w.book_until(), asked.until)}
    }
    .into_any();
    view! {
        <search>
            <form method="get" action=PATH class="filters">
                <SearchBox label=w.book_search() hint=w.book_search_hint() value=asked.search.clone()/>
                {state}{client}
                <div class="narrowing">
                    {criteria(is_set, fields)}
                    <button type="submit" class="btn">{w.clients_filter()}</button>
                    {clear}
                </div>
            </form>
        </search>
        {of_client(w, shown)}
        {shown.book.found_more.then(|| view! { <p class="line" role="status"><Icon symbol=Symbol::Warn/>{w.book_found_more()}</p> })}
    }
    .into_any()
}

fn of_client(w: Words, shown: &BookShown) -> AnyView {
    if shown.asked.client.is_none() {
        return ().into_any();
    }
    let name = shown.client.as_ref().map_or_else(|| w.directory_gone().to_owned(), |client| client.label.clone());
    let all = path(&BookAsked { client: None, from: PageFrom::Start, ..shown.asked.clone() });
    view! { <div class="line"><span>{w.directory_client(&name)}</span><a class="btn small" href=all rel="external">{w.clients_all()}</a></div> }
        .into_any()
}
