//! « De »: by which account the mail leaves (P28).

use crate::{
    ui::{Select, heard},
    words::words,
};
use leptos::prelude::*;
use model::{Account, AccountId, AccountOwner, Transport};

/// Which stopped is said; a line of text when there is only one.
#[component]
pub fn FromField(
    /// By which it can leave.
    accounts: Vec<Account>,
    /// The one that is chosen.
    chosen: Option<AccountId>,
    /// Told when another is chosen.
    choose: Callback<Option<AccountId>>,
) -> AnyView {
    let w = words();
    let options: Vec<(String, String)> = accounts.iter().map(|a| (a.id.to_string(), sender(a))).collect();
    let chosen = chosen.or_else(|| accounts.first().map(|a| a.id)).map(|id| id.to_string()).unwrap_or_default();
    match options.as_slice() {
        [] => view! {
            <p class="field"><b>{w.compose_from()}</b><span>{w.compose_no_account()}" "<a href="/parametres/moi">{w.banner_no_account_do()}</a></span></p>
        }
        .into_any(),
        [(id, text)] => view! {
            <p class="from"><b>{w.compose_from()}</b>" "<span>{text.clone()}</span><input type="hidden" name="account" value=id.clone()/></p>
        }
        .into_any(),
        _ => {
            let change = move |e| choose.run(event_target_value(&e).parse().ok());
            view! { <div on:change=heard(change)><Select name="account" label=w.compose_from() options value=chosen/></div> }.into_any()
        }
    }
}

/// « Nadia Benali <nadia@bonport.example> (mon compte) »
fn sender(account: &Account) -> String {
    let w = words();
    let address = match account.from_name.as_str() {
        "" => account.from_address.clone(),
        name => [name, " <", &account.from_address, ">"].concat(),
    };
    let sender = match (account.transport, account.owner) {
        (Transport::TestMailbox, _) => [&address, " — ", w.send_mailbox()].concat(),
        (_, AccountOwner::User(_)) => w.compose_from_own(&address),
        (_, AccountOwner::Organisation) => w.compose_from_organisation(&address),
    };
    if account.state.is_working() { sender } else { w.compose_from_stopped(&sender) }
}
