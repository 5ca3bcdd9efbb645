//! P43: whether an address accepts promotional mails, and how we know: the box of a form, the line of a card.

use crate::{
    facts::use_facts,
    ui::{Checkbox, Problems, Select, choices, day_text, dotted, source_name},
    words::words,
};
use leptos::prelude::*;
use model::{Consent, ConsentSource};

/// The box and where its tick comes from, named `{draft}[promotions]` and `{draft}[promotions_source]`.
pub fn consent_fields(draft: &str, ticked: bool, source: String, problems: Problems) -> AnyView {
    let w = words();
    let sources = std::iter::once((String::new(), w.form_choose().to_owned()))
        .chain(choices(ConsentSource::ALL, ConsentSource::code, |source| source_name(w, source)))
        .collect();
    let name = |field: &str| [draft, "[", field, "]"].concat();
    view! {
        <div class="consent">
            <Checkbox name=name("promotions") label=w.consent_box() hint=w.consent_hint() checked=ticked/>
            <Select name=name("promotions_source") label=w.consent_source() options=sources value=source problems/>
        </div>
    }
    .into_any()
}

/// « Acceptés · De vive voix · depuis le 3 mars 2026 · noté par Nadia Roy ».
pub fn consent_line(consent: Option<Consent>) -> String {
    let w = words();
    let Some(consent) = consent else { return w.consent_none().to_owned() };
    let state = match (consent.granted, consent.same_address) {
        (true, true) => w.consent_granted(),
        (true, false) => w.consent_other_address(),
        (false, _) => w.consent_withdrawn(),
    };
    let source = consent.source.map(|source| source_name(w, source)).unwrap_or_default();
    let day = w.consent_noted(&day_text(w, use_facts().zone.local(consent.at)), &consent.by);
    dotted([state, source, &day])
}
