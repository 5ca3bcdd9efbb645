//! Two contacts side by side, field by field: what is different is chosen, what is the same only told.

use super::{KeepApart, MergeContacts, PATH, api::FORM, bad, links, trouble};
use crate::{
    contacts::person_name,
    typed,
    ui::{ErrorSummary, Head, civility_name, is_hidden, language_name, sentence},
    words::{Words, words},
};
use leptos::{prelude::*, server_fn::ServerFn};
use model::{
    Contact, ContactId, FieldProblem, Phone,
    merge::{MergeDraft, Notes, Pair, Side, united_phones},
};

/// As it is proposed, or as it was chosen when it was refused.
pub(super) fn page(pair: &Pair) -> AnyView {
    let w = words();
    let ids = (pair.a.id, pair.b.id);
    type Kept = (ContactId, ContactId, MergeDraft);
    let typed = typed::take::<Kept>(FORM).filter(|typed| (typed.draft.0, typed.draft.1) == ids);
    let problems = typed.as_ref().map(|typed| typed.problems.clone()).unwrap_or_default();
    let conflict = typed.as_ref().is_some_and(|typed| typed.conflict);
    // What is said at a field, or of all of them, is not said twice.
    let told = match (conflict, problems.is_empty()) {
        (true, _) => bad(w.merging_conflict().into()),
        (false, true) => trouble(),
        (false, false) => ().into_any(),
    };
    let draft = typed.map_or_else(|| MergeDraft::proposed(pair), |typed| typed.draft.2);
    let crumbs =
        vec![(w.contacts_title().to_owned(), "/contacts".to_owned()), (w.merging_title().to_owned(), PATH.to_owned())];
    let acts = acts(pair);
    let form = Form { w, pair, draft: &draft, problems: &problems };
    view! {
        <Head title=w.merging_compare_title().to_owned() crumbs>{acts}</Head>
        <div class="stack">
            {told}
            <ErrorSummary problems=Signal::stored(problems.clone()) labels=label/>
            <form class="form" method="post" action=MergeContacts::PATH>
                <input type="hidden" name="a" value=pair.a.id.to_string()/>
                <input type="hidden" name="b" value=pair.b.id.to_string()/>
                <input type="hidden" name="seen" value=pair.seen()/>
                {form.which_stays()}
                {form.fields()}
                {form.email()}
                {form.note()}
                {form.united()}
                {links::part(w, pair, draft.keep.as_str())}
                <div class="sticky-acts">
                    <button type="submit" class="btn primary">{w.merging_merge()}</button>
                    <a class="btn" href=PATH>{w.act_cancel()}</a>
                </div>
            </form>
        </div>
    }
    .into_any()
}

fn acts(pair: &Pair) -> AnyView {
    let w = words();
    view! {
        <div class="acts">
            <a class="btn" href=format!("/contacts/{}", pair.a.id)>{w.merging_open_first()}</a>
            <a class="btn" href=format!("/contacts/{}", pair.b.id)>{w.merging_open_second()}</a>
            <form method="post" action=KeepApart::PATH class="inline">
                <input type="hidden" name="a" value=pair.a.id.to_string()/>
                <input type="hidden" name="b" value=pair.b.id.to_string()/>
                <button type="submit" class="btn">{w.merging_apart()}</button>
            </form>
        </div>
    }
    .into_any()
}

/// « Fiche 1 »
pub(super) fn side_name(w: Words, side: Side) -> &'static str {
    match side {
        Side::A => w.merging_first(),
        Side::B => w.merging_second(),
    }
}

/// One of the values to choose from.
struct Value {
    code: &'static str,
    text: String,
    which: String,
}

struct Form<'a> {
    w: Words,
    pair: &'a Pair,
    draft: &'a MergeDraft,
    problems: &'a [FieldProblem],
}

impl Form<'_> {
    fn which_stays(&self) -> AnyView {
        let w = self.w;
        let value = |side: Side| {
            let contact = self.pair.of(side);
            let inactive = if contact.inactive_at.is_some() { w.state_inactive() } else { "" };
            let email = contact.email.as_deref().unwrap_or_default();
            let which = crate::ui::dotted([side_name(w, side), email, inactive]);
            Value { code: side.code(), text: person_name(w, contact), which }
        };
        let hint = view! { <p class="hint">{w.merging_keep_hint()}</p> }.into_any();
        self.choice("keep", w.merging_keep(), &self.draft.keep, vec![value(Side::A), value(Side::B)], hint)
    }

    /// Those that differ.
    fn fields(&self) -> AnyView {
        let all = shown_fields(self.w).into_iter();
        let different = all.filter(|field| (field.of)(&self.pair.a) != (field.of)(&self.pair.b));
        let chosen = |field: &Field| match field.name {
            "civility" => self.draft.civility.as_str(),
            "first_name" => &self.draft.first_name,
            "last_name" => &self.draft.last_name,
            _ => &self.draft.language,
        };
        different
            .map(|field| self.of_both(field.name, field.label, chosen(&field), field.of, ().into_any()))
            .collect_view()
            .into_any()
    }

    fn email(&self) -> AnyView {
        let w = self.w;
        let (a, b) = (&self.pair.a.email, &self.pair.b.email);
        if a == b {
            return ().into_any();
        }
        let other = (a.is_some() && b.is_some()).then(|| {
            view! {
                <div class="choice">
                    <input type="checkbox" id="f-keep_email" name="choice[keep_email]" value="true" checked=self.draft.keep_email/>
                    <label for="f-keep_email">{w.merging_keep_email()}</label>
                </div>
            }
        });
        let of = |contact: &Contact| contact.email.clone().unwrap_or_default();
        self.of_both("email", w.field_email(), &self.draft.email, of, other.into_any())
    }

    fn note(&self) -> AnyView {
        let w = self.w;
        let (a, b) = (&self.pair.a.note, &self.pair.b.note);
        if a == b || is_hidden("contact.note") {
            return ().into_any();
        }
        let mut values = self.both(|contact| contact.note.clone());
        if !a.is_empty() && !b.is_empty() {
            values.push(Value { code: Notes::Both.code(), text: w.merging_both_notes().into(), which: String::new() });
        }
        self.choice("note", w.field_note(), &self.draft.note, values, ().into_any())
    }

    fn both(&self, of: impl Fn(&Contact) -> String) -> Vec<Value> {
        let value = |side: Side| {
            let text = Some(of(self.pair.of(side))).filter(|text| !text.is_empty());
            let text = text.unwrap_or_else(|| self.w.merging_empty().into());
            Value { code: side.code(), text, which: side_name(self.w, side).into() }
        };
        vec![value(Side::A), value(Side::B)]
    }

    fn of_both(
        &self,
        name: &'static str,
        label: &'static str,
        chosen: &str,
        of: impl Fn(&Contact) -> String,
        below: AnyView,
    ) -> AnyView {
        let chosen = if chosen.is_empty() { self.draft.keep.as_str() } else { chosen };
        self.choice(name, label, chosen, self.both(of), below)
    }

    /// The summary of errors links to `f-{name}`: the first choice.
    fn choice(
        &self,
        name: &'static str,
        label: &'static str,
        chosen: &str,
        values: Vec<Value>,
        below: AnyView,
    ) -> AnyView {
        let error = self.problems.iter().find(|problem| problem.field == name);
        let error = error.map(|problem| view! { <p class="error">{sentence(self.w, &problem.problem)}</p> });
        let values = values.into_iter().enumerate().map(|(at, value)| {
            let id = if at == 0 { format!("f-{name}") } else { format!("f-{name}-{at}") };
            let checked = value.code == chosen;
            view! {
                <div class="choice">
                    <input type="radio" id=id.clone() name=format!("choice[{name}]") value=value.code checked=checked/>
                    <label for=id><span class="lines">{value.text}</span><span class="meta">{value.which}</span></label>
                </div>
            }
        });
        view! {
            <fieldset class="field">
                <legend>{label}</legend>
                <div class="choices">{values.collect_view()}</div>
                {below}
                {error}
            </fieldset>
        }
        .into_any()
    }

    /// What is the same in both, and the phones, which are united.
    fn united(&self) -> AnyView {
        let w = self.w;
        let Pair { a, b, .. } = self.pair;
        let entry = |label: &'static str, value: String| {
            (!value.is_empty()).then(|| view! { <dt>{label}</dt><dd class="lines">{value}</dd> })
        };
        let same = shown_fields(w).into_iter().filter(|field| (field.of)(a) == (field.of)(b));
        let same = same.map(|field| entry(field.label, (field.of)(a))).collect_view();
        let email = (a.email == b.email).then(|| entry(w.field_email(), a.email.clone().unwrap_or_default()));
        let note = (a.note == b.note && !is_hidden("contact.note")).then(|| entry(w.field_note(), a.note.clone()));
        let phones = if is_hidden("contact.phones") { vec![] } else { united_phones(&a.phones, &b.phones) };
        let phones = phones.iter().map(number).collect::<Vec<_>>().join("\n");
        view! {
            <section class="block">
                <h2>{w.merging_united()}</h2>
                <p class="hint">{w.merging_united_hint()}</p>
                <dl class="facts">{same}{email}{entry(w.field_phones(), phones)}{note}</dl>
            </section>
        }
        .into_any()
    }
}

fn number(phone: &Phone) -> String {
    crate::ui::dotted([phone.number.as_str(), &phone.label])
}

/// A field of one line.
struct Field {
    name: &'static str,
    label: &'static str,
    of: fn(&Contact) -> String,
}

/// But those that the organisation hides (P10): they keep what they would keep by themselves.
fn shown_fields(w: Words) -> Vec<Field> {
    let fields = [
        Field { name: "civility", label: w.field_civility(), of: civility },
        Field { name: "first_name", label: w.field_first_name(), of: |contact| contact.first_name.clone() },
        Field { name: "last_name", label: w.field_last_name(), of: |contact| contact.last_name.clone() },
        Field {
            name: "language",
            label: w.field_language(),
            of: |contact| language_name(words(), contact.language).into(),
        },
    ];
    fields.into_iter().filter(|field| !is_hidden(&format!("contact.{}", field.name))).collect()
}

fn civility(contact: &Contact) -> String {
    contact.civility.map(|civility| civility_name(words(), civility)).unwrap_or_default().into()
}

fn label(field: &str) -> &'static str {
    let w = words();
    match field {
        "keep" => w.merging_keep(),
        "civility" => w.field_civility(),
        "first_name" => w.field_first_name(),
        "last_name" => w.field_last_name(),
        "email" => w.field_email(),
        "language" => w.field_language(),
        "note" => w.field_note(),
        _ => w.field_phones(),
    }
}
