//! Attachments: by button, by dropping, by pasting; each with its progress, each can be taken off and put back.

use super::{api::detach, autosave::Autosave};
use crate::{
    error::AppError,
    ui::{Button, Icon, Row, Symbol, anew, error_sentence, file_size, heard, rows, use_toasts},
    words::words,
};
use leptos::{html::Input, prelude::*, task::spawn_local, web_sys::File};
use model::{
    AttachmentId,
    compose::{Attachment, MAIL_MAX, encoded},
};

/// One file of the form.
#[derive(Clone, Debug, PartialEq)]
pub struct FileLine {
    /// Of this form.
    key: u32,
    /// As it is called.
    name: String,
    /// In bytes.
    size: i64,
    /// Chosen here, to be put on the server.
    file: Option<File>,
    /// How it is with it.
    state: FileState,
}

#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(not(feature = "hydrate"), allow(dead_code, reason = "files are added in the browser"))]
enum FileState {
    /// So many bytes of it are on the server.
    Going(i64),
    /// There.
    There(Attachment),
    /// Not there, and why.
    Failed(AppError),
}

/// The files of a form.
#[derive(Clone, Copy)]
pub struct Files {
    lines: RwSignal<Vec<FileLine>>,
    #[cfg_attr(not(feature = "hydrate"), allow(dead_code, reason = "files are added in the browser"))]
    next: StoredValue<u32>,
    autosave: Autosave,
}

impl Files {
    /// With those that the draft has.
    pub fn new(attachments: Vec<Attachment>, autosave: Autosave) -> Files {
        let next = attachments.len() as u32;
        let line = |(key, file): (usize, Attachment)| FileLine {
            key: key as u32,
            name: file.name.clone(),
            size: file.size,
            file: None,
            state: FileState::There(file),
        };
        let lines = attachments.into_iter().enumerate().map(line).collect();
        Files { lines: RwSignal::new(lines), next: StoredValue::new(next), autosave }
    }

    /// All are on the server and fit into one mail: sending waits for it.
    pub fn ready(self) -> bool {
        !self.too_large() && self.lines.with(|lines| lines.iter().all(|line| matches!(line.state, FileState::There(_))))
    }

    /// Those that the form shows and the server has.
    pub fn ids(self) -> Vec<AttachmentId> {
        let id = |line: &FileLine| if let FileState::There(file) = &line.state { Some(file.id) } else { None };
        self.lines.with_untracked(|lines| lines.iter().filter_map(id).collect())
    }

    /// There is at least one.
    pub fn any(self) -> bool {
        self.lines.with(|lines| !lines.is_empty())
    }

    /// Too much for a mail, as encoded (base64 adds a third and line ends). What failed will not be in it.
    fn too_large(self) -> bool {
        let coming = |line: &&FileLine| !matches!(line.state, FileState::Failed(_));
        self.lines.with(|lines| lines.iter().filter(coming).map(|line| encoded(line.size)).sum::<i64>()) > MAIL_MAX
    }

    /// Puts these on the server, one after the other.
    #[cfg(feature = "hydrate")]
    pub fn add(self, list: Option<web_sys::FileList>) {
        let keys: Vec<u32> = list
            .map(|list| (0..list.length()).filter_map(|i| list.get(i)).map(|file| self.begin(file)).collect())
            .unwrap_or_default();
        self.put_all(keys);
    }

    #[cfg(feature = "hydrate")]
    fn put_all(self, keys: Vec<u32>) {
        spawn_local(async move {
            for key in keys {
                self.put(key).await;
            }
        });
    }

    /// A file that was taken off meanwhile has no line any more.
    #[cfg(feature = "hydrate")]
    async fn put(self, key: u32) {
        let Some(file) = untrack(|| self.line(key)).and_then(|line| line.file) else { return };
        if untrack(|| self.too_large()) {
            self.set(key, FileState::Failed(AppError::TooLarge));
            return;
        }
        let answer = match self.autosave.draft().await {
            Ok(draft) => super::upload::put(draft, file, move |sent| self.set(key, FileState::Going(sent))).await,
            Err(e) => Err(e),
        };
        let there = answer.as_ref().ok().map(|file| file.id);
        let shown = self.set(key, answer.map_or_else(FileState::Failed, FileState::There));
        self.autosave.refused.try_set(None);
        if let (false, Some((draft, _)), Some(file)) = (shown, self.autosave.saved(), there) {
            let _ = detach(draft, file, false).await;
        }
    }

    #[cfg(feature = "hydrate")]
    fn begin(self, file: File) -> u32 {
        let key = self.next.get_value();
        self.next.set_value(key + 1);
        let (name, size) = (file.name(), file.size() as i64);
        self.lines.update(|lines| {
            lines.push(FileLine { key, name, size, file: Some(file), state: FileState::Going(0) });
        });
        key
    }

    /// False when it was taken off.
    #[cfg(feature = "hydrate")]
    fn set(self, key: u32, state: FileState) -> bool {
        let set = |lines: &mut Vec<FileLine>| match lines.iter_mut().find(|line| line.key == key) {
            Some(line) => {
                line.state = state;
                true
            }
            None => false,
        };
        // With the form gone the file stays on its draft.
        self.lines.try_update(set) != Some(false)
    }

    /// « Réessayer »
    fn again(self, key: u32) {
        #[cfg(feature = "hydrate")]
        if self.set(key, FileState::Going(0)) {
            self.put_all(vec![key]);
        }
        #[cfg(not(feature = "hydrate"))]
        let _ = key;
    }

    fn line(self, key: u32) -> Option<FileLine> {
        self.lines.try_with(|lines| lines.iter().find(|line| line.key == key).cloned()).flatten()
    }

    fn take_off(self, key: u32) {
        let Some(line) = untrack(|| self.line(key)) else { return };
        self.lines.update(|lines| lines.retain(|other| other.key != line.key));
        self.autosave.refused.set(None);
        let FileState::There(file) = &line.state else { return };
        let (Some((draft, _)), id, toasts) = (self.autosave.saved(), file.id, use_toasts()) else { return };
        let put_back = move |line: &FileLine| self.lines.update(|lines| lines.push(line.clone()));
        spawn_local(async move {
            match detach(draft, id, false).await {
                Ok(()) => toasts.say_undoable(words().compose_file_off(&line.name), move || {
                    let line = line.clone();
                    spawn_local(async move {
                        if detach(draft, id, true).await.is_ok() {
                            put_back(&line);
                        }
                    });
                }),
                Err(e) => {
                    put_back(&line);
                    toasts.trouble(error_sentence(words(), &e));
                }
            }
        });
    }
}

/// The list and the button « Joindre un fichier ».
#[component]
pub fn FilesField(
    /// Of the form.
    files: Files,
) -> AnyView {
    let w = words();
    let input = NodeRef::<Input>::new();
    let pick = move |_| {
        if let Some(input) = input.get_untracked() {
            input.click();
        }
    };
    let chosen = move |_| {
        #[cfg(feature = "hydrate")]
        if let Some(input) = input.get_untracked() {
            files.add(input.files());
            input.set_value("");
        }
    };
    view! {
        <div class="files" class:any=move || files.any()>
            <ul aria-label=w.sends_files()>
                {rows(move || files.lines.get().into_iter().map(move |line| Row::new(line.key, move || view! { <FileRow line files/> })))}
            </ul>
            <p class="error" role="alert">{anew(move || files.too_large().then(|| w.compose_too_large()))}</p>
            <input type="file" multiple hidden tabindex="-1" aria-hidden="true" node_ref=input on:change=heard(chosen)/>
            <button type="button" class="btn needs-wasm" on:click=heard(pick)><Icon symbol=Symbol::Clip/>{w.compose_attach()}</button>
        </div>
    }
    .into_any()
}

/// The row stays while its file is on the way, so its button keeps the focus.
#[component]
fn FileRow(line: FileLine, files: Files) -> AnyView {
    let w = words();
    let FileLine { key, name, size, .. } = line;
    let (off, uploading) = (w.compose_take_off(&name), w.compose_uploading(&name));
    let state = move || match files.line(key)?.state {
        FileState::Going(sent) => {
            let label = uploading.clone();
            Some(view! { <progress aria-label=label max=size.max(1) value=sent></progress> }.into_any())
        }
        FileState::There(_) => None,
        FileState::Failed(e) => Some(
            view! {
                <span class="error">{error_sentence(w, &e)}</span>
                <Button label=w.act_retry().to_owned() small=true press=move |_| files.again(key)/>
            }
            .into_any(),
        ),
    };
    view! {
        <li>
            <Icon symbol=Symbol::Clip/>
            <span class="name">{name}</span>
            <span class="meta num">{file_size(w, size)}</span>
            {anew(state)}
            <button type="button" class="btn icon-only" aria-label=off on:click=heard(move |_| files.take_off(key))>
                <Icon symbol=Symbol::Close/>
            </button>
        </li>
    }
    .into_any()
}
