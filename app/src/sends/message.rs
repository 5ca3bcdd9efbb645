//! Exactly what was sent: from whom, the subject, the text, the files (P50).

use crate::{ui::file_size, words::words};
use leptos::prelude::*;
use model::{BatchId, send::MessageView};

/// The mail as it left, or as it will.
#[component]
pub fn MessageSheet(
    /// Its batch, for the paths of the files.
    batch: BatchId,
    /// The mail.
    message: MessageView,
) -> AnyView {
    let w = words();
    let from = match message.from_name.as_str() {
        "" => message.from_address.clone(),
        name => [name, " <", &message.from_address, ">"].concat(),
    };
    let subject = if message.subject.is_empty() { w.sends_no_subject().to_owned() } else { message.subject.clone() };
    let base = format!("/envois/{batch}/messages/{}", message.id);
    let files = message.attachments.iter().map(|file| {
        let href = format!("{base}/fichiers/{}", file.id);
        view! { <li><a href=href download rel="external">{file.name.clone()}</a>" "<small class="num">{file_size(w, file.size)}</small></li> }
    });
    let files = (!message.attachments.is_empty()).then(|| {
        view! { <dt>{w.sends_files()}</dt><dd><ul>{files.collect_view()}</ul></dd> }
    });
    let again =
        message.again_of.map(|batch| view! { <p><a href=format!("/envois/{batch}")>{w.sends_again_of()}</a></p> });
    view! {
        <section class="sent-mail">
            <h2>{w.sends_message()}</h2>
            {again}
            <dl class="facts">
                <dt>{w.sends_from()}</dt>
                <dd>{from}</dd>
                <dt>{w.sends_subject()}</dt>
                <dd>{subject}</dd>
                {files}
            </dl>
            <div class="mail-text">{message.body}</div>
            <p><a href=format!("{base}/eml") download rel="external">{w.sends_open_eml()}</a></p>
        </section>
    }
    .into_any()
}
