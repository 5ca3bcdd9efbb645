//! What lists are asked for and what they answer: filters and sorts as they stand in the URL, one page at a time.
//!
//! Pages follow keys, not numbers: a page begins after or before a row, so that rows saved meanwhile shift nothing.

use crate::{
    ClientId, ClientKind, ContactId, DisplayOption, FamilyId, Moment, NotificationType, Settings, codes::codes,
    draft::ContactField,
};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// Rows of a page of the long lists.
pub const PAGE: usize = 50;

/// Where a page begins.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PageFrom {
    /// With the first row.
    #[default]
    Start,
    /// With the row that follows this one.
    After(i64),
    /// So that it ends just before this row.
    Before(i64),
    /// With the first row by name at or after this letter, `a` to `z`: a tab of the thumb index.
    Letter(char),
}

/// One page of a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Page<T> {
    /// In the order asked for.
    pub rows: Vec<T>,
    /// There are rows before these.
    pub earlier: bool,
    /// There are rows after these.
    pub later: bool,
    /// How many there are in all pages.
    pub total: i64,
    /// `total` counts them all; otherwise there are at least so many.
    pub whole: bool,
    /// Looking ended with this row before the page was full, for too few of those before it belong to the list: it goes on there.
    pub paused_at: Option<i64>,
}

impl<T> Page<T> {
    /// Where the page before begins, of a page `from`, by the id of a row.
    pub fn previous(&self, from: PageFrom, id: impl Fn(&T) -> i64) -> Option<PageFrom> {
        let paused = self.paused_at.filter(|_| matches!(from, PageFrom::Before(_)));
        let at = paused.or(self.rows.first().map(id)).filter(|_| self.earlier);
        at.map(PageFrom::Before)
    }

    /// Where the page after begins.
    pub fn next(&self, from: PageFrom, id: impl Fn(&T) -> i64) -> Option<PageFrom> {
        let paused = self.paused_at.filter(|_| !matches!(from, PageFrom::Before(_)));
        let at = paused.or(self.rows.last().map(id)).filter(|_| self.later);
        at.map(PageFrom::After)
    }
}

/// Active, inactive or both.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Activity {
    /// Only what can be reached.
    #[default]
    Active,
    /// Only what was made inactive.
    Inactive,
    /// Both.
    All,
}
codes!(Activity { Active => "active", Inactive => "inactive", All => "all" });

/// The orders of the list of clients.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClientSort {
    /// By name.
    #[default]
    Label,
    /// By reference.
    Reference,
    /// By town, then name.
    Town,
    /// The last changed first.
    Changed,
}
codes!(ClientSort { Label => "label", Reference => "reference", Town => "town", Changed => "changed" });

/// Which clients, in which order (E3).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ClientsAsked {
    /// Words that begin words of the client's name, reference, e-mail or town.
    pub search: String,
    /// Of this family.
    pub family: Option<FamilyId>,
    /// Of this kind.
    pub kind: Option<ClientKind>,
    /// Active ones unless asked otherwise.
    pub activity: Activity,
    /// Only clients without a main address.
    pub without_email: bool,
    /// In which order.
    pub sort: ClientSort,
    /// Which page.
    pub from: PageFrom,
}

/// One line of the list of clients.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClientLine {
    /// Its id.
    pub id: ClientId,
    /// Its reference.
    pub reference: String,
    /// Its name.
    pub label: String,
    /// Its kind.
    pub kind: ClientKind,
    /// Its family's name.
    pub family: Option<String>,
    /// Main address.
    pub email: Option<String>,
    /// Town; may be empty.
    pub town: String,
    /// Contacts it can reach.
    pub contacts: i64,
    /// Last saved.
    pub changed_at: Moment,
    /// Made inactive then.
    pub inactive_at: Option<Moment>,
}

/// One line of the families of clients.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FamilyLine {
    /// Its id.
    pub id: FamilyId,
    /// Its name.
    pub name: String,
    /// Its clients, inactive ones too.
    pub clients: i64,
}

/// Which contacts of the directory (E10), by last name.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ContactsAsked {
    /// Words that begin words of the name, the e-mail or the clients' names.
    pub search: String,
    /// Active ones unless asked otherwise.
    pub activity: Activity,
    /// Only contacts without a live affiliation (P03).
    pub independent: bool,
    /// With a live affiliation to this client. This and the next four hold for one and the same affiliation: « comptable » and
    /// « boulangeries » are the accountants of bakeries, not accountants who are also something else at one.
    pub client: Option<ClientId>,
    /// To a client of this kind.
    pub kind: Option<ClientKind>,
    /// To a client of this family.
    pub family: Option<FamilyId>,
    /// With a function that begins so, however it is spelled (`fold`); may be empty.
    pub function: String,
    /// Of this notification type.
    pub notification: Option<NotificationType>,
    /// Only contacts that lack one of [`Settings::expected_of_contacts`].
    pub incomplete: bool,
    /// Only contacts without an e-mail.
    pub without_email: bool,
    /// Which page.
    pub from: PageFrom,
}

impl ContactsAsked {
    /// Some live affiliation is asked for.
    pub fn asks_for_a_link(&self) -> bool {
        self.client.is_some()
            || self.kind.is_some()
            || self.family.is_some()
            || self.notification.is_some()
            || !crate::fold(&self.function).is_empty()
    }

    /// The criteria alone, without what was searched and the page: what a view keeps under a name.
    pub fn criteria(&self) -> ContactsAsked {
        ContactsAsked { search: String::new(), from: PageFrom::Start, ..self.clone() }
    }
}

/// What a complete contact has (E10); one that lacks any of it is incomplete.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expected {
    /// Nom.
    LastName,
    /// Prénom.
    FirstName,
    /// E-mail.
    Email,
    /// At least one phone.
    Phone,
}

impl Settings {
    /// To be called by its name, written to and called, a contact has a last name, an e-mail and a phone; and whatever else the
    /// organisation requires of every contact (P01), which those saved before it did may lack. A field that is hidden (P10) is
    /// expected of nobody: nobody could fill it in. A language is never missing.
    pub fn expected_of_contacts(&self) -> Vec<Expected> {
        let mut expected = vec![Expected::LastName];
        if self.required_contact_fields.contains(&ContactField::FirstName) {
            expected.push(Expected::FirstName);
        }
        expected.push(Expected::Email);
        if !self.hidden.contains(&DisplayOption::ContactPhones) {
            expected.push(Expected::Phone);
        }
        expected
    }
}

/// Functions that people have, the most frequent first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Functions {
    /// As most of them spell it, and how many contacts a list of it shows.
    pub rows: Vec<(String, i64)>,
    /// All were counted; otherwise only the latest, and the numbers say nothing.
    pub whole: bool,
}

impl Functions {
    /// Of these links, one row a contact and function. « Comptable », « comptable » and « COMPTABLE » are one; a list of it also
    /// shows « Comptable adjointe », so that one counts for both.
    pub fn of(links: &[(ContactId, String)], most: usize, whole: bool) -> Functions {
        let mut spellings: BTreeMap<String, BTreeMap<&str, i64>> = BTreeMap::new();
        let mut people: BTreeMap<String, BTreeSet<ContactId>> = BTreeMap::new();
        for (contact, function) in links {
            let key = crate::fold(function);
            if !key.is_empty() {
                *spellings.entry(key.clone()).or_default().entry(function).or_default() += 1;
                people.entry(key).or_default().insert(*contact);
            }
        }
        let mut rows: Vec<(usize, &str, i64)> = vec![];
        for (key, spelled) in &spellings {
            let of_it = people.range(key.clone()..).take_while(|(other, _)| other.starts_with(key.as_str()));
            let shown: BTreeSet<ContactId> = of_it.flat_map(|(_, ids)| ids.iter().copied()).collect();
            let best = spelled.iter().rev().max_by_key(|(_, times)| **times).map_or("", |(text, _)| *text);
            rows.push((people[key].len(), best, shown.len() as i64));
        }
        rows.sort_by_key(|row| std::cmp::Reverse(row.0));
        rows.truncate(most);
        Functions { rows: rows.into_iter().map(|(_, text, shown)| (text.to_owned(), shown)).collect(), whole }
    }
}

/// One line of the directory.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContactLine {
    /// Its id.
    pub id: ContactId,
    /// Name, or the address of a contact known only by it (P01).
    pub name: String,
    /// Its address.
    pub email: Option<String>,
    /// Its first phone; may be empty.
    pub phone: String,
    /// The clients it is affiliated to now, by name, with what it does there.
    pub clients: Vec<(ClientId, String, String)>,
    /// Made inactive then.
    pub inactive_at: Option<Moment>,
}

#[cfg(test)]
mod tests {
    use super::*;

    /// P01, P10: what is expected follows what is required and what is hidden.
    #[test]
    fn p01_p10_a_complete_contact_can_be_named_written_to_and_called() {
        use Expected::{Email, FirstName, LastName, Phone};
        let mut settings = Settings::default();
        assert_eq!(settings.expected_of_contacts(), [LastName, Email, Phone]);
        settings.required_contact_fields =
            vec![ContactField::LastName, ContactField::FirstName, ContactField::Language];
        settings.hidden = vec![DisplayOption::ContactPhones];
        assert_eq!(settings.expected_of_contacts(), [LastName, FirstName, Email]);
    }

    #[test]
    fn a_page_that_is_not_full_goes_on_where_looking_ended() {
        let page = |rows, paused_at| Page { rows, earlier: true, later: true, total: 2, whole: false, paused_at };
        let id = |row: &i64| *row;
        let (start, back) = (PageFrom::Start, PageFrom::Before(9));
        assert_eq!(page(vec![3, 4], None).next(start, id), Some(PageFrom::After(4)));
        assert_eq!(page(vec![3, 4], Some(8)).next(start, id), Some(PageFrom::After(8)));
        assert_eq!(page(vec![3, 4], Some(8)).previous(start, id), Some(PageFrom::Before(3)));
        assert_eq!(page(vec![3, 4], Some(1)).previous(back, id), Some(PageFrom::Before(1)));
        assert_eq!(page(vec![3, 4], Some(1)).next(back, id), Some(PageFrom::After(4)));
        assert_eq!(page(vec![], Some(8)).next(start, id), Some(PageFrom::After(8)));
        let last = Page { later: false, ..page(vec![3], None) };
        assert_eq!(last.next(start, id), None);
    }

    #[test]
    fn spellings_of_a_function_are_one_and_its_number_is_what_its_list_shows() {
        let link = |contact, function: &str| (ContactId(contact), function.to_owned());
        let links = [
            link(1, "Comptable"),
            link(2, "comptable"),
            link(3, "Comptable"),
            link(3, "Comptable"),
            link(4, "Comptable adjointe"),
            link(3, "Gérante"),
            link(5, "Gérante"),
            link(6, " - "),
        ];
        let rows = Functions::of(&links, 2, true).rows;
        assert_eq!(rows, [("Comptable".to_owned(), 4), ("Gérante".to_owned(), 2)]);
        assert_eq!(Functions::of(&links, 9, false).rows.len(), 3);
    }

    #[test]
    fn a_function_of_nothing_but_punctuation_asks_for_no_link() {
        let asked = ContactsAsked { function: " … ".into(), search: "marie".into(), ..ContactsAsked::default() };
        assert!(!asked.asks_for_a_link());
        assert_eq!(asked.criteria(), ContactsAsked { function: " … ".into(), ..ContactsAsked::default() });
    }
}
