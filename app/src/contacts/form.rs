//! The form of a contact (E6), with its link to the client it is edited from. Works without the wasm.

use super::{
    api::{
        ContactForm, ContactSaved, Done, LinkForm, LoadContactForm, SaveContact, deactivate_contact, load_contact_form,
    },
    duplicate::Duplicate,
    meanwhile::{stored_meanwhile, stored_now},
    row::{refused, trouble},
};
use crate::{
    clients::{ConflictNote, PhoneFields, Stored, consent_fields, on_conflict, trouble_beside},
    ui::{
        Checkbox, ErrorSummary, Field, Head, Problems, Select, SendForm, Sheet, Submit, TextArea, Toasts, anew,
        choices, civility_name, is_hidden, language_name, load, loaded, notification_name, use_id, use_query,
        use_toasts,
    },
    wire::{Sending, ask},
    words::words,
};
use leptos::prelude::*;
use model::{
    AffiliationId, Civility, ClientId, ContactDraft, ContactId, Lang, NotificationType, draft::ContactField, full_name,
};

fn use_client() -> Memo<Option<ClientId>> {
    let query = use_query();
    Memo::new(move |_| query.with(|query| query.get("client")?.parse().ok()))
}

/// `/contacts/nouveau?client=`
#[component]
pub fn NewContactPage() -> AnyView {
    let client = use_client();
    let form = ask(move || Ok(LoadContactForm { id: None, client: client.get() }));
    loaded(form, |form| {
        let w = words();
        let title = form.link.as_ref().map_or(w.contacts_new().to_owned(), |link| w.contacts_new_at(&link.label));
        let crumbs = crumbs(&form);
        view! { <Head title=title crumbs/><Fields form/> }.into_any()
    })
}

/// `/contacts/{id}/modifier?client=`
#[component]
pub fn EditContactPage() -> AnyView {
    let (id, client) = (use_id::<ContactId>("id"), use_client());
    let form = ask(move || Ok(LoadContactForm { id: Some(id()?), client: client.get() }));
    loaded(form, |form| {
        let title = words().contacts_edit(&shown(&form.draft));
        let crumbs = crumbs(&form);
        view! { <Head title=title crumbs/><Fields form/> }.into_any()
    })
}

fn shown(draft: &ContactDraft) -> String {
    full_name(&draft.first_name, &draft.last_name).unwrap_or_else(|| draft.email.clone())
}

fn crumbs(form: &ContactForm) -> Vec<(String, String)> {
    let w = words();
    match (&form.link, form.id) {
        (Some(link), _) => vec![
            (w.clients_title().to_owned(), "/clients".to_owned()),
            (link.label.clone(), format!("/clients/{}/contacts", link.client)),
        ],
        (None, Some(id)) => vec![
            (w.contacts_title().to_owned(), "/contacts".to_owned()),
            (shown(&form.draft), format!("/contacts/{id}")),
        ],
        (None, None) => vec![(w.contacts_title().to_owned(), "/contacts".to_owned())],
    }
}

fn label(field: &str) -> &'static str {
    let w = words();
    match field {
        "civility" => w.field_civility(),
        "first_name" => w.field_first_name(),
        "last_name" => w.field_last_name(),
        "email" => w.field_email(),
        "language" => w.field_language(),
        "promotions" => w.consent_box(),
        "promotions_source" => w.consent_source(),
        "function" => w.field_function(),
        "site" => w.field_site(),
        "notification_type" => w.field_notification_type(),
        "ended" => w.contacts_conflict_ended(),
        "note" => w.field_note(),
        _ => w.field_phone(),
    }
}

#[component]
fn Fields(form: ContactForm) -> AnyView {
    provide_context(Sheet("contact"));
    let w = words();
    let save = Sending::<SaveContact>::new();
    let (problems, error) = (save.problems(form.problems.clone()), trouble_beside(*save));
    let version = RwSignal::new(form.version);
    let link = RwSignal::new(form.link.as_ref().and_then(|link| link.link));
    let stored = RwSignal::new(stored_meanwhile(&form));
    watch(save, form.id, form.link.as_ref().map(|link| link.client), (version, link), stored);
    let at = form.link.as_ref().filter(|_| form.id.is_none()).map(|link| link.label.clone());
    let back = match (&form.link, form.id) {
        (Some(link), _) => format!("/clients/{}/contacts", link.client),
        (None, Some(id)) => format!("/contacts/{id}"),
        (None, None) => "/contacts".to_owned(),
    };
    let note = move || {
        let error = error.get()?;
        Some(refused(&error))
    };
    let hidden = |name: &'static str, value: String| view! { <input type="hidden" name=name value=value/> };
    view! {
        <SendForm to=save>
            <Duplicate problems at/>
            <ErrorSummary problems labels=label/>
            {anew(note)}
            <ConflictNote theirs=stored labels=label/>
            <p class="hint">{w.form_optional_note()}</p>
            {form.id.map(|id| hidden("head[id]", id.to_string()))}
            <input type="hidden" name="head[version]" value=move || version.get().to_string()/>
            {person(&form, problems)}
            {form.link.map(|at| at_client(at, link, form.required.contains(&ContactField::Function), problems))}
            <TextArea name="contact[note]" label=w.field_note() value=form.draft.note rows=3 problems/>
            <div class="sticky-acts">
                <Submit label=w.act_save().to_owned() busy=save.busy()/>
                <a class="btn" href=back>{w.act_cancel()}</a>
            </div>
        </SendForm>
    }
    .into_any()
}

fn person(form: &ContactForm, problems: Problems) -> AnyView {
    let w = words();
    let draft = form.draft.clone();
    let needed = |field: ContactField| form.required.contains(&field);
    let civilities: Vec<_> = std::iter::once((String::new(), "–".to_owned()))
        .chain(choices(Civility::ALL, Civility::code, |civility| civility_name(w, civility)))
        .collect();
    let languages = choices(&Lang::ALL, Lang::code, |lang| language_name(w, lang));
    view! {
        <fieldset class="part">
            <legend><h2>{w.contacts_identity()}</h2></legend>
            <Field name="contact[email]" label=w.field_email() hint=w.field_email_hint() value=draft.email kind="email" required=needed(ContactField::Email) problems autocomplete="off"/>
            <div class="row names">
                <Select name="contact[civility]" label=w.field_civility() options=civilities value=draft.civility required=needed(ContactField::Civility) problems/>
                <Field name="contact[first_name]" label=w.field_first_name() value=draft.first_name required=needed(ContactField::FirstName) problems autocomplete="off"/>
                <Field name="contact[last_name]" label=w.field_last_name() value=draft.last_name required=needed(ContactField::LastName) problems autocomplete="off"/>
            </div>
            <PhoneFields draft="contact" phones=draft.phones required=needed(ContactField::Phone) problems/>
            <Select name="contact[language]" label=w.field_language() options=languages value=draft.language problems/>
            {consent_fields("contact", draft.promotions, draft.promotions_source, problems)}
        </fieldset>
    }
    .into_any()
}

/// An affiliation and its version; none before there is one.
type Link = Option<(AffiliationId, i64)>;

fn at_client(form: LinkForm, now: RwSignal<Link>, does: bool, problems: Problems) -> AnyView {
    let w = words();
    let LinkForm { client, label, sites, link, draft, starred, .. } = form;
    let sites: Vec<_> = std::iter::once((String::new(), w.contacts_whole_client().to_owned()))
        .chain(sites.into_iter().map(|(id, label)| (id.to_string(), label)))
        .collect();
    let types = choices(NotificationType::ALL, NotificationType::code, |kind| notification_name(w, kind));
    let star = link.is_none().then(|| {
        view! { <Checkbox name="head[starred]" label=w.contacts_starred() hint=w.contacts_starred_hint() checked=starred/> }
    });
    let id = move || now.get().map(|(id, _)| id.to_string()).unwrap_or_default();
    let version = move || now.get().map_or(0, |(_, version)| version).to_string();
    let site = (sites.len() > 1 && !is_hidden("module.sites")).then(|| {
        view! { <Select name="affiliation[site]" label=w.field_site() hint=w.contacts_whole_client_hint() options=sites value=draft.site problems/> }
    });
    view! {
        <fieldset class="part">
            <legend><h2>{w.contacts_link(&label)}</h2></legend>
            <input type="hidden" name="head[client]" value=client.to_string()/>
            <input type="hidden" name="head[link]" value=id/>
            <input type="hidden" name="head[link_version]" value=version/>
            <Field name="affiliation[function]" label=w.field_function() value=draft.function required=does problems autocomplete="off"/>
            <Select name="affiliation[notification_type]" label=w.field_notification_type() hint=w.notify_hint() options=types value=draft.notification_type problems/>
            {site}
            {star}
        </fieldset>
    }
    .into_any()
}

/// After a conflict: what is stored now, and its version, so that saving again is a knowing act (P12). After a save: a word.
fn watch(
    save: Sending<SaveContact>,
    id: Option<ContactId>,
    client: Option<ClientId>,
    (version, link): (RwSignal<i64>, RwSignal<Link>),
    stored: RwSignal<Option<Vec<Stored>>>,
) {
    let (w, toasts) = (words(), use_toasts());
    on_conflict(*save, move || async move {
        if let Ok(form) = load_contact_form(id, client).await {
            let now = form.link.as_ref().and_then(|link| link.link);
            let ended = link.get_untracked().is_some() && now.is_none();
            stored.set(Some(stored_now(w, &form, ended, &save.fields())));
            version.set(form.version);
            link.set(now);
        }
    });
    save.on_done(move |ContactSaved { id, name, done }| match done {
        Done::Saved => toasts.say(w.contacts_saved(&name)),
        Done::Affiliated => toasts.say(w.contacts_associated(&name)),
        Done::Reactivated => toasts.say_undoable(w.contacts_reactivated(&name), move || inactive_again(id, toasts)),
    });
}

/// Takes « Réactiver » back; its card, where it led to, is shown anew while it is the page.
fn inactive_again(id: ContactId, toasts: Toasts) {
    leptos::task::spawn_local(async move {
        let card = format!("/contacts/{id}");
        match deactivate_contact(id).await {
            // The form is gone by then, and with it what it knew of the page.
            Ok(()) if location().pathname().is_ok_and(|here| here == card) => load(&card),
            Ok(()) => {}
            Err(error) => toasts.trouble(trouble(&error)),
        }
    });
}
