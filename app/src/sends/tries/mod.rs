//! `/envois/{batch}/{delivery}`: one mail to one address with every try: which step ended it, what the server said, what that means, when,
//! how long it took, whom we spoke to; and what comes next. The server alone makes this page.

mod meaning;

use self::meaning::{fault, meaning, phase_name};
use crate::{
    document::alone,
    error::AppError,
    sends::{
        api::{ConsiderSent, SendAgain},
        delivery::reader,
        reason::{came_back as report, reason, said},
        state::state_tag,
    },
    ui::{Head, Tag, Trouble, TroublePage, When, dotted},
    wire::came_back,
    words::{Words, words},
};
use leptos::{prelude::*, server_fn::ServerFn};
use model::{
    BatchId, DeliveryId, Lang,
    send::{BatchState, DeliveryView, Shown},
};
use store::{
    Tx, restorations,
    sends::{self, Tries, Try},
};

/// What the page shows.
#[derive(Clone)]
pub struct TriesShown {
    tries: Tries,
    /// After a restore nothing leaves (S69).
    held: bool,
}

/// # Errors
/// `NotFound`.
pub async fn tries_page(tx: &mut Tx, batch: BatchId, delivery: DeliveryId) -> Result<TriesShown, AppError> {
    let held = restorations::find(tx).await?.is_some();
    Ok(TriesShown { tries: sends::tries(tx, batch, delivery).await?, held })
}

/// The whole document, or why there is none.
pub fn tries_document(found: Result<TriesShown, AppError>) -> impl IntoView {
    alone(move || match found {
        Ok(TriesShown { tries, held }) => page(&tries, held),
        Err(error) => view! { <TroublePage error/> }.into_any(),
    })
}

fn page(all: &Tries, held: bool) -> AnyView {
    let w = words();
    let one = &all.delivery;
    let (text, tone) = state_tag(one.shown());
    let name = reader(one);
    let result = format!("/envois/{}", all.batch);
    let subject = if all.subject.is_empty() { w.sends_no_subject().to_owned() } else { all.subject.clone() };
    let crumbs = vec![(w.nav_sends().to_owned(), "/envois".to_owned()), (subject, result.clone())];
    let trouble = [SendAgain::PATH, ConsiderSent::PATH].into_iter().find_map(came_back);
    let address = (!one.name.is_empty()).then(|| view! { <p class="lead">{one.address.clone()}</p> });
    let many = all.tries.len() as i64;
    let lines = all.tries.iter().enumerate().map(|(at, one)| line(w, at, one, all)).collect_view();
    let list = match many {
        0 => view! { <p class="none">{w.outbox_no_try()}</p> }.into_any(),
        _ => view! { <ol class="deliveries">{lines}</ol> }.into_any(),
    };
    view! {
        <Head title=name crumbs>{address}<Tag text tone/></Head>
        <div class="stack">
            <Trouble error=Signal::stored(trouble)/>
            {reason(w, one).map(|why| view! { <p>{why}</p> })}
            {taken(w, all)}
            {next(w, all, held)}
            {acts(w, all, &result)}
            <section class="block"><h2>{w.sends_attempts(many)}</h2>{list}</section>
            {returned(w, one)}
        </div>
    }
    .into_any()
}

/// P51: no server said that it has it.
fn taken(w: Words, all: &Tries) -> Option<AnyView> {
    let (by, at) = all.taken.as_ref()?;
    let said = by.as_ref().map_or_else(|| w.outbox_taken().to_owned(), |name| w.outbox_taken_by(name));
    Some(view! { <p>{said}" "<When at=*at/></p> }.into_any())
}

/// What comes next by itself, and until when.
fn next(w: Words, all: &Tries, held: bool) -> AnyView {
    let one = &all.delivery;
    if !matches!(one.shown(), Shown::Waiting | Shown::Deferred) {
        return ().into_any();
    }
    if held {
        return view! { <p>{w.outbox_next_restored()}</p> }.into_any();
    }
    if all.batch_state == BatchState::Paused {
        return view! { <p>{w.outbox_next_paused()}</p> }.into_any();
    }
    let stopped = all.account.as_ref().is_none_or(|(state, _)| !state.is_working());
    if stopped {
        return view! { <p>{w.outbox_next_stopped()}</p> }.into_any();
    }
    let waits = all.account.as_ref().and_then(|(_, until)| *until);
    let at = waits.map_or(one.due_at, |until| until.max(one.due_at)).min(all.expires_at);
    view! {
        <dl class="facts">
            <dt>{w.outbox_next_try()}</dt><dd><When at=at/></dd>
            <dt>{w.outbox_expires()}</dt><dd><When at=all.expires_at/></dd>
        </dl>
    }
    .into_any()
}

fn acts(w: Words, all: &Tries, result: &str) -> AnyView {
    let id = all.delivery.id.to_string();
    let form = |path: &'static str, label: &'static str| {
        view! {
            <form class="inline" method="post" action=path>
                <input type="hidden" name="delivery" value=id.clone()/>
                <button type="submit" class="btn">{label}</button>
            </form>
        }
    };
    let uncertain = (all.delivery.shown() == Shown::Uncertain).then(|| {
        view! { {form(SendAgain::PATH, w.sends_resend())}{form(ConsiderSent::PATH, w.sends_consider_sent())} }
    });
    let correct = all.delivery.can_be_corrected().then(|| {
        view! { <a class="btn primary" href=format!("{result}/renvoyer") rel="external">{w.sends_correct()}</a> }
    });
    view! { <div class="line">{uncertain}{correct}<a class="btn" href=result.to_owned()>{w.outcome_back()}</a></div> }
        .into_any()
}

fn line(w: Words, at: usize, one: &Try, all: &Tries) -> AnyView {
    // No server has it that is in the test mailbox (P52).
    let said = one.code.filter(|_| !all.delivery.test_mailbox).map(|code| said(Some(code), &one.enhanced, &one.text));
    let said = said.map(|said| view! { <p class="meta said">{w.sends_server_said(&said)}</p> });
    let fault = fault(w, one).map(|text| view! { <p class="meta">{text}</p> });
    let took = duration(w, one.ended_at.since(one.started_at));
    let tls = match (one.peer.is_empty(), one.tls.is_empty()) {
        (true, _) => String::new(),
        (false, true) => w.outbox_in_clear().to_owned(),
        (false, false) => one.tls.clone(),
    };
    let to = dotted([one.peer.as_str(), tls.as_str()]);
    let to = (!to.is_empty()).then(|| view! { <p class="meta said">{w.outbox_spoke_to(&to)}</p> });
    view! {
        <li>
            <div class="top"><b>{w.outbox_try(at as i64 + 1)}</b><span><When at=one.started_at/>", "{took}</span></div>
            <p><span class="tag">{phase_name(w, &one.phase)}</span>" "{meaning(w, one, all.delivery.test_mailbox)}</p>
            {fault}
            {said}
            {to}
        </li>
    }
    .into_any()
}

/// What another server said later: the last word, after every try of ours.
fn returned(w: Words, one: &DeliveryView) -> Option<AnyView> {
    let bounce = report(one)?;
    let said = said(bounce.code, &bounce.enhanced, &bounce.text);
    let said = (!said.is_empty()).then(|| view! { <p class="meta said">{w.sends_server_said(&said)}</p> });
    let section = view! {
        <section class="block">
            <h2>{w.outbox_came_back()}</h2>
            <p><When at=bounce.at/></p>
            {said}
        </section>
    };
    Some(section.into_any())
}

/// « 850 ms », « 1,2 s », « 41 s ».
fn duration(w: Words, ms: i64) -> String {
    let comma = if w.0 == Lang::Fr { "," } else { "." };
    match ms.max(0) {
        ms @ 0..=999 => format!("{ms} ms"),
        ms @ 1_000..=9_999 => format!("{}{comma}{} s", ms / 1_000, ms % 1_000 / 100),
        ms => format!("{} s", ms / 1_000),
    }
}
