//! P12: somebody saved the record while it was being typed. The later save says what is stored, and nothing is overwritten unseen.

use crate::{
    error::AppError,
    ui::{anew, civility_name, kind_name, language_name, notification_name, source_name},
    wire::Sent,
    words::{Words, words},
};
use leptos::{html::Div, prelude::*};
use model::{Civility, ClientKind, ConsentSource, Lang, NotificationType};
use std::future::Future;

/// A field of a form by its name, and what stands in it.
pub type Fields = Vec<(&'static str, String)>;

/// A field whose stored value is not the typed one. Both empty: its label says it all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stored {
    /// Its name.
    pub field: &'static str,
    /// What is stored; of a choice, its code.
    pub stored: String,
    /// What was typed.
    pub typed: String,
}

/// Fields of a stored form that differ from a typed one.
pub fn differences(stored: Fields, typed: &Fields) -> Vec<Stored> {
    let typed = |name: &str| typed.iter().find(|(field, _)| *field == name).map(|(_, value)| value.clone());
    different(stored, &|name| typed(name).unwrap_or_default())
}

/// The same for a form as it was sent.
pub fn differences_to_fields(stored: Fields, sent: &[(String, String)]) -> Vec<Stored> {
    let typed = |name: &str| {
        let said = sent.iter().filter(|(path, value)| is_of(path, name) && !value.trim().is_empty());
        said.map(|(_, value)| value.trim()).collect::<Vec<_>>().join(", ")
    };
    different(stored, &typed)
}

fn different(stored: Fields, typed: &dyn Fn(&str) -> String) -> Vec<Stored> {
    let both = stored.into_iter().map(|(field, stored)| Stored { field, stored, typed: typed(field) });
    both.filter(|field| field.stored != field.typed).collect()
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

/// Says what is stored now, and takes the focus: the button that was pressed may be a screen further down. Empty `theirs`
/// inside: the same as was typed.
#[component]
pub fn ConflictNote(
    #[prop(into)] theirs: Signal<Option<Vec<Stored>>>,
    /// The label of a field by its name.
    labels: fn(&str) -> &'static str,
) -> AnyView {
    let node = NodeRef::<Div>::new();
    Effect::new(move |_| {
        if theirs.with(Option::is_some)
            && let Some(note) = node.get()
        {
            let _ = note.focus();
        }
    });
    let note = move || {
        let theirs = theirs.get()?;
        let w = words();
        let what = if theirs.is_empty() { w.clients_conflict_nothing() } else { w.clients_conflict_what() };
        let lines = theirs.iter().map(|field| view! { <li>{told(w, field, labels(field.field))}</li> }).collect_view();
        Some(view! {
            <div class="note warn" role="alert" tabindex="-1" node_ref=node>
                <h2>{w.clients_conflict()}</h2>
                <p>{what}</p>
                <ul class="plain">{lines}</ul>
            </div>
        })
    };
    anew(note)
}

fn told(w: Words, Stored { field, stored, typed }: &Stored, label: &str) -> String {
    if stored == typed {
        return label.to_owned();
    }
    w.clients_conflict_line(label, &in_words(w, field, stored), &in_words(w, field, typed))
}

/// A value as the form shows it.
fn in_words(w: Words, field: &str, value: &str) -> String {
    let choice = match field {
        "civility" => Civility::from_code(value).map(|civility| civility_name(w, civility)),
        "kind" => ClientKind::from_code(value).map(|kind| kind_name(w, kind)),
        "language" => Lang::from_code(value).map(|lang| language_name(w, lang)),
        "promotions" => (!value.is_empty()).then(|| w.consent_granted()),
        "promotions_source" => ConsentSource::from_code(value).map(|source| source_name(w, source)),
        "notification_type" => NotificationType::from_code(value).map(|kind| notification_name(w, kind)),
        _ => None,
    };
    match choice.unwrap_or(value) {
        "" => w.clients_conflict_empty().to_owned(),
        value => w.clients_conflict_value(value),
    }
}

#[cfg(test)]
mod tests {
    use super::{Stored, differences, differences_to_fields};
    use model::{ClientDraft, Phone, draft::ShownFields};

    fn field(field: &'static str, stored: &str, typed: &str) -> Stored {
        Stored { field, stored: stored.into(), typed: typed.into() }
    }

    /// P12
    #[test]
    fn what_is_stored_and_differs_is_told_with_what_was_typed() {
        let typed = ClientDraft { label: "Épi".into(), town: " Gand".into(), ..ClientDraft::default() };
        let phones = vec![Phone { label: "mobile".into(), number: "0601".into() }];
        let stored = ClientDraft { label: "Épi d’Or".into(), town: "Gand".into(), phones, ..ClientDraft::default() };
        let expected = [field("label", "Épi d’Or", "Épi"), field("phones", "0601", "")];
        assert_eq!(differences(stored.shown_fields(), &typed.shown_fields()), expected);
        let sent =
            [("version", "3"), ("draft[label]", "Épi"), ("draft[town]", "Gand "), ("draft[phones][0][number]", "0602")];
        let sent = sent.map(|(name, value)| (name.to_owned(), value.to_owned()));
        let expected = [field("label", "Épi d’Or", "Épi"), field("phones", "0601", "0602")];
        assert_eq!(differences_to_fields(stored.shown_fields(), &sent), expected);
    }
}
