//! Two contacts that are one person become one: which of them stays, which value of each field, and what becomes of two links to
//! the same client. What both know is kept: phones are united, notes stand below each other, the wider link counts.

use crate::{
    Affiliation, Contact, ContactDraft, ContactId, EmailAddress, FieldProblem, MergeId, Moment, NotificationType,
    Phone, Problem, SiteId,
    codes::codes,
    draft::{ContactField, ContactFields},
};
use serde::{Deserialize, Serialize};

mod double;

pub use double::{Double, Doubled, Doubles, DoublesFrom};

/// One of the two that stand side by side.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// The first of the address of the page.
    A,
    /// The second.
    B,
}
codes!(Side { A => "a", B => "b" });

impl Side {
    /// The one beside it.
    pub fn other(self) -> Side {
        match self {
            Side::A => Side::B,
            Side::B => Side::A,
        }
    }
}

/// Whose note stays.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Notes {
    /// The first one's.
    A,
    /// The second one's.
    B,
    /// One below the other.
    Both,
}
codes!(Notes { A => "a", B => "b", Both => "both" });

/// Both, as they were read together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pair {
    /// The first.
    pub a: Contact,
    /// The second.
    pub b: Contact,
    /// The links of the first, live ones first.
    pub links_a: Vec<Affiliation>,
    /// Those of the second.
    pub links_b: Vec<Affiliation>,
}

impl Pair {
    /// The contact of this side.
    pub fn of(&self, side: Side) -> &Contact {
        match side {
            Side::A => &self.a,
            Side::B => &self.b,
        }
    }

    /// Its links.
    pub fn links(&self, side: Side) -> &[Affiliation] {
        match side {
            Side::A => &self.links_a,
            Side::B => &self.links_b,
        }
    }

    /// The live link of this side to the client of `link`.
    pub fn live_beside(&self, side: Side, link: &Affiliation) -> Option<&Affiliation> {
        self.links(side).iter().find(|own| own.ended_at.is_none() && own.client_id == link.client_id)
    }

    /// The versions of all that the form shows (P12): another one as soon as somebody saved any of it.
    pub fn seen(&self) -> String {
        let mut links: Vec<_> = self.links_a.iter().chain(&self.links_b).collect();
        links.sort_by_key(|link| link.id);
        let links = links.into_iter().map(|link| format!(" {}:{}", link.id, link.version)).collect::<String>();
        format!("{} {}{links}", self.a.version, self.b.version)
    }
}

/// The form: codes, as they are posted. What is empty is as proposed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct MergeDraft {
    /// Which contact stays.
    pub keep: String,
    /// Whose civility.
    pub civility: String,
    /// Whose first name.
    pub first_name: String,
    /// Whose last name.
    pub last_name: String,
    /// Whose e-mail.
    pub email: String,
    /// Whose language.
    pub language: String,
    /// Whose note, or both.
    pub note: String,
    /// The e-mail that is not chosen is written into the note.
    pub keep_email: bool,
}

/// What a right form leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct United {
    /// The contact that stays.
    pub keep: Side,
    /// Its fields from then on.
    pub fields: ContactFields,
}

impl MergeDraft {
    /// The active contact stays, of two the older one; its values, but where it has none the other's; both notes; no address is lost.
    pub fn proposed(pair: &Pair) -> MergeDraft {
        let keep = match (pair.a.active(), pair.b.active()) {
            (true, false) => Side::A,
            (false, true) => Side::B,
            _ if pair.a.id < pair.b.id => Side::A,
            _ => Side::B,
        };
        MergeDraft { keep_email: true, ..MergeDraft::keeping(pair, keep) }
    }

    /// The same when it was decided which stays.
    fn keeping(pair: &Pair, keep: Side) -> MergeDraft {
        let from = |empty: fn(&Contact) -> bool| {
            let lacks = empty(pair.of(keep)) && !empty(pair.of(keep.other()));
            (if lacks { keep.other() } else { keep }).code().to_owned()
        };
        let note = match (pair.a.note.as_str(), pair.b.note.as_str()) {
            (a, b) if a == b || a.is_empty() || b.is_empty() => from(|contact| contact.note.is_empty()),
            _ => Notes::Both.code().to_owned(),
        };
        MergeDraft {
            keep: keep.code().into(),
            civility: from(|contact| contact.civility.is_none()),
            first_name: from(|contact| contact.first_name.is_empty()),
            last_name: from(|contact| contact.last_name.is_empty()),
            email: from(|contact| contact.email.is_none()),
            language: keep.code().into(),
            note,
            keep_email: false,
        }
    }

    /// Every problem of the form, or what it leads to. `other_email` is the line of the note that names an address.
    ///
    /// # Errors
    /// `NotAChoice` at a field; `Required` where neither a name nor an e-mail would be left; a note or phones that are too many.
    pub fn check(&self, pair: &Pair, other_email: impl Fn(&str) -> String) -> Result<United, Vec<FieldProblem>> {
        let mut problems = vec![];
        let proposed = MergeDraft::proposed(pair);
        let keep = choice(&mut problems, "keep", &self.keep, &proposed.keep, Side::from_code).unwrap_or(Side::A);
        let proposed = MergeDraft::keeping(pair, keep);
        let mut side = |field: &str, typed: &str, proposed: &str| {
            let side = choice(&mut problems, field, typed, proposed, Side::from_code);
            ContactDraft::of(pair.of(side.unwrap_or(keep)))
        };
        let civility = side("civility", &self.civility, &proposed.civility).civility;
        let first_name = side("first_name", &self.first_name, &proposed.first_name).first_name;
        let last_name = side("last_name", &self.last_name, &proposed.last_name).last_name;
        let email = side("email", &self.email, &proposed.email).email;
        let language = side("language", &self.language, &proposed.language).language;
        let notes = choice(&mut problems, "note", &self.note, &proposed.note, Notes::from_code).unwrap_or(Notes::Both);
        if !problems.is_empty() {
            return Err(problems);
        }
        let mut note = note_of(pair, keep, notes);
        if let Some(other) = lost_email(pair, &email).filter(|other| self.keep_email && !note.contains(other.as_str()))
        {
            note = below(&note, &other_email(&other), "\n");
        }
        // They were right when they were saved; one of both names a contact.
        let required = if email.is_empty() { ContactField::LastName } else { ContactField::Email };
        let phones = united_phones(&pair.of(keep).phones, &pair.of(keep.other()).phones);
        let united =
            ContactDraft { civility, first_name, last_name, email, language, phones, note, ..ContactDraft::default() };
        Ok(United { keep, fields: united.check(&[required])? })
    }
}

fn choice<T>(
    problems: &mut Vec<FieldProblem>,
    field: &str,
    typed: &str,
    proposed: &str,
    from_code: fn(&str) -> Option<T>,
) -> Option<T> {
    let chosen = from_code(if typed.is_empty() { proposed } else { typed });
    if chosen.is_none() {
        problems.push(FieldProblem::new(field, Problem::NotAChoice));
    }
    chosen
}

/// The note of the contact that stays comes first.
fn note_of(pair: &Pair, keep: Side, notes: Notes) -> String {
    let (own, other) = (&pair.of(keep).note, &pair.of(keep.other()).note);
    match notes {
        Notes::A => pair.a.note.clone(),
        Notes::B => pair.b.note.clone(),
        Notes::Both if own == other => own.clone(),
        Notes::Both => below(own, other, "\n\n"),
    }
}

fn below(above: &str, text: &str, between: &str) -> String {
    if above.is_empty() || text.is_empty() { [above, text].concat() } else { [above, between, text].concat() }
}

/// The address that nobody would have any more.
fn lost_email(pair: &Pair, email: &str) -> Option<String> {
    let key = |text: &str| EmailAddress::parse(text).map(|address| address.key()).ok();
    let mut all = [&pair.a.email, &pair.b.email].into_iter().flatten();
    all.find(|own| key(own) != key(email)).cloned()
}

/// Those of the contact that stays, then the other's that it has not.
pub fn united_phones(kept: &[Phone], gone: &[Phone]) -> Vec<Phone> {
    let mut united = kept.to_vec();
    for phone in gone {
        if united.iter().all(|own| own.dialled() != phone.dialled()) {
            united.push(phone.clone());
        }
    }
    united
}

/// Two contacts merged into one stay inactive only when both were.
pub fn stays_inactive(kept: &Contact, gone: &Contact) -> bool {
    kept.inactive_at.is_some() && gone.inactive_at.is_some()
}

/// One link of two to the same client.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnitedLink {
    /// Of the contact that stays, unless it has none.
    pub function: String,
    /// Both receive at the same site, or the one that stays has its own and the other too; one for the whole client covers both.
    pub site: Option<SiteId>,
    /// What either received.
    pub notification_type: NotificationType,
    /// Favourite since the first of both was.
    pub starred_at: Option<Moment>,
    /// Since the first of both.
    pub since: Moment,
}

/// Nobody misses what they had: the wider type, the whole client rather than a site, a star if either has one, since the earlier
/// day. Of two different sites that of the contact that stays.
pub fn united_link(kept: &Affiliation, gone: &Affiliation) -> UnitedLink {
    let function = if kept.function.is_empty() { &gone.function } else { &kept.function };
    let site = |link: &Affiliation| link.site.as_ref().map(|(id, _)| *id);
    UnitedLink {
        function: function.clone(),
        site: site(kept).filter(|_| gone.site.is_some()),
        notification_type: kept.notification_type.and(gone.notification_type),
        starred_at: kept.starred_at.into_iter().chain(gone.starred_at).min(),
        since: kept.since.min(gone.since),
    }
}

/// A merge that can still be undone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MergeLine {
    /// Its id.
    pub id: MergeId,
    /// When.
    pub at: Moment,
    /// By whom, while that person is known.
    pub by: Option<String>,
    /// The contact that stayed.
    pub kept: ContactId,
    /// Its name today.
    pub name: String,
    /// What the other one was called, and its address.
    pub gone: (String, Option<String>),
}

#[cfg(test)]
mod tests;
