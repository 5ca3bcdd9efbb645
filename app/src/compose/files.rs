//! Attachments: by button, by dropping, by pasting; each with its progress, each can be taken off and put back.

use super::{api::detach, autosave::Autosave};
use crate::{
    error::AppError,
    ui::{Icon, Row, Symbol, anew, error_sentence, file_size, heard, rows, use_toasts},
    words::words,
};
use leptos::{html::Input, prelude::*};
use model::compose::{Attachment, MAIL_MAX};

/// One file of the form.
#[derive(Clone, Debug, PartialEq)]
pub struct FileLine {
    /// Of this form.
    key: u32,
    /// As it is called.
    name: String,
    /// In bytes.
    size: i64,
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
            state: FileState::There(file),
        };
        let lines = attachments.into_iter().enumerate().map(line).collect();
        Files { lines: RwSignal::new(lines), next: StoredValue::new(next), autosave }
    }

    /// Something is still on its way: sending waits for it.
    pub fn going(self) -> bool {
        self.lines.with(|lines| lines.iter().any(|line| matches!(line.state, FileState::Going(_))))
    }

    /// Together, as encoded (base64 adds a third and line ends).
    pub fn encoded(self) -> i64 {
        self.lines.with(|lines| lines.iter().map(|line| line.size * 137 / 100).sum())
    }

    /// There is at least one.
    pub fn any(self) -> bool {
        self.lines.with(|lines| !lines.is_empty())
    }

    /// Too much for a mail.
    pub fn too_large(self) -> bool {
        self.encoded() > MAIL_MAX
    }

    /// Puts these on the server, one after the other.
    #[cfg(feature = "hydrate")]
    pub fn add(self, list: Option<web_sys::FileList>) {
        let files: Vec<web_sys::File> =
            list.map(|list| (0..list.length()).filter_map(|i| list.get(i)).collect()).unwrap_or_default();
        let lines: Vec<u32> = files.iter().map(|file| self.begin(file.name(), file.size() as i64)).collect();
        leptos::task::spawn_local(async move {
            for (file, key) in files.into_iter().zip(lines) {
                self.put(file, key).await;
            }
        });
    }

    #[cfg(feature = "hydrate")]
    async fn put(self, file: web_sys::File, key: u32) {
        if self.too_large() {
            return self.set(key, FileState::Failed(AppError::TooLarge));
        }
        let draft = match self.autosave.saved() {
            Some((id, _)) => Ok(id),
            None => self.autosave.save().await,
        };
        let answer = match draft {
            Ok(draft) => super::upload::put(draft, file, move |sent| self.set(key, FileState::Going(sent))).await,
            Err(e) => Err(e),
        };
        self.set(key, answer.map_or_else(FileState::Failed, FileState::There));
    }

    #[cfg(feature = "hydrate")]
    fn begin(self, name: String, size: i64) -> u32 {
        let key = self.next.get_value();
        self.next.set_value(key + 1);
        self.lines.update(|lines| lines.push(FileLine { key, name, size, state: FileState::Going(0) }));
        key
    }

    #[cfg(feature = "hydrate")]
    fn set(self, key: u32, state: FileState) {
        self.lines.update(|lines| {
            if let Some(line) = lines.iter_mut().find(|line| line.key == key) {
                line.state = state;
            }
        });
    }

    fn line(self, key: u32) -> Option<FileLine> {
        self.lines.with(|lines| lines.iter().find(|line| line.key == key).cloned())
    }

    fn take_off(self, key: u32) {
        let Some(line) = untrack(|| self.line(key)) else { return };
        self.lines.update(|lines| lines.retain(|other| other.key != line.key));
        let FileState::There(file) = &line.state else { return };
        let (Some((draft, _)), id, toasts) = (self.autosave.saved(), file.id, use_toasts()) else { return };
        let lines = self.lines;
        leptos::task::spawn_local(async move {
            match detach(draft, id, false).await {
                Ok(()) => toasts.say_undoable(words().compose_file_off(&line.name), move || {
                    let line = line.clone();
                    leptos::task::spawn_local(async move {
                        if detach(draft, id, true).await.is_ok() {
                            lines.update(|lines| lines.push(line));
                        }
                    });
                }),
                Err(e) => toasts.trouble(error_sentence(words(), &e)),
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
        FileState::Failed(e) => Some(view! { <span class="error">{error_sentence(words(), &e)}</span> }.into_any()),
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
