//! Clients, sites, contacts and their links, spread over the last two years.

use super::{
    clients::{DemoClient, INACTIVE, demo_clients},
    people::{DESKS, FUNCTIONS, NAMES, PHONES},
};
use model::{
    Civility, ClientId, ClientKind, ContactId, EmailAddress, Lang, Moment, NotificationType, Phone, Place, SiteId,
    draft::{AffiliationFields, ClientFields, ContactFields, SiteFields},
    fold,
};
use store::{Result, Tx, affiliations, clients, contacts, sites};

const DAY: i64 = 86_400;

/// The whole address book; its clients in their order.
pub(super) async fn fill(tx: &mut Tx, now: Moment) -> Result<Vec<ClientId>> {
    let now = super::morning(now);
    let mut made = Vec::new();
    let mut met = 0;
    for (at, client) in demo_clients().enumerate() {
        let client = &client;
        let since = now.plus_seconds(-DAY * (700 - 15 * at as i64));
        let id = clients::add(tx, &client_fields(at, client), since).await?;
        let sites = add_sites(tx, id, client, since).await?;
        for n in 0..client.contacts {
            met += 1;
            add_contact(tx, (id, client), &sites, (n, met), since.plus_seconds(DAY * (3 + n as i64))).await?;
        }
        made.push(id);
    }
    independent(tx, now).await?;
    shared(tx, &made, now).await?;
    for at in INACTIVE {
        clients::deactivate(tx, made[at], now.plus_seconds(-DAY * 40)).await?;
    }
    Ok(made)
}

fn address(local: &str, domain: &str) -> EmailAddress {
    EmailAddress::parse(&format!("{local}@{domain}")).expect("the addresses of the demo are well formed")
}

fn client_fields(at: usize, client: &DemoClient) -> ClientFields {
    let [civility, first, last] = client.main;
    let [street, postal_code, town, country] = client.place;
    let local = if client.kind == ClientKind::Individual { fold(first).replace(' ', "") } else { "contact".into() };
    let billing = client.kind != ClientKind::Individual && at.is_multiple_of(3);
    let abroad = client.domain == "vieuxport-hotel.example" || client.domain == "hageland.example";
    ClientFields {
        reference: format!("C{:04}", at + 1),
        label: client.label.into(),
        kind: client.kind,
        family: (!client.family.is_empty()).then(|| client.family.into()),
        language: if abroad { Lang::En } else { Lang::Fr },
        civility: Civility::from_code(civility),
        first_name: first.into(),
        last_name: last.into(),
        email: (!client.domain.is_empty()).then(|| address(&local, client.domain)),
        phones: phones(at, country, 1 + at % 2),
        billing_email: billing.then(|| address("facturation", client.domain)),
        place: Place {
            street: street.into(),
            postal_code: postal_code.into(),
            town: town.into(),
            country: country.into(),
        },
        note: if at % 9 == 4 { "Livraison avant 7 h, par la cour.\nSonner deux fois.".into() } else { String::new() },
    }
}

/// Numbers that are reserved for fiction where a country has such: 01 99 00 in France, 555-01 in Québec.
fn phones(at: usize, country: &str, how_many: usize) -> Vec<Phone> {
    let (a, b) = (at * 7 % 100, at * 13 % 100);
    let number = |n: usize| match (country, n) {
        ("France", 0) => format!("01 99 00 {a:02} {b:02}"),
        ("France", _) => format!("06 39 98 {a:02} {b:02}"),
        ("Québec", _) => format!("514-555-01{:02}", (at + n * 31) % 100),
        (_, 0) => format!("+32 2 000 {a:02} {b:02}"),
        (_, _) => format!("+32 470 00 {a:02} {b:02}"),
    };
    (0..how_many).map(|n| Phone { label: PHONES[n % PHONES.len()].into(), number: number(n) }).collect()
}

async fn add_sites(tx: &mut Tx, id: ClientId, client: &DemoClient, at: Moment) -> Result<Vec<SiteId>> {
    let mut made = Vec::new();
    for (n, (label, town)) in client.sites.iter().enumerate() {
        let (_, first, last) = NAMES[(id.0 as usize * 5 + n * 11) % NAMES.len()];
        let fields = SiteFields {
            label: (*label).into(),
            place: Place {
                street: format!("{}, rue de l’Industrie", 4 + n * 8),
                postal_code: if *town == client.place[2] { client.place[1].into() } else { String::new() },
                town: (*town).into(),
                country: if *town == "Gand" { "Belgique".into() } else { client.place[3].into() },
            },
            person: format!("{first} {last}"),
            phone: phones(id.0 as usize + n, client.place[3], 1)[0].number.clone(),
            email: (n == 0).then(|| address("site", client.domain)),
            extra: if n == 1 { "Code de la grille : 4 B 17. Fermé le lundi.".into() } else { String::new() },
        };
        made.push(sites::add(tx, id, &fields, at).await?);
    }
    Ok(made)
}

async fn add_contact(
    tx: &mut Tx,
    (id, client): (ClientId, &DemoClient),
    sites: &[SiteId],
    (n, met): (usize, usize),
    at: Moment,
) -> Result<ContactId> {
    let fields = if n % 5 == 3 { desk(client, n) } else { person(client, met) };
    let contact = contacts::add(tx, &fields, None, at).await?;
    let types =
        [NotificationType::All, NotificationType::Administrative, NotificationType::Orders, NotificationType::None];
    let link = AffiliationFields {
        function: if n % 5 == 3 { String::new() } else { FUNCTIONS[(n + met / 7) % FUNCTIONS.len()].into() },
        site: sites.get(n.wrapping_sub(2)).copied(),
        notification_type: types[n % types.len()],
    };
    let starred = n < 2 || met.is_multiple_of(11);
    let affiliation = affiliations::add(tx, contact, id, &link, starred, at).await?;
    // Some people have left since: the person, or only this client.
    match met % 17 {
        5 => contacts::deactivate(tx, contact, at.plus_seconds(DAY * 90)).await?,
        9 => affiliations::end(tx, affiliation, at.plus_seconds(DAY * 120)).await?,
        _ => {}
    }
    Ok(contact)
}

fn person(client: &DemoClient, met: usize) -> ContactFields {
    let (civility, first, last) = NAMES[met % NAMES.len()];
    let local = format!("{}.{}", fold(first).replace(' ', "-"), fold(last).replace(' ', "-"));
    ContactFields {
        civility: (!met.is_multiple_of(6)).then_some(civility),
        first_name: first.into(),
        last_name: last.into(),
        email: Some(address(&local, client.domain)),
        language: Lang::Fr,
        phones: phones(met + 50, client.place[3], met % 3),
        note: if met % 23 == 7 { "Préfère être appelée le matin.".into() } else { String::new() },
    }
}

/// Known only by its address (P01).
fn desk(client: &DemoClient, n: usize) -> ContactFields {
    let local = DESKS[n % DESKS.len()];
    ContactFields { email: Some(address(local, client.domain)), ..ContactFields::default() }
}

/// People met at fairs, of no client yet (P03).
async fn independent(tx: &mut Tx, now: Moment) -> Result<()> {
    for n in 0..8 {
        let (civility, first, last) = NAMES[(n * 5 + 3) % NAMES.len()];
        let local = format!("{}.{}", fold(first).replace(' ', "-"), fold(last).replace(' ', "-"));
        let fields = ContactFields {
            civility: Some(civility),
            first_name: first.into(),
            last_name: last.into(),
            email: Some(address(&local, "salon.example")),
            phones: phones(n + 200, ["France", "Belgique", "Québec"][n % 3], 1),
            note: "Rencontré au salon de mars.".into(),
            ..ContactFields::default()
        };
        contacts::add(tx, &fields, None, now.plus_seconds(-DAY * (200 - n as i64))).await?;
    }
    Ok(())
}

/// Accountants who look after several clients.
async fn shared(tx: &mut Tx, made: &[ClientId], now: Moment) -> Result<()> {
    for (n, (first, last)) in
        [("Hugues", "Forêt"), ("Ludivine", "Hénaut"), ("Adèle", "Côté-Tremblay")].iter().enumerate()
    {
        let fields = ContactFields {
            first_name: (*first).into(),
            last_name: (*last).into(),
            email: Some(address(&fold(first), "fiduciaire.example")),
            phones: phones(n + 300, "Belgique", 2),
            ..ContactFields::default()
        };
        let at = now.plus_seconds(-DAY * 100);
        let contact = contacts::add(tx, &fields, None, at).await?;
        for client in made.iter().skip(n).step_by(9).take(4) {
            let link = AffiliationFields {
                function: "Fiduciaire".into(),
                notification_type: NotificationType::Administrative,
                ..AffiliationFields::default()
            };
            if let Err(error) = affiliations::add(tx, contact, *client, &link, n == 0, at).await
                && !matches!(error, store::StoreError::Refused(_))
            {
                return Err(error);
            }
        }
    }
    Ok(())
}
