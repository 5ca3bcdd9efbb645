//! A document of the review: what it is, who receives it and why, what keeps it from leaving, what goes along.

use super::{change::change, find::Row};
use crate::{
    documents::{amount_text, day_words, named},
    receives::{slot_name, why, why_not},
    ui::{Icon, Symbol, Tag, Tone, dotted, file_size, language_name, sentence, when_text},
    words::Words,
};
use leptos::prelude::*;
use mail::{Obstacle, Review, Reviewed};
use model::document::DocumentState;
use model::{
    DocumentProblem, Lang, Phrase, Problem,
    resolver::{Recipient, Resolution, Verdict, Who},
};

pub(super) fn line(w: Words, review: &Review, row: &Row) -> AnyView {
    let Some(line) = &row.line else { return gone(w, row) };
    let document = &line.document;
    let name = named(w, document);
    let amount = document.amount.as_ref().map(|amount| amount_text(w, amount));
    let file = document.file.as_ref().map(|(name, size)| format!("{name} ({})", file_size(w, *size)));
    let file = file.unwrap_or_else(|| w.documents_no_file().to_owned());
    let sub = dotted([day_words(w, document.day).as_str(), &file]);
    let skip = format!("d-{}-skip", row.id);
    view! {
        <li id=format!("d-{}", row.id)>
            <div class="top">
                <h3><a class="rowlink" href=format!("/documents/{}", row.id)>{name.clone()}</a></h3>
                <a class="rowlink plain" href=format!("/clients/{}", document.client.0)>{document.client.1.clone()}</a>
                <span class="num amount">{amount}</span>
            </div>
            <p class="meta">{sub}</p>
            {before(w, line)}
            {trouble(w, row, line)}
            {recipients(w, row, line)}
            {change(w, review, row, line, &name)}
            {texts(w, row, line, &name)}
            <div class="choice">
                <input type="checkbox" id=skip.clone() name="skip[]" value=row.id.to_string() checked=row.skip aria-label=w.review_skip_of(&name)/>
                <label for=skip>{w.review_skip()}</label>
            </div>
        </li>
    }
    .into_any()
}

/// It is named by nothing any more.
fn gone(w: Words, row: &Row) -> AnyView {
    view! {
        <li id=format!("d-{}", row.id)>
            <div class="top"><h3>{w.review_gone()}</h3></div>
            <p class="error"><Icon symbol=Symbol::Error/>{w.review_gone_why()}</p>
        </li>
    }
    .into_any()
}

/// « Déjà envoyé » (P36); sending it again is a new line of history.
fn before(w: Words, line: &Reviewed) -> AnyView {
    if line.document.state == DocumentState::Waiting {
        return view! { <p class="line sent-before"><Tag text=w.book_waiting() tone=Tone::Warn/><span class="meta">{w.review_under_way()}</span></p> }
            .into_any();
    }
    let Some(at) = line.document.sent_at.or(line.document.mailbox_at) else { return ().into_any() };
    let names = match line.reached.len() {
        0 => String::new(),
        1..=3 => line.reached.join(", "),
        more => w.sends_to_and_more(more as i64 - 3, &line.reached[..3].join(", ")),
    };
    let text = match line.document.sent_at {
        None => w.review_mailbox_before(&when_text(at)),
        // Whom it went to is forgotten (P06).
        Some(_) if names.is_empty() => w.review_sent_to_nobody_known(&when_text(at)),
        Some(_) => w.review_sent_before(&when_text(at), &names),
    };
    view! { <p class="line sent-before"><Tag text=w.review_again() tone=Tone::Warn/><span class="meta">{text}</span></p> }
        .into_any()
}

fn trouble(w: Words, row: &Row, line: &Reviewed) -> AnyView {
    let blocked = row.obstacle.as_ref().map(|obstacle| match obstacle {
        Obstacle::Nobody if line.answer.recipients().is_empty() => w.review_nobody().to_owned(),
        Obstacle::Nobody => w.review_nobody_chosen().to_owned(),
        Obstacle::TooLarge(limit) => w.review_too_large(&file_size(w, *limit)),
        Obstacle::Unfilled(missing) => {
            let names: Vec<String> = missing.iter().map(|placeholder| placeholder.written()).collect();
            w.documents_unfilled(&names.join(", "))
        }
    });
    let missing = row.obstacle == Some(Obstacle::Nobody) && line.answer.recipients().is_empty();
    let complete = missing.then(|| {
        let href = format!("/clients/{}/modifier", line.document.client.0);
        let label = w.review_complete_of(&line.document.client.1);
        // What is chosen here stays; « Actualiser » sees what came of it.
        view! { <p><a class="btn small" href=href target="_blank" rel="noopener" aria-label=label>{w.review_complete()}</a></p> }
    });
    // What is said of the obstacle, or at the field, is not said twice.
    let same = |problem: &&Problem| {
        use DocumentProblem::{MailTooLarge, NobodyChosen, Unfilled};
        row.wrong_further().is_some()
            || row.obstacle.is_some() && matches!(problem, Problem::Document(MailTooLarge | NobodyChosen | Unfilled))
    };
    let refused = row.refused.as_ref().filter(|problem| !same(problem)).map(|problem| sentence(w, problem));
    let texts = blocked.into_iter().chain(refused).map(|text| {
        view! { <p class="error"><Icon symbol=Symbol::Error/><span>{text}</span></p> }
    });
    view! { {texts.collect_view()}{complete} }.into_any()
}

/// Each address once, with the contact's name and every reason (P24b).
fn recipients(w: Words, row: &Row, line: &Reviewed) -> AnyView {
    if row.to.is_empty() {
        return ().into_any();
    }
    let chips = row.to.iter().map(|one| {
        let (name, reason) = (called(w, line, one), reason(w, &line.answer, row, one));
        let address = (one.address.as_str() != name).then(|| one.address.as_str().to_owned());
        // Of a person with a usual reason the name is enough where there is little room.
        let class = (one.contact.is_some() && !one.reasons.is_empty()).then_some("person");
        view! { <li class=class><b>{name}</b>" "<span>{address}</span>" "<span class="why">{reason}</span></li> }
    });
    view! { <ul class="to" aria-label=w.documents_recipients()>{chips.collect_view()}</ul> }.into_any()
}

fn called(w: Words, line: &Reviewed, one: &Recipient) -> String {
    if let Some((_, name)) = &one.contact {
        return name.clone();
    }
    let own = |own: &model::EmailAddress| own.key() == one.address.key();
    let slot = line.answer.lines.iter().find(|slot| slot.address.as_ref().is_some_and(own));
    slot.map_or_else(|| one.address.to_string(), |slot| who_name(w, line, slot.who, &slot.name))
}

/// The name of a slot or person.
pub(super) fn who_name(w: Words, line: &Reviewed, who: Who, name: &str) -> String {
    let site = match who {
        Who::Site(id) => line.side.sites.iter().find(|site| site.id == id).map(|site| site.label.as_str()),
        _ => None,
    };
    match who {
        Who::Person(_) if name.is_empty() => w.contacts_gone().to_owned(),
        who => slot_name(w, who, site.unwrap_or(name)),
    }
}

/// Why it receives it: the resolver's reasons, or that somebody added it.
fn reason(w: Words, answer: &Resolution, row: &Row, one: &Recipient) -> String {
    if !one.reasons.is_empty() {
        return one.reasons.iter().map(|reason| why(w, *reason)).collect::<Vec<_>>().join(" · ");
    }
    let own = |own: &model::EmailAddress| own.key() == one.address.key();
    let of_client = answer.lines.iter().any(|line| line.address.as_ref().is_some_and(own));
    let typed = row.choice.further.iter().any(|further| further.address.key() == one.address.key());
    match (typed && !of_client, &one.contact) {
        (true, None) => w.review_unknown().to_owned(),
        (true, Some(_)) => w.review_elsewhere().to_owned(),
        (false, _) => w.review_added().to_owned(),
    }
}

/// Subject and text as they will read, in each language that somebody reads.
fn texts(w: Words, row: &Row, line: &Reviewed, name: &str) -> AnyView {
    let label = w.review_text_of(name);
    if !row.joined.is_empty() {
        let several = row.joined.len() > 1;
        let texts = row.joined.iter().map(|(text, to)| {
            let names: Vec<String> = to.iter().map(|one| called(w, line, one)).collect();
            let of = several.then(|| view! { <h4>{w.review_text_for(&names.join(", "))}</h4> });
            view! { {of}{shown_text(text)} }
        });
        let texts = texts.collect_view();
        let (shown, label) =
            if several { (w.review_texts(), w.review_texts_of(name)) } else { (w.review_text(), label) };
        return view! { <details class="fold"><summary aria-label=label>{shown}</summary><div class="part">{texts}</div></details> }
            .into_any();
    }
    let mut languages: Vec<Lang> = row.to.iter().map(|one| one.language).collect();
    if languages.is_empty() {
        languages.push(line.side.language);
    }
    languages.sort_by_key(|language| language.code());
    languages.dedup();
    let several = languages.len() > 1;
    let texts = languages.into_iter().filter_map(|language| {
        let text = line.text(language).ok()?;
        let of = several.then(|| view! { <h4>{language_name(w, language)}</h4> });
        Some(view! { {of}{shown_text(text)} })
    });
    let texts: Vec<_> = texts.collect();
    if texts.is_empty() {
        return ().into_any();
    }
    view! { <details class="fold"><summary aria-label=label>{w.review_text()}</summary><div class="part">{texts}</div></details> }
        .into_any()
}

fn shown_text(text: &Phrase) -> AnyView {
    view! { <p><b>{text.subject.clone()}</b></p><div class="mail-text">{text.text.clone()}</div> }.into_any()
}

/// The resolver's answer in words.
pub(super) fn verdict_words(w: Words, verdict: Verdict) -> String {
    match verdict {
        Verdict::In(reason) => why(w, reason),
        Verdict::Out(reason) => why_not(w, reason),
    }
}
