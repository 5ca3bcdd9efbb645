//! What holds for every page: nothing leaves, or nothing can leave yet (P52).

use crate::{
    facts::{Sending, use_facts},
    ui::{Banner, Icon, Symbol},
    words::words,
};
use leptos::prelude::*;

#[component]
pub(super) fn Notices() -> AnyView {
    let w = words();
    match use_facts().sending {
        Sending::Possible => ().into_any(),
        Sending::TestMailbox => {
            view! { <Banner tone="info"><Icon symbol=Symbol::Mail/><span>{w.banner_mailbox()}</span></Banner> }
                .into_any()
        }
        Sending::Impossible => view! {
            <Banner>
                <Icon symbol=Symbol::Warn/>
                <span>{w.banner_no_account()} " " <a href="/parametres/moi">{w.banner_no_account_do()}</a></span>
            </Banner>
        }
        .into_any(),
    }
}
