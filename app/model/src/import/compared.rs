//! What a client and a site say in each column, to tell the book from the file.

use super::Column;
use crate::{
    Civility, EmailAddress,
    client::reference_key,
    draft::{ClientFields, SiteFields},
};

/// Two spellings of one family or one reference are no difference, nor are two of one address.
pub(super) fn fold_if(column: Column, text: &str) -> String {
    match column {
        Column::Reference | Column::Family | Column::SiteLabel => reference_key(text),
        Column::Email | Column::BillingEmail | Column::SiteEmail => text.to_lowercase(),
        _ => text.to_owned(),
    }
}

/// What a client says in a column; none of a site's.
pub(super) fn of_client(column: Column, client: &ClientFields) -> String {
    let text = |text: &str| text.to_owned();
    let email = |email: &Option<EmailAddress>| email.as_ref().map(ToString::to_string).unwrap_or_default();
    // Which of several numbers a column means is not kept: any place will do.
    let phones = || client.phones.iter().map(|phone| phone.number.as_str()).collect::<Vec<_>>().join(", ");
    match column {
        Column::Reference => text(&client.reference),
        Column::Label => text(&client.label),
        Column::Kind => text(client.kind.code()),
        Column::Family => client.family.clone().unwrap_or_default(),
        Column::Language => text(client.language.code()),
        Column::Civility => text(client.civility.map(Civility::code).unwrap_or_default()),
        Column::FirstName => text(&client.first_name),
        Column::LastName => text(&client.last_name),
        Column::Email => email(&client.email),
        Column::Phone | Column::Mobile => phones(),
        Column::BillingEmail => email(&client.billing_email),
        Column::Street => text(&client.place.street),
        Column::PostalCode => text(&client.place.postal_code),
        Column::Town => text(&client.place.town),
        Column::Country => text(&client.place.country),
        Column::Note => text(&client.note),
        _ => String::new(),
    }
}

/// What a site says in a column.
pub(super) fn of_site(column: Column, site: &SiteFields) -> String {
    match column {
        Column::SiteLabel => site.label.clone(),
        Column::SiteStreet => site.place.street.clone(),
        Column::SitePostalCode => site.place.postal_code.clone(),
        Column::SiteTown => site.place.town.clone(),
        Column::SiteCountry => site.place.country.clone(),
        Column::SitePerson => site.person.clone(),
        Column::SitePhone => site.phone.clone(),
        Column::SiteEmail => site.email.as_ref().map(ToString::to_string).unwrap_or_default(),
        Column::SiteExtra => site.extra.clone(),
        _ => String::new(),
    }
}
