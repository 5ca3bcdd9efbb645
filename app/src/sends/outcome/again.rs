//! « Renvoyer les échecs »: every failed line with its reason and its address to correct, ticked; what was accepted is said and stays.

use super::{
    api::{FORM, Kept, ResendFailed},
    table::carried,
};
use crate::{
    document::alone,
    error::AppError,
    sends::reason::{reason, server_said},
    typed,
    ui::{Empty, Head, Icon, Symbol, Titles, TroublePage, dotted, error_sentence, sentence},
    words::{Words, words},
};
use leptos::{prelude::*, server_fn::ServerFn};
use model::{
    BatchId, DeliveryId, FieldProblem, hex,
    send::{BatchView, DeliveryView, MessageView},
};
use store::{Tx, sends};

/// Where the failures of a batch are sent again.
pub(super) fn path(batch: BatchId) -> String {
    format!("/envois/{batch}/renvoyer")
}

/// The batch, and the key of the page: a double click is one act.
#[derive(Clone)]
pub struct Failures {
    batch: BatchView,
    key: String,
}

/// # Errors
/// `NotFound`.
pub async fn failures_page(tx: &mut Tx, id: BatchId) -> Result<Failures, AppError> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).expect("the system gives random bytes");
    Ok(Failures { batch: sends::get(tx, id).await?, key: hex(&bytes) })
}

/// The whole document, or why there is none.
pub fn failures_document(found: Result<Failures, AppError>) -> impl IntoView {
    alone(move || match found {
        Ok(found) => page(words(), &found),
        Err(error) => view! { <TroublePage error/> }.into_any(),
    })
}

fn page(w: Words, found: &Failures) -> AnyView {
    let batch = &found.batch;
    let id = batch.id;
    let typed = typed::take::<Kept>(FORM).filter(|typed| typed.draft.batch == id.0);
    let problems = typed.as_ref().map(|typed| typed.problems.clone()).unwrap_or_default();
    let kept = typed.map(|typed| typed.draft);
    let back = format!("/envois/{id}");
    let crumbs = vec![(w.nav_sends().to_owned(), "/envois".to_owned()), (w.outcome_result().to_owned(), back.clone())];
    let failed = batch.messages.iter().flat_map(|message| message.deliveries.iter().map(move |one| (message, one)));
    let failed: Vec<(&MessageView, &DeliveryView)> = failed.filter(|(_, one)| one.can_be_corrected()).collect();
    if failed.is_empty() {
        return view! {
            <Head title=w.outcome_title() crumbs/>
            <Empty text=w.outcome_none()><a class="btn primary" href=back>{w.outcome_back()}</a></Empty>
        }
        .into_any();
    }
    let counts = batch.counts();
    let already = counts.sent + counts.test_mailbox;
    let already = (already > 0).then(|| view! { <p>{w.outcome_already(already)}</p> });
    let trouble = kept.as_ref().and_then(|kept| kept.why.as_ref()).map(|error| trouble(w, error));
    let lines = failed.iter().map(|(message, one)| line(w, message, one, kept.as_ref(), &problems)).collect_view();
    view! {
        <Head title=w.outcome_title() crumbs><p class="lead">{w.outcome_lead()}</p></Head>
        <div class="stack">
            {trouble}
            {refused(w, &failed, &problems)}
            {already}
            <form class="review" method="post" action=ResendFailed::PATH>
                <input type="hidden" name="batch" value=id.to_string()/>
                <input type="hidden" name="key" value=found.key.clone()/>
                <ul class="reviewed">{lines}</ul>
                <div class="sticky-acts">
                    <button type="submit" class="btn primary"><Icon symbol=Symbol::Send/>{w.outcome_do()}</button>
                    <a class="btn" href=back>{w.act_cancel()}</a>
                </div>
            </form>
        </div>
    }
    .into_any()
}

/// The summary of the addresses that were refused (screens.md §1.3); each entry leads to its field.
fn refused(w: Words, failed: &[(&MessageView, &DeliveryView)], problems: &[FieldProblem]) -> Option<AnyView> {
    let entry = |(message, one): &(&MessageView, &DeliveryView)| {
        let problem = problems.iter().find(|problem| problem.field == field(one.id))?;
        let text = w.form_error_of(&name(w, message, one), &sentence(w, &problem.problem));
        Some(view! { <li><a href=format!("#{}-address", field(one.id))>{text}</a></li> })
    };
    let entries: Vec<_> = failed.iter().filter_map(entry).collect();
    let count = entries.len() as i64;
    (count > 0).then(|| {
        Titles::refused();
        view! {
            <div class="errors" role="alert" tabindex="-1" autofocus=true>
                <h2><Icon symbol=Symbol::Error/>{w.form_errors(count)}</h2>
                <ul>{entries}</ul>
            </div>
        }
        .into_any()
    })
}

fn trouble(w: Words, error: &AppError) -> AnyView {
    Titles::refused();
    let text = match error {
        AppError::NotPossible(why) if why == "not_failed" || why == "cancelled" || why == "sent" => {
            w.outcome_changed().to_owned()
        }
        AppError::NotPossible(why) if why == "nothing_to_send" => w.outcome_nothing().to_owned(),
        AppError::NotPossible(why) if why == "stopped" => w.outcome_stopped().to_owned(),
        AppError::NotPossible(why) if why == "no_account" => w.compose_not_possible_no_account().to_owned(),
        error => error_sentence(w, error),
    };
    view! { <div class="note bad" role="alert"><p class="line"><Icon symbol=Symbol::Error/>{text}</p></div> }.into_any()
}

fn line(
    w: Words,
    message: &MessageView,
    one: &DeliveryView,
    kept: Option<&Kept>,
    problems: &[FieldProblem],
) -> AnyView {
    let (id, name) = (one.id, name(w, message, one));
    let client = message.client.as_ref().map(|(_, label)| label.clone());
    let checked = kept.is_none_or(|kept| kept.chosen.contains(&id));
    let typed = kept.and_then(|kept| kept.address.get(&format!("d{id}")).cloned());
    let address = typed.unwrap_or_else(|| one.address.clone());
    let field = field(id);
    let wrong = problems.iter().find(|wrong| wrong.field == field).map(|wrong| sentence(w, &wrong.problem));
    let (tick, input, error_id) = (format!("{field}-tick"), format!("{field}-address"), format!("{field}-error"));
    let invalid = wrong.is_some().then_some("true");
    let described = wrong.is_some().then(|| error_id.clone());
    let error = wrong.map(|text| view! { <p class="error" id=error_id><Icon symbol=Symbol::Error/>{text}</p> });
    let said = server_said(one);
    let said = (!said.is_empty()).then(|| view! { <p class="meta said">{w.sends_server_said(&said)}</p> });
    view! {
        <li id=field>
            <input type="hidden" name="seen[]" value=format!("{id} {}", one.corrections)/>
            <div class="choice">
                <input type="checkbox" id=tick.clone() name="chosen[]" value=id.to_string() checked=checked/>
                <label for=tick>{name.clone()}<span class="sub">{client}</span></label>
            </div>
            {reason(w, one).map(|why| view! { <p>{why}</p> })}
            {said}
            <div class="field">
                <label for=input.clone()>{w.outcome_address_of(&name)}</label>
                <input class="input" id=input name=format!("address[d{id}]") value=address inputmode="email" autocapitalize="off"
                    spellcheck="false" autocomplete="off" aria-invalid=invalid aria-describedby=described/>
                {error}
            </div>
        </li>
    }
    .into_any()
}

/// Of one mail to several people all lines carry the same.
fn name(w: Words, message: &MessageView, one: &DeliveryView) -> String {
    let who = if one.name.is_empty() { &one.address } else { &one.name };
    dotted([carried(w, message).as_str(), who])
}

/// What problems call it, and its line.
fn field(id: DeliveryId) -> String {
    format!("d-{id}")
}
