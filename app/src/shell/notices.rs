//! What holds for every page: nothing leaves, or nothing can leave now (P52).

use crate::{
    facts::{Sending, use_facts},
    ui::{Banner, Icon, Symbol},
    words::words,
};
use leptos::prelude::*;
use model::UserRole;

#[component]
pub(super) fn Notices() -> AnyView {
    let w = words();
    let facts = use_facts();
    // The organisation's settings are the administrators', and what the test mailbox kept lets people in: invitations.
    let administers = facts.user.is_some_and(|user| user.role == UserRole::Administrator);
    let (text, page) = match facts.sending {
        Sending::Possible => return ().into_any(),
        Sending::TestMailbox => {
            let read =
                administers.then(|| view! { <a href="/boite-essai" rel="external">{w.banner_mailbox_read()}</a> });
            let text = view! { <span>{w.banner_mailbox()} " " {read}</span> };
            return view! { <Banner tone="info"><Icon symbol=Symbol::Mail/>{text}</Banner> }.into_any();
        }
        Sending::HeldAfterRestore => {
            let decide = administers
                .then(|| view! { <a href="/parametres/reprise" rel="external">{w.banner_restored_do()}</a> });
            let text = view! { <span>{w.banner_restored()} " " {decide}</span> };
            return view! { <Banner><Icon symbol=Symbol::Warn/>{text}</Banner> }.into_any();
        }
        Sending::OwnStopped => (w.banner_stopped_own(), "/parametres/moi#compte-envoi"),
        Sending::OrganisationStopped if administers => (w.banner_stopped_company(), "/parametres/societe#compte-envoi"),
        Sending::OrganisationStopped => (w.banner_stopped_ask(), "/parametres/moi#compte-envoi"),
        // Documents leave by the organisation's: who may sets up that one first.
        Sending::Impossible if administers => (w.banner_no_account(), "/parametres/societe#compte-envoi"),
        Sending::Impossible => (w.banner_no_account(), "/parametres/moi#compte-envoi"),
    };
    view! {
        <Banner>
            <Icon symbol=Symbol::Warn/>
            <span>{text} " " <a href=page>{w.banner_no_account_do()}</a></span>
        </Banner>
    }
    .into_any()
}
