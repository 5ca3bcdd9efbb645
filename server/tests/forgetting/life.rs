//! Somebody who is everywhere: affiliated twice, in a draft, in mails that were sent, that failed, that wait, typed by hand and
//! at an older address; twice in the book until both became one; among many others, so that her rows are moved from page to page.

use crate::traces::Traces;
use crate::world::{NOW, World, address, ids, world};
use mail::build::{File, Letter, Party, build};
use model::compose::{Draft, Recipient};
use model::delivery::{Finding, ReportKind};
use model::draft::{AffiliationFields, ClientFields, ContactFields, DepartureFields, InterventionFields};
use model::merge::MergeDraft;
use model::recipients::{Chip, FieldState, Known, Origin, Role};
use model::{
    BatchId, ClientId, ClientKind, ConsentSource, ContactId, Day, DocumentFields, DocumentKind, InterventionId,
    InterventionState, Lang, Moment, NotificationType, Phone, Place, Purpose,
};
use store::outbox::{self, Landed, NewBatch, Next, ReportLine, Settled, find_reported};
use store::testing::Fresh;
use store::{
    affiliations, clients, consents, contacts, departures, documents, drafts, imports, interventions, merges,
    saved_views, sends,
};

pub const ADDRESS: &str = "E.Quennevil@privé.example";
pub const OLD_ADDRESS: &str = "ancienne.boite@autre.example";
/// Of the contact that was merged into hers.
pub const TWIN_ADDRESS: &str = "jumelle@tierce.example";
const NAME: &str = "Éléonore Quennevïlle";
const FILE: &[u8] = b"%PDF-1.4 le devis";

pub struct Life {
    world: World,
    contact: ContactId,
    sent: BatchId,
}

fn party(name: &str, address: &str) -> Party {
    Party { name: name.into(), address: address.into() }
}

async fn client(w: &World, reference: &str) -> ClientId {
    let fields = ClientFields {
        reference: reference.into(),
        label: format!("Maison {reference}"),
        kind: ClientKind::Professional,
        family: None,
        language: Lang::Fr,
        civility: None,
        first_name: String::new(),
        last_name: String::new(),
        email: None,
        phones: vec![],
        billing_email: None,
        place: Place::default(),
        note: String::new(),
    };
    let mut tx = w.pool.write().await.unwrap();
    let id = clients::add(&mut tx, &fields, NOW).await.unwrap();
    tx.commit().await.unwrap();
    id
}

/// Neighbours in every table and every order.
async fn others(w: &World, client: ClientId, numbers: std::ops::Range<i64>) {
    let mut tx = w.pool.write().await.unwrap();
    for n in numbers {
        let letter = char::from(b'a' + (n * 7 % 26) as u8);
        let fields = ContactFields {
            first_name: format!("{letter}lban{n}"),
            last_name: format!("{letter}ernard{n}"),
            email: Some(address(&format!("{letter}{n}@voisin.example"))),
            note: "x".repeat((n * 37 % 600) as usize),
            phones: vec![Phone { label: "Bureau".into(), number: format!("02 {n:08}") }],
            ..ContactFields::default()
        };
        let id = contacts::add(&mut tx, &fields, None, NOW).await.unwrap();
        affiliations::add(&mut tx, id, client, &function("Comptable"), n % 3 == 0, NOW).await.unwrap();
    }
    tx.commit().await.unwrap();
}

fn function(function: &str) -> AffiliationFields {
    AffiliationFields { function: function.into(), notification_type: NotificationType::All, ..Default::default() }
}

fn fields(email: &str) -> ContactFields {
    ContactFields {
        first_name: "Éléonore".into(),
        last_name: "Quennevïlle".into(),
        email: Some(address(email)),
        phones: vec![Phone { label: "Mobile".into(), number: "+33 4 78 11 22 33".into() }],
        note: "allergique aux arachides".into(),
        ..ContactFields::default()
    }
}

pub async fn life(fresh: &Fresh) -> Life {
    let world = world(fresh).await;
    let (epi, beta) = (client(&world, "EPI").await, client(&world, "BETA").await);
    others(&world, epi, 0..160).await;
    let mut tx = world.pool.write().await.unwrap();
    let contact = contacts::add(&mut tx, &fields(OLD_ADDRESS), None, NOW).await.unwrap();
    affiliations::add(&mut tx, contact, epi, &function("Trésorière adjointe"), true, NOW).await.unwrap();
    let past = function("Vice-présidente du jury");
    let past = affiliations::add(&mut tx, contact, beta, &past, false, NOW).await.unwrap();
    departures::add(&mut tx, past, 1, &DepartureFields::default(), NOW).await.unwrap();
    // Acts on several and views hold ids, never a name.
    let act = contacts::deactivate_many(&mut tx, world.user, &[contact], NOW).await.unwrap();
    contacts::undo_bulk(&mut tx, world.user, act, NOW).await.unwrap();
    let visit = InterventionFields {
        client: epi,
        at: NOW,
        subject: "Chaudière".into(),
        state: InterventionState::Planned,
        site: None,
        contact: Some(contact),
        notes: "Sonner deux fois".into(),
    };
    interventions::add(&mut tx, &visit, world.user, NOW).await.unwrap();
    // A file of clients that waits for its import.
    let file = format!("Référence;Nom;E-mail\nX;{NAME};{ADDRESS}");
    let named = format!("{NAME}.csv");
    imports::add(&mut tx, Some(world.user), (&named, file.as_bytes()), &[], NOW).await.unwrap();
    saved_views::save(&mut tx, world.user, "Favoris", &format!("client={epi}"), NOW).await.unwrap();
    tx.commit().await.unwrap();

    let mut life = Life { world, contact, sent: BatchId(0) };
    let soon = NOW.plus_seconds(11);
    life.mail("k1", epi, &[(NAME, OLD_ADDRESS, true), ("", TWIN_ADDRESS, false)], &[]).await;
    life.settled(soon, Next::Sent { test_mailbox: false }, "250 2.0.0 queued").await;
    let mut tx = life.world.pool.write().await.unwrap();
    let seen = contacts::get(&mut tx, contact).await.unwrap().version;
    contacts::change(&mut tx, contact, seen, &fields(ADDRESS), NOW).await.unwrap();
    drafts::add(&mut tx, life.world.user, &life.draft(epi), NOW).await.unwrap();
    let (of, promotions) = (consents::Of::Contact(contact), Purpose::Promotions);
    consents::settle(&mut tx, of, promotions, Some(ConsentSource::Spoken), life.world.user, NOW).await.unwrap();
    // An invoice for her names her by her id.
    let invoice = DocumentFields {
        kind: DocumentKind::Invoice,
        number: "F-2026-1".into(),
        day: Day::new(2026, 11, 23).unwrap(),
        amount: None,
        site: None,
        contact: Some(contact),
    };
    documents::add(&mut tx, epi, &invoice, None, life.world.user, NOW).await.unwrap();
    tx.commit().await.unwrap();
    life.sent = life.mail("k2", epi, &[(NAME, ADDRESS, true)], &[("Jean Roy", "jean@roy.example")]).await;
    life.settled(soon, Next::Sent { test_mailbox: false }, "250 2.0.0 queued").await;
    life.mail("k3", epi, &[("", ADDRESS, false)], &[]).await;
    life.settled(soon, Next::Failed, "550 5.1.1 <E.Quennevil@xn--priv-epa.example> user unknown").await;
    life.came_back("k2", ADDRESS).await;
    life.mail("k4", epi, &[(NAME, ADDRESS, true)], &[]).await;
    life.merged_with_her_twin(epi).await;
    others(&life.world, epi, 160..400).await;
    life
}

impl Life {
    fn draft(&self, client: ClientId) -> Draft {
        let mut field = FieldState::default();
        let known = Known::Here { contact: Some(self.contact), slots: vec![], starred: true };
        let chip = Chip { id: 1, address: ADDRESS.into(), name: NAME.into(), origin: Origin::Chosen, known };
        field.lines[0].chips = vec![chip];
        field.ignored = vec![ADDRESS.into()];
        Draft {
            client_id: Some(client),
            recipients: vec![Recipient {
                role: Role::To,
                address: address(ADDRESS),
                name: Some(NAME.into()),
                contact_id: Some(self.contact),
            }],
            field_state: serde_json::to_string(&field).unwrap(),
            subject: "Devis".into(),
            answered: vec![ADDRESS.into()],
            ..Draft::default()
        }
    }

    /// The same person, met twice.
    async fn merged_with_her_twin(&self, client: ClientId) {
        let mut tx = self.world.pool.write().await.unwrap();
        let twin = ContactFields {
            phones: vec![Phone { label: "Atelier".into(), number: "+32 470 99 88 77".into() }],
            note: "préfère le thé vert".into(),
            ..fields(TWIN_ADDRESS)
        };
        let twin = contacts::add(&mut tx, &twin, None, NOW).await.unwrap();
        affiliations::add(&mut tx, twin, client, &function("Cheffe de rayon intérimaire"), true, NOW).await.unwrap();
        let pair = merges::hold(&mut tx, self.contact, twin).await.unwrap();
        let line = |address: &str| format!("Autre e-mail : {address}");
        let united = MergeDraft::proposed(&pair).check(&pair, line).unwrap();
        merges::add(&mut tx, &pair, &united, self.world.user, NOW).await.unwrap();
        tx.commit().await.unwrap();
    }

    /// To her, chosen as a contact or not, and others; with a file. Held.
    async fn mail(&self, key: &str, client: ClientId, to: &[(&str, &str, bool)], cc: &[(&str, &str)]) -> BatchId {
        let mut recipients: Vec<_> = to.iter().map(|(name, at, _)| (Role::To, party(name, at))).collect();
        recipients.extend(cc.iter().map(|(name, at)| (Role::Cc, party(name, at))));
        let letter = Letter {
            from: party("Maison", "compta@maison.example"),
            reply_to: None,
            recipients: recipients.clone(),
            subject: "Votre devis".into(),
            text: "Bonjour,\nvoici le devis convenu.".into(),
            files: vec![File { name: "devis.pdf".into(), media_type: "application/pdf".into(), bytes: FILE.into() }],
            date: NOW,
            token: format!("{key}0123456789"),
        };
        let addresses: Vec<&str> = recipients.iter().map(|(_, party)| party.address.as_str()).collect();
        let mut batch: NewBatch = self.world.batch(key, &addresses);
        let mail = &mut batch.messages[0];
        (mail.mime, mail.client_id, mail.body) = (build(&letter).unwrap(), Some(client), letter.text);
        for (delivery, (role, party)) in mail.deliveries.iter_mut().zip(recipients) {
            (delivery.role, delivery.name) = (role, party.name);
            delivery.contact_id = to.iter().any(|(.., at, own)| *own && *at == party.address).then_some(self.contact);
        }
        self.world.enqueue(&batch).await
    }

    async fn settled(&self, now: Moment, next: Next, text: &str) {
        let (lease, claimed) = self.world.claim(now).await;
        self.world.begin(&lease, &ids(&claimed), now).await;
        let ends: Vec<Settled> = ids(&claimed)
            .into_iter()
            .map(|id| Settled { client: claimed.client, text: text.into(), ..crate::world::end(id, next) })
            .collect();
        self.world.settle(&lease, &ends).await.unwrap();
        let mut tx = self.world.pool.write().await.unwrap();
        outbox::release_account(&mut tx, &lease).await.unwrap();
        tx.commit().await.unwrap();
    }

    /// A server that had taken it says afterwards that it does not know her.
    async fn came_back(&self, key: &str, address: &str) {
        let addresses = vec![address.to_owned()];
        let text = "<E.Quennevil@xn--priv-epa.example> user unknown".into();
        let finding = Finding { kind: ReportKind::Hard, code: Some(550), enhanced: None, text };
        let line = ReportLine { refused: addresses.clone(), addresses, finding };
        let mut tx = self.world.pool.write().await.unwrap();
        let found = find_reported(&mut tx, &[format!("{key}@maison.example")], &[line]).await.unwrap();
        let landed = outbox::land_report(&mut tx, &self.world.keys, [7; 32], &found.ours, NOW).await.unwrap();
        assert!(matches!(landed[..], [Landed::Kept { .. }]), "{landed:?}");
        tx.commit().await.unwrap();
    }

    /// What was still on its way arrives, or is refused.
    pub async fn settle_waiting(&self, now: Moment, next: Next) {
        self.settled(now, next, "250 2.0.0 for <E.Quennevil@xn--priv-epa.example>").await;
    }

    pub async fn remove(&self, now: Moment) {
        let mut tx = self.world.pool.write().await.unwrap();
        contacts::remove(&mut tx, self.contact, now).await.unwrap();
        tx.commit().await.unwrap();
    }

    pub async fn restore(&self, now: Moment) -> store::Result<()> {
        let mut tx = self.world.pool.write().await.unwrap();
        contacts::restore(&mut tx, self.contact, now).await?;
        tx.commit().await
    }

    /// All mails to her.
    pub async fn messages(&self) -> Vec<i64> {
        let mut tx = self.world.pool.read().await.unwrap();
        let mut messages = vec![];
        for batch in 1..=4 {
            let view = sends::get(&mut tx, BatchId(batch)).await.unwrap();
            messages.extend(view.messages.iter().map(|message| message.id.0));
        }
        messages
    }

    /// The history has its lines, under nobody's name, and what was written is as it left; so is an intervention.
    pub async fn is_kept_as_deleted(&self) {
        let mut tx = self.world.pool.read().await.unwrap();
        let visit = interventions::get(&mut tx, InterventionId(1)).await.unwrap();
        assert_eq!((visit.contact, visit.notes.as_str()), (Some((self.contact, String::new())), "Sonner deux fois"));
        let history = sends::list(&mut tx, sends::Filter::Contact(self.contact), None, 10).await.unwrap();
        assert_eq!(history.len(), 4, "also the one that was typed by hand");
        let sent = sends::get(&mut tx, self.sent).await.unwrap().messages.remove(0);
        let people: Vec<_> =
            sent.deliveries.iter().map(|d| (d.name.as_str(), d.address.as_str(), d.contact_id)).collect();
        assert_eq!(people, [("", "", Some(self.contact)), ("Jean Roy", "jean@roy.example", None)]);
        let (hash, size) = sends::raw(&mut tx, sent.id).await.unwrap();
        let bytes = store::blobs::get(&mut tx, hash).await.unwrap();
        assert_eq!(bytes.len() as i64, size);
        let kept = Traces::of(&[
            "Subject: Votre devis",
            "voici le devis convenu",
            "Jean Roy",
            "jean@roy.example",
            "devis.pdf",
        ]);
        assert_eq!(kept.in_bytes(&bytes).len(), 5, "{}", String::from_utf8_lossy(&bytes));
    }
}
