//! E10: `/contacts/filtres`. All the filters of the directory, and the views that a person keeps under a name. The server alone makes
//! this page: a plain form that leads to the list, whose address holds what was chosen.

mod api;
mod found;

pub use api::{RemoveView, RestoreView, SaveView};
pub use found::{Found, Shown, found};

use super::criteria::address;
use crate::{
    document::alone,
    error::AppError,
    typed,
    ui::{
        Banner, Checkbox, Field, Head, RadioGroup, Select, Trouble, TroublePage, choices, dotted, is_hidden, kind_name,
        notification_name,
    },
    wire::came_back,
    words::{Words, words},
};
pub(super) use found::{asked_of, in_words, query_of};
use leptos::{prelude::*, server_fn::ServerFn};
use model::{
    ClientKind, NotificationType, ViewId,
    listing::{Activity, ContactsAsked},
};

/// Where the page is.
pub const PATH: &str = "/contacts/filtres";

/// The whole document.
pub fn document(shown: Result<Shown, AppError>) -> impl IntoView {
    alone(move || match shown {
        Ok(shown) => page(shown),
        Err(error) => view! { <TroublePage error/> }.into_any(),
    })
}

fn page(shown: Shown) -> AnyView {
    let w = words();
    let crumbs = vec![(w.contacts_title().to_owned(), "/contacts".to_owned())];
    let notes = notes(w, &shown);
    let keeping = keeping(w, &shown);
    let views = views(w, &shown.views);
    let form = form(w, shown);
    view! {
        <Head title=w.directory_title().to_owned() crumbs/>
        <div class="stack">
            {notes}
            {form}
            <section class="block" id="vue"><h2>{w.directory_views()}</h2>{keeping}{views}</section>
        </div>
    }
    .into_any()
}

fn notes(w: Words, shown: &Shown) -> AnyView {
    let kept = shown.kept.and_then(|id| shown.views.iter().find(|(view, ..)| *view == id));
    let kept = kept.map(|(_, name, query)| {
        let (text, to) = (w.directory_view_kept(name), address(query));
        view! {
            <div role="status"><Banner tone="info"><span>{text}</span><a class="btn small" href=to>{w.directory_show()}</a></Banner></div>
        }
    });
    let removed = shown.removed.map(|id| {
        view! {
            <div class="note" role="status">
                <form method="post" action=RestoreView::PATH class="line">
                    <span>{w.directory_view_removed()}</span>
                    <input type="hidden" name="id" value=id.to_string()/>
                    <button type="submit" class="btn small">{w.act_undo()}</button>
                </form>
            </div>
        }
    });
    view! { {kept}{removed} }.into_any()
}

fn form(w: Words, shown: Shown) -> AnyView {
    let Shown { asked, families, functions, .. } = &shown;
    let any = |text: &str| vec![(String::new(), text.to_owned())];
    let kinds = [any(w.clients_any_kind()), choices(ClientKind::ALL, ClientKind::code, |kind| kind_name(w, kind))];
    let types = choices(NotificationType::ALL, NotificationType::code, |kind| notification_name(w, kind));
    let types = [any(w.directory_any_notification()), types];
    let activities = choices(Activity::ALL, Activity::code, |activity| match activity {
        Activity::Active => w.clients_active(),
        Activity::Inactive => w.clients_inactive(),
        Activity::All => w.clients_both(),
    });
    let family = (!families.is_empty() && !is_hidden("client.family")).then(|| {
        let each = families.iter().map(|(id, name)| (id.to_string(), name.clone()));
        let options = any(w.clients_any_family()).into_iter().chain(each).collect::<Vec<_>>();
        let value = asked.family.map(|id| id.to_string()).unwrap_or_default();
        view! { <Select name="famille" label=w.clients_family() options value/> }
    });
    let function = (!is_hidden("contact.function")).then(|| {
        let proposed = functions.iter().map(|function| view! { <option value=function.clone()></option> });
        view! {
            <Field name="fonction" label=w.field_function() hint=w.directory_function_hint() value=asked.function.clone() list="functions" autocomplete="off"/>
            <datalist id="functions">{proposed.collect_view()}</datalist>
        }
    });
    view! {
        <form class="form" action=PATH>
            <input type="hidden" name="voir" value="oui"/>
            <Field name="q" label=w.contacts_search() value=asked.search.clone() kind="search" autocomplete="off"/>
            {function}
            {client(w, &shown)}
            <div class="row">
                {family}
                <Select name="type" label=w.clients_kind() options=kinds.concat() value=asked.kind.map(ClientKind::code).unwrap_or_default()/>
            </div>
            <div class="row">
                <Select name="notifications" label=w.field_notification_type() options=types.concat() value=asked.notification.map(NotificationType::code).unwrap_or_default()/>
                <Select name="etat" label=w.contacts_status() options=activities value=asked.activity.code()/>
            </div>
            <div class="choices">
                <Checkbox name="independants" label=w.contacts_independent_only() checked=asked.independent/>
                <Checkbox name="sans_email" label=w.directory_without_email() checked=asked.without_email/>
            </div>
            <Checkbox name="incomplets" label=w.directory_incomplete() hint=w.directory_incomplete_hint() checked=asked.incomplete/>
            <div class="sticky-acts">
                <button type="submit" class="btn primary">{w.directory_show()}</button>
                <a class="btn" href="/contacts">{w.clients_filters_clear()}</a>
            </div>
        </form>
    }
    .into_any()
}

/// By its name; of several with this name, which.
fn client(w: Words, shown: &Shown) -> AnyView {
    let chosen = shown.client.iter().filter(|(id, _)| !shown.clients.iter().any(|(other, _)| other == id));
    let each = chosen.chain(&shown.clients).map(|(id, label)| (id.to_string(), label.clone()));
    let options: Vec<_> = std::iter::once((String::new(), w.clients_all().to_owned())).chain(each).collect();
    let which = (options.len() > 1).then(|| {
        let value = shown.client.as_ref().map(|(id, _)| id.to_string()).unwrap_or_default();
        view! { <RadioGroup name="client" label=w.directory_which_client() options value/> }
    });
    let nobody = !shown.looked_for.is_empty() && shown.clients.is_empty();
    let nobody = nobody.then(|| view! { <p class="error" role="alert">{w.clients_none_found()}</p> });
    let value = if nobody.is_some() { shown.looked_for.clone() } else { String::new() };
    view! {
        <Field name="chez" label=w.directory_at_client() hint=w.directory_at_client_hint() value autocomplete="off"/>
        {nobody}
        {which}
    }
    .into_any()
}

/// The criteria of the address under a name.
fn keeping(w: Words, shown: &Shown) -> AnyView {
    let criteria = shown.asked.criteria();
    if criteria == ContactsAsked::default() {
        return view! { <p class="hint">{w.directory_view_how()}</p> }.into_any();
    }
    let typed = typed::take::<String>(api::FORM);
    let problems = typed.as_ref().map(|typed| typed.problems.clone()).unwrap_or_default();
    let trouble = came_back(SaveView::PATH).filter(|_| problems.is_empty());
    let full =
        trouble.as_ref().is_some_and(|error| matches!(error, AppError::NotPossible(why) if why.contains("views")));
    let full = full.then(|| view! { <p class="error" role="alert">{w.directory_views_full()}</p> });
    let trouble = trouble.filter(|_| full.is_none());
    let unsearched = (!shown.asked.search.trim().is_empty()).then(|| w.directory_view_unsearched());
    let name = typed.map(|typed| typed.draft).unwrap_or_default();
    let said = dotted(shown.criteria.iter().map(String::as_str));
    view! {
        <Trouble error=Signal::stored(trouble)/>
        {full}
        <form class="form" method="post" action=SaveView::PATH>
            <p class="hint">{said}" "{unsearched}</p>
            <input type="hidden" name="query" value=query_of(&criteria)/>
            <Field name="name" label=w.directory_view_name() hint=w.directory_view_name_hint() value=name problems=Signal::stored(problems) autocomplete="off"/>
            <div class="buttons"><button type="submit" class="btn">{w.contacts_save_view()}</button></div>
        </form>
    }
    .into_any()
}

fn views(w: Words, views: &[(ViewId, String, String)]) -> AnyView {
    if views.is_empty() {
        return ().into_any();
    }
    let each = |(id, name, query): &(ViewId, String, String)| {
        let (to, label) = (address(query), w.directory_remove_view(name));
        view! {
            <li>
                <span class="grow"><a class="rowlink" href=to>{name.clone()}</a></span>
                <form method="post" action=RemoveView::PATH class="inline">
                    <input type="hidden" name="id" value=id.to_string()/>
                    <button type="submit" class="btn small" aria-label=label>{w.directory_remove()}</button>
                </form>
            </li>
        }
    };
    view! { <ul class="rows">{views.iter().map(each).collect_view()}</ul> }.into_any()
}
