//! P12: somebody saved the record while it was being typed. The later save says what is stored, and nothing is overwritten unseen.

use crate::{error::AppError, wire::Sent, words::words};
use leptos::prelude::*;
use serde::Serialize;
use std::future::Future;

/// Fields of a stored form that differ from a typed one, with what is stored. Lists, such as phones, are joined.
pub fn differences<T: Serialize>(stored: &T, typed: &T) -> Vec<(String, String)> {
    compare(by_name(stored), &by_name(typed))
}

/// The same for a form as it was sent, `draft[label]` by name.
pub fn differences_to_fields<T: Serialize>(stored: &T, sent: &[(String, String)]) -> Vec<(String, String)> {
    let mut typed: Vec<(String, String)> = vec![];
    for (path, value) in sent {
        let steps: Vec<&str> = path.split('[').map(|step| step.trim_end_matches(']')).collect();
        let (Some(name), value) = (steps.get(1), value.trim()) else { continue };
        match typed.iter_mut().find(|(known, _)| known == name) {
            None => typed.push(((*name).to_owned(), if steps.len() == 2 { value.to_owned() } else { String::new() })),
            Some(_) => {}
        }
        if let (Some("number"), Some((_, joined)), false) =
            (steps.last().copied(), typed.iter_mut().find(|(known, _)| known == name), value.is_empty())
        {
            *joined = if joined.is_empty() { value.to_owned() } else { [joined, ", ", value].concat() };
        }
    }
    compare(by_name(stored), &typed)
}

fn compare(stored: Vec<(String, String)>, typed: &[(String, String)]) -> Vec<(String, String)> {
    let same = |field: &(String, String)| typed.contains(field);
    stored.into_iter().filter(|field| !same(field)).collect()
}

fn by_name<T: Serialize>(draft: &T) -> Vec<(String, String)> {
    match serde_json::to_value(draft) {
        Ok(serde_json::Value::Object(fields)) => {
            fields.into_iter().map(|(name, value)| (name, shown(&value))).collect()
        }
        _ => vec![],
    }
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

fn shown(value: &serde_json::Value) -> String {
    match value {
        serde_json::Value::String(text) => text.trim().to_owned(),
        serde_json::Value::Array(all) => all.iter().map(shown).filter(|s| !s.is_empty()).collect::<Vec<_>>().join(", "),
        serde_json::Value::Object(fields) => fields.get("number").map(shown).unwrap_or_default(),
        _ => String::new(),
    }
}

/// Says what is stored now. Empty `theirs` inside: the same as was typed.
#[component]
pub fn ConflictNote(
    #[prop(into)] theirs: Signal<Option<Vec<(String, String)>>>,
    /// The label of a field by its name.
    labels: fn(&str) -> &'static str,
) -> AnyView {
    let line = move |(field, value): (String, String)| {
        let (w, label) = (words(), labels(&field));
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
    note.into_any()
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
        let expected = [("label".to_owned(), "Épi d’Or".to_owned()), ("phones".to_owned(), "0601".to_owned())];
        assert_eq!(differences(&stored, &typed), expected);
        let sent =
            [("version", "3"), ("draft[label]", "Épi"), ("draft[town]", "Gand "), ("draft[phones][0][number]", "0602")];
        let sent = sent.map(|(name, value)| (name.to_owned(), value.to_owned()));
        let told = differences_to_fields(&stored, &sent);
        assert!(expected.iter().all(|field| told.contains(field)), "{told:?}");
        assert!(!told.iter().any(|(name, _)| name == "town"), "{told:?}");
    }
}
