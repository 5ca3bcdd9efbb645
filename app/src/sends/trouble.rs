//! Why nothing leaves: the account's trouble, with what to do about it.

use crate::{
    ui::{Banner, Icon, Symbol},
    words::words,
};
use leptos::prelude::*;
use model::send::Stopped;

/// A banner above the result.
#[component]
pub fn Trouble(
    /// As the server tells it.
    stopped: Stopped,
) -> AnyView {
    let w = words();
    let Stopped { text, said, mend } = stopped;
    let said = (!said.is_empty()).then(|| w.sends_server_said(&said));
    let mend = (!mend.is_empty()).then(|| view! { <a href=mend>{w.sends_trouble_settings()}</a> });
    view! {
        <Banner tone="bad">
            <Icon symbol=Symbol::Error/>
            <span>{text}</span>
            {said.map(|said| view! { <small>{said}</small> })}
            {mend}
        </Banner>
    }
    .into_any()
}
