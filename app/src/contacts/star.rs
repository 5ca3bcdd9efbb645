//! The star of one person at one client: a plain form without the wasm; with it the star flips at once, and back when it could
//! not be saved.

use super::{api::star, person_name};
use crate::{
    ui::{StarButton, use_toasts},
    words::words,
};
use leptos::prelude::*;
use model::AffiliatedContact;

/// Of an affiliation that lives.
#[component]
pub fn PersonStar(person: AffiliatedContact) -> AnyView {
    let (w, toasts) = (words(), use_toasts());
    let id = person.affiliation.id;
    let name = person_name(w, &person.contact);
    let on = RwSignal::new(person.affiliation.starred_at.is_some());
    let named = name.clone();
    let toggle = Callback::new(move |()| {
        let (wanted, name) = (!on.get_untracked(), named.clone());
        on.set(wanted);
        leptos::task::spawn_local(async move {
            if star(id, wanted).await.is_err() {
                on.set(!wanted);
                toasts.trouble(w.contacts_star_failed(&name));
            }
        });
    });
    view! {
        <form method="post" action="/api/contacts/star" class="inline">
            <input type="hidden" name="affiliation" value=id.to_string()/>
            <input type="hidden" name="on" value=move || if on.get() { "false" } else { "true" }/>
            <StarButton name on toggle/>
        </form>
    }
    .into_any()
}
