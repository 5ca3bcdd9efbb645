//! The form of a client, new or changed. Works without the wasm: a refused form comes back as it was typed.

use super::{
    api::{ClientForm, LoadClientForm, SaveClient, load_client_form},
    conflict::{ConflictNote, Stored, differences, differences_to_fields, on_conflict, trouble_beside},
    consent::consent_fields,
    phones::PhoneFields,
    place_fields,
};
use crate::{
    ui::{
        ErrorSummary, Field, Head, Problems, Select, SendForm, Sheet, Submit, TextArea, Trouble, choices,
        civility_name, is_left_out, kind_name, language_name, loaded, use_id, use_toasts,
    },
    wire::{Sending, ask},
    words::words,
};
use leptos::prelude::*;
use model::{Civility, ClientDraft, ClientId, ClientKind, Lang, draft::ShownFields};

/// `/clients/nouveau`
#[component]
pub fn NewClientPage() -> AnyView {
    let w = words();
    let form = ask(|| Ok(LoadClientForm { id: None }));
    let crumbs = vec![(w.clients_title().to_owned(), "/clients".to_owned())];
    view! {
        <Head title=w.clients_new() crumbs/>
        {loaded(form, |form| view! { <Fields form/> }.into_any())}
    }
    .into_any()
}

/// `/clients/{id}/modifier`
#[component]
pub fn EditClientPage() -> AnyView {
    let id = use_id::<ClientId>("id");
    let form = ask(move || Ok(LoadClientForm { id: Some(id()?) }));
    loaded(form, move |form| {
        let w = words();
        let id = form.id.map(|id| id.to_string()).unwrap_or_default();
        let crumbs = vec![
            (w.clients_title().to_owned(), "/clients".to_owned()),
            (form.draft.reference.clone(), format!("/clients/{id}")),
        ];
        view! { <Head title=w.clients_edit(&form.draft.label) crumbs/><Fields form/> }.into_any()
    })
}

/// Labels by field, for the summary of errors and for conflicts.
fn label(field: &str) -> &'static str {
    let w = words();
    match field {
        "reference" => w.clients_reference(),
        "label" => w.clients_label(),
        "kind" => w.clients_kind(),
        "family" => w.clients_family(),
        "language" => w.field_language(),
        "civility" => w.field_civility(),
        "first_name" => w.field_first_name(),
        "last_name" => w.field_last_name(),
        "email" => w.clients_email(),
        "billing_email" => w.clients_billing_email(),
        "promotions" => w.consent_box(),
        "promotions_source" => w.consent_source(),
        "street" => w.field_street(),
        "postal_code" => w.field_postal_code(),
        "town" => w.field_town(),
        "country" => w.field_country(),
        "note" => w.field_note(),
        _ => w.field_phone(),
    }
}

#[component]
fn Fields(form: ClientForm) -> AnyView {
    provide_context(Sheet("client"));
    let w = words();
    let save = Sending::<SaveClient>::new();
    let (problems, trouble) = (save.problems(form.problems.clone()), trouble_beside(*save));
    let back = form.id.map_or("/clients".to_owned(), |id| format!("/clients/{id}"));
    let version = RwSignal::new(form.version);
    let stored = RwSignal::new(
        form.stored.as_ref().map(|stored| differences(stored.shown_fields(), &form.draft.shown_fields())),
    );
    watch(save, form.id, version, stored);
    let id = form.id.map(|id| view! { <input type="hidden" name="id" value=id.to_string()/> });
    view! {
        <SendForm to=save>
            <ErrorSummary problems labels=label/>
            <Trouble error=trouble/>
            <ConflictNote theirs=stored labels=label/>
            <p class="hint">{w.form_optional_note()}</p>
            {id}
            <input type="hidden" name="version" value=move || version.get().to_string()/>
            {identity(&form, problems)}
            {main(&form.draft, problems)}
            {place(&form.draft, problems)}
            <TextArea name="draft[note]" label=w.field_note() value=form.draft.note rows=3 problems/>
            <div class="sticky-acts">
                <Submit label=w.act_save().to_owned() busy=save.busy()/>
                <a class="btn" href=back>{w.act_cancel()}</a>
            </div>
        </SendForm>
    }
    .into_any()
}

fn identity(form: &ClientForm, problems: Problems) -> AnyView {
    let w = words();
    let draft = form.draft.clone();
    let families = form.families.iter().map(|name| view! { <option value=name.clone()></option> }).collect_view();
    let kinds: Vec<_> = std::iter::once((String::new(), w.form_choose().to_owned()))
        .chain(choices(ClientKind::ALL, ClientKind::code, |kind| kind_name(w, kind)))
        .collect();
    let languages = choices(&Lang::ALL, Lang::code, |lang| language_name(w, lang));
    view! {
        <fieldset class="part">
            <legend><h2>{w.clients_identity()}</h2></legend>
            <div class="row">
                <Field name="draft[reference]" label=w.clients_reference() hint=w.clients_reference_hint() value=draft.reference required=true problems/>
                <Select name="draft[kind]" label=w.clients_kind() options=kinds value=draft.kind required=true problems/>
            </div>
            <Field name="draft[label]" label=w.clients_label() value=draft.label required=true problems autocomplete="off"/>
            <div class="row">
                <Field name="draft[family]" label=w.clients_family() hint=w.clients_family_hint() value=draft.family problems list="families"/>
                <Select name="draft[language]" label=w.field_language() options=languages value=draft.language problems/>
            </div>
            <datalist id="families">{families}</datalist>
        </fieldset>
    }
    .into_any()
}

fn main(draft: &ClientDraft, problems: Problems) -> AnyView {
    let w = words();
    let draft = draft.clone();
    let civilities: Vec<_> = std::iter::once((String::new(), "–".to_owned()))
        .chain(choices(Civility::ALL, Civility::code, |civility| civility_name(w, civility)))
        .collect();
    view! {
        <fieldset class="part">
            <legend><h2>{w.clients_main()}</h2></legend>
            <div class="row names">
                <Select name="draft[civility]" label=w.field_civility() options=civilities value=draft.civility problems/>
                <Field name="draft[first_name]" label=w.field_first_name() value=draft.first_name problems autocomplete="off"/>
                <Field name="draft[last_name]" label=w.field_last_name() value=draft.last_name problems autocomplete="off"/>
            </div>
            <div class="row">
                <Field name="draft[email]" label=w.clients_email() hint=w.clients_email_hint() value=draft.email kind="email" problems autocomplete="off"/>
                <Field name="draft[billing_email]" label=w.clients_billing_email() hint=w.clients_billing_email_hint() value=draft.billing_email kind="email" problems autocomplete="off"/>
            </div>
            <PhoneFields draft="draft" phones=draft.phones problems/>
            {consent_fields("draft", draft.promotions, draft.promotions_source, problems)}
        </fieldset>
    }
    .into_any()
}

fn place(draft: &ClientDraft, problems: Problems) -> AnyView {
    if is_left_out("place") {
        return ().into_any();
    }
    view! {
        <fieldset class="part">
            <legend><h2>{words().clients_place()}</h2></legend>
            {place_fields(draft.place(), problems)}
        </fieldset>
    }
    .into_any()
}

/// After a conflict: what is stored now, and its version, so that saving again is a knowing act (P12). After a save: a word.
fn watch(
    save: Sending<SaveClient>,
    id: Option<ClientId>,
    version: RwSignal<i64>,
    stored: RwSignal<Option<Vec<Stored>>>,
) {
    let (w, toasts) = (words(), use_toasts());
    on_conflict(*save, move || async move {
        if let Ok(form) = load_client_form(id).await {
            stored.set(Some(differences_to_fields(form.draft.shown_fields(), &save.fields())));
            version.set(form.version);
        }
    });
    save.on_done(move |_| toasts.say(w.clients_saved(&save.typed("draft[label]"))));
}
