//! « Corriger et renvoyer » for an address that failed, and the two answers to an uncertain one (P36, delivery.md §2).

use super::api::{ConsiderSent, Correct, SendAgain};
use crate::{
    error::AppError,
    facts::use_facts,
    ui::{Field, Submit, error_sentence, use_toasts},
    words::words,
};
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;
use model::{
    DeliveryId,
    send::{DeliveryView, Enqueued},
};

/// The address to correct, in place. The same content leaves at once, as a new mail linked to this line.
#[component]
pub fn CorrectForm(
    /// That failed.
    delivery: DeliveryView,
    /// Whom it was for, for the names of the controls.
    name: String,
    /// After it was sent: the page asks again.
    changed: Callback<()>,
) -> AnyView {
    let w = words();
    let correct = ServerAction::<Correct>::new();
    follow(correct, changed);
    let problems = Signal::derive(move || match correct.value().get() {
        Some(Err(e)) => e.problems().to_vec(),
        _ => vec![],
    });
    // Of this page: a double click is one act, a later page may try again.
    let key = format!("correct-{}-{}", delivery.id, use_facts().now.0);
    view! {
        <details class="correct">
            <summary aria-label=w.sends_correct_for(&name)>{w.sends_correct()}</summary>
            <ActionForm action=correct>
                <input type="hidden" name="delivery" value=delivery.id.to_string()/>
                <input type="hidden" name="idem_key" value=key/>
                <Field
                    name="address"
                    among=delivery.id.to_string()
                    label=w.sends_correct_label()
                    hint=w.sends_correct_hint()
                    value=delivery.address
                    problems
                    inputmode="email"
                />
                <Submit label=w.sends_correct_do() busy=correct.pending()/>
            </ActionForm>
        </details>
    }
    .into_any()
}

/// « Renvoyer » and « Considérer comme envoyé ».
#[component]
pub fn Settle(
    /// That is uncertain.
    delivery: DeliveryId,
    /// Whom it was for.
    name: String,
    /// After the answer: the page asks again.
    changed: Callback<()>,
) -> AnyView {
    let w = words();
    let (again, settle) = (ServerAction::<SendAgain>::new(), ServerAction::<ConsiderSent>::new());
    told(again.value().into(), changed);
    told(settle.value().into(), changed);
    let (to, for_whom) = (w.sends_resend_for(&name), w.sends_consider_sent_for(&name));
    view! {
        <div class="line">
            <ActionForm action=again>
                <input type="hidden" name="delivery" value=delivery.to_string()/>
                <button type="submit" class="btn small" aria-label=to>{w.sends_resend()}</button>
            </ActionForm>
            <ActionForm action=settle>
                <input type="hidden" name="delivery" value=delivery.to_string()/>
                <button type="submit" class="btn quiet small" aria-label=for_whom>
                    {w.sends_consider_sent()}
                </button>
            </ActionForm>
        </div>
    }
    .into_any()
}

/// Goes to the new send.
fn follow(correct: ServerAction<Correct>, changed: Callback<()>) {
    let (navigate, toasts) = (use_navigate(), use_toasts());
    Effect::new(move |_| match correct.value().get() {
        Some(Ok(Enqueued { batch_id, .. })) => {
            changed.run(());
            navigate(&format!("/envois/{batch_id}"), Default::default());
        }
        Some(Err(e)) if e.problems().is_empty() => toasts.trouble(error_sentence(words(), &e)),
        _ => {}
    });
}

fn told(value: Signal<Option<Result<(), AppError>>>, changed: Callback<()>) {
    let toasts = use_toasts();
    Effect::new(move |_| match value.get() {
        Some(Ok(())) => changed.run(()),
        Some(Err(e)) => toasts.trouble(error_sentence(words(), &e)),
        None => {}
    });
}
