//! A desk with an account, and documents of its clients.

use crate::{
    desk::{Desk, desk_on},
    form::Form,
    support,
};
use http::{StatusCode, header};
use model::{
    AccountOwner, Amount, BatchId, ClientDraft, ClientId, ContactId, Day, DeliveryId, DocumentFields, DocumentId,
    DocumentKind, Moment, NotificationType, UserId, send::BatchView,
};
use store::{
    accounts, blobs, documents,
    outbox::{self, Next, Settled},
    sends,
    testing::{Fresh, mailbox_account},
};

pub const SEND: &str = "/api/documents/send-many";

pub struct Office {
    pub desk: Desk,
    /// Contact of ACME who receives invoices.
    pub marie: ContactId,
}

/// Held so long that nothing leaves while it is looked at; ACME has its main address and Marie, Beta nothing.
pub async fn office(fresh: Fresh) -> Office {
    let office = without_account(fresh).await;
    let (desk, now) = (&office.desk, app::clock::now());
    let mut tx = desk.house.fresh.pool.write().await.unwrap();
    let form = mailbox_account("compta@maison.example").check(None, &[]).unwrap();
    accounts::add(&mut tx, &desk.house.keys, AccountOwner::Organisation, &form, now).await.unwrap();
    tx.commit().await.unwrap();
    office
}

pub async fn without_account(fresh: Fresh) -> Office {
    let desk = desk_on(fresh).await;
    let mut tx = desk.house.fresh.pool.write().await.unwrap();
    let settings = model::Settings { organisation_name: "Maison Roy".into(), undo_seconds: 120, ..Default::default() };
    store::change_settings(&mut tx, &settings, app::clock::now()).await.unwrap();
    tx.commit().await.unwrap();
    let marie = desk.marie().await;
    let office = Office { desk, marie };
    office.main(office.desk.acme, "info@acme.example").await;
    office.notify(marie, NotificationType::Administrative).await;
    office
}

impl Office {
    pub async fn main(&self, client: ClientId, address: &str) {
        let mut tx = self.desk.house.fresh.pool.write().await.unwrap();
        let known = store::clients::get(&mut tx, client).await.unwrap();
        let draft = ClientDraft { email: address.into(), ..ClientDraft::of(&known) };
        let now = app::clock::now();
        store::clients::change(&mut tx, client, known.version, &draft.check().unwrap(), now).await.unwrap();
        tx.commit().await.unwrap();
    }

    pub async fn notify(&self, contact: ContactId, kind: NotificationType) {
        let link = self.desk.link(contact).await.unwrap();
        let form = [
            ("affiliation", link.id.to_string()),
            ("version", link.version.to_string()),
            ("notification_type", kind.code().to_owned()),
        ];
        let form: Vec<(&str, &str)> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
        self.desk.plain("/", "/api/contacts/notify-at", &form).await;
    }

    pub async fn invoice(&self, client: ClientId, number: &str) -> DocumentId {
        self.document(client, number, |_| {}, 0).await
    }

    /// With a PDF of its own; `padding` is how much larger than its bytes it says that it is.
    pub async fn document(
        &self,
        client: ClientId,
        number: &str,
        change: impl FnOnce(&mut DocumentFields),
        padding: i64,
    ) -> DocumentId {
        let now = app::clock::now();
        let mut fields = DocumentFields {
            kind: DocumentKind::Invoice,
            number: number.into(),
            day: Day::new(2026, 11, 23).unwrap(),
            amount: Some(Amount { cents: 120_450, currency: "EUR".into() }),
            site: None,
            contact: None,
        };
        change(&mut fields);
        let mut tx = self.desk.house.fresh.pool.write().await.unwrap();
        let mut stored = blobs::add(&mut tx, pdf(number).as_bytes(), now).await.unwrap();
        stored.size += padding;
        let name = format!("Facture {number}.pdf");
        let file = Some((name.as_str(), &stored));
        let id = documents::add(&mut tx, client, &fields, file, UserId(1), now).await.unwrap();
        tx.commit().await.unwrap();
        id
    }

    /// An order without a PDF (P30).
    pub async fn notice(&self, client: ClientId, number: &str) -> DocumentId {
        let now = app::clock::now();
        let fields = DocumentFields {
            kind: DocumentKind::Order,
            number: number.into(),
            day: Day::new(2026, 11, 23).unwrap(),
            amount: None,
            site: None,
            contact: None,
        };
        let mut tx = self.desk.house.fresh.pool.write().await.unwrap();
        let id = documents::add(&mut tx, client, &fields, None, UserId(1), now).await.unwrap();
        tx.commit().await.unwrap();
        id
    }

    pub fn path(&self, documents: &[DocumentId]) -> String {
        let all: Vec<String> = documents.iter().map(|id| format!("d={id}")).collect();
        format!("/factures/envoi?{}", all.join("&"))
    }

    /// The page, with plain spaces.
    pub async fn page(&self, documents: &[DocumentId]) -> String {
        support::words_of(&self.desk.show(&self.path(documents)).await)
    }

    /// « Envoyer »: where the browser goes; work that takes a while is waited for.
    pub async fn press(&self, form: &Form) -> String {
        self.post(&form.fields()).await
    }

    /// The page that it leads to, wherever on it.
    pub async fn post(&self, fields: &[(&str, &str)]) -> String {
        let at = self.follow(self.desk.plain("/factures/envoi", SEND, fields).await).await;
        at.split('#').next().unwrap().to_owned()
    }

    /// Where it ends; work that takes a while is waited for.
    pub async fn follow(&self, mut at: String) -> String {
        while at.starts_with("/travaux/") {
            let answer = self.desk.house.get_as(&self.desk.cookie, &at).await;
            match answer.headers().get(header::LOCATION) {
                Some(on) => at = on.to_str().unwrap().to_owned(),
                None => {
                    assert_eq!(answer.status(), StatusCode::OK);
                    let page = support::text(answer).await;
                    if page.contains("id=\"job\"") {
                        tokio::task::yield_now().await;
                    } else {
                        // It did nothing, and leads back.
                        let (_, back) = page.split_once("<p><a").unwrap();
                        let (_, back) = back.split_once("href=\"").unwrap();
                        at = back.split_once('"').unwrap().0.replace("&amp;", "&");
                    }
                }
            }
        }
        at
    }

    pub async fn batch(&self, went: &str) -> BatchView {
        let id = went.strip_prefix("/envois/").unwrap_or_else(|| panic!("went to {went}")).parse().unwrap();
        sends::get(&mut self.desk.house.fresh.pool.read().await.unwrap(), BatchId(id)).await.unwrap()
    }

    /// As if a server had accepted everything that waits.
    pub async fn accepted(&self) {
        self.answered(&[]).await;
    }

    /// As if a server had answered for everything that waits, refusing these addresses; in one transaction: the real worker sees nothing
    /// of it.
    pub async fn answered(&self, refused: &[&str]) {
        let mut tx = self.desk.house.fresh.pool.write().await.unwrap();
        let later = app::clock::now().plus_seconds(3600);
        let until = later.plus_seconds(60);
        outbox::release_due(&mut tx, later).await.unwrap();
        let lease = outbox::lease_account(&mut tx, "a test", until, later).await.unwrap().unwrap();
        while let Some(claimed) = outbox::claim(&mut tx, &lease, until, later).await.unwrap() {
            let ids: Vec<_> = claimed.deliveries.iter().map(|delivery| delivery.id).collect();
            let now = app::clock::now();
            outbox::begin(&mut tx, &lease, &ids, now).await.unwrap();
            let ends =
                claimed.deliveries.iter().map(|one| answer(one.id, refused.contains(&one.address.as_str()), now));
            let ends: Vec<_> = ends.collect();
            outbox::settle(&mut tx, &lease, &ends).await.unwrap();
        }
        outbox::release_account(&mut tx, &lease).await.unwrap();
        tx.commit().await.unwrap();
    }

    /// How many acts of sending there are.
    pub async fn sends(&self) -> usize {
        let mut tx = self.desk.house.fresh.pool.read().await.unwrap();
        sends::list(&mut tx, sends::Filter::All, None, 50).await.unwrap().len()
    }
}

fn answer(delivery: DeliveryId, refused: bool, now: Moment) -> Settled {
    let (next, phase, code) =
        if refused { (Next::Failed, "rcpt", 550) } else { (Next::Sent { test_mailbox: false }, "dot", 250) };
    // As a formula would begin (S40).
    let text = if refused { "=no such user; \"here\"" } else { "ok" };
    Settled {
        delivery,
        client: None,
        next,
        phase,
        code: Some(code),
        enhanced: String::new(),
        text: text.into(),
        peer: String::new(),
        tls: String::new(),
        started_at: now,
        ended_at: now,
    }
}

pub fn pdf(number: &str) -> String {
    format!("%PDF-1.7 facture {number}")
}

/// Subject and addresses of each mail, in order.
pub fn mails(batch: &BatchView) -> Vec<(String, Vec<String>)> {
    let mails = batch.messages.iter().map(|message| {
        let to = message.deliveries.iter().map(|delivery| delivery.address.clone()).collect();
        (message.subject.clone(), to)
    });
    mails.collect()
}
