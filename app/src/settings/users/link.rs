//! A link that an administrator hands over, where no mail could carry it or somebody prefers another way (S10).

use crate::{
    ui::{Button, Field, anew, can_copy, copy_text, heard, use_toasts},
    words::words,
};
use leptos::{html::Input, prelude::*};

/// It selects itself; the button is there where the page may copy.
#[component]
pub(super) fn LinkToCopy(
    /// What it is for, and how long it works.
    text: String,
    url: String,
) -> AnyView {
    let w = words();
    let field = NodeRef::<Input>::new();
    let toasts = use_toasts();
    let select = move || {
        if let Some(field) = field.get_untracked() {
            field.select();
        }
    };
    let copied = url.clone();
    let copy = Callback::new(move |_| {
        // For browsers that refuse.
        select();
        copy_text(&copied, Box::new(move || toasts.say(w.users_copied())));
    });
    let able = RwSignal::new(false);
    Effect::new(move |_| able.set(can_copy()));
    view! {
        <div class="note" role="status">
            <p>{text}</p>
            // By the keyboard, and by a press, which would put the caret where it was.
            <div on:focusin=heard(move |_| select()) on:click=heard(move |_| select())>
                <Field name="link" label=w.users_link() value=url readonly=true node=field/>
            </div>
            {anew(move || able.get().then(|| view! { <div class="line"><Button label=w.act_copy() press=copy/></div> }))}
        </div>
    }
    .into_any()
}
