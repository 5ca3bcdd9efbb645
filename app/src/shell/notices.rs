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
            view! { <Banner tone="info"><Icon symbol=Symbol::Mail/>{w.banner_mailbox()}</Banner> }.into_any()
        }
        Sending::Impossible => view! {
            <Banner>
                <Icon symbol=Symbol::Warn/>
                {w.banner_no_account()}
                <a href="/parametres/moi">{w.banner_no_account_do()}</a>
            </Banner>
        }
        .into_any(),
    }
}
