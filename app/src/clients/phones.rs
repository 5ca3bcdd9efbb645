//! Several phones in a form: those there are and empty rows to fill; without a number a row is dropped.

use crate::{
    ui::{Button, Field, Kind, Problems, Row, Symbol, is_left_out, rows},
    words::words,
};
use leptos::prelude::*;
use model::Phone;

/// Rows named `{draft}[phones][0][number]`.
#[component]
pub fn PhoneFields(
    draft: &'static str,
    phones: Vec<Phone>,
    problems: Problems,
    /// The first one is (P01).
    #[prop(optional)]
    required: bool,
) -> AnyView {
    if is_left_out("phones") {
        return ().into_any();
    }
    let w = words();
    let shown = RwSignal::new(phones.len() + 1);
    let phones = StoredValue::new(phones);
    let row = move |at: usize| {
        let phone = phones.with_value(|phones| phones.get(at).cloned()).unwrap_or_default();
        let name = |part: &str| format!("{draft}[phones][{at}][{part}]");
        view! {
            <div class="row">
                <Field name=name("number") label=w.field_phone() value=phone.number kind="tel" inputmode="tel" required={required && at == 0} problems/>
                <Field name=name("label") label=w.field_phone_label() value=phone.label problems/>
            </div>
        }
    };
    view! {
        <fieldset class="field phones">
            <legend>{w.field_phones()}</legend>
            {rows(move || (0..shown.get()).map(move |at| Row::new(at, move || row(at))))}
            <div class="wasm-only">
                <Button label=w.contacts_add_phone().to_owned() small=true kind=Kind::Quiet symbol=Symbol::Plus press=move |_| shown.update(|n| *n += 1)/>
            </div>
        </fieldset>
    }
    .into_any()
}
