//! Why nothing leaves: the account's trouble, with what to do about it.

use crate::{
    facts::use_user,
    ui::{Banner, Icon, Symbol, when_text},
    words::words,
};
use leptos::prelude::*;
use model::{AccountState, UserRole, is_limit, send::AccountTrouble};

/// A banner above the result.
#[component]
pub fn Trouble(
    /// Of the account that the mail leaves by.
    trouble: AccountTrouble,
) -> AnyView {
    let w = words();
    let path = if trouble.of_organisation { "/parametres/societe" } else { "/parametres/moi" };
    // The organisation's settings are the administrators'.
    let may_mend = !trouble.of_organisation || use_user().is_some_and(|user| user.role == UserRole::Administrator);
    let text = match (trouble.state, trouble.next_ok_at) {
        (AccountState::AuthFailed, _) if trouble.of_organisation => w.sends_trouble_auth_company().to_owned(),
        (AccountState::AuthFailed, _) => w.sends_trouble_auth_own().to_owned(),
        (AccountState::SenderRefused, _) => w.sends_trouble_sender().to_owned(),
        (AccountState::Disabled, _) => w.sends_trouble_disabled().to_owned(),
        (_, Some(at)) if is_limit(&trouble.text) => w.sends_trouble_limit_until(&when_text(at)),
        (_, Some(at)) => w.sends_trouble_throttled_until(&when_text(at)),
        _ => w.sends_trouble_throttled().to_owned(),
    };
    let said = (!trouble.text.is_empty() && !is_limit(&trouble.text)).then(|| w.sends_server_said(&trouble.text));
    view! {
        <Banner tone="bad">
            <Icon symbol=Symbol::Error/>
            <span>{text}</span>
            {said.map(|said| view! { <small>{said}</small> })}
            {may_mend.then(|| view! { <a href=path>{w.sends_trouble_settings()}</a> })}
        </Banner>
    }
    .into_any()
}
