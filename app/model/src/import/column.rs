//! What a column holds, and by which names it is known in French and English files.

use crate::{codes::codes, fold};
use serde::{Deserialize, Serialize};

/// What a column of the file is for. The codes are the names of the fields of the forms; those of a site begin with `site.`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "the fields of the forms, documented there")]
pub enum Column {
    Reference,
    Label,
    Kind,
    Family,
    Language,
    Civility,
    FirstName,
    LastName,
    Email,
    Phone,
    Mobile,
    BillingEmail,
    Street,
    PostalCode,
    Town,
    Country,
    Note,
    SiteLabel,
    SiteStreet,
    SitePostalCode,
    SiteTown,
    SiteCountry,
    SitePerson,
    SitePhone,
    SiteEmail,
    SiteExtra,
}
codes!(Column {
    Reference => "reference",
    Label => "label",
    Kind => "kind",
    Family => "family",
    Language => "language",
    Civility => "civility",
    FirstName => "first_name",
    LastName => "last_name",
    Email => "email",
    Phone => "phones.0.number",
    Mobile => "phones.1.number",
    BillingEmail => "billing_email",
    Street => "street",
    PostalCode => "postal_code",
    Town => "town",
    Country => "country",
    Note => "note",
    SiteLabel => "site.label",
    SiteStreet => "site.street",
    SitePostalCode => "site.postal_code",
    SiteTown => "site.town",
    SiteCountry => "site.country",
    SitePerson => "site.person",
    SitePhone => "site.phone",
    SiteEmail => "site.email",
    SiteExtra => "site.extra",
});

impl Column {
    /// Of a site, not of the client itself.
    pub fn is_of_site(self) -> bool {
        self.code().starts_with("site.")
    }

    /// The one that a problem of this field of the form is at.
    pub(super) fn of_field(field: &str) -> Option<Column> {
        // A label of a phone stands in no column: it is ours.
        Column::from_code(field)
    }

    /// What the header of the model file says.
    pub fn heading(self) -> &'static str {
        self.names().0
    }

    /// The heading of the model file, then other names, folded. A name of two columns is the first one's while that is free.
    fn names(self) -> (&'static str, &'static [&'static str]) {
        match self {
            Column::Reference => (
                "Référence",
                &[
                    "reference client",
                    "reference membre",
                    "ref",
                    "code",
                    "code client",
                    "numero",
                    "numero client",
                    "n client",
                    "no client",
                    "client number",
                    "customer number",
                    "id",
                ],
            ),
            Column::Label => (
                "Libellé",
                &[
                    "libelle client",
                    "libelle membre",
                    "nom du client",
                    "raison sociale",
                    "societe",
                    "entreprise",
                    "client",
                    "company",
                    "company name",
                    "client name",
                    "label",
                    "nom",
                    "name",
                ],
            ),
            Column::Kind => ("Type", &["type de client", "kind", "client type", "type client"]),
            Column::Family => {
                ("Famille", &["famille de clients", "family", "groupe", "group", "categorie", "category"])
            }
            Column::Language => ("Langue", &["language", "lang"]),
            Column::Civility => ("Civilité", &["titre", "title", "civility"]),
            Column::FirstName => ("Prénom", &["prenom du contact", "first name", "firstname", "given name"]),
            Column::LastName => (
                "Nom du contact",
                &["nom de famille", "nom contact", "last name", "lastname", "surname", "nom", "name"],
            ),
            Column::Email => (
                "E-mail principal",
                &[
                    "e mail",
                    "email",
                    "mail",
                    "courriel",
                    "adresse e mail",
                    "adresse mail",
                    "email principal",
                    "main email",
                    "main e mail",
                    "email address",
                ],
            ),
            Column::Phone => (
                "Téléphone",
                &[
                    "tel",
                    "telephone fixe",
                    "fixe",
                    "telephone principal",
                    "phone",
                    "phone number",
                    "telephone du contact",
                ],
            ),
            Column::Mobile => {
                ("Mobile", &["portable", "gsm", "telephone mobile", "telephone portable", "cell", "mobile phone"])
            }
            Column::BillingEmail => (
                "E-mail de facturation",
                &[
                    "email de facturation",
                    "e mail facturation",
                    "email facturation",
                    "courriel de facturation",
                    "facturation",
                    "adresse de facturation",
                    "billing email",
                    "billing e mail",
                ],
            ),
            Column::Street => ("Rue", &["adresse", "voie", "street", "address", "adresse postale"]),
            Column::PostalCode => ("Code postal", &["cp", "postal code", "postcode", "zip", "zip code"]),
            Column::Town => ("Ville", &["localite", "commune", "town", "city"]),
            Column::Country => ("Pays", &["country"]),
            Column::Note => {
                ("Note", &["notes", "remarque", "remarques", "commentaire", "commentaires", "comment", "comments"])
            }
            Column::SiteLabel => ("Site", &["libelle du site", "nom du site", "site name", "site label", "adresse"]),
            Column::SiteStreet => ("Rue du site", &["adresse du site", "site street", "site address", "rue", "street"]),
            Column::SitePostalCode => ("Code postal du site", &["site postal code", "site zip", "code postal", "cp"]),
            Column::SiteTown => ("Ville du site", &["site town", "site city", "ville", "town", "city"]),
            Column::SiteCountry => ("Pays du site", &["site country", "pays", "country"]),
            Column::SitePerson => (
                "Personne du site",
                &["personne", "responsable", "responsable du site", "contact du site", "site person", "site contact"],
            ),
            Column::SitePhone => ("Téléphone du site", &["site phone", "telephone", "tel", "phone"]),
            Column::SiteEmail => (
                "E-mail du site",
                &["email du site", "courriel du site", "site email", "site e mail", "e mail", "email"],
            ),
            Column::SiteExtra => (
                "Informations du site",
                &["informations", "complement", "information complementaire", "site information"],
            ),
        }
    }

    fn is_called(self, folded: &str) -> bool {
        let (heading, others) = self.names();
        fold(heading) == folded || others.contains(&folded)
    }

    /// What each column of a header is for, as far as its name says. First those whose name leaves no choice: « Nom » beside
    /// « Libellé » is the contact's, alone it is the client's, and a second « Ville » is the site's.
    pub fn recognised(header: &[String]) -> Vec<Option<Column>> {
        let folded: Vec<String> = header.iter().map(|name| fold(name)).collect();
        let called =
            |name: &str| Column::ALL.iter().copied().filter(|column| column.is_called(name)).collect::<Vec<_>>();
        let meant: Vec<Vec<Column>> = folded.iter().map(|name| called(name)).collect();
        let mut found = vec![None; header.len()];
        for clear in [true, false] {
            for (at, columns) in meant.iter().enumerate().filter(|(_, columns)| (columns.len() == 1) == clear) {
                found[at] = columns.iter().copied().find(|column| !found.contains(&Some(*column)));
            }
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn recognised(header: &str) -> Vec<Option<Column>> {
        Column::recognised(&header.split(';').map(str::to_owned).collect::<Vec<_>>())
    }

    /// P63
    #[test]
    fn p63_a_name_says_what_a_column_is_for_in_french_and_english() {
        use Column::*;
        let french = "Référence membre;Libellé membre;Civilité;Prénom;NOM;E-mail;Téléphone;Mobile;Remarques;Favori";
        let expected = [Reference, Label, Civility, FirstName, LastName, Email, Phone, Mobile, Note].map(Some);
        assert_eq!(recognised(french), [&expected[..], &[None]].concat());
        let english = "Customer number;Name;Type;City;Zip code;Billing e-mail";
        assert_eq!(recognised(english), [Reference, Label, Kind, Town, PostalCode, BillingEmail].map(Some));
        let twice = "Réf.;Nom;Nom;Ville;Site;Ville;E-mail;E-mail;Ville";
        let expected = [Reference, Label, LastName, Town, SiteLabel, SiteTown, Email, SiteEmail].map(Some);
        assert_eq!(recognised(twice), [&expected[..], &[None]].concat());
    }

    /// P63
    #[test]
    fn p63_the_headings_of_the_model_file_are_recognised_as_themselves() {
        let headings: Vec<String> = Column::ALL.iter().map(|column| column.heading().to_owned()).collect();
        let expected: Vec<_> = Column::ALL.iter().copied().map(Some).collect();
        assert_eq!(Column::recognised(&headings), expected);
    }
}
