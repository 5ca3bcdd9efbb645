//! The pairs that are proposed, and the merges that can still be undone.

use super::{KeepApart, Notice, PATH, UnmergeContacts, trouble};
use crate::{
    contacts::person_name,
    ui::{Empty, Head, Pager, When, dotted},
    words::words,
};
use leptos::{prelude::*, server_fn::ServerFn};
use model::{
    MergeId,
    merge::{Double, Doubled, Doubles, DoublesFrom, MergeLine},
};

pub(super) fn page(doubles: Doubles, merges: Vec<MergeLine>, first: bool, notice: Option<Notice>) -> AnyView {
    let w = words();
    let crumbs = vec![(w.contacts_title().to_owned(), "/contacts".to_owned())];
    let previous = (!first).then(|| PATH.to_owned());
    let next = doubles.next.and_then(address);
    let pairs = if doubles.pairs.is_empty() {
        let none = if next.is_some() { w.merging_none_yet() } else { w.merging_none() };
        view! { <Empty text=none><a class="btn" href="/contacts">{w.merging_to_contacts()}</a></Empty> }.into_any()
    } else {
        view! { <ul class="rows">{doubles.pairs.into_iter().map(proposed).collect_view()}</ul> }.into_any()
    };
    view! {
        <Head title=w.merging_title().to_owned() crumbs><p class="lead">{w.merging_lead()}</p></Head>
        <div class="stack">
            {trouble()}
            {notice.map(said)}
            <section>{pairs}<Pager previous next/></section>
            {undoable(merges)}
        </div>
    }
    .into_any()
}

/// Of the page that begins there.
fn address(from: DoublesFrom) -> Option<String> {
    match from {
        DoublesFrom::Start => None,
        DoublesFrom::AfterName(a, b) => Some(format!("{PATH}?apres={a}-{b}")),
        DoublesFrom::AfterPhone(a, b) => Some(format!("{PATH}?telephone={a}-{b}")),
    }
}

/// « Marie Durand (marie@a.example) »: the name alone would not tell two apart.
fn told(who: &Doubled) -> String {
    with_address(&who.name, who.email.as_deref())
}

fn with_address(name: &str, email: Option<&str>) -> String {
    match email.filter(|email| *email != name) {
        Some(email) => format!("{name} ({email})"),
        None => name.to_owned(),
    }
}

fn proposed(double: Double) -> AnyView {
    let w = words();
    let Double { a, b, same_name_at, same_phones } = double;
    let (one, other) = (told(&a), told(&b));
    let name = (!same_name_at.is_empty()).then(|| w.merging_same_name(&same_name_at.join(", ")));
    let phone = (!same_phones.is_empty()).then(|| w.merging_same_phone(&same_phones.join(", ")));
    let why = dotted([name.unwrap_or_default().as_str(), phone.unwrap_or_default().as_str()]);
    let compare = w.merging_compare_pair(&one, &other);
    let apart = w.merging_apart_pair(&one, &other);
    view! {
        <li>
            <div class="grow">
                <p><b>{w.merging_pair(&one, &other)}</b></p>
                <p class="meta">{why}</p>
                <div class="line">
                    <a class="btn small" href=format!("{PATH}/{}/{}", a.id, b.id) aria-label=compare>{w.merging_compare()}</a>
                    <form method="post" action=KeepApart::PATH class="inline">
                        <input type="hidden" name="a" value=a.id.to_string()/>
                        <input type="hidden" name="b" value=b.id.to_string()/>
                        <button type="submit" class="btn small quiet" aria-label=apart>{w.merging_apart()}</button>
                    </form>
                </div>
            </div>
        </li>
    }
    .into_any()
}

/// What has just been done, with its way back.
fn said(notice: Notice) -> AnyView {
    let w = words();
    match notice {
        Notice::Merged(id, kept) => {
            let name = person_name(w, &kept);
            view! {
                <div class="note" role="status">
                    <form method="post" action=UnmergeContacts::PATH class="line">
                        <span>{w.merging_merged(&name)}</span>
                        <input type="hidden" name="merge" value=id.to_string()/>
                        <a class="btn small" href=format!("/contacts/{}", kept.id)>{w.contacts_open(&name)}</a>
                        <button type="submit" class="btn small">{w.merging_undo()}</button>
                    </form>
                </div>
            }
            .into_any()
        }
        Notice::Separated(two) => {
            let [a, b] = *two;
            let text = w.merging_separated(&person_name(w, &a), &person_name(w, &b));
            view! { <div class="note" role="status"><p>{text}</p></div> }.into_any()
        }
        Notice::Apart(two) => {
            let [a, b] = *two;
            let text = w.merging_apart_done(&person_name(w, &a), &person_name(w, &b));
            view! {
                <div class="note" role="status">
                    <form method="post" action=KeepApart::PATH class="line">
                        <span>{text}</span>
                        <input type="hidden" name="a" value=a.id.to_string()/>
                        <input type="hidden" name="b" value=b.id.to_string()/>
                        <input type="hidden" name="back" value="true"/>
                        <button type="submit" class="btn small">{w.act_undo()}</button>
                    </form>
                </div>
            }
            .into_any()
        }
    }
}

fn undoable(merges: Vec<MergeLine>) -> AnyView {
    if merges.is_empty() {
        return ().into_any();
    }
    let w = words();
    view! {
        <section class="block">
            <h2>{w.merging_last()}</h2>
            <p class="hint">{w.merging_last_hint()}</p>
            <ul class="rows">{merges.into_iter().map(merged).collect_view()}</ul>
        </section>
    }
    .into_any()
}

fn merged(merge: MergeLine) -> AnyView {
    let w = words();
    let gone = with_address(&merge.gone.0, merge.gone.1.as_deref());
    let by = merge.by.map(|by| view! { " · "{w.merging_by(&by)} });
    let label = w.merging_undo_of(&merge.name, &gone);
    view! {
        <li>
            <div class="grow">
                <p><b>{w.merging_into(&merge.name, &gone)}</b></p>
                <p class="meta"><When at=merge.at/>{by}</p>
                <div class="line">
                    <a class="btn small" href=format!("/contacts/{}", merge.kept)>{w.contacts_open(&merge.name)}</a>
                    {undo(merge.id, label)}
                </div>
            </div>
        </li>
    }
    .into_any()
}

fn undo(merge: MergeId, label: String) -> AnyView {
    view! {
        <form method="post" action=UnmergeContacts::PATH class="inline">
            <input type="hidden" name="merge" value=merge.to_string()/>
            <button type="submit" class="btn small" aria-label=label>{words().merging_undo()}</button>
        </form>
    }
    .into_any()
}
