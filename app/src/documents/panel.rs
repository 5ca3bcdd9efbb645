//! The sending panel (P32): the client's addresses and people, each with its button or why there is none. A press sends at once, which
//! means: into the outbox, with some seconds to cancel.

use super::{
    api::{ComposeDocument, SendDocumentTo},
    find::One,
};
use crate::{
    receives::{slot_name, why, why_not},
    ui::{Banner, Empty, Icon, Symbol, Tag},
    words::{Words, words},
};
use leptos::{prelude::*, server_fn::ServerFn};
use model::{
    EmailAddress,
    resolver::{Addressed, Line, Recipient, Verdict, Who},
};

/// Everybody who should have it, then the addresses that a document is sent to one by one, then everybody else.
pub(super) fn panel(one: &One) -> AnyView {
    let w = words();
    view! {
        <section class="block">
            <h2>{w.documents_recipients()}</h2>
            {everybody(w, one)}
            <h3>{w.documents_one_by_one()}</h3>
            <ul class="rows">{usual(one).into_iter().map(|line| row(w, one, line)).collect_view()}{oneself(w, one)}</ul>
        </section>
        {others(w, one)}
    }
    .into_any()
}

/// What the forms of the panel send along.
fn press(
    w: Words,
    one: &One,
    to: Addressed,
    shown: &str,
    text: String,
    class: &'static str,
    name: Option<String>,
) -> AnyView {
    let label = name.map(|name| w.documents_send_to(&name));
    view! {
        <form method="post" action=SendDocumentTo::PATH class="inline">
            <input type="hidden" name="id" value=one.document.id.to_string()/>
            <input type="hidden" name="to" value=to.code()/>
            <input type="hidden" name="seen" value=one.seen/>
            <input type="hidden" name="shown" value=shown.to_owned()/>
            <button type="submit" class=class aria-label=label>{text}</button>
        </form>
    }
    .into_any()
}

/// Each address once, with the contact's name and every reason (P24b).
fn everybody(w: Words, one: &One) -> AnyView {
    let found = one.answer.recipients();
    if found.is_empty() {
        let grid = format!("/clients/{}/qui-recoit-quoi", one.document.client.0);
        let choose = choose(w, one);
        return view! {
            <Empty text=w.documents_recipients_none()>{choose}<a class="btn" href=grid>{w.clients_who_receives()}</a></Empty>
        }
        .into_any();
    }
    let addresses = found.iter().map(|one| one.address.as_str()).collect::<Vec<_>>().join(" ");
    let count = found.len() as i64;
    let rows = found.iter().map(|recipient| recipient_row(w, one, recipient)).collect_view();
    let again = one.document.sent_at.map(|_| {
        view! { <Banner tone="info"><Icon symbol=Symbol::Warn/><span>{w.documents_sent_before()}</span></Banner> }
    });
    let send = press(w, one, Addressed::Everybody, &addresses, w.documents_send_all(count), "btn primary", None);
    view! { <ul class="rows">{rows}</ul>{again}<div class="line">{send}{choose(w, one)}</div> }.into_any()
}

/// The way to the composer (P27).
fn choose(w: Words, one: &One) -> AnyView {
    view! {
        <form method="post" action=ComposeDocument::PATH class="inline">
            <input type="hidden" name="id" value=one.document.id.to_string()/>
            <button type="submit" class="btn">{w.documents_choose()}</button>
        </form>
    }
    .into_any()
}

fn recipient_row(w: Words, one: &One, recipient: &Recipient) -> AnyView {
    let name = match &recipient.contact {
        Some((_, name)) => name.clone(),
        None => one
            .answer
            .lines
            .iter()
            .find(|line| is_slot(line, &recipient.address))
            .map(|line| called(w, one, line))
            .unwrap_or_default(),
    };
    let reasons: Vec<String> = recipient.reasons.iter().map(|reason| why(w, *reason)).collect();
    view! {
        <li><div class="grow"><p><b>{name}</b>" "<span class="meta">{recipient.address.as_str().to_owned()}</span></p>
            <p class="meta">{reasons.join(" · ")}</p></div></li>
    }
    .into_any()
}

fn is_slot(line: &Line, address: &EmailAddress) -> bool {
    let own = line.address.as_ref().is_some_and(|own| own.as_str().eq_ignore_ascii_case(address.as_str()));
    own && matches!(line.verdict, Verdict::In(_)) && !matches!(line.who, Who::Person(_))
}

/// Main, billing, the document's site and its own contact.
fn usual(one: &One) -> Vec<&Line> {
    let site = one.document.site.as_ref().map(|(id, _)| Who::Site(*id));
    let contact = one.document.contact.as_ref().map(|(id, _)| Who::Person(*id));
    let all = [Some(Who::Main), Some(Who::Billing), site, contact];
    all.into_iter().flatten().filter_map(|who| one.answer.of(who)).collect()
}

/// The line with its button, or with the reason why there is none.
fn row(w: Words, one: &One, line: &Line) -> AnyView {
    let (name, to) = (called(w, one, line), Addressed::One(line.who));
    let reason = match line.verdict {
        Verdict::In(reason) => why(w, reason),
        Verdict::Out(reason) => why_not(w, reason),
    };
    let id = format!("why-{}", to.code());
    let address = line.address.as_ref().map(|address| address.as_str().to_owned()).unwrap_or_default();
    let star = line.favourite.then(|| view! { " "<Tag text=w.contacts_starred()/> });
    let act = match one.answer.pressed(line.who) {
        Ok(_) => press(w, one, to, &address, w.documents_send().to_owned(), "btn small", Some(name.clone())),
        Err(_) => {
            let label = w.documents_send_to(&name);
            view! { <button type="button" class="btn small" disabled aria-label=label aria-describedby=id.clone()>{w.documents_send()}</button> }
                .into_any()
        }
    };
    view! {
        <li>
            <div class="grow"><p>{name}{star}" "<span class="meta">{address}</span></p><p class="meta" id=id>{reason}</p></div>
            {act}
        </li>
    }
    .into_any()
}

fn oneself(w: Words, one: &One) -> AnyView {
    let act = press(
        w,
        one,
        Addressed::Oneself,
        &one.me,
        w.documents_send().to_owned(),
        "btn small",
        Some(w.documents_oneself().to_owned()),
    );
    view! { <li><div class="grow"><p>{w.documents_oneself()}" "<span class="meta">{one.me.clone()}</span></p></div>{act}</li> }
        .into_any()
}

fn called(w: Words, one: &One, line: &Line) -> String {
    match line.who {
        Who::Site(id) => {
            let site = one.side.sites.iter().find(|site| site.id == id);
            slot_name(w, line.who, site.map(|site| site.label.as_str()).unwrap_or_default())
        }
        Who::Person(_) if line.name.is_empty() => w.contacts_gone().to_owned(),
        who => slot_name(w, who, &line.name),
    }
}

/// Folded away: all contacts and places that do not stand above, favourites first.
fn others(w: Words, one: &One) -> AnyView {
    let above: Vec<Who> = usual(one).iter().map(|line| line.who).collect();
    let rest = one.answer.lines.iter().filter(|line| !above.contains(&line.who));
    let rows = rest.map(|line| row(w, one, line)).collect::<Vec<_>>();
    if rows.is_empty() {
        return ().into_any();
    }
    view! { <details class="fold"><summary>{w.documents_others()}</summary><ul class="rows">{rows}</ul></details> }
        .into_any()
}
