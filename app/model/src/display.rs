//! Options d'affichage (P10): fields of a sheet that an organisation hides, and modules that it switches off. What is hidden
//! is neither shown nor asked, and keeps its data.

use crate::{
    Affiliation, AffiliationDraft, Client, ClientDraft, Contact, ContactDraft, Intervention, InterventionDraft, Site,
    SiteDraft, codes::codes, draft::ContactField,
};
use serde::{Deserialize, Serialize};

/// What can be hidden: `{sheet}.{field of its form}`, or a module. Names and addresses always show: lists and recipients
/// live from them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum DisplayOption {
    /// Famille.
    ClientFamily,
    /// Langue.
    ClientLanguage,
    /// Civilité of the main contact.
    ClientCivility,
    /// Téléphones of the main contact.
    ClientPhones,
    /// Adresse de facturation.
    ClientBilling,
    /// Adresse postale.
    ClientPlace,
    /// Note.
    ClientNote,
    /// Adresse postale of a site.
    SitePlace,
    /// The person in charge of a site.
    SitePerson,
    /// Its phone.
    SitePhone,
    /// Its e-mail.
    SiteEmail,
    /// Informations complémentaires of a site.
    SiteExtra,
    /// Civilité.
    ContactCivility,
    /// Téléphones.
    ContactPhones,
    /// Langue.
    ContactLanguage,
    /// Fonction, at a client.
    ContactFunction,
    /// Site, at a client.
    ContactSite,
    /// Note.
    ContactNote,
    /// Adresse of an intervention.
    InterventionSite,
    /// Its contact.
    InterventionContact,
    /// Its notes.
    InterventionNotes,
    /// « Contacts secondaires »: everybody but main contacts and those of sites.
    ModuleContacts,
    /// « Adresses »: the sites.
    ModuleSites,
    /// « Interventions ».
    ModuleInterventions,
}
codes!(DisplayOption {
    ClientFamily => "client.family",
    ClientLanguage => "client.language",
    ClientCivility => "client.civility",
    ClientPhones => "client.phones",
    ClientBilling => "client.billing_email",
    ClientPlace => "client.place",
    ClientNote => "client.note",
    SitePlace => "site.place",
    SitePerson => "site.person",
    SitePhone => "site.phone",
    SiteEmail => "site.email",
    SiteExtra => "site.extra",
    ContactCivility => "contact.civility",
    ContactPhones => "contact.phones",
    ContactLanguage => "contact.language",
    ContactFunction => "contact.function",
    ContactSite => "contact.site",
    ContactNote => "contact.note",
    InterventionSite => "intervention.site",
    InterventionContact => "intervention.contact",
    InterventionNotes => "intervention.notes",
    ModuleContacts => "module.contacts",
    ModuleSites => "module.sites",
    ModuleInterventions => "module.interventions",
});

impl DisplayOption {
    /// The part of its code before the dot.
    pub fn sheet(self) -> &'static str {
        self.code().split('.').next().unwrap_or_default()
    }

    /// The field that cannot be required of contacts while this hides it.
    pub fn required_field(self) -> Option<ContactField> {
        match self {
            DisplayOption::ContactLanguage => Some(ContactField::Language),
            DisplayOption::ContactCivility => Some(ContactField::Civility),
            DisplayOption::ContactPhones => Some(ContactField::Phone),
            DisplayOption::ContactFunction => Some(ContactField::Function),
            _ => None,
        }
    }
}

impl TryFrom<String> for DisplayOption {
    type Error = String;

    fn try_from(code: String) -> Result<Self, String> {
        DisplayOption::from_code(&code).ok_or(code)
    }
}

impl From<DisplayOption> for String {
    fn from(option: DisplayOption) -> String {
        option.code().into()
    }
}

/// What can lose, for showing, what is hidden of it, and get it back, for saving.
pub trait Hides {
    /// Empties what is hidden.
    fn hide(&mut self, hidden: &[DisplayOption]);
    /// Gives what is hidden the value of `stored`: the form did not ask for it.
    fn keep_hidden(&mut self, hidden: &[DisplayOption], stored: &Self);
}

/// Which fields an option hides.
macro_rules! hides {
    ($type:ty: $($option:ident => [$($($field:ident).+),+]),+ $(,)?) => {
        impl Hides for $type {
            fn hide(&mut self, hidden: &[DisplayOption]) {
                for option in hidden {
                    match option {
                        $(DisplayOption::$option => { $(self.$($field).+ = Default::default();)+ })+
                        _ => {}
                    }
                }
            }

            fn keep_hidden(&mut self, hidden: &[DisplayOption], stored: &Self) {
                for option in hidden {
                    match option {
                        $(DisplayOption::$option => { $(self.$($field).+.clone_from(&stored.$($field).+);)+ })+
                        _ => {}
                    }
                }
            }
        }
    };
}

hides!(ClientDraft: ClientFamily => [family], ClientLanguage => [language], ClientCivility => [civility],
    ClientPhones => [phones], ClientBilling => [billing_email],
    ClientPlace => [street, postal_code, town, country], ClientNote => [note]);
hides!(Client: ClientFamily => [family], ClientCivility => [main.civility], ClientPhones => [main.phones],
    ClientBilling => [billing_email], ClientPlace => [place], ClientNote => [note]);
hides!(SiteDraft: SitePlace => [street, postal_code, town, country], SitePerson => [person], SitePhone => [phone],
    SiteEmail => [email], SiteExtra => [extra]);
hides!(Site: SitePlace => [place], SitePerson => [person], SitePhone => [phone], SiteEmail => [email],
    SiteExtra => [extra]);
hides!(ContactDraft: ContactCivility => [civility], ContactPhones => [phones], ContactLanguage => [language],
    ContactNote => [note]);
hides!(Contact: ContactCivility => [civility], ContactPhones => [phones], ContactNote => [note]);
hides!(AffiliationDraft: ContactFunction => [function], ContactSite => [site], ModuleSites => [site]);
hides!(Affiliation: ContactFunction => [function], ContactSite => [site], ModuleSites => [site]);
hides!(InterventionDraft: InterventionSite => [site], InterventionContact => [contact], InterventionNotes => [notes],
    ModuleSites => [site], ModuleContacts => [contact]);
hides!(Intervention: InterventionSite => [site], InterventionContact => [contact], InterventionNotes => [notes],
    ModuleSites => [site], ModuleContacts => [contact]);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draft::ShownFields;

    fn phone() -> Vec<crate::Phone> {
        vec![crate::Phone { label: String::new(), number: "0601".into() }]
    }

    /// P10: each option empties fields for showing, and a form without them saves what was stored.
    fn keeps_what_it_hides<T: Hides + ShownFields + Clone>(sheet: &str, stored: &T) {
        for option in DisplayOption::ALL.iter().filter(|option| option.sheet() == sheet) {
            let mut shown = stored.clone();
            shown.hide(&[*option]);
            if shown.shown_fields() == stored.shown_fields() {
                continue;
            }
            shown.keep_hidden(&[*option], stored);
            assert_eq!(shown.shown_fields(), stored.shown_fields(), "{option:?}");
        }
        let mut shown = stored.clone();
        shown.hide(DisplayOption::ALL);
        let shows = shown.shown_fields().into_iter().filter(|(_, value)| !value.is_empty()).count();
        assert!(shows < stored.shown_fields().len(), "something was hidden");
    }

    #[test]
    fn p10_what_is_hidden_keeps_its_data() {
        let x = || "x".to_owned();
        keeps_what_it_hides(
            "client",
            &ClientDraft {
                reference: x(),
                label: x(),
                kind: x(),
                family: x(),
                language: x(),
                civility: x(),
                first_name: x(),
                last_name: x(),
                email: x(),
                phones: phone(),
                billing_email: x(),
                promotions: true,
                promotions_source: x(),
                street: x(),
                postal_code: x(),
                town: x(),
                country: x(),
                note: x(),
            },
        );
        keeps_what_it_hides(
            "site",
            &SiteDraft {
                label: x(),
                street: x(),
                postal_code: x(),
                town: x(),
                country: x(),
                person: x(),
                phone: x(),
                email: x(),
                extra: x(),
            },
        );
        keeps_what_it_hides(
            "contact",
            &ContactDraft {
                civility: x(),
                first_name: x(),
                last_name: x(),
                email: x(),
                language: x(),
                phones: phone(),
                promotions: true,
                promotions_source: x(),
                note: x(),
            },
        );
        keeps_what_it_hides("contact", &AffiliationDraft { function: x(), site: x(), notification_type: x() });
        keeps_what_it_hides(
            "intervention",
            &InterventionDraft { client: x(), at: x(), subject: x(), state: x(), site: x(), contact: x(), notes: x() },
        );
    }

    #[test]
    fn p10_names_and_addresses_always_show() {
        let mut draft = ContactDraft { last_name: "Roy".into(), email: "a@b.example".into(), ..Default::default() };
        draft.hide(DisplayOption::ALL);
        assert_eq!((draft.last_name.as_str(), draft.email.as_str()), ("Roy", "a@b.example"));
    }

    #[test]
    fn p10_an_option_is_kept_by_its_code() {
        let json = serde_json::to_string(&[DisplayOption::ClientNote, DisplayOption::ModuleSites]).unwrap();
        assert_eq!(json, r#"["client.note","module.sites"]"#);
        let read: Vec<DisplayOption> = serde_json::from_str(&json).unwrap();
        assert_eq!(read, [DisplayOption::ClientNote, DisplayOption::ModuleSites]);
    }
}
