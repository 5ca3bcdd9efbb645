//! The form of a site: only its name is needed.

use super::{Check, LABEL_MAX, NOTE_MAX};
use crate::{EmailAddress, FieldProblem, Place, Site};
use serde::{Deserialize, Serialize};

/// A site as it is being typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SiteDraft {
    /// « Atelier de Gand »
    pub label: String,
    /// Several lines.
    pub street: String,
    /// Postal code.
    pub postal_code: String,
    /// Town.
    pub town: String,
    /// Country.
    pub country: String,
    /// The person in charge there.
    pub person: String,
    /// Its phone.
    pub phone: String,
    /// Its address: a slot, may repeat a contact's (P02).
    pub email: String,
    /// Door codes, hours.
    pub extra: String,
}

/// A site whose form was right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SiteFields {
    /// Not empty.
    pub label: String,
    /// Where it is.
    pub place: Place,
    /// May be empty.
    pub person: String,
    /// May be empty.
    pub phone: String,
    /// Its address.
    pub email: Option<EmailAddress>,
    /// May be empty.
    pub extra: String,
}

impl SiteDraft {
    /// Every problem of the form, or its fields.
    pub fn check(&self) -> Result<SiteFields, Vec<FieldProblem>> {
        let mut check = Check::default();
        let label = check.needed("label", &self.label, LABEL_MAX);
        let place = check.place(&self.place());
        let person = check.line("person", &self.person, LABEL_MAX);
        let phone = check.phone("phone", &self.phone);
        let email = check.email("email", &self.email);
        let extra = check.lines("extra", &self.extra, NOTE_MAX);
        check.done(SiteFields { label, place, person, phone, email, extra })
    }

    /// Where it is.
    pub fn place(&self) -> Place {
        Place {
            street: self.street.clone(),
            postal_code: self.postal_code.clone(),
            town: self.town.clone(),
            country: self.country.clone(),
        }
    }

    /// The form of a site that exists.
    pub fn of(site: &Site) -> Self {
        let place = site.place.clone();
        Self {
            label: site.label.clone(),
            street: place.street,
            postal_code: place.postal_code,
            town: place.town,
            country: place.country,
            person: site.person.clone(),
            phone: site.phone.clone(),
            email: site.email.clone().unwrap_or_default(),
            extra: site.extra.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Problem;

    #[test]
    fn a_site_needs_its_name_only() {
        let problems = SiteDraft::default().check().unwrap_err();
        assert_eq!(problems, [FieldProblem::new("label", Problem::Required)]);
        let street = "12, quai aux Briques\r\nBâtiment B\n".to_owned();
        let site = SiteDraft { label: "Atelier".into(), street, ..SiteDraft::default() }.check().unwrap();
        assert_eq!(site.place.street, "12, quai aux Briques\nBâtiment B");
    }
}
