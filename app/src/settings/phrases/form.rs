//! One phrase: its form, the placeholders there are, and a mail with it.

use super::{
    Preview, SavePhrase, SavedNotice,
    api::{FORM, Kept},
    original, path,
    sample::Sample,
};
use crate::{
    receives::kind_name,
    typed,
    ui::{ErrorSummary, Field, Head, PageScript, TextArea, Trouble, language_name},
    wire::came_back,
    words::{Words, words},
};
use leptos::{prelude::*, server_fn::ServerFn};
use model::{DocumentKind, Lang, PhraseDraft, Placeholder, phrase::OwnPhrase};

/// What the page of a phrase shows.
#[derive(Clone, Debug)]
pub struct Page {
    /// Of these documents.
    pub kind: DocumentKind,
    /// In this language.
    pub language: Lang,
    /// As it is saved; none where the one that comes with Bonport holds.
    pub own: Option<OwnPhrase>,
    /// The form is filled with the one that comes with Bonport, to be saved or not.
    pub back_to_original: bool,
    /// What it is looked at with.
    pub sample: Sample,
}

/// As it is saved, or as it was typed.
pub fn page(page: Page) -> AnyView {
    let w = words();
    let Page { kind, language, own, back_to_original, sample } = page;
    let typed = typed::take::<Kept>(FORM).filter(|typed| (typed.draft.kind, typed.draft.language) == (kind, language));
    let problems = typed.as_ref().map(|typed| typed.problems.clone()).unwrap_or_default();
    // What is said at a field is not said twice.
    let trouble = came_back(SavePhrase::PATH).filter(|_| problems.is_empty());
    let conflict = typed.as_ref().is_some_and(|typed| typed.conflict);
    let meanwhile = own.as_ref().filter(|_| conflict).map(|own| meanwhile(w, own));
    let version = own.as_ref().map_or(0, |own| own.version);
    let draft = match (typed, &own) {
        (Some(typed), _) => typed.draft.draft,
        (None, Some(own)) if !back_to_original => PhraseDraft::of(&own.phrase),
        (None, _) => PhraseDraft::of(&original(kind, language)),
    };
    let preview = Preview::of(w, &draft, &sample);
    let crumbs = vec![
        (w.nav_company().to_owned(), "/parametres/societe".to_owned()),
        (w.phrases_title().to_owned(), super::PATH.to_owned()),
    ];
    let title = w.phrases_one(kind_name(w, kind), language_name(w, language));
    let back = own.is_some().then(|| {
        let href = [&path(kind, language), "?origine=1"].concat();
        view! { <a class="btn" href=href>{w.phrases_back()}</a> }
    });
    let problems = Signal::stored(problems);
    view! {
        <Head title crumbs/>
        <div class="stack">
            <SavedNotice/>
            <ErrorSummary problems labels=label/>
            <Trouble error=Signal::stored(trouble)/>
            {meanwhile}
            <form class="form" id="phrase" method="post" action=SavePhrase::PATH data-preview=super::PreviewPhrase::PATH>
                <input type="hidden" name="kind" value=kind.code()/>
                <input type="hidden" name="language" value=language.code()/>
                <input type="hidden" name="version" value=version/>
                <Field name="subject" label=w.compose_subject() value=draft.subject required=true problems/>
                <TextArea name="text" label=w.compose_message() value=draft.text required=true rows=10 problems/>
                {placeholders(w)}
                <div class="sticky-acts">
                    <button type="submit" class="btn primary">{w.act_save()}</button>
                    <button type="submit" class="btn" name="preview" value="true" data-without-script>{w.phrases_preview()}</button>
                    {back}
                    <a class="btn" href=super::PATH>{w.act_cancel()}</a>
                </div>
            </form>
        </div>
        {shown(w, language, &sample, preview)}
        <PageScript code=include_str!("live.js")/>
    }
    .into_any()
}

/// What somebody saved since the page was opened (P12): saving again replaces it knowingly.
fn meanwhile(w: Words, own: &OwnPhrase) -> AnyView {
    view! {
        <section class="block">
            <h2>{w.phrases_meanwhile(&own.by)}</h2>
            <dl class="facts" lang=own.language.code()>
                <dt>{w.compose_subject()}</dt>
                <dd>{own.phrase.subject.clone()}</dd>
                <dt>{w.compose_message()}</dt>
                <dd class="lines">{own.phrase.text.clone()}</dd>
            </dl>
        </section>
    }
    .into_any()
}

/// Buttons that put one where the person writes; without the script, what each stands for.
fn placeholders(w: Words) -> AnyView {
    let buttons = Placeholder::ALL.into_iter().map(|placeholder| {
        let written = placeholder.written();
        view! { <button type="button" class="btn small" data-insert=written>{meaning(w, placeholder)}</button> }
    });
    let list = Placeholder::ALL.into_iter().map(|placeholder| {
        view! { <dt>{placeholder.written()}</dt><dd>{meaning(w, placeholder)}</dd> }
    });
    view! {
        <fieldset class="part">
            <legend><h2>{w.phrases_placeholders()}</h2></legend>
            <p class="hint">{w.phrases_placeholders_hint()}</p>
            <div class="line" data-with-script hidden>{buttons.collect_view()}</div>
            <dl class="facts" data-without-script>{list.collect_view()}</dl>
        </fieldset>
    }
    .into_any()
}

fn meaning(w: Words, placeholder: Placeholder) -> &'static str {
    match placeholder {
        Placeholder::Number => w.phrases_number(),
        Placeholder::Date => w.phrases_date(),
        Placeholder::Amount => w.phrases_amount(),
        Placeholder::Client => w.phrases_client(),
        Placeholder::Company => w.phrases_company(),
    }
}

/// The mail, beside the form. Its note is announced: it says what would keep it from leaving.
fn shown(w: Words, language: Lang, sample: &Sample, preview: Preview) -> AnyView {
    let with = if sample.invented {
        w.phrases_with_invented().to_owned()
    } else {
        w.phrases_with(&sample.facts.number, &sample.facts.client)
    };
    view! {
        <aside class="side" aria-labelledby="preview">
            <div class="stack tight">
                <h2 id="preview">{w.phrases_preview()}</h2>
                <p class="hint">{with}</p>
                <p class="error" id="preview-note" role="status">{preview.note}</p>
                <div class="stack tight" lang=language.code()>
                    <p><b id="preview-subject">{preview.subject}</b></p>
                    <p class="lines" id="preview-text">{preview.text}</p>
                </div>
            </div>
        </aside>
    }
    .into_any()
}

fn label(field: &str) -> &'static str {
    let w = words();
    match field {
        "subject" => w.compose_subject(),
        "text" => w.compose_message(),
        _ => "",
    }
}
