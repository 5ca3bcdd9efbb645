//! Where one is signed in, and out everywhere else (S09).

use super::{
    super::reload_when_done,
    api::{EndSessions, OpenSession},
};
use crate::{
    ui::{Kind, SendForm, Submit, Tag, Tone, Trouble, When},
    wire::Sending,
    words::words,
};
use leptos::prelude::*;

#[component]
pub(super) fn Sessions(sessions: Vec<OpenSession>) -> AnyView {
    let w = words();
    let action = Sending::<EndSessions>::new();
    reload_when_done(action, "/parametres/moi?enregistre=1");
    let others = sessions.iter().any(|session| !session.is_this);
    let lines = sessions.into_iter().map(|OpenSession { browser, last_seen_at, is_this }| {
        let name = if browser.is_empty() { w.settings_some_browser().to_owned() } else { browser };
        let seen = if is_this {
            view! { <Tag text=w.settings_this_session() tone=Tone::Ok/> }.into_any()
        } else {
            view! { <span class="hint"><When at=last_seen_at/></span> }.into_any()
        };
        view! { <li class="line">{name}{seen}</li> }
    });
    view! {
        <ul class="stack tight">{lines.collect_view()}</ul>
        <Trouble error=action.trouble()/>
        {others.then(|| view! {
            <SendForm to=action class=""><Submit label=w.settings_end_sessions() kind=Kind::Plain busy=action.busy()/></SendForm>
        })}
    }
    .into_any()
}
