//! The contacts of an intervention's form, by the rule P37: those of the site, those without one. All sites' are in the page, each
//! group under its site; the script shows those of the chosen one. The server's check is what binds.

use super::{contact_name, form::Form, name_of};
use crate::{
    ui::{PageScript, dotted, is_hidden, sentence},
    words::{Words, words},
};
use leptos::prelude::*;
use model::{
    AffiliatedContact, ContactId, FieldProblem, InterventionDraft, InterventionState, SiteId,
    intervention::contact_list,
};

/// Where no contact can be chosen (P10).
pub(super) fn are_hidden() -> bool {
    is_hidden("intervention.contact") || is_hidden("module.contacts")
}

pub(super) fn contacts(w: Words, form: &Form, draft: &InterventionDraft, problems: &[FieldProblem]) -> AnyView {
    if are_hidden() {
        return ().into_any();
    }
    let client = form.client.id;
    let site = draft.site.parse().ok().map(SiteId);
    let list = contact_list(&form.people, client, site);
    let mut sites: Vec<_> = form.sites.iter().collect();
    // Without the script the ones that fit come first.
    sites.sort_by_key(|of| Some(of.id) != site);
    let groups = sites.into_iter().map(|of| {
        let people = contact_list(&form.people, client, Some(of.id)).here;
        group(of.id.to_string(), w.interventions_of_site(&of.label), &people, draft)
    });
    let groups = groups.collect_view();
    let error = problems.iter().find(|problem| problem.field == "contact");
    let error = error.map(|problem| view! { <p class="error">{sentence(w, &problem.problem)}</p> });
    let everybody = format!("/clients/{client}/contacts");
    let away = w.interventions_away("{name}");
    view! {
        <fieldset class="part" id="visit-contacts">
            <legend><h2>{w.interventions_contact()}</h2></legend>
            <p class="hint">{w.interventions_contact_hint()}</p>
            {unfit_note(w, form, draft, problems)}
            {error}
            <div>
                <p class="warn" role="status" data-away=away></p>
                <div class="choice">
                    <input type="radio" id="f-contact" name="draft[contact]" value="" checked=draft.contact.is_empty()/>
                    <label for="f-contact">{w.interventions_no_contact()}</label>
                </div>
                {nowhere(w, form, draft)}
            </div>
            {groups}
            {group(String::new(), w.interventions_of_none().to_owned(), &list.anywhere, draft)}
            <p data-nobody="" hidden=!list.is_empty()>{w.interventions_nobody()}" "<a href=everybody rel="external">{w.interventions_nobody_all()}</a></p>
        </fieldset>
        <PageScript code=include_str!("follow.js")/>
    }
    .into_any()
}

fn group(site: String, title: String, people: &[&AffiliatedContact], draft: &InterventionDraft) -> AnyView {
    if people.is_empty() {
        return ().into_any();
    }
    let rows = people.iter().map(|person| {
        let phone = person.contact.phones.first().map(|phone| phone.number.clone()).unwrap_or_default();
        let sub = dotted([person.affiliation.function.as_str(), &phone]);
        radio(person.contact.id, name_of(person), sub, draft)
    });
    view! { <div data-site=site><h3>{title}</h3>{rows.collect_view()}</div> }.into_any()
}

fn radio(contact: ContactId, name: String, sub: String, draft: &InterventionDraft) -> AnyView {
    let (id, value) = (format!("f-contact-{contact}"), contact.to_string());
    let checked = draft.contact == value;
    let sub = (!sub.is_empty()).then(|| view! { <span class="sub">{sub}</span> });
    view! {
        <div class="choice">
            <input type="radio" id=id.clone() name="draft[contact]" value=value checked=checked data-name=name.clone()/>
            <label for=id>{name}{sub}</label>
        </div>
    }
    .into_any()
}

/// The contact that is chosen, who is offered at no site: it stays chosen until somebody chooses anew.
fn nowhere(w: Words, form: &Form, draft: &InterventionDraft) -> AnyView {
    let Some(id) = draft.contact.parse().ok().map(ContactId) else { return ().into_any() };
    let offered = form.sites.iter().map(|site| Some(site.id)).chain([None]);
    let offered = offered.into_iter().any(|site| contact_list(&form.people, form.client.id, site).offers(id));
    match chosen_name(form, id).filter(|_| !offered) {
        // Stands at no site, as the script sees it.
        Some(name) => {
            view! { <div data-site="-">{radio(id, name, w.interventions_unfit_row().to_owned(), draft)}</div> }
                .into_any()
        }
        None => ().into_any(),
    }
}

/// What the page knows of a chosen contact: as it was stored, or among the people of the client.
pub(super) fn chosen_name(form: &Form, id: ContactId) -> Option<String> {
    let stored = form.stored.as_ref().and_then(|stored| stored.contact.as_ref());
    let stored = stored.filter(|(contact, _)| *contact == id).map(|(_, name)| contact_name(name));
    stored.or_else(|| form.people.iter().find(|person| person.contact.id == id).map(name_of))
}

/// P37, on opening: the contact no longer fits. What took place keeps it.
fn unfit_note(w: Words, form: &Form, draft: &InterventionDraft, problems: &[FieldProblem]) -> AnyView {
    let chosen = draft.contact.parse().ok().map(ContactId);
    let site = draft.site.parse().ok().map(SiteId);
    let unfit = chosen.filter(|id| !contact_list(&form.people, form.client.id, site).offers(*id));
    let told = problems.iter().any(|problem| problem.field == "contact");
    let name = unfit.filter(|_| !told).and_then(|id| chosen_name(form, id));
    let past = draft.state != InterventionState::Planned.code();
    let note = |name: String| {
        let text = if past { w.interventions_unfit_past(&name) } else { w.interventions_unfit(&name) };
        view! { <p class="note warn">{text}</p> }
    };
    name.map(note).into_any()
}

/// A contact of the client before: not one of this client (P37).
pub(super) fn left_behind(form: &Form, draft: &mut InterventionDraft) -> Option<AnyView> {
    let moved = form.stored.as_ref().filter(|stored| stored.client.0 != form.client.id)?;
    draft.client = form.client.id.to_string();
    draft.site.clear();
    let id = draft.contact.parse().ok().map(ContactId)?;
    if contact_list(&form.people, form.client.id, None).offers(id) {
        return None;
    }
    draft.contact.clear();
    let name = moved.contact.as_ref().map(|(_, name)| contact_name(name)).unwrap_or_default();
    let text = words().interventions_other_client(&name);
    (!are_hidden()).then(|| view! { <p class="note warn" role="status">{text}</p> }.into_any())
}
