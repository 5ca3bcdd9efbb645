//! « Envoyer à 4 destinataires »: what stands in the way is said at its place, what wants a yes is asked once (D94), then the
//! mail goes into the outbox and the result opens.

use super::{api::send_mail, autosave::Autosave, back::in_the_way, files::Files};
use crate::{
    error::AppError,
    recipients::Handle,
    ui::{Button, Dialog, Kind, anew, error_sentence},
    words::words,
};
use leptos::{prelude::*, task::spawn_local};
use model::{BatchId, compose::Draft, recipients::Confirm};

/// Everything that « Envoyer » needs.
#[derive(Clone, Copy)]
pub struct Sender {
    /// The field.
    pub recipients: Handle,
    /// The files.
    pub files: Files,
    /// The draft on the server.
    pub autosave: Autosave,
    /// The form's content.
    pub content: StoredValue<Box<dyn Fn() -> Draft + Send + Sync>>,
    /// On its way: a second press does nothing.
    pub busy: RwSignal<bool>,
    /// What wants a yes; empty when nothing is asked.
    pub asking: RwSignal<Vec<Confirm>>,
    /// Where to go with the new batch.
    pub sent: Callback<BatchId>,
}

impl Sender {
    /// The button, or Ctrl+Enter.
    pub fn press(self) {
        if self.busy.get_untracked() {
            return;
        }
        self.recipients.settle();
        if self.is_blocked() {
            return;
        }
        if !untrack(move || self.recipients.sending()).unchecked {
            return self.decide();
        }
        // Whom it would reach is not known yet (D82): what was typed and sent at once is asked about first.
        self.busy.set(true);
        spawn_local(async move {
            self.recipients.look_again().await;
            let gone = self.busy.try_set(false).is_some();
            if !gone && !self.is_blocked() {
                self.decide();
            }
        });
    }

    fn decide(self) {
        let empty = self.content.with_value(|content| content()).is_blank() && !untrack(move || self.files.any());
        let confirm = untrack(move || self.recipients.sending()).of_mail(empty).confirm;
        if !untrack(move || self.files.ready()) {
            self.refuse(words().compose_files_not_ready().to_owned());
        } else if confirm.is_empty() {
            self.go();
        } else {
            self.asking.set(confirm);
        }
    }

    /// The first of what stands in the way among the recipients is said and shown.
    fn is_blocked(self) -> bool {
        let Some(first) = untrack(move || self.recipients.sending()).blocks.into_iter().next() else { return false };
        self.refuse(in_the_way(&first));
        self.recipients.show(first);
        true
    }

    fn refuse(self, why: String) {
        self.autosave.refused.set(Some(why));
    }

    /// Really. The draft that is just being saved for the first time is the one that is sent, so its id is waited for.
    pub fn go(self) {
        self.asking.set(vec![]);
        self.busy.set(true);
        self.autosave.problems.set(vec![]);
        self.autosave.refused.set(None);
        spawn_local(self.leave());
    }

    async fn leave(self) {
        self.autosave.settled().await;
        let content = self.content.try_with_value(|content| content());
        let (Some(draft), Some(key)) = (content, self.autosave.idem_key.try_get_value()) else { return };
        let id = self.autosave.saved().map(|(id, _)| id);
        self.autosave.stop();
        let answer = send_mail(id, draft, self.files.ids(), key).await;
        // The form may be gone by now.
        let gone = self.busy.try_set(false).is_some();
        match answer {
            Ok(enqueued) => {
                self.autosave.stop();
                self.sent.try_run(enqueued.batch_id);
            }
            Err(_) if gone => {}
            Err(e) => self.refused(e).await,
        }
    }

    async fn refused(self, e: AppError) {
        self.autosave.touch();
        if e == AppError::NotPossible("recipients_changed".into()) {
            self.recipients.look_again().await;
            if self.busy.is_disposed() || self.is_blocked() {
                return;
            }
        }
        self.autosave.problems.set(e.problems().to_vec());
        match e {
            AppError::SignedOut => self.autosave.fail(e),
            e => self.refuse(why_not(&e)),
        }
    }
}

/// The words for what is not possible, where the general ones do not say what to do.
pub fn why_not(e: &AppError) -> String {
    let w = words();
    match e {
        AppError::NotPossible(code) => match code.as_str() {
            "no_account" => w.compose_not_possible_no_account().to_owned(),
            "other_account" => w.compose_not_possible_other_account().to_owned(),
            "removed" => w.compose_not_possible_removed().to_owned(),
            "recipients_changed" => w.compose_not_possible_changed().to_owned(),
            "files_changed" => w.compose_not_possible_files().to_owned(),
            _ => error_sentence(w, e),
        },
        _ => error_sentence(w, e),
    }
}

/// The short list of D94, with « Envoyer » and the way back.
#[component]
pub fn ConfirmDialog(
    /// Of the form.
    sender: Sender,
) -> AnyView {
    let w = words();
    let open = RwSignal::new(false);
    Effect::new(move |_| open.set(sender.asking.with(|asking| !asking.is_empty())));
    // Only what is there is taken away: an empty list set to empty would wake the effect above for ever.
    Effect::new(move |_| {
        if !open.get() && sender.asking.with_untracked(|asking| !asking.is_empty()) {
            sender.asking.update(Vec::clear);
        }
    });
    let lines = move || sender.asking.get().iter().map(|line| view! { <li>{sentence(line)}</li> }).collect_view();
    let label = Signal::derive(move || w.compose_send(sender.recipients.sending().count as i64));
    view! {
        <Dialog id="confirm-send" title=w.compose_confirm_title().to_owned() open>
            <ul class="confirm">{anew(lines)}</ul>
            <div class="buttons">
                <Button label kind=Kind::Primary press=move |_| sender.go()/>
                <Button label=w.compose_confirm_back().to_owned() press=move |_| open.set(false)/>
            </div>
        </Dialog>
    }
    .into_any()
}

/// A line of D94.
pub fn sentence(line: &Confirm) -> String {
    let w = words();
    match line {
        Confirm::Elsewhere(name, clients) if clients.is_empty() => w.compose_confirm_independent(name),
        Confirm::Elsewhere(name, clients) => w.compose_confirm_elsewhere(name, clients),
        Confirm::LookAlike(address, domain) => w.compose_confirm_look_alike(address, domain),
        Confirm::NobodyInTo => w.compose_confirm_nobody_in_to().to_owned(),
        Confirm::ManyVisible(n) => w.compose_confirm_many(*n as i64),
        Confirm::Empty => w.compose_confirm_empty().to_owned(),
    }
}
