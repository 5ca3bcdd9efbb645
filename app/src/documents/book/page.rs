//! The page of the book: its table, and the bar of what is chosen. Without the script the boxes of one page are sent by the form; with it
//! the selection stays while one pages and filters.

use super::{
    super::{amount_text, day, many},
    PATH,
    filters::{filters, path, tags},
    find::BookShown,
};
use crate::{
    facts::use_facts,
    receives::kind_name,
    ui::{Empty, Head, Icon, PageScript, Pager, Symbol, Tag, Tone, day_text, dotted},
    words::{Words, words},
};
use leptos::prelude::*;
use model::{
    document::{BOOK_MOST, BookAsked, BookLine, BookState, DocumentState},
    listing::PageFrom,
};

pub(super) fn page(shown: &BookShown) -> AnyView {
    let w = words();
    let body = if shown.book.rows.is_empty() { nothing(w, shown) } else { list(w, shown) };
    view! {
        <Head title=w.nav_invoices().to_owned()>
            <div class="acts"><a class="btn primary" href=many::PATH rel="external"><Icon symbol=Symbol::Plus/>{w.book_add()}</a></div>
        </Head>
        <div class="stack tight">
            {tags(shown)}
            {filters(shown)}
            {body}
        </div>
    }
    .into_any()
}

fn nothing(w: Words, shown: &BookShown) -> AnyView {
    let asked = &shown.asked;
    let all = path(&BookAsked { state: BookState::All, ..BookAsked::default() });
    let to_all = |text| view! { <a class="btn" href=all.clone() rel="external">{text}</a> }.into_any();
    let add = || view! { <a class="btn primary" href=many::PATH rel="external">{w.book_add()}</a> }.into_any();
    let (text, act) = if shown.none_yet {
        (w.book_none(), add())
    } else if asked.narrowed() {
        (w.book_none_found(), to_all(w.clients_filters_clear()))
    } else {
        match asked.state {
            BookState::All => (w.book_none(), add()),
            BookState::NotSent => (w.book_none_not_sent(), to_all(w.book_show_all())),
            BookState::Failed => (w.book_none_failed(), to_all(w.book_show_all())),
        }
    };
    view! { <Empty text=text>{act}</Empty> }.into_any()
}

fn list(w: Words, shown: &BookShown) -> AnyView {
    let BookShown { asked, book, .. } = shown;
    let at = |from| path(&BookAsked { from, ..asked.clone() });
    let previous = book.rows.first().filter(|_| book.earlier).map(|line| at(PageFrom::Before(line.document.id.0)));
    let next = book.rows.last().filter(|_| book.later).map(|line| at(PageFrom::After(line.document.id.0)));
    let rows = book.rows.iter().map(|line| row(w, line, shown)).collect_view();
    // The script counts what this page does not show, too: it says the words with its own numbers.
    let said = [w.book_documents_one(), w.book_documents(), w.book_clients_one(), w.book_clients()].join("|");
    let sent: Vec<String> = shown.sent.iter().map(|(batch, document)| format!("{batch}:{document}")).collect();
    view! {
        <form method="get" action=format!("{PATH}/envoi") id="book" data-most=BOOK_MOST.to_string() data-words=said
            data-sent=sent.join(" ")>
            <p class="meta hint-line">{w.book_hint()}</p>
            <div class="table">
                <table class="book">
                    <thead>
                        <tr>
                            <th scope="col" class="tight"><label class="pick" hidden><input type="checkbox" id="book-page" aria-label=w.book_choose_page()/></label></th>
                            <th scope="col">{w.documents_number()}</th>
                            <th scope="col">{w.book_client()}</th>
                            <th scope="col">{w.book_day()}</th>
                            <th scope="col" class="r">{w.documents_amount()}</th>
                            <th scope="col">{w.book_state()}</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
            <p class="sr" role="status" id="book-said"></p>
            <p class="note bad" role="alert" id="book-refused" hidden>{w.book_too_many(BOOK_MOST as i64)}</p>
            <div class="sticky-acts book-bar">
                <b id="book-count"></b>
                <button type="submit" class="btn primary">{w.documents_send()}</button>
                <button type="button" class="btn" id="book-clear" hidden>{w.book_clear()}</button>
                <button type="button" class="btn" id="book-again" hidden>{w.book_choose_again()}</button>
            </div>
        </form>
        <Pager previous next/>
        <PageScript code=include_str!("select.js")/>
    }
    .into_any()
}

fn row(w: Words, line: &BookLine, shown: &BookShown) -> AnyView {
    let document = &line.document;
    let id = document.id;
    let (client, label) = document.client.clone();
    let about = document.site.as_ref().map(|(_, label)| w.contacts_site_of(label)).unwrap_or_default();
    let contact = document.contact.as_ref().map(|(_, name)| name.as_str()).unwrap_or_default();
    let kind = kind_name(w, document.kind);
    let sub = dotted([kind, &about, contact]);
    let amount = document.amount.as_ref().map(|amount| amount_text(w, amount));
    let choose = w.book_choose(&w.documents_title(kind, &document.number));
    view! {
        <tr data-client=client.to_string()>
            <td class="first tight"><label class="pick"><input type="checkbox" name="d" value=id.to_string() aria-label=choose/></label></td>
            <th scope="row" class="name">
                <a class="rowlink" href=format!("/documents/{id}") rel="external">{document.number.clone()}</a>
                <span class="sub">{sub}</span>
            </th>
            <td><a class="rowlink plain" href=format!("/clients/{client}/documents") rel="external">{label}</a></td>
            <td>{day(w, document.day)}</td>
            <td class="r num last">{amount}</td>
            <td class="state">{state(w, line, shown)}<button type="button" class="btn small until" hidden>{w.book_until_here()}</button></td>
        </tr>
    }
    .into_any()
}

/// « Envoyé » only after a server accepted it (P51).
fn state(w: Words, line: &BookLine, shown: &BookShown) -> AnyView {
    let nobody = shown.nobody.contains(&line.document.id);
    let nobody = nobody.then(|| view! { " "<Tag text=w.book_nobody() tone=Tone::Warn/> });
    let sent = line.document.sent_at.map(|at| w.book_sent_on(&day_text(w, use_facts().zone.local(at))));
    let tag = match (line.state, sent) {
        (DocumentState::None, _) if nobody.is_some() => ().into_any(),
        (DocumentState::None, None) => view! { <Tag text=w.documents_not_sent()/> }.into_any(),
        (DocumentState::Waiting, _) => view! { <Tag text=w.book_waiting() tone=Tone::Info/> }.into_any(),
        (DocumentState::Failed, _) => view! { <Tag text=w.book_failure() tone=Tone::Bad/> }.into_any(),
        (_, Some(text)) => view! { <Tag text tone=Tone::Ok/> }.into_any(),
        (DocumentState::Sent, None) => view! { <Tag text=w.send_mailbox()/> }.into_any(),
    };
    view! { {tag}{nobody} }.into_any()
}
