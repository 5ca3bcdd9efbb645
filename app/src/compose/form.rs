//! The sheet of E12: recipients, « De », subject, text, files, and the line that says where the draft stands.

use super::{
    account::FromField,
    api::Sheet,
    autosave::Autosave,
    back::CameBack,
    files::{Files, FilesField},
    reconnect::Reconnect,
    send::{ConfirmDialog, Sender},
    standing::StandingLine,
};
use crate::{
    recipients::{Handle, RecipientField},
    sends::SendLine,
    ui::{Empty, Field, Head, Problems, Submit, TextArea, anew, heard},
    words::words,
};
use leptos::{
    ev::{ClipboardEvent, DragEvent, KeyboardEvent, MouseEvent, SubmitEvent},
    html::{Input, Textarea},
    prelude::*,
};
use leptos_router::{NavigateOptions, hooks::use_navigate};
use model::{AccountId, BatchId, compose::Draft, send::BatchSummary};

/// Writing to one client. In the zone above a page it has no head and no side.
#[component]
pub fn ComposeForm(
    /// What it opens with.
    sheet: Sheet,
    /// Above another page (P26).
    #[prop(optional)]
    zone: bool,
) -> AnyView {
    let w = words();
    let title = w.compose_title(&sheet.facts.label);
    let crumbs = vec![
        (w.nav_clients().to_owned(), "/clients".to_owned()),
        (sheet.facts.label.clone(), format!("/clients/{}", sheet.facts.client)),
    ];
    let recent = sheet.recent.clone();
    let form = view! { <Form sheet/> };
    if zone {
        return view! { <p class="meta">{title}</p>{form} }.into_any();
    }
    view! {
        <Head title crumbs/>
        {form}
        <aside class="side"><Recent recent/></aside>
    }
    .into_any()
}

#[component]
fn Form(sheet: Sheet) -> AnyView {
    let w = words();
    let (subject, body) = (NodeRef::<Input>::new(), NodeRef::<Textarea>::new());
    let recipients = Handle::new(sheet.facts.clone(), sheet.field.clone());
    let account = RwSignal::new(sheet.draft.account_id);
    let opened = StoredValue::new(sheet.draft.clone());
    let content = move || written(opened.get_value(), recipients, account, subject, body);
    let problems = sheet.back.as_ref().map(|back| back.problems.clone()).unwrap_or_default();
    let autosave = Autosave::new(sheet.idem_key.clone(), sheet.saved, problems, content);
    autosave.guard();
    let files = Files::new(sheet.attachments, autosave);
    let navigate = StoredValue::new(use_navigate());
    let sent = Callback::new(move |id: BatchId| {
        // « Précédent » leads past the form: its draft has left.
        let options = NavigateOptions { replace: true, ..Default::default() };
        navigate.with_value(|go| go(&format!("/envois/{id}"), options));
    });
    let sender = Sender {
        recipients,
        files,
        autosave,
        content: StoredValue::new(Box::new(content)),
        busy: RwSignal::new(false),
        asking: RwSignal::new(vec![]),
        sent,
    };
    recover(autosave, opened, subject, body);
    let touch = Callback::new(move |()| autosave.touch());
    let press = Callback::new(move |()| sender.press());
    let choose = Callback::new(move |id: Option<AccountId>| {
        account.set(id);
        autosave.touch();
    });
    let submit = move |e: SubmitEvent| {
        e.prevent_default();
        sender.press();
    };
    let keys = move |e: KeyboardEvent| {
        if e.key() == "Enter" && (e.ctrl_key() || e.meta_key()) && !e.default_prevented() {
            e.prevent_default();
            sender.press();
        }
    };
    // Enter in the subject would press « Envoyer »: it goes on to the message instead.
    let onwards = move |e: KeyboardEvent| {
        let plain = e.key() == "Enter" && !e.ctrl_key() && !e.meta_key() && !e.is_composing();
        let in_subject = subject.get_untracked().is_some_and(|field| field.matches(":focus").unwrap_or(false));
        if plain && in_subject {
            e.prevent_default();
            body.get_untracked().map(|area| area.focus());
        }
    };
    let over = RwSignal::new(false);
    let label = Signal::derive(move || match sender.busy.get() {
        true => w.compose_sending().to_owned(),
        false => w.compose_send(recipients.sending().count as i64),
    });
    let shown: Problems = autosave.problems.into();
    let empty = sheet.draft.is_blank() && !untrack(move || files.any());
    let client = sheet.facts.client.to_string();
    let draft_id = sheet.saved.map(|(id, ..)| id.to_string());
    view! {
        <form
            class="compose"
            class:dropping=move || over.get()
            method="post"
            action="/api/compose/post"
            on:submit=heard(submit)
            on:keydown=heard(keys)
            on:dragover=heard(move |e| drag_over(&e, over))
            on:dragleave=heard(move |_| over.set(false))
            on:drop=heard(move |e| dropped(&e, over, files))
            on:paste=heard(move |e: ClipboardEvent| pasted(&e, files))
        >
            <input type="hidden" name="client" value=client/>
            <input type="hidden" name="draft" value=draft_id/>
            <input type="hidden" name="idem_key" value=sheet.idem_key/>
            // What the return key presses in a field: it only keeps what is typed (D21, D100). Nothing leaves by it.
            <button type="submit" name="add" value="1" class="sr" tabindex="-1" aria-hidden="true" on:click=heard(|e: MouseEvent| e.prevent_default())></button>
            {sheet.back.map(|back| view! { <CameBack back recipients empty/> })}
            <RecipientField handle=recipients changed=touch submit=press/>
            <FromField accounts=sheet.accounts chosen=sheet.draft.account_id choose/>
            <div class="written" on:input=heard(move |_| autosave.touch()) on:keydown=heard(onwards)>
                <Field name="subject" label=w.compose_subject() value=sheet.draft.subject problems=shown node=subject/>
                <TextArea name="body" label=w.compose_message() value=sheet.draft.body rows=12 problems=shown node=body/>
            </div>
            <FilesField files/>
            <div class="send-bar">
                <p class="error" role="alert">{anew(move || autosave.refused.get())}</p>
                <Submit label busy=sender.busy/>
                <StandingLine autosave/>
            </div>
        </form>
        <ConfirmDialog sender/>
        <Reconnect autosave/>
    }
    .into_any()
}

/// What the form holds now. The boxes belong to the browser: they are read, never mirrored.
fn written(
    opened: Draft,
    recipients: Handle,
    account: RwSignal<Option<AccountId>>,
    subject: NodeRef<Input>,
    body: NodeRef<Textarea>,
) -> Draft {
    let field = recipients.field();
    Draft {
        account_id: account.get_untracked(),
        recipients: field.recipients(),
        answered: field.ignored.clone(),
        field_state: serde_json::to_string(&field).expect("the field is plain data"),
        subject: subject.get_untracked().map_or(opened.subject, |input| input.value()),
        body: body.get_untracked().map_or(opened.body, |area| area.value()),
        client_id: opened.client_id,
    }
}

/// What was typed before the wasm arrived is saved like what is typed after (D102).
fn recover(autosave: Autosave, opened: StoredValue<Draft>, subject: NodeRef<Input>, body: NodeRef<Textarea>) {
    Effect::new(move |_| {
        let (Some(subject), Some(body)) = (subject.get(), body.get()) else { return };
        let typed = opened.with_value(|draft| subject.value() != draft.subject || body.value() != draft.body);
        if typed {
            autosave.touch();
        }
    });
}

fn drag_over(e: &DragEvent, over: RwSignal<bool>) {
    if e.data_transfer().is_some_and(|data| data.types().includes(&"Files".into(), 0)) {
        e.prevent_default();
        over.set(true);
    }
}

fn dropped(e: &DragEvent, over: RwSignal<bool>, files: Files) {
    over.set(false);
    let list = e.data_transfer().and_then(|data| data.files()).filter(|list| list.length() > 0);
    if list.is_some() {
        e.prevent_default();
        take(files, list);
    }
}

fn pasted(e: &web_sys::Event, files: Files) {
    use web_sys::wasm_bindgen::JsCast;
    let data = e.dyn_ref::<web_sys::ClipboardEvent>().and_then(|e| e.clipboard_data());
    // A spreadsheet copies cells as text and as a picture of them: the text is meant.
    let text = data.as_ref().and_then(|data| data.get_data("text/plain").ok()).unwrap_or_default();
    if e.default_prevented() || !text.is_empty() {
        return;
    }
    let list = data.and_then(|data| data.files()).filter(|list| list.length() > 0);
    if list.is_some() {
        e.prevent_default();
        take(files, list);
    }
}

#[cfg(feature = "hydrate")]
fn take(files: Files, list: Option<web_sys::FileList>) {
    files.add(list);
}

#[cfg(not(feature = "hydrate"))]
fn take(_: Files, _: Option<web_sys::FileList>) {}

#[component]
fn Recent(recent: Vec<BatchSummary>) -> AnyView {
    let w = words();
    let list = if recent.is_empty() {
        view! { <Empty text=w.compose_no_recent()/> }.into_any()
    } else {
        let rows = recent.into_iter().map(|row| view! { <SendLine row/> }).collect_view();
        view! { <ul class="sends">{rows}</ul> }.into_any()
    };
    view! { <h2>{w.compose_recent()}</h2>{list} }.into_any()
}
