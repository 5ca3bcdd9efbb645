//! What holds for every page: nothing leaves, or nothing can leave yet (P52).

use crate::{
    facts::{Facts, Sending, use_facts},
    ui::{Banner, Icon, Symbol},
    words::words,
};
use leptos::prelude::*;
use model::UserRole;

#[component]
pub(super) fn Notices() -> AnyView {
    let w = words();
    let Facts { sending, user, .. } = use_facts();
    match sending {
        Sending::Possible => ().into_any(),
        Sending::TestMailbox => {
            // What was kept lets people in: invitations, new passwords.
            let reads = user.is_some_and(|user| user.role == UserRole::Administrator);
            let read = reads.then(|| view! { <a href="/boite-essai" rel="external">{w.banner_mailbox_read()}</a> });
            let text = view! { <span>{w.banner_mailbox()} " " {read}</span> };
            view! { <Banner tone="info"><Icon symbol=Symbol::Mail/>{text}</Banner> }.into_any()
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
