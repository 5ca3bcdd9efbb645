//! « Modifier »: whom else of the client, or not; oneself; further addresses.

use super::{
    api::questions,
    find::Row,
    line::{verdict_words, who_name},
};
use crate::{
    recipients::api::Suggest,
    ui::{Icon, Symbol, dotted, sentence},
    words::Words,
};
use leptos::{prelude::*, server_fn::ServerFn};
use mail::{Obstacle, Review, Reviewed};
use model::resolver::{Addressed, Line};

pub(super) fn change(w: Words, review: &Review, row: &Row, line: &Reviewed, name: &str) -> AnyView {
    // Whom nobody's choice reaches has no box.
    let offered = line.answer.lines.iter().filter(|one| line.answer.pressed(one.who).is_ok());
    let boxes = offered.map(|one| {
        let star = if one.favourite { w.contacts_starred() } else { "" };
        let sub = dotted([address(one), &verdict_words(w, one.verdict), star]);
        tick(row, Addressed::One(one.who), who_name(w, line, one.who, &one.name), sub)
    });
    let oneself = review
        .oneself
        .as_ref()
        .map(|me| tick(row, Addressed::Oneself, w.documents_oneself().to_owned(), me.address.as_str().to_owned()));
    let further = format!("d-{}-further", row.id);
    let hint = format!("{further}-hint");
    // What was refused here stays in sight.
    let wrong = row.wrong_further().map(|problem| sentence(w, problem));
    let invalid = wrong.is_some().then_some("true");
    let error_id = format!("{further}-error");
    let described = if wrong.is_some() { format!("{hint} {error_id}") } else { hint.clone() };
    let error = wrong.map(|text| view! { <p class="error" id=error_id><Icon symbol=Symbol::Error/>{text}</p> });
    // Who receives it is chosen there, where nobody does yet.
    let alone = line.answer.recipients().is_empty();
    let nobody = row.obstacle == Some(Obstacle::Nobody);
    let open = nobody || row.refused.is_some() || !row.further.is_empty();
    let doubts = doubts(w, row, name);
    view! {
        <details class="fold" open=open>
            <summary aria-label=w.review_change_of(name)>{w.review_change()}</summary>
            <fieldset class="part" aria-label=w.review_recipients_of(name)>
                <div class="choices">{boxes.collect_view()}{oneself}</div>
                <div class="field">
                    <label for=further.clone()>{w.review_further()}</label>
                    <p class="hint" id=hint>{w.review_further_hint()}</p>
                    {alone.then(|| view! { <input type="hidden" name=format!("further[nobody{}]", row.id) value="1"/> })}
                    <div class="completing">
                        <input class="input" id=further.clone() name=format!("further[d{}]", row.id) value=row.further.clone() autocapitalize="off"
                            spellcheck="false" inputmode="email" autocomplete="off" aria-invalid=invalid aria-describedby=described data-client=line.document.client.0.to_string()/>
                        <span class="sr" role="status" id=format!("{further}-said") data-ask=Suggest::PATH data-label=w.search_suggestions()
                            data-one=w.search_count(1) data-more=w.search_count(2) data-external=w.recip_external()></span>
                    </div>
                    {error}
                </div>
                {doubts}
            </fieldset>
        </details>
    }
    .into_any()
}

/// « Vouliez-vous dire … ? », and the yes to what was typed; it counts for exactly these questions.
fn doubts(w: Words, row: &Row, name: &str) -> AnyView {
    let (doubts, sure) = &row.doubts;
    if doubts.is_empty() {
        return ().into_any();
    }
    let asked =
        doubts.iter().map(|doubt| view! { <p>{w.review_doubt(&doubt.address, &doubt.meant)}</p> }).collect_view();
    let id = format!("d-{}-sure", row.id);
    view! {
        {asked}
        <div class="choice">
            <input type="checkbox" id=id.clone() name=format!("further[sure{}]", row.id) value=questions(doubts) checked=*sure
                aria-label=w.review_sure_of(name)/>
            <label for=id>{w.review_sure()}</label>
        </div>
    }
    .into_any()
}

fn address(one: &Line) -> &str {
    one.address.as_ref().map(|address| address.as_str()).filter(|address| *address != one.name).unwrap_or_default()
}

fn tick(row: &Row, to: Addressed, name: String, sub: String) -> AnyView {
    let id = format!("d-{}-{}", row.id, to.code());
    let checked = row.choice.ticked.contains(&to);
    view! {
        <div class="choice">
            <input type="checkbox" id=id.clone() name="to[]" value=format!("{}:{}", row.id, to.code()) checked=checked/>
            <label for=id>{name}<span class="sub">{sub}</span></label>
        </div>
    }
    .into_any()
}
