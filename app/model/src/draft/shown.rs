//! What a person reads in each field of a form, to compare two states of it (P12).

use super::{AffiliationDraft, ClientDraft, ContactDraft, InterventionDraft, SiteDraft};
use crate::Phone;

/// A form whose fields can be told.
pub trait ShownFields {
    /// Each field by its name, in the order of the form: trimmed, the numbers of several phones joined.
    fn shown_fields(&self) -> Vec<(&'static str, String)>;
}

/// A field that is missing in the list does not compile.
macro_rules! shown_fields {
    ($draft:ident: $($field:ident)+) => {
        impl ShownFields for $draft {
            fn shown_fields(&self) -> Vec<(&'static str, String)> {
                let $draft { $($field),+ } = self;
                vec![$((stringify!($field), $field.shown())),+]
            }
        }
    };
}

shown_fields!(ClientDraft: reference label kind family language civility first_name last_name email phones billing_email promotions
    promotions_source street postal_code town country note);
shown_fields!(ContactDraft: civility first_name last_name email language phones promotions promotions_source note);
shown_fields!(AffiliationDraft: function notification_type site);
shown_fields!(SiteDraft: label street postal_code town country person phone email extra);
shown_fields!(InterventionDraft: client at subject state site contact notes);

trait Shown {
    fn shown(&self) -> String;
}

impl Shown for String {
    fn shown(&self) -> String {
        self.trim().to_owned()
    }
}

/// As its box stands in a form.
impl Shown for bool {
    fn shown(&self) -> String {
        if *self { "true".into() } else { String::new() }
    }
}

impl Shown for Vec<Phone> {
    fn shown(&self) -> String {
        let numbers = self.iter().map(|phone| phone.number.trim()).filter(|number| !number.is_empty());
        numbers.collect::<Vec<_>>().join(", ")
    }
}
