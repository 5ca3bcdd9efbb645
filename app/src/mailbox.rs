//! The test mailbox's pages (P52): the list, and a mail. The server alone makes them: what only administrators of a trial
//! installation read is not worth a byte of everybody's wasm. Of a mail only its text is shown, and only links to
//! ourselves can be followed.

use crate::{
    document::alone,
    error::AppError,
    ui::{Empty, Head, Pager, TroublePage, When, file_size},
    words::words,
};
use leptos::prelude::*;
use mail::{Kept, KeptMail};
use model::Moment;

/// Where the list is.
pub const PATH: &str = "/boite-essai";

/// A page of the test mailbox.
#[derive(Clone)]
pub enum Shown {
    /// The newest first.
    List {
        /// Of this page.
        mails: Vec<Kept>,
        /// It is not the first page.
        later: bool,
        /// There are older ones.
        more: bool,
    },
    /// One of them.
    Mail {
        /// As the list names it.
        name: String,
        /// When it arrived.
        at: Moment,
        /// What it says.
        mail: KeptMail,
        /// The address people open: links that begin with it can be followed.
        home: String,
    },
}

/// The whole document.
pub fn document(shown: Result<Shown, AppError>) -> impl IntoView {
    alone(move || match shown {
        Ok(Shown::List { mails, later, more }) => list(mails, later, more),
        Ok(Shown::Mail { name, at, mail, home }) => opened(&name, at, mail, &home),
        Err(error) => view! { <TroublePage error/> }.into_any(),
    })
}

fn list(mails: Vec<Kept>, later: bool, more: bool) -> AnyView {
    let w = words();
    let next = mails.last().filter(|_| more).map(|last| format!("{PATH}?avant={}", last.name));
    let previous = later.then(|| PATH.to_owned());
    let body = if mails.is_empty() {
        view! { <Empty text=w.mailbox_none()><a class="btn" href="/ecrire">{w.nav_write()}</a></Empty> }.into_any()
    } else {
        view! { <ul class="sends wide">{mails.into_iter().map(line).collect_view()}</ul> }.into_any()
    };
    view! {
        <Head title=w.send_mailbox().to_owned()><p class="lead">{w.mailbox_lead()}</p></Head>
        <section>{body}<Pager previous next/></section>
    }
    .into_any()
}

fn line(kept: Kept) -> AnyView {
    let w = words();
    let size = file_size(w, i64::try_from(kept.size).unwrap_or(i64::MAX));
    let to = match kept.mail.to.as_slice() {
        [first, others @ ..] if !others.is_empty() => w.sends_to_and_more(others.len() as i64, first),
        all => all.concat(),
    };
    view! {
        <li>
            <div class="top"><a href=format!("{PATH}/{}", kept.name)><b>{subject(&kept.mail)}</b></a></div>
            <span class="meta"><When at=kept.at/>" · "{to}" · "{size}</span>
        </li>
    }
    .into_any()
}

fn opened(name: &str, at: Moment, mail: KeptMail, home: &str) -> AnyView {
    let w = words();
    let crumbs = vec![(w.send_mailbox().to_owned(), PATH.to_owned())];
    let files = mail.files.iter().map(|(name, size)| {
        view! { <li>{name.clone()}" "<small class="num">{file_size(w, *size)}</small></li> }
    });
    let files = (!mail.files.is_empty()).then(|| {
        view! { <dt>{w.sends_files()}</dt><dd><ul>{files.collect_view()}</ul></dd> }
    });
    let to = mail.to.iter().map(|address| view! { <li>{address.clone()}</li> }).collect_view();
    view! {
        <Head title=subject(&mail) crumbs><span class="meta"><When at/></span></Head>
        <section class="sent-mail">
            <dl class="facts">
                <dt>{w.sends_from()}</dt>
                <dd>{mail.from}</dd>
                <dt>{w.mailbox_to()}</dt>
                <dd><ul>{to}</ul></dd>
                {files}
            </dl>
            <div class="mail-text">{linked(&mail.text, home)}</div>
            <p><a href=format!("{PATH}/{name}/eml") download>{w.sends_open_eml()}</a></p>
        </section>
    }
    .into_any()
}

fn subject(mail: &KeptMail) -> String {
    if mail.subject.is_empty() { words().sends_no_subject().to_owned() } else { mail.subject.clone() }
}

/// The text, in which links to ourselves can be followed: an invitation, a new password.
fn linked(text: &str, home: &str) -> AnyView {
    let (mut parts, mut plain) = (vec![], String::new());
    for word in text.split_inclusive(char::is_whitespace) {
        let bare = word.trim_end();
        match bare.strip_prefix(home).filter(|path| is_path(path)) {
            Some(path) => {
                parts.push(std::mem::take(&mut plain).into_any());
                parts.push(view! { <a href=path.to_owned()>{bare.to_owned()}</a> }.into_any());
                plain.push_str(&word[bare.len()..]);
            }
            None => plain.push_str(word),
        }
    }
    parts.push(plain.into_any());
    parts.into_any()
}

/// `//elsewhere.example`, which browsers also read out of `/\elsewhere.example`, would be another host.
fn is_path(text: &str) -> bool {
    text.strip_prefix('/').is_some_and(|rest| !rest.starts_with(['/', '\\']))
}

#[cfg(test)]
mod tests {
    use super::is_path;

    #[test]
    fn a_link_to_ourselves_stays_here() {
        assert!(is_path("/") && is_path("/invitation?jeton=a//b"));
        assert!(!is_path("//elsewhere.example") && !is_path("/\\elsewhere.example") && !is_path(".elsewhere.example"));
    }
}
