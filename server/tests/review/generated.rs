//! Generated worlds: a client with everything that P31 looks at, and whom the rule names, read from product.md.

use crate::office::Office;
use model::{
    ClientDraft, ContactId, DocumentKind, EmailAddress, NotificationType, SiteDraft, SiteId,
    draft::{AffiliationFields, ContactFields},
};
use std::collections::BTreeSet;
use store::{affiliations, clients, contacts, sites};

/// xorshift64*: the same numbers for the same seed everywhere.
pub struct Dice(pub u64);

impl Dice {
    pub fn below(&mut self, n: u64) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33) % n
    }

    pub fn one_in(&mut self, n: u64) -> bool {
        self.below(n) == 0
    }

    pub fn of<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        &all[self.below(all.len() as u64) as usize]
    }
}

#[derive(Debug)]
pub struct Someone {
    pub contact: ContactId,
    pub email: Option<String>,
    pub kind: NotificationType,
    pub site: Option<SiteId>,
    pub inactive: bool,
    pub ended: bool,
}

#[derive(Debug)]
pub struct Place {
    pub id: SiteId,
    pub label: String,
    pub email: Option<String>,
    pub inactive: bool,
}

/// A client with everything that the rule looks at, and a document of it.
#[derive(Debug)]
pub struct World {
    pub reference: String,
    pub inactive: bool,
    pub main: Option<String>,
    pub billing: Option<String>,
    pub places: Vec<Place>,
    pub people: Vec<Someone>,
    pub receives: Vec<DocumentKind>,
    pub kind: DocumentKind,
    pub site: Option<usize>,
    pub own: Option<usize>,
}

impl World {
    /// P31, read from product.md rather than from the resolver.
    pub fn expected(&self, by_itself: bool) -> BTreeSet<String> {
        let mut found = BTreeSet::new();
        let slots = !(self.inactive && by_itself);
        let here = self.site.map(|at| self.places[at].id);
        if slots {
            let billing = self.billing.clone().filter(|_| self.kind.administrative());
            found.extend(billing.or_else(|| self.main.clone()));
            let place = self.places.iter().filter(|place| Some(place.id) == here && !place.inactive);
            found.extend(place.filter(|_| self.receives.contains(&self.kind)).filter_map(|place| place.email.clone()));
        }
        for (at, who) in self.people.iter().enumerate() {
            let nothing = who.kind == NotificationType::None;
            let own = self.own == Some(at) && !(nothing && by_itself);
            let covered = self.kind.reaches(who.kind) && (who.site.is_none() || who.site == here);
            if !self.inactive && !who.inactive && !who.ended && (own || covered) {
                found.extend(who.email.clone());
            }
        }
        found
    }
}

pub async fn world(office: &Office, dice: &mut Dice, n: usize) -> World {
    let now = app::clock::now();
    let mut tx = office.desk.house.fresh.pool.write().await.unwrap();
    let at = |name: &str| format!("{name}@w{n}.example");
    let (main, billing) = ((!dice.one_in(4)).then(|| at("info")), dice.one_in(2).then(|| at("compta")));
    let reference = format!("W{n}");
    let draft = ClientDraft {
        reference: reference.clone(),
        label: format!("Monde {n}"),
        kind: "professional".into(),
        language: (*dice.of(&["fr", "en"])).into(),
        email: main.clone().unwrap_or_default(),
        billing_email: billing.clone().unwrap_or_default(),
        ..ClientDraft::default()
    };
    let client = clients::add(&mut tx, &draft.check().unwrap(), now).await.unwrap();
    let mut places = vec![];
    for p in 0..dice.below(3) {
        let (label, email) = (format!("Site {p}"), dice.one_in(2).then(|| at(&format!("site{p}"))));
        let draft =
            SiteDraft { label: label.clone(), email: email.clone().unwrap_or_default(), ..SiteDraft::default() };
        let id = sites::add(&mut tx, client, &draft.check().unwrap(), now).await.unwrap();
        places.push(Place { id, label, email, inactive: false });
    }
    let mut people = vec![];
    for p in 0..dice.below(6) {
        let kind = *dice.of(NotificationType::ALL);
        // Sometimes the very address of a slot (P24b).
        let email = match main.clone().filter(|_| p == 0 && dice.one_in(3)) {
            Some(main) => Some(main),
            None if kind == NotificationType::None && dice.one_in(3) => None,
            None => Some(at(&format!("p{p}"))),
        };
        let fields = ContactFields {
            last_name: format!("Personne {p}"),
            email: email.as_deref().map(|email| EmailAddress::parse(email).unwrap()),
            ..ContactFields::default()
        };
        let contact = contacts::add(&mut tx, &fields, None, now).await.unwrap();
        let site = (!places.is_empty() && dice.one_in(2)).then(|| dice.of(&places).id);
        let link = AffiliationFields { function: String::new(), site, notification_type: kind };
        affiliations::add(&mut tx, contact, client, &link, dice.one_in(3), now).await.unwrap();
        people.push(Someone { contact, email, kind, site, inactive: false, ended: false });
    }
    // Somebody of nobody, who must never be reached.
    let stranger = EmailAddress::parse(&at("stranger")).unwrap();
    let fields = ContactFields { email: Some(stranger), ..ContactFields::default() };
    contacts::add(&mut tx, &fields, None, now).await.unwrap();

    let kind = *dice.of(&DocumentKind::ALL);
    let site = (!places.is_empty() && dice.one_in(2)).then(|| dice.below(places.len() as u64) as usize);
    let with_email: Vec<usize> = (0..people.len()).filter(|at| people[*at].email.is_some()).collect();
    let own = (!with_email.is_empty() && dice.one_in(2)).then(|| *dice.of(&with_email));
    for (at, who) in people.iter_mut().enumerate() {
        // A document that arrives names a contact of the client; that one may be inactive all the same.
        if own != Some(at) && dice.one_in(4) {
            let link = affiliations::live(&mut tx, client, who.contact).await.unwrap().unwrap();
            affiliations::end(&mut tx, link.id, now).await.unwrap();
            who.ended = true;
        } else if dice.one_in(5) {
            contacts::deactivate(&mut tx, who.contact, now).await.unwrap();
            who.inactive = true;
        }
    }
    for place in &mut places {
        if dice.one_in(4) {
            sites::deactivate(&mut tx, place.id, now).await.unwrap();
            place.inactive = true;
        }
    }
    let inactive = dice.one_in(6);
    if inactive {
        clients::deactivate(&mut tx, client, now).await.unwrap();
    }
    let receives: Vec<DocumentKind> = DocumentKind::ALL.into_iter().filter(|_| dice.one_in(2)).collect();
    let mut settings = store::settings(&mut tx).await.unwrap();
    (settings.site_receives, settings.send_on_arrival) = (receives.clone(), DocumentKind::ALL.to_vec());
    store::change_settings(&mut tx, &settings, now).await.unwrap();
    tx.commit().await.unwrap();
    World { reference, inactive, main, billing, places, people, receives, kind, site, own }
}
