//! A month of mails, in every state that a mail can come to. They go the way of all mails: into the outbox, claimed, tried and
//! settled, each at its time, so that histories, counts and familiar addresses are what they would be.
//!
//! They read « Envoyé », « Échec », « Reporté », as if a mail server had answered, though the demo's account is the
//! test mailbox, whose deliveries read « Boîte d’essai », never « Envoyé » (P52). That would be no truer: none of them
//! was put there, its page could not show a single one, and it refuses nobody; and a demo without these words would not
//! show what Bonport tells. Whatever somebody sends in the demo goes to the test mailbox, and says so.

use anyhow::{Context, Result};
use mail::build::{Letter, Party, build, message_id};
use model::{
    AccountId, ClientId, Moment, UserId,
    delivery::Kind,
    recipients::{Candidate, ClientFacts, Role, Slot},
};
use store::{
    Tx,
    outbox::{NewBatch, NewDelivery, NewMessage},
};

const HOUR: i64 = 3_600;
const DAY: i64 = 86_400;

/// What a mail was about: subject and text.
const LETTERS: [(&str, &str); 9] = [
    (
        "Horaires de fin d’année",
        "Bonjour,\n\nNos bureaux seront fermés du 24 décembre à midi au 2 janvier. Les commandes passées avant le 20 seront livrées à temps.\n\nBelles fêtes à vous.",
    ),
    (
        "Votre commande de farine T65",
        "Bonjour,\n\nLa palette est prête. Pouvons-nous livrer jeudi entre 6 h et 8 h ?\n\nMerci d’avance.",
    ),
    (
        "Nouveaux tarifs au 1er janvier",
        "Bonjour,\n\nVous trouverez nos nouveaux tarifs sur votre espace. Le prix du beurre reste inchangé.\n\nBien à vous.",
    ),
    (
        "Livraison de mardi : changement d’heure",
        "Bonjour,\n\nLe camion passera à 5 h 30 au lieu de 7 h. Dites-nous si cela ne convient pas.\n\nCordialement.",
    ),
    (
        "Vos bacs consignés",
        "Bonjour,\n\nIl nous manque douze bacs bleus. Pourriez-vous les préparer pour le prochain passage ?\n\nMerci !",
    ),
    (
        "Analyse du lot 4471",
        "Bonjour,\n\nLes résultats sont conformes. Nous gardons l’échantillon trois mois.\n\nCordialement.",
    ),
    (
        "Invitation à la dégustation du printemps",
        "Bonjour,\n\nNous serions heureux de vous accueillir le jeudi 12 mars à Lille, dès 14 h.\n\nÀ bientôt.",
    ),
    (
        "Question sur votre dernier bon de livraison",
        "Bonjour,\n\nLe bon indique six cartons, le chauffeur en a déposé sept. Pouvez-vous vérifier ?\n\nMerci.",
    ),
    (
        "Coordonnées de notre nouveau comptable",
        "Bonjour,\n\nÀ partir de lundi, écrivez à facturation@bonport.example.\n\nBien à vous.",
    ),
];

/// The mail that somebody took back in time.
const CANCELLED: usize = 47;

/// By whom the mails leave.
pub(super) struct Sender {
    pub(super) user: UserId,
    pub(super) account: AccountId,
    pub(super) from: Party,
}

/// One mail of the month: when, to which client, about what.
struct Planned {
    at: Moment,
    client: ClientId,
    letter: usize,
}

/// Fifty-five mails over the last thirty days, office hours, more to the first clients.
fn plan(clients: &[ClientId], now: Moment) -> Vec<Planned> {
    (0..55_i64)
        .map(|n| {
            let days = 30 - n * 30 / 55;
            let at = super::morning(now).plus_seconds(-DAY * days + HOUR * (n * 5 % 8) + n * 37);
            let pick = usize::try_from(n * n * 3 + n * 7).unwrap_or(0) % clients.len();
            let client = clients[if n % 4 == 0 { 0 } else { pick }];
            Planned { at: Moment(at.0.min(now.0 - 60_000)), client, letter: (n as usize * 4 + 1) % LETTERS.len() }
        })
        .collect()
}

/// Into the outbox and through it.
pub(super) async fn fill(tx: &mut Tx, sender: &Sender, clients: &[ClientId], now: Moment) -> Result<()> {
    for (n, planned) in plan(clients, now).iter().enumerate() {
        let facts = store::recipients::client_facts(tx, planned.client, planned.at).await?;
        let to = recipients(&facts, n);
        if to.is_empty() {
            continue;
        }
        let mut batch = batch(sender, planned, &to, n)?;
        if n == CANCELLED {
            batch.undo_until = Some(planned.at.plus_seconds(10));
        }
        let made = store::outbox::enqueue(tx, &batch, planned.at).await?;
        if n == CANCELLED {
            store::outbox::cancel(tx, made.batch_id, sender.user, planned.at.plus_seconds(4)).await?;
            continue;
        }
        super::journey::travel(tx, sender.account, n, planned.at, now).await?;
    }
    Ok(())
}

/// The main address or a favourite, sometimes both and a colleague in copy.
fn recipients(facts: &ClientFacts, n: usize) -> Vec<(Role, Candidate)> {
    let active = || facts.candidates.iter().filter(|c| c.active);
    let main = active().find(|c| c.slots.contains(&Slot::Main));
    let mut to: Vec<(Role, Candidate)> = main.into_iter().map(|c| (Role::To, c.clone())).collect();
    if n % 3 != 1 {
        to.extend(active().filter(|c| c.starred).take(1 + n % 2).map(|c| (Role::To, c.clone())));
    }
    if n % 4 == 2 {
        let colleague = active().find(|c| !c.starred && c.contact.is_some());
        to.extend(colleague.map(|c| (Role::Cc, c.clone())));
    }
    to
}

fn batch(sender: &Sender, planned: &Planned, to: &[(Role, Candidate)], n: usize) -> Result<NewBatch> {
    let (subject, text) = LETTERS[planned.letter];
    let text = format!("{text}\n\n-- \n{}\nDistribution Benali", sender.from.name);
    let party = |c: &Candidate| Party { name: c.name.clone(), address: c.address.to_string() };
    let letter = Letter {
        from: sender.from.clone(),
        reply_to: None,
        recipients: to.iter().map(|(role, c)| (*role, party(c))).collect(),
        subject: subject.into(),
        text: text.clone(),
        files: vec![],
        date: planned.at,
        token: format!("{:032x}", 0x00de_c0de_0000_u128 + n as u128),
    };
    let delivery = |(role, c): &(Role, Candidate)| NewDelivery {
        address: c.address.clone(),
        name: c.name.clone(),
        role: *role,
        self_copy: false,
        contact_id: c.contact,
        corrects: None,
    };
    Ok(NewBatch {
        kind: Kind::OneOff,
        idem_key: format!("demo-{n}"),
        by: Some(sender.user),
        draft_id: None,
        undo_until: None,
        messages: vec![NewMessage {
            client_id: Some(planned.client),
            account_id: sender.account,
            message_id: message_id(&letter).context("a mail of the demo")?,
            mime: build(&letter).context("a mail of the demo")?,
            from_address: sender.from.address.clone(),
            from_name: sender.from.name.clone(),
            subject: subject.into(),
            body: text,
            document_id: None,
            beside: vec![],
            attachments: vec![],
            again_of: None,
            deliveries: to.iter().map(delivery).collect(),
        }],
    })
}
