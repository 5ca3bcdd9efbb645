//! E15: the result of one send, live; it survives being left and loaded again, because all of it is on the server.

use super::{
    api::{self, get},
    cancel::{CancelBar, cancelling},
    delivery::{DeliveryLine, reader},
    list::with_others,
    live::Live,
    message::MessageSheet,
    new_addresses::NewAddresses,
    progress::Progress,
    state::SendTag,
    trouble::Trouble,
};
use crate::{
    error::AppError,
    ui::{Banner, Head, Row, anew, dotted, loaded, rows, use_id, when_text},
    wire::ask,
    words::words,
};
use leptos::prelude::*;
use model::{
    BatchId, ClientId, DocumentId, Moment,
    send::{BatchState, BatchView, DeliveryView, MessageView, Shown},
};
use std::time::Duration;

/// Of more mails than that the export tells; their texts stand in the history of their documents.
const SHEETS: usize = 100;

/// `/envois/{id}`
#[component]
pub fn ResultPage() -> AnyView {
    let id = use_id::<BatchId>("id");
    loaded(ask(move || Ok(api::Get { id: id()? })), |batch| view! { <Result batch/> }.into_any())
}

/// Built once; what the server tells afterwards arrives in `seen`, so that an open form or the focus is never disturbed.
#[component]
fn Result(batch: BatchView) -> AnyView {
    let w = words();
    let id = batch.id;
    let live = Live::to(id);
    let seen = RwSignal::new(batch);
    refresh(live, id, seen);
    let changed = Callback::new(move |()| live.tick.update(|n| *n += 1));
    let counts = Signal::derive(move || seen.with(BatchView::counts));
    let (title, crumbs, by) = seen.with_untracked(|batch| (title(batch), crumbs(batch), by(batch)));
    let cancel = cancelling(changed);
    // What waits can be stopped, however long it waits; without seconds of its own there is no countdown.
    let waits = Memo::new(move |_| seen.with(can_be_stopped));
    let hold = move || waits.get().map(|(until, paused)| view! { <CancelBar batch=id until counts cancel paused/> });
    let state = Signal::derive(move || seen.with(|batch| batch.state));
    let paused = move || {
        let why = seen.with(|batch| batch.paused.clone());
        (!why.is_empty()).then(|| view! { <Banner>{why}</Banner> })
    };
    let said = move || {
        let said = seen.with(|batch| batch.said.clone());
        (!said.is_empty()).then(|| view! { <p class="note" role="status">{said}</p> })
    };
    let trouble = move || seen.with(|b| b.stopped.clone()).map(|stopped| view! { <Trouble stopped/> });
    let lost = move || live.lost.get().then(|| view! { <Banner tone="info">{w.sends_live_lost()}</Banner> });
    let sheets = seen.with_untracked(sheets);
    let again = move || {
        let failed = seen.with(failures);
        (failed > 1).then(|| view! { <a class="btn" href=format!("/envois/{id}/renvoyer") rel="external">{w.sends_resend_all(failed)}</a> })
    };
    let redo = move || {
        let redo = seen.with(|batch| batch.redo.clone());
        (!redo.is_empty()).then(|| view! { <a class="btn" href=redo rel="external">{w.sends_redo()}</a> })
    };
    view! {
        <Head title crumbs>
            {anew(move || view! { <SendTag counts=counts.get() state=state.get()/> })}
        </Head>
        <section class="result">
            {anew(said)}
            {anew(trouble)}
            {anew(paused)}
            {anew(lost)}
            <Progress counts/>
            <p class="meta">{by}</p>
            {anew(hold)}
            <div class="line">
                {anew(again)}
                {anew(redo)}
                <a class="btn" href=format!("/envois/{id}/resultat.csv") download rel="external">{w.sends_export()}</a>
            </div>
            <h2>{w.sends_recipients()}</h2>
            <ul class="deliveries">
                {rows(move || seen.with(lines).into_iter().map(move |line| row(id, line, changed)))}
            </ul>
            // After what failed, which cannot wait.
            <NewAddresses batch=seen/>
        </section>
        <aside class="side">{sheets}</aside>
    }
    .into_any()
}

/// Asks again whenever the server says that something changed.
fn refresh(live: Live, id: BatchId, seen: RwSignal<BatchView>) {
    Effect::new(move |_| {
        let asked = live.tick.get();
        if asked == 0 {
            return;
        }
        leptos::task::spawn_local(async move {
            let answer = get(id).await;
            // Only the answer to the last question counts; by then the page may be gone.
            if live.tick.try_get_untracked() == Some(asked) {
                match answer {
                    Ok(batch) => seen.update(|seen| follow(seen, batch)),
                    // The last change may have been the last one: nobody else would ask again.
                    Err(AppError::Busy | AppError::Unreachable) => {
                        let ask_again = move || {
                            live.tick.try_update(|n| *n += 1);
                        };
                        set_timeout(ask_again, Duration::from_secs(2));
                    }
                    Err(_) => {}
                }
            }
        });
    });
}

/// What an act came to is told once, and stands here while nothing has moved since: then it still holds.
fn follow(seen: &mut BatchView, mut now: BatchView) {
    if now.said.is_empty() && now.state == seen.state && now.counts() == seen.counts() {
        now.said = std::mem::take(&mut seen.said);
    }
    *seen = now;
}

/// What can be sent again in one act.
fn failures(batch: &BatchView) -> i64 {
    let deliveries = batch.messages.iter().flat_map(|message| &message.deliveries);
    deliveries.filter(|delivery| delivery.can_be_corrected()).count() as i64
}

/// The mails as they were sent; of several each is folded away.
fn sheets(batch: &BatchView) -> Vec<AnyView> {
    let (id, one) = (batch.id, batch.messages.len() == 1);
    let sheet = |message: &MessageView| {
        let sheet = view! { <MessageSheet batch=id message=message.clone()/> }.into_any();
        if one {
            return sheet;
        }
        let client = message.client.as_ref().map(|(_, label)| label.as_str()).unwrap_or_default();
        // Two mails of one client differ by who reads them.
        let first = message.deliveries.first().map(reader).unwrap_or_default();
        let readers = with_others(&first, message.deliveries.len() as i64 - 1);
        let name = dotted([message.subject.as_str(), client, &readers]);
        view! { <details class="fold"><summary>{name}</summary>{sheet}</details> }.into_any()
    };
    batch.messages.iter().take(SHEETS).map(sheet).collect()
}

/// A delivery, its client, and among several mails the documents that its mail carries.
type Line = (DeliveryView, Option<(ClientId, String)>, Vec<(DocumentId, String)>);

/// What a person has to look at comes first.
fn lines(batch: &BatchView) -> Vec<Line> {
    let several = batch.messages.len() > 1;
    let of = |message: &MessageView| {
        let documents = message.documents.iter().filter(|_| several).map(|(id, _, number)| (*id, number.clone()));
        let documents: Vec<_> = documents.collect();
        let line = |delivery: &DeliveryView| (delivery.clone(), message.client.clone(), documents.clone());
        message.deliveries.iter().map(line).collect::<Vec<_>>()
    };
    let mut lines: Vec<_> = batch.messages.iter().flat_map(of).collect();
    lines.sort_by_key(|(line, ..)| match line.shown() {
        Shown::Failed | Shown::Bounced => 0,
        Shown::Uncertain => 1,
        Shown::Deferred => 2,
        _ => 3,
    });
    lines
}

/// A line is built anew only when something that it shows has changed.
fn row(batch: BatchId, (delivery, client, documents): Line, changed: Callback<()>) -> Row {
    let DeliveryView { id, state, attempts, corrected_by, due_at, bounce, .. } = &delivery;
    let came_back = bounce.as_ref().map_or(0, |bounce| bounce.at.0);
    let key = format!("{id} {} {attempts} {} {} {came_back}", state.code(), corrected_by.is_some(), due_at.0);
    Row::new(key, move || view! { <DeliveryLine batch delivery client documents changed/> })
}

/// With the end of its seconds for cancelling, and whether it is paused.
fn can_be_stopped(batch: &BatchView) -> Option<(Moment, bool)> {
    let paused = batch.state == BatchState::Paused;
    let waits = (paused || batch.state == BatchState::Running) && batch.counts().waits();
    waits.then(|| (batch.undo_until.unwrap_or(batch.created_at), paused))
}

fn title(batch: &BatchView) -> String {
    let w = words();
    if batch.messages.iter().any(|message| message.documents != batch.messages[0].documents) {
        return w.sends_many(batch.messages.len() as i64);
    }
    let subject = batch.messages.first().map(|message| message.subject.as_str()).unwrap_or_default();
    if subject.is_empty() { w.sends_no_subject().to_owned() } else { subject.to_owned() }
}

fn crumbs(batch: &BatchView) -> Vec<(String, String)> {
    let w = words();
    let first = batch.messages.first().and_then(|message| message.client.clone());
    match first.filter(|first| batch.messages.iter().all(|message| message.client.as_ref() == Some(first))) {
        Some((id, label)) => vec![
            (w.nav_clients().to_owned(), "/clients".to_owned()),
            (label, format!("/clients/{id}")),
            (w.sends_history().to_owned(), format!("/clients/{id}/historique")),
        ],
        None => vec![(w.nav_sends().to_owned(), "/envois".to_owned())],
    }
}

fn by(batch: &BatchView) -> String {
    let w = words();
    let when = when_text(batch.created_at);
    match &batch.by {
        Some((_, name)) => w.sends_sent_by(name, &when),
        None => w.sends_created_at(&when),
    }
}
