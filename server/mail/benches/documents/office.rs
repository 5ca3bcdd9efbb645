//! Clients with their people, invoices with their PDFs, and an account at the sink.

use crate::sink::Sink;
use mail::Config;
use mail::smtp::{Dialer, Policy, Server, Timeouts, Trust};
use model::draft::AffiliationFields;
use model::{
    AccountDraft, AccountOwner, Amount, ClientDraft, ClientId, ContactDraft, ContactId, Day, DocumentFields,
    DocumentId, DocumentKind, EmailAddress, Lang, Moment, NotificationType, Secret, Security, Settings, UserId,
    UserRole,
};
use std::sync::Arc;
use std::time::{Duration, SystemTime};
use store::secrets::Keys;
use store::{Pool, Result, Tx, accounts, affiliations, blobs, clients, contacts, documents, users};

/// Bytes of a PDF.
pub const PDF: usize = 200_000;
/// People of each client, besides its main address.
const PEOPLE: usize = 4;

pub struct Office {
    pub pool: Pool,
    pub keys: Keys,
    pub user: UserId,
    pub sink: Sink,
    clients: Vec<ClientId>,
}

/// This program is the edge of its house.
#[allow(clippy::disallowed_methods)]
pub fn now() -> Moment {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    Moment(since.as_millis() as i64)
}

impl Office {
    pub async fn open(pool: &Pool, clients: usize) -> Result<Office> {
        let sink = Sink::start(Duration::ZERO).await.expect("a port of this machine");
        let keys = Keys::generate().expect("randomness");
        let mut tx = pool.write().await?;
        let user = users::NewUser {
            email: EmailAddress::parse("lea@maison.example").expect("an address"),
            name: "Léa".into(),
            role: UserRole::Member,
            language: Lang::Fr,
            password_hash: None,
        };
        let user = users::add(&mut tx, &user, now()).await?;
        let allowed = vec![sink.address.to_string()];
        let settings = Settings { undo_seconds: 0, allowed_smtp_hosts: allowed.clone(), ..Settings::default() };
        store::change_settings(&mut tx, &settings, now()).await?;
        let form = AccountDraft {
            host: sink.address.ip().to_string(),
            port: sink.address.port().to_string(),
            security: Security::None,
            password: Secret::new(""),
            from_address: "compta@maison.example".into(),
            ..AccountDraft::default()
        };
        let form = form.check(None, &allowed).expect("a right form");
        accounts::add(&mut tx, &keys, AccountOwner::Organisation, &form, now()).await?;
        let mut ids = vec![];
        for n in 0..clients {
            ids.push(client(&mut tx, n).await?);
        }
        tx.commit().await?;
        Ok(Office { pool: pool.clone(), keys, user, sink, clients: ids })
    }

    /// So many invoices, one client after the other; with a PDF each, of which no two are the same, or without.
    pub async fn invoices(&self, many: usize, prefix: &str, with_pdf: bool) -> Result<Vec<DocumentId>> {
        let mut ids = vec![];
        let mut tx = self.pool.write().await?;
        for n in 0..many {
            let client = self.clients[n % self.clients.len()];
            let fields = DocumentFields {
                kind: DocumentKind::Invoice,
                number: format!("{prefix}-{n}"),
                day: Day::new(2026, 11, 23).expect("a day"),
                amount: Some(Amount { cents: 120_450, currency: "EUR".into() }),
                site: None,
                contact: None,
            };
            let stored = match with_pdf {
                true => Some(blobs::add(&mut tx, &pdf(n), now()).await?),
                false => None,
            };
            let file = stored.as_ref().map(|stored| ("facture.pdf", stored));
            ids.push(documents::add(&mut tx, client, &fields, file, self.user, now()).await?);
        }
        tx.commit().await?;
        Ok(ids)
    }

    pub fn config(&self) -> Config {
        Config::new(self.dialer(), std::env::temp_dir().join("bonport-bench-mailbox"), Arc::new(now))
    }

    pub fn dialer(&self) -> Dialer {
        Dialer {
            hello: "bench.example".to_owned(),
            policy: Policy::new(vec![self.sink.address.to_string()]),
            trust: Trust::system(None).expect("the system's authorities"),
            timeouts: Timeouts::default(),
        }
    }

    pub fn server(&self) -> Server {
        Server {
            host: self.sink.address.ip().to_string(),
            port: self.sink.address.port(),
            security: Security::None,
            login: None,
        }
    }
}

/// With an address, and people of whom one receives invoices.
async fn client(tx: &mut Tx, n: usize) -> Result<ClientId> {
    let draft = ClientDraft {
        reference: format!("C{n}"),
        label: format!("Client {n}"),
        kind: "professional".into(),
        email: format!("info@c{n}.example"),
        ..ClientDraft::default()
    };
    let id = clients::add(tx, &draft.check().expect("a right form"), now()).await?;
    for k in 0..PEOPLE {
        let person = person(tx, n, k).await?;
        let kind = if k == 0 { NotificationType::Administrative } else { NotificationType::None };
        let link = AffiliationFields { notification_type: kind, ..AffiliationFields::default() };
        affiliations::add(tx, person, id, &link, false, now()).await?;
    }
    Ok(id)
}

async fn person(tx: &mut Tx, client: usize, n: usize) -> Result<ContactId> {
    let draft = ContactDraft {
        first_name: format!("Prénom{n}"),
        last_name: format!("Nom{client}"),
        email: format!("p{n}@c{client}.example"),
        ..ContactDraft::default()
    };
    contacts::add(tx, &draft.check(&[]).expect("a right form"), None, now()).await
}

/// Bytes that no compression makes smaller, and of which no two are the same.
fn pdf(n: usize) -> Vec<u8> {
    let mut seed = n as u64 + 1;
    let noise = std::iter::repeat_with(move || {
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        (seed >> 24) as u8
    });
    b"%PDF-1.7\n".iter().copied().chain(noise).take(PDF).collect()
}
