//! P12: somebody saved the record while it was being typed. The later save says what is stored, and nothing is overwritten unseen.

use crate::words::words;
use leptos::prelude::*;
use serde::Serialize;

/// Fields of a stored form that differ from a typed one, with what is stored. Lists, such as phones, are joined.
pub fn differences<T: Serialize>(stored: &T, typed: &T) -> Vec<(String, String)> {
    let fields = |draft: &T| match serde_json::to_value(draft) {
        Ok(serde_json::Value::Object(fields)) => fields,
        _ => Default::default(),
    };
    let typed = fields(typed);
    fields(stored)
        .into_iter()
        .filter(|(name, value)| typed.get(name).map(shown) != Some(shown(value)))
        .map(|(name, value)| (name, shown(&value)))
        .collect()
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
    use super::differences;
    use model::{ClientDraft, Phone};

    /// P12
    #[test]
    fn what_is_stored_and_differs_is_told() {
        let typed = ClientDraft { label: "Épi".into(), town: " Gand".into(), ..ClientDraft::default() };
        let phones = vec![Phone { label: "mobile".into(), number: "0601".into() }];
        let stored = ClientDraft { label: "Épi d’Or".into(), town: "Gand".into(), phones, ..ClientDraft::default() };
        let expected = [("label".to_owned(), "Épi d’Or".to_owned()), ("phones".to_owned(), "0601".to_owned())];
        assert_eq!(differences(&stored, &typed), expected);
    }
}
