//! E10: several contacts of the directory at once. `/contacts/choisis` asks what is still needed, `/contacts/actes/{id}` says what
//! came of it and undoes it. The server alone makes these pages; the directory's form leads to them.

mod api;
mod found;
mod writing;

pub use api::{DeactivateMany, NotifyMany, UndoMany};
pub use found::{Chosen, Done, Everybody, chosen, done};
pub use writing::{Group, Writing};

use super::{criteria::address, filters::asked_of};
use crate::{
    document::alone,
    error::AppError,
    ui::{Empty, Head, Icon, RadioGroup, Symbol, Trouble, TroublePage, choices, dotted, notification_name},
    wire::came_back,
    words::{Words, words},
};
use leptos::{prelude::*, server_fn::ServerFn};
use model::{ContactId, NotificationType, bulk::BulkAct};

/// The whole document of `/contacts/choisis`.
pub fn chosen_document(chosen: Result<Chosen, AppError>) -> impl IntoView {
    alone(move || match chosen {
        Ok(Chosen::Notify(people)) => notify(&people),
        Ok(Chosen::Write(writing)) => write(writing),
        Ok(Chosen::TooMany(most)) => nothing(words().directory_too_many(most as i64)),
        Ok(Chosen::Everybody(all)) => everybody(all),
        Ok(Chosen::Nobody | Chosen::Compose(_)) => nothing(words().directory_nobody().to_owned()),
        Err(error) => view! { <TroublePage error/> }.into_any(),
    })
}

/// The whole document of `/contacts/actes/{id}`.
pub fn done_document(done: Result<Done, AppError>) -> impl IntoView {
    alone(move || match done {
        Ok(done) => result(&done),
        Err(error) => view! { <TroublePage error/> }.into_any(),
    })
}

fn crumbs(w: Words) -> Vec<(String, String)> {
    vec![(w.contacts_title().to_owned(), "/contacts".to_owned())]
}

fn nothing(text: String) -> AnyView {
    let w = words();
    view! {
        <Head title=w.directory_chosen().to_owned() crumbs=crumbs(w)/>
        <Empty text=text><a class="btn primary" href="/contacts">{w.directory_back()}</a></Empty>
    }
    .into_any()
}

/// To which client: each is a mail of its own.
fn write(writing: Writing) -> AnyView {
    let w = words();
    let each = |group: Group| {
        let to = group.address();
        let names = group.people.iter().map(|(_, name)| name.as_str()).collect::<Vec<_>>().join(", ");
        let count = w.directory_write_to(group.people.len() as i64);
        let (label, sub) = match group.client {
            Some((_, label)) => (label, names),
            None => (names, w.contacts_independent().to_owned()),
        };
        let name = format!("{count} : {label}");
        view! {
            <li>
                <span class="grow">{label}<span class="sub">{sub}</span></span>
                <a class="btn" href=to aria-label=name>{count}</a>
            </li>
        }
    };
    let some = !writing.groups.is_empty();
    let lead = some.then(|| view! { <p class="lead">{w.directory_one_client()}</p> });
    let left_out = people(w.directory_left_out(writing.left_out.len() as i64), &writing.left_out);
    view! {
        <Head title=w.nav_write().to_owned() crumbs=crumbs(w)>{lead}</Head>
        <div class="stack">
            {left_out}
            <ul class="rows">{writing.groups.into_iter().map(each).collect_view()}</ul>
            {back(w)}
        </div>
    }
    .into_any()
}

fn notify(chosen: &[(ContactId, String)]) -> AnyView {
    let w = words();
    let names = chosen.iter().map(|(_, name)| name.as_str()).collect::<Vec<_>>().join(", ");
    let of = w.directory_of(chosen.len() as i64, &names);
    let ids = chosen.iter().map(|(id, _)| view! { <input type="hidden" name="chosen[]" value=id.to_string()/> });
    let options = choices(NotificationType::ALL, NotificationType::code, |kind| notification_name(w, kind));
    view! {
        <Head title=w.contacts_change_notifications().to_owned() crumbs=crumbs(w)>
            <p class="lead">{of}</p>
        </Head>
        <div class="stack">
            <Trouble error=Signal::stored(came_back(NotifyMany::PATH))/>
            <form class="form" method="post" action=NotifyMany::PATH>
                {ids.collect_view()}
                <RadioGroup name="kind" label=w.field_notification_type() hint=w.directory_everywhere() options required=true/>
                <div class="sticky-acts">
                    <button type="submit" class="btn primary">{w.act_save()}</button>
                    <a class="btn" href="/contacts">{w.act_cancel()}</a>
                </div>
            </form>
        </div>
    }
    .into_any()
}

/// All of a search: evaluated again as the act begins, so that it is what the page says although people come and go.
fn everybody(all: Everybody) -> AnyView {
    let w = words();
    let Everybody { query, criteria, people } = all;
    let which = || {
        view! {
            <input type="hidden" name="everybody" value="true"/>
            <input type="hidden" name="query" value=query.clone()/>
        }
    };
    let searched = asked_of(&query).search.trim().to_owned();
    let searched = (!searched.is_empty()).then(|| w.directory_searched(&searched));
    let lead = dotted(searched.iter().chain(&criteria).map(String::as_str));
    let back = address(&query);
    let trouble = came_back(NotifyMany::PATH).or_else(|| came_back(DeactivateMany::PATH));
    let options = choices(NotificationType::ALL, NotificationType::code, |kind| notification_name(w, kind));
    view! {
        <Head title=w.directory_everybody(people) crumbs=crumbs(w)><p class="lead">{lead}</p></Head>
        <div class="stack">
            <Trouble error=Signal::stored(trouble)/>
            <section class="block">
                <h2>{w.contacts_change_notifications()}</h2>
                <form class="form" method="post" action=NotifyMany::PATH>
                    {which()}
                    <RadioGroup name="kind" label=w.field_notification_type() hint=w.directory_everywhere() options required=true/>
                    <div class="line"><button type="submit" class="btn primary">{w.directory_notify_all(people)}</button></div>
                </form>
            </section>
            <section class="block">
                <h2>{w.act_deactivate()}</h2>
                <form method="post" action=DeactivateMany::PATH class="line">
                    {which()}
                    <button type="submit" class="btn danger">{w.directory_deactivate_all(people)}</button>
                </form>
            </section>
            <div class="line"><a class="btn" href=back>{w.directory_back()}</a></div>
        </div>
    }
    .into_any()
}

fn result(shown: &Done) -> AnyView {
    let w = words();
    let Done { id, done, undone, .. } = shown;
    let changed = done.people();
    let deactivated = done.act == BulkAct::Deactivate;
    let title = match (changed, done.act) {
        (0, _) => w.directory_unchanged().to_owned(),
        (n, BulkAct::Deactivate) => w.directory_deactivated(n),
        (n, BulkAct::Notify(kind)) => w.directory_notified(n, notification_name(w, kind)),
    };
    let already =
        if deactivated { w.directory_already_inactive(done.already) } else { w.directory_already(done.already) };
    let notes = [(done.already, already), (done.gone, w.directory_no_more(done.gone))];
    let notes = notes.into_iter().filter(|(n, _)| *n > 0).map(|(_, text)| view! { <p>{text}</p> }).collect_view();
    let undo = (changed > 0 && !undone).then(|| {
        view! {
            <form method="post" action=UndoMany::PATH class="line">
                <input type="hidden" name="id" value=id.to_string()/>
                <button type="submit" class="btn">{w.act_undo()}</button>
            </form>
        }
    });
    let undone = undone.then(|| {
        let text = if done.left > 0 { w.directory_undone_but(done.left) } else { w.directory_undone().to_owned() };
        view! { <div class="note" role="status"><p class="line"><Icon symbol=Symbol::Check/>{text}</p></div> }
    });
    view! {
        <Head title crumbs=crumbs(w)/>
        <div class="stack">
            <Trouble error=Signal::stored(came_back(UndoMany::PATH))/>
            {undone}
            <div role="status">{notes}</div>
            {people(w.directory_without_email_left(shown.without_email.len() as i64), &shown.without_email)}
            {people(w.directory_independent_left(shown.independent.len() as i64), &shown.independent)}
            {undo}
            {back(w)}
        </div>
    }
    .into_any()
}

/// Who was left out and why, each with the way to mend it.
fn people(why: String, people: &[(ContactId, String)]) -> AnyView {
    if people.is_empty() {
        return ().into_any();
    }
    let each = |(id, name): &(ContactId, String)| {
        view! { <li><a class="rowlink" href=format!("/contacts/{id}")>{name.clone()}</a></li> }
    };
    view! {
        <section class="note warn">
            <p class="line"><Icon symbol=Symbol::Warn/>{why}</p>
            <ul class="rows">{people.iter().map(each).collect_view()}</ul>
        </section>
    }
    .into_any()
}

fn back(w: Words) -> AnyView {
    view! { <div class="line"><a class="btn" href="/contacts">{w.directory_back()}</a></div> }.into_any()
}
