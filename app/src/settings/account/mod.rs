//! The form of an account, for E18 and E19: the same fields, « Tester » step by step, and what the server said last.

#[cfg(feature = "ssr")]
mod acts;
pub mod api;
mod check;
#[cfg(feature = "ssr")]
mod standing;

#[cfg(feature = "ssr")]
pub(crate) use check::sentence as fault_sentence;
#[cfg(feature = "ssr")]
pub(super) use standing::standing;

use self::{api::UseAccount, check::CheckView};
use crate::{
    ui::{
        Button, Checkbox, Dialog, ErrorSummary, Field, Kind, Problems, RadioGroup, SendForm, Tag, Tone, Trouble, When,
        anew,
    },
    wire::Sending,
    words::words,
};
use leptos::prelude::*;
use model::{Account, AccountDraft, AccountState, Security, Transport, delivery::Check};
use serde::{Deserialize, Serialize};

/// Whether mails leave by an account, in the words of who reads it: the browser has none for it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Standing {
    /// Its state in a few words, then sentences about it, none when all is well; of no account nothing at all.
    pub lines: Vec<String>,
    /// « Réessayer maintenant » makes sense.
    pub retry: bool,
}

/// One's own account, or the organisation's.
#[component]
pub(super) fn AccountForm(
    account: Option<Account>,
    /// The organisation's; else the user's own.
    organisation: bool,
    /// Of this account.
    standing: Standing,
    /// Put into an empty form.
    #[prop(optional)]
    suggested: String,
) -> AnyView {
    let w = words();
    let action = Sending::<UseAccount>::new();
    let problems = action.problems(vec![]);
    let check = move || action.done().flatten();
    saved(action, organisation);
    let stop = Callback::new(move |_| action.stop());
    let testing = Signal::derive(move || action.busy().get() && action.typed("act") == "test");
    let known = account.is_some();
    let draft = account.as_ref().map_or_else(
        || AccountDraft {
            from_address: suggested,
            port: "587".into(),
            security: Security::StartTls,
            ..AccountDraft::default()
        },
        AccountDraft::of,
    );
    let has_password = account.as_ref().is_some_and(|account| account.has_password);
    view! {
        {account.as_ref().map(|account| state(account, standing, organisation))}
        <ErrorSummary problems labels=label/>
        <Trouble error=action.trouble()/>
        <SendForm to=action>
            {organisation.then(|| view! { <input type="hidden" name="organisation" value="true"/> })}
            <input type="hidden" name="version" value=draft.version/>
            {fields(&draft, organisation, has_password, problems)}
            <div class="buttons">
                <button type="submit" name="act" value="save" class="btn primary">{w.act_save()}</button>
                <button type="submit" name="act" value="test" class="btn wasm-only" aria-disabled=move || testing.get().then_some("true")>
                    {anew(move || if testing.get() { w.account_testing() } else { w.account_test() })}
                </button>
                {anew(move || testing.get().then(|| view! { <Button label=w.account_stop() kind=Kind::Quiet press=stop/> }))}
                {known.then(removal)}
            </div>
        </SendForm>
        <div aria-live="polite">{anew(move || check().map(|check: Check| view! { <CheckView check/> }))}</div>
    }
    .into_any()
}

/// The stored password goes with the account and cannot come back: it is asked once more. Without the wasm it is done at once.
fn removal() -> AnyView {
    let w = words();
    let asked = RwSignal::new(false);
    let remove = move |class: &'static str| {
        view! { <button type="submit" name="act" value="remove" formnovalidate class=class>{w.account_remove()}</button> }
    };
    view! {
        {remove("btn quiet no-wasm")}
        <span class="wasm-only"><Button label=w.account_remove().to_owned() kind=Kind::Quiet press=move |_| asked.set(true)/></span>
        <Dialog id="remove-account" title=w.account_remove_question().to_owned() open=asked>
            <p>{w.account_remove_why()}</p>
            <div class="buttons">
                {remove("btn danger")}
                <Button label=w.act_cancel().to_owned() press=move |_| asked.set(false)/>
            </div>
        </Dialog>
    }
    .into_any()
}

/// Saving and removing load the page anew; trying stays where the form is.
fn saved(action: Sending<UseAccount>, organisation: bool) {
    let page = if organisation { "/parametres/societe?enregistre=1" } else { "/parametres/moi?enregistre=1" };
    action.on_done(move |check| {
        if check.is_none() {
            crate::ui::load(page);
        }
    });
}

fn fields(draft: &AccountDraft, organisation: bool, has_password: bool, problems: Problems) -> AnyView {
    let w = words();
    let securities = [
        (Security::StartTls, w.account_starttls()),
        (Security::Tls, w.account_tls()),
        (Security::None, w.account_clear()),
    ];
    let securities =
        securities.into_iter().map(|(security, text)| (security.code().to_owned(), text.to_owned())).collect();
    let secret = if has_password { w.account_password_kept() } else { w.account_password_hint() };
    view! {
        {organisation.then(|| transport(draft, problems))}
        <div class="row">
            <Field name="host" label=w.account_host() hint=w.account_host_hint() value=draft.host.clone() inputmode="url" autocomplete="off" problems/>
            <Field name="port" label=w.account_port() hint=w.account_port_hint() value=draft.port.clone() inputmode="numeric" autocomplete="off" short=true problems/>
        </div>
        <RadioGroup name="security" label=w.account_security() options=securities value=draft.security.code() problems/>
        <Field name="login" label=w.account_login() hint=w.account_login_hint() value=draft.login.clone() inputmode="email" autocomplete="off" problems/>
        <Field name="smtp_password" label=w.account_password() hint=secret kind="password" autocomplete="new-password" problems/>
        <Field name="from_address" label=w.account_from() value=draft.from_address.clone() kind="email" autocomplete="off" required=true problems/>
        <Field name="from_name" label=w.account_name() value=draft.from_name.clone() autocomplete="off" problems/>
        <Field name="reply_to" label=w.account_reply_to() hint=w.account_reply_to_hint() value=draft.reply_to.clone() kind="email" autocomplete="off" problems/>
        <Checkbox name="copy_to_self" label=w.account_copy() hint=w.account_copy_hint() checked=draft.copy_to_self/>
    }
    .into_any()
}

fn transport(draft: &AccountDraft, problems: Problems) -> AnyView {
    let w = words();
    let options = [(Transport::Smtp, w.account_by_server()), (Transport::TestMailbox, w.account_by_mailbox())];
    let options = options.into_iter().map(|(transport, text)| (transport.code().to_owned(), text.to_owned())).collect();
    view! { <RadioGroup name="transport" label=w.account_transport() options value=draft.transport.code() problems/> }
        .into_any()
}

/// Whether mails leave by it now, and why not.
fn state(account: &Account, standing: Standing, organisation: bool) -> AnyView {
    let w = words();
    let tone = match account.state {
        AccountState::Ok if account.tested_at.is_none() => Tone::Plain,
        AccountState::Ok => Tone::Ok,
        AccountState::Throttled => Tone::Warn,
        AccountState::AuthFailed | AccountState::SenderRefused => Tone::Bad,
        AccountState::Disabled => Tone::Off,
    };
    let mut lines = standing.lines.into_iter();
    let text = lines.next().unwrap_or_default();
    let tested = account.tested_at.map(|at| view! { <span class="hint"><When at/></span> });
    let lines = lines.map(|line| view! { <p>{line}</p> }).collect_view();
    // A plain form: it comes back to this page, which says what the account is then.
    let retry = standing.retry.then(|| {
        view! {
            <form method="post" action="/api/settings/retry-account">
                {organisation.then(|| view! { <input type="hidden" name="organisation" value="true"/> })}
                <button type="submit" class="btn">{w.account_retry()}</button>
            </form>
        }
    });
    view! { <p class="line"><Tag text tone/>{tested}</p>{lines}{retry} }.into_any()
}

fn label(field: &str) -> &'static str {
    let w = words();
    match field {
        "host" => w.account_host(),
        "port" => w.account_port(),
        "security" => w.account_security(),
        "login" => w.account_login(),
        "smtp_password" => w.account_password(),
        "from_address" => w.account_from(),
        "from_name" => w.account_name(),
        "reply_to" => w.account_reply_to(),
        _ => "",
    }
}
