//! P12: somebody saved the record while it was being typed. The later save says what is stored, and nothing is overwritten unseen.

use crate::{error::AppError, ui::anew, wire::Sent, words::words};
use leptos::prelude::*;
use model::draft::ShownFields;
use std::future::Future;

/// A field by its name, and what is stored in it.
pub type Stored = (&'static str, String);

/// Fields of a stored form that differ from a typed one.
pub fn differences(stored: &impl ShownFields, typed: &impl ShownFields) -> Vec<Stored> {
    let typed = typed.shown_fields();
    stored.shown_fields().into_iter().filter(|field| !typed.contains(field)).collect()
}

/// The same for a form as it was sent.
pub fn differences_to_fields(stored: &impl ShownFields, sent: &[(String, String)]) -> Vec<Stored> {
    let typed = |name: &str| {
        let said = sent.iter().filter(|(path, value)| is_of(path, name) && !value.trim().is_empty());
        said.map(|(_, value)| value.trim()).collect::<Vec<_>>().join(", ")
    };
    stored.shown_fields().into_iter().filter(|(name, value)| typed(name) != *value).collect()
}

/// `draft[label]`, or the number of one of several, `draft[phones][0][number]`.
fn is_of(path: &str, name: &str) -> bool {
    let mut steps = path.split('[').skip(1).map(|step| step.trim_end_matches(']'));
    steps.next() == Some(name) && steps.last().is_none_or(|last| last == "number")
}

/// Runs `reload` when a save met a newer version.
pub fn on_conflict<R>(save: Sent, reload: impl Fn() -> R + Send + Sync + 'static)
where
    R: Future<Output = ()> + 'static,
{
    save.on_error(move |error| {
        if error == AppError::Conflict {
            leptos::task::spawn_local(reload());
        }
    });
}

/// What went wrong with a save, but for a conflict, which has its own note.
pub fn trouble_beside(save: Sent) -> Signal<Option<AppError>> {
    let trouble = save.trouble();
    Signal::derive(move || trouble.get().filter(|error| *error != AppError::Conflict))
}

/// Says what is stored now. Empty `theirs` inside: the same as was typed.
#[component]
pub fn ConflictNote(
    #[prop(into)] theirs: Signal<Option<Vec<Stored>>>,
    /// The label of a field by its name.
    labels: fn(&str) -> &'static str,
) -> AnyView {
    let line = move |(field, value): Stored| {
        let (w, label) = (words(), labels(field));
        let text =
            if value.is_empty() { w.clients_conflict_empty(label) } else { w.clients_conflict_line(label, &value) };
        view! { <li>{text}</li> }
    };
    let note = move || {
        let theirs = theirs.get()?;
        let w = words();
        let what = if theirs.is_empty() { w.clients_conflict_nothing() } else { w.clients_conflict_what() };
        Some(view! {
            <div class="note warn" role="alert">
                <h2>{w.clients_conflict()}</h2>
                <p>{what}</p>
                <ul class="plain">{theirs.into_iter().map(line).collect_view()}</ul>
            </div>
        })
    };
    anew(note)
}

#[cfg(test)]
mod tests {
    use super::{differences, differences_to_fields};
    use model::{ClientDraft, Phone};

    /// P12
    #[test]
    fn what_is_stored_and_differs_is_told() {
        let typed = ClientDraft { label: "Épi".into(), town: " Gand".into(), ..ClientDraft::default() };
        let phones = vec![Phone { label: "mobile".into(), number: "0601".into() }];
        let stored = ClientDraft { label: "Épi d’Or".into(), town: "Gand".into(), phones, ..ClientDraft::default() };
        let expected = [("label", "Épi d’Or".to_owned()), ("phones", "0601".to_owned())];
        assert_eq!(differences(&stored, &typed), expected);
        let sent =
            [("version", "3"), ("draft[label]", "Épi"), ("draft[town]", "Gand "), ("draft[phones][0][number]", "0602")];
        let sent = sent.map(|(name, value)| (name.to_owned(), value.to_owned()));
        let told = differences_to_fields(&stored, &sent);
        assert!(expected.iter().all(|field| told.contains(field)), "{told:?}");
        assert!(!told.iter().any(|(name, _)| *name == "town"), "{told:?}");
    }
}
