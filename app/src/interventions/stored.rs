//! P12: what somebody else saved meanwhile, in words, beside what was typed.

use super::{contact_name, contacts::chosen_name, form::Form, state_name};
use crate::{
    clients::{Stored, differences},
    facts::use_facts,
    ui::when_text,
    words::words,
};
use model::{
    ContactId, DisplayOption, Hides, Intervention, InterventionDraft, InterventionState, Local, SiteId,
    draft::ShownFields,
};

/// The fields that differ; what is hidden is not told.
pub(super) fn theirs(form: &Form, stored: &Intervention, typed: &InterventionDraft) -> Vec<Stored> {
    let mut theirs = InterventionDraft::of(stored, &use_facts().zone);
    let mut own = typed.clone();
    let hidden: &[DisplayOption] = &form.hidden;
    theirs.hide(hidden);
    own.hide(hidden);
    let words = |draft: &InterventionDraft| {
        let fields = draft.shown_fields().into_iter();
        fields.map(|(field, value)| (field, in_words(form, stored, field, value))).collect::<Vec<_>>()
    };
    differences(words(&theirs), &words(&own))
}

fn in_words(form: &Form, stored: &Intervention, field: &str, value: String) -> String {
    let known = match field {
        "client" if value == form.client.id.to_string() => Some(form.client.label.clone()),
        "client" => Some(stored.client.1.clone()),
        "at" => Local::read(&value).map(|local| when_text(use_facts().zone.moment(local))),
        "state" => InterventionState::from_code(&value).map(|state| state_name(words(), state).to_owned()),
        "site" => site(form, stored, &value),
        "contact" => value.parse().ok().and_then(|id| chosen_name(form, ContactId(id))),
        _ => None,
    };
    known.unwrap_or(value)
}

fn site(form: &Form, stored: &Intervention, value: &str) -> Option<String> {
    let id = value.parse().ok().map(SiteId)?;
    let own = form.sites.iter().find(|site| site.id == id).map(|site| site.label.clone());
    own.or_else(|| stored.site.as_ref().filter(|(site, _)| *site == id).map(|(_, label)| contact_name(label)))
}
