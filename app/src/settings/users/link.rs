//! A link that an administrator hands over, where no mail could carry it or somebody prefers another way (S10).

use crate::{
    ui::{Button, Field, use_toasts},
    words::words,
};
use leptos::{html::Input, prelude::*};

#[component]
pub(super) fn LinkToCopy(
    /// What it is for, and how long it works.
    text: String,
    url: String,
) -> AnyView {
    let w = words();
    let field = NodeRef::<Input>::new();
    let toasts = use_toasts();
    let copied = url.clone();
    let copy = Callback::new(move |_| {
        if let Some(field) = field.get_untracked() {
            field.select();
        }
        copy_text(&copied);
        toasts.say(w.users_copied());
    });
    view! {
        <div class="note" role="status">
            <p>{text}</p>
            <Field name="link" label=w.users_link() value=url readonly=true node=field/>
            <div class="line"><Button label=w.act_copy() press=copy/></div>
        </div>
    }
    .into_any()
}

/// Into the clipboard. The selected text stays for browsers that refuse.
fn copy_text(text: &str) {
    #[cfg(feature = "hydrate")]
    drop(window().navigator().clipboard().write_text(text));
    #[cfg(not(feature = "hydrate"))]
    let _ = text;
}
