//! Interventions: visits at a client's site, with an optional contact; and the one rule of whom the list of contacts of one offers
//! (P37).

use crate::{
    AffiliatedContact, ClientId, ContactId, DisplayOption, Hides, InterventionId, Moment, SiteId, codes::codes,
    draft::InterventionFields, listing::PageFrom,
};
use serde::{Deserialize, Serialize};

/// How far it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum InterventionState {
    /// To come, or not told yet.
    #[default]
    Planned,
    /// It took place.
    Done,
    /// It does not take place.
    Cancelled,
}
codes!(InterventionState { Planned => "planned", Done => "done", Cancelled => "cancelled" });

/// One visit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Intervention {
    /// Its id.
    pub id: InterventionId,
    /// Whose, with its name.
    pub client: (ClientId, String),
    /// Where, with the site's name.
    pub site: Option<(SiteId, String)>,
    /// Whom it concerns there, with its name or address (P01); empty once it is deleted (P06).
    pub contact: Option<(ContactId, String)>,
    /// When it begins.
    pub at: Moment,
    /// What it is about.
    pub subject: String,
    /// Several lines.
    pub notes: String,
    /// How far it is.
    pub state: InterventionState,
    /// Rises with each change (P12).
    pub version: i64,
    /// When it was noted, and by whom while that user is there.
    pub created: (Moment, Option<String>),
    /// Last saved.
    pub changed_at: Moment,
}

/// The contact list of an intervention (P37), in the order of the people it was made of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContactList<'a> {
    /// Tied to the intervention's site.
    pub here: Vec<&'a AffiliatedContact>,
    /// Tied to no site: offered everywhere.
    pub anywhere: Vec<&'a AffiliatedContact>,
}

/// P37: contacts of its site plus contacts with no site, of this client, active and live ones only (P05). Without a site only those with
/// no site: who is tied to one is met there, and appears once it is chosen; offered everywhere is who is tied to none.
pub fn contact_list(people: &[AffiliatedContact], client: ClientId, site: Option<SiteId>) -> ContactList<'_> {
    let mut list = ContactList { here: vec![], anywhere: vec![] };
    for person in people.iter().filter(|person| is_live(person, client)) {
        match (&person.affiliation.site, site) {
            (None, _) => list.anywhere.push(person),
            (Some((tied, _)), Some(site)) if *tied == site => list.here.push(person),
            _ => {}
        }
    }
    list
}

fn is_live(person: &AffiliatedContact, client: ClientId) -> bool {
    let link = &person.affiliation;
    link.client_id == client && link.ended_at.is_none() && !link.client_inactive && person.contact.active()
}

impl ContactList<'_> {
    /// Whether it offers this contact.
    pub fn offers(&self, contact: ContactId) -> bool {
        self.here.iter().chain(&self.anywhere).any(|person| person.contact.id == contact)
    }

    /// Nobody is offered: nobody has this site, and nobody has none.
    pub fn is_empty(&self) -> bool {
        self.here.is_empty() && self.anywhere.is_empty()
    }
}

/// What is hidden has no say (P10): where visits, people or clients show no sites, nobody is tied to one, and everybody is offered.
pub fn without_hidden_sites(people: &mut [AffiliatedContact], hidden: &[DisplayOption]) {
    for person in people {
        person.affiliation.hide(hidden);
        if hidden.contains(&DisplayOption::InterventionSite) {
            person.affiliation.site = None;
        }
    }
}

/// Whether the chosen contact must be among those that are offered before this is saved (P37). Not when nobody sees the choice and it
/// is as stored; nor when a visit that took place, or does not take place, keeps its client, site and contact: it tells what was, and
/// people leave.
pub fn must_fit(fields: &InterventionFields, stored: Option<&Intervention>, hidden: &[DisplayOption]) -> bool {
    let Some(stored) = stored.filter(|stored| stored.client.0 == fields.client) else { return true };
    if stored.contact.as_ref().map(|(id, _)| *id) != fields.contact {
        return true;
    }
    let unseen =
        hidden.contains(&DisplayOption::InterventionContact) || hidden.contains(&DisplayOption::ModuleContacts);
    let same_site = stored.site.as_ref().map(|(id, _)| *id) == fields.site;
    let tells_what_was = same_site && fields.state != InterventionState::Planned;
    !(unseen || tells_what_was)
}

/// Those of the list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum InterventionsWhen {
    /// The next one first.
    #[default]
    Upcoming,
    /// The last one first.
    Past,
    /// All of them, the last one first.
    All,
}
codes!(InterventionsWhen { Upcoming => "a-venir", Past => "passees", All => "toutes" });

/// Which interventions.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct InterventionsAsked {
    /// At this client.
    pub client: Option<ClientId>,
    /// To come or past.
    pub when: InterventionsWhen,
    /// In this state.
    pub state: Option<InterventionState>,
    /// Which page.
    pub from: PageFrom,
}
