//! « Corriger et renvoyer » for an address that failed, and the two answers to an uncertain one (P36, delivery.md §2).

use super::{
    api::{ConsiderSent, Correct, SendAgain},
    progress::COUNT,
};
use crate::{
    recipients::focus,
    ui::{Field, SendForm, Submit, error_sentence, use_toasts},
    wire::{Function, Sending},
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
    let correct = Sending::<Correct>::new();
    follow(correct, changed, format!("f-address-{}", delivery.id));
    let problems = correct.problems(vec![]);
    view! {
        <details class="correct">
            <summary aria-label=w.sends_correct_for(&name)>{w.sends_correct()}</summary>
            <SendForm to=correct class="">
                <input type="hidden" name="delivery" value=delivery.id.to_string()/>
                // A double click is one act; after « Annuler l’envoi » there is one more.
                <input type="hidden" name="seen" value=delivery.corrections.to_string()/>
                <Field
                    name="address"
                    among=delivery.id.to_string()
                    label=w.sends_correct_label()
                    hint=w.sends_correct_hint()
                    value=delivery.address
                    problems
                    inputmode="email"
                />
                <Submit label=w.sends_correct_do() busy=correct.busy()/>
            </SendForm>
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
    let (again, settle) = (Sending::<SendAgain>::new(), Sending::<ConsiderSent>::new());
    told(again, changed);
    told(settle, changed);
    let (to, for_whom) = (w.sends_resend_for(&name), w.sends_consider_sent_for(&name));
    view! {
        <div class="line">
            <SendForm to=again class="">
                <input type="hidden" name="delivery" value=delivery.to_string()/>
                <button type="submit" class="btn small" aria-label=to>{w.sends_resend()}</button>
            </SendForm>
            <SendForm to=settle class="">
                <input type="hidden" name="delivery" value=delivery.to_string()/>
                <button type="submit" class="btn quiet small" aria-label=for_whom>
                    {w.sends_consider_sent()}
                </button>
            </SendForm>
        </div>
    }
    .into_any()
}

/// Goes to the new send, or back to the address that was refused.
fn follow(correct: Sending<Correct>, changed: Callback<()>, field: String) {
    let (navigate, toasts) = (use_navigate(), use_toasts());
    correct.on_done(move |Enqueued { batch_id, .. }| {
        changed.run(());
        navigate(&format!("/envois/{batch_id}"), Default::default());
    });
    correct.on_error(move |e| {
        if e.problems().is_empty() {
            toasts.trouble(error_sentence(words(), &e));
        } else {
            focus(&field);
        }
    });
}

fn told<F>(form: Sending<F>, changed: Callback<()>)
where
    F: Function<Output = ()>,
{
    let toasts = use_toasts();
    form.on_done(move |()| {
        changed.run(());
        focus(COUNT);
    });
    form.on_error(move |e| toasts.trouble(error_sentence(words(), &e)));
}
