//! The form of a site. Works without the wasm.

use super::api::{LoadSiteForm, SaveSite, SiteForm, load_site_form};
use crate::{
    clients::{ConflictNote, Stored, differences, differences_to_fields, on_conflict, place_fields, trouble_beside},
    ui::{ErrorSummary, Field, Head, SendForm, Sheet, Submit, TextArea, Trouble, loaded, use_id, use_toasts},
    wire::{Sending, ask},
    words::words,
};
use leptos::prelude::*;
use model::{ClientId, SiteId, draft::ShownFields};

/// `/clients/{id}/adresses/nouvelle`
#[component]
pub fn NewSitePage() -> AnyView {
    let id = use_id::<ClientId>("id");
    let form = ask(move || Ok(LoadSiteForm { client: id()?, id: None }));
    loaded(form, |form| page(words().sites_new().to_owned(), form))
}

/// `/clients/{id}/adresses/{site}`
#[component]
pub fn EditSitePage() -> AnyView {
    let id = use_id::<ClientId>("id");
    let site = use_id::<SiteId>("site");
    let form = ask(move || Ok(LoadSiteForm { client: id()?, id: Some(site()?) }));
    loaded(form, |form| page(words().sites_edit(&form.draft.label), form))
}

fn page(title: String, form: SiteForm) -> AnyView {
    let crumbs = vec![
        (words().clients_title().to_owned(), "/clients".to_owned()),
        (form.label.clone(), format!("/clients/{}/adresses", form.client)),
    ];
    view! { <Head title=title crumbs/><Fields form/> }.into_any()
}

fn label(field: &str) -> &'static str {
    let w = words();
    match field {
        "label" => w.sites_label(),
        "street" => w.field_street(),
        "postal_code" => w.field_postal_code(),
        "town" => w.field_town(),
        "country" => w.field_country(),
        "person" => w.sites_person(),
        "phone" => w.sites_phone(),
        "email" => w.sites_email(),
        _ => w.sites_extra(),
    }
}

#[component]
fn Fields(form: SiteForm) -> AnyView {
    provide_context(Sheet("site"));
    let w = words();
    let save = Sending::<SaveSite>::new();
    let (problems, trouble) = (save.problems(form.problems.clone()), trouble_beside(*save));
    let version = RwSignal::new(form.version);
    let stored = RwSignal::new(
        form.stored.as_ref().map(|stored| differences(stored.shown_fields(), &form.draft.shown_fields())),
    );
    watch(save, form.client, form.id, version, stored);
    let draft = form.draft;
    let place = place_fields(draft.place(), problems);
    let id = form.id.map(|id| view! { <input type="hidden" name="id" value=id.to_string()/> });
    view! {
        <SendForm to=save>
            <ErrorSummary problems labels=label/>
            <Trouble error=trouble/>
            <ConflictNote theirs=stored labels=label/>
            <p class="hint">{w.form_optional_note()}</p>
            {id}
            <input type="hidden" name="client" value=form.client.to_string()/>
            <input type="hidden" name="version" value=move || version.get().to_string()/>
            <Field name="draft[label]" label=w.sites_label() hint=w.sites_label_hint() value=draft.label required=true problems autocomplete="off"/>
            {place}
            <div class="row">
                <Field name="draft[person]" label=w.sites_person() value=draft.person problems autocomplete="off"/>
                <Field name="draft[phone]" label=w.sites_phone() value=draft.phone kind="tel" problems autocomplete="off"/>
            </div>
            <Field name="draft[email]" label=w.sites_email() hint=w.sites_email_hint() value=draft.email kind="email" problems autocomplete="off"/>
            <TextArea name="draft[extra]" label=w.sites_extra() hint=w.sites_extra_hint() value=draft.extra rows=3 problems/>
            <div class="sticky-acts">
                <Submit label=w.act_save().to_owned() busy=save.busy()/>
                <a class="btn" href=format!("/clients/{}/adresses", form.client)>{w.act_cancel()}</a>
            </div>
        </SendForm>
    }
    .into_any()
}

/// After a conflict: what is stored now, and its version (P12). After a save: a word.
fn watch(
    save: Sending<SaveSite>,
    client: ClientId,
    id: Option<SiteId>,
    version: RwSignal<i64>,
    stored: RwSignal<Option<Vec<Stored>>>,
) {
    let (w, toasts) = (words(), use_toasts());
    on_conflict(*save, move || async move {
        if let Ok(form) = load_site_form(client, id).await {
            stored.set(Some(differences_to_fields(form.draft.shown_fields(), &save.fields())));
            version.set(form.version);
        }
    });
    save.on_done(move |()| toasts.say(w.sites_saved(&save.typed("draft[label]"))));
}
