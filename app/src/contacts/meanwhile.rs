//! P12: what somebody stored of a contact and of its link to a client while its form was being typed. The link is told
//! like the person: the form saves both, and overwrites neither unseen.

use super::api::{ContactForm, LinkForm};
use crate::{
    clients::{Fields, Stored, differences, differences_to_fields},
    words::{Words, words},
};
use model::{AffiliationDraft, ContactDraft, SiteId, draft::ShownFields};

/// Of a form that came back without the wasm.
pub(super) fn stored_meanwhile(form: &ContactForm) -> Option<Vec<Stored>> {
    let stored = form.stored.as_ref()?;
    let link = form.link.as_ref().and_then(|link| Some((link.stored.as_ref()?, &link.draft)));
    let typed = fields(&form.draft, link.map(|(_, typed)| typed));
    let told = differences(fields(stored, link.map(|(stored, _)| stored)), &typed);
    let ended = form.link.as_ref().is_some_and(|link| link.ended);
    Some(with_the_link(words(), told, form.link.as_ref(), ended))
}

/// Of the form as it is stored now, where it is not what was sent. `ended`: there was a link when it was sent, and is
/// none now.
pub(super) fn stored_now(w: Words, form: &ContactForm, ended: bool, sent: &[(String, String)]) -> Vec<Stored> {
    let link = form.link.as_ref().filter(|link| link.link.is_some());
    let told = differences_to_fields(fields(&form.draft, link.map(|link| &link.draft)), sent);
    with_the_link(w, told, form.link.as_ref(), ended)
}

fn fields(contact: &ContactDraft, link: Option<&AffiliationDraft>) -> Fields {
    let mut fields = contact.shown_fields();
    fields.extend(link.map(AffiliationDraft::shown_fields).unwrap_or_default());
    fields
}

/// With the sites by their names, and said that the link was ended.
fn with_the_link(w: Words, mut told: Vec<Stored>, link: Option<&LinkForm>, ended: bool) -> Vec<Stored> {
    let sites = link.map(|link| link.sites.as_slice()).unwrap_or_default();
    for field in told.iter_mut().filter(|field| field.field == "site") {
        field.stored = site_name(w, sites, &field.stored);
        field.typed = site_name(w, sites, &field.typed);
    }
    if ended {
        told.push(Stored { field: "ended", stored: String::new(), typed: String::new() });
    }
    told
}

/// One that is not among the choices any more was made inactive.
fn site_name(w: Words, sites: &[(SiteId, String)], id: &str) -> String {
    let unnamed = if id.is_empty() { w.contacts_whole_client() } else { w.sites_inactive() };
    sites.iter().find(|(site, _)| site.to_string() == id).map_or(unnamed, |(_, label)| label).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::{AffiliationId, ClientId, Lang};

    fn form(link: Option<(AffiliationId, i64)>) -> ContactForm {
        let draft = AffiliationDraft {
            function: "Comptable".into(),
            site: "7".into(),
            notification_type: "administrative".into(),
        };
        let link = LinkForm {
            client: ClientId(1),
            label: "Épi d’Or".into(),
            sites: vec![(SiteId(7), "Atelier de Gand".into())],
            link,
            draft: if link.is_some() { draft } else { AffiliationDraft::default() },
            starred: false,
            stored: None,
            ended: false,
        };
        let draft = ContactDraft { last_name: "Durand".into(), ..ContactDraft::default() };
        let (problems, required) = (vec![], vec![]);
        ContactForm { id: None, version: 2, draft, link: Some(link), problems, stored: None, required }
    }

    fn told(form: &ContactForm, ended: bool) -> Vec<[String; 3]> {
        let sent = [
            ("contact[last_name]", "Durand"),
            ("affiliation[function]", "Directrice"),
            ("affiliation[site]", ""),
            ("affiliation[notification_type]", "all"),
        ];
        let sent = sent.map(|(name, value)| (name.to_owned(), value.to_owned()));
        let told = stored_now(Words(Lang::Fr), form, ended, &sent).into_iter();
        told.map(|field| [field.field.to_owned(), field.stored, field.typed]).collect()
    }

    /// P12
    #[test]
    fn the_link_is_told_like_the_person_its_site_by_name() {
        let expected = [
            ["function", "Comptable", "Directrice"],
            ["notification_type", "administrative", "all"],
            ["site", "Atelier de Gand", "Tout le client"],
        ];
        assert_eq!(told(&form(Some((AffiliationId(3), 2))), false), expected);
    }

    /// P12
    #[test]
    fn a_link_that_was_ended_is_told_instead_of_its_fields() {
        assert_eq!(told(&form(None), true), [["ended", "", ""]]);
    }
}
