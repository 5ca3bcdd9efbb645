//! Somebody at a browser without the wasm.

use crate::support::{self, House, encoded, house, ours, posted, text};
use axum::{body::Body, response::Response};
use http::{Method, Request, StatusCode, header};
use model::{
    AccountId, AccountOwner, AttachmentId, BatchId, ClientDraft, ClientId, DraftId, UserId, UserRole,
    compose::{Attachment, Draft},
    send::BatchView,
};
use store::testing::mailbox_account;

const PAGE: &str = "text/html,application/xhtml+xml";

/// A member who writes to a client with one favourite, by an account that puts mails into the test mailbox.
pub struct Desk {
    pub house: House,
    pub cookie: String,
    pub client: ClientId,
    pub user: UserId,
}

pub async fn desk() -> Desk {
    let house = house().await;
    let cookie = house.signed_in(UserRole::Member).await;
    let now = app::clock::now();
    let client = ClientDraft {
        reference: "C1".into(),
        label: "ACME".into(),
        kind: "professional".into(),
        language: "fr".into(),
        email: "contact@acme.example".into(),
        ..ClientDraft::default()
    };
    let mut tx = house.fresh.pool.write().await.unwrap();
    let client = store::clients::add(&mut tx, &client.check().unwrap(), now).await.unwrap();
    let user = store::users::list(&mut tx).await.unwrap()[0].id;
    account(&house, &mut tx, AccountOwner::Organisation, "compta@maison.example").await;
    tx.commit().await.unwrap();
    Desk { house, cookie, client, user }
}

pub async fn account(house: &House, tx: &mut store::Tx, owner: AccountOwner, from: &str) -> AccountId {
    let form = mailbox_account(from).check(None, &[]).unwrap();
    store::accounts::add(tx, &house.keys, owner, &form, app::clock::now()).await.unwrap()
}

impl Desk {
    pub fn form(&self, key: &str, fields: &[(&str, &str)]) -> Request<Body> {
        let client = self.client.to_string();
        let fixed = [("client", client.as_str()), ("draft", ""), ("idem_key", key)];
        self.page(Method::POST, "/api/compose/post", &encoded(&[&fixed[..], fields].concat()))
    }

    pub fn page(&self, method: Method, path: &str, body: &str) -> Request<Body> {
        let mut request = ours(method, path, "application/x-www-form-urlencoded", body);
        request.headers_mut().insert(header::COOKIE, self.cookie.parse().unwrap());
        request.headers_mut().insert(header::ACCEPT, PAGE.parse().unwrap());
        request
    }

    /// Where the form goes to.
    pub async fn post(&self, key: &str, fields: &[(&str, &str)]) -> String {
        to(self.house.ask(self.form(key, fields)).await)
    }

    pub async fn show(&self, path: &str) -> String {
        let answer = self.house.ask(self.page(Method::GET, path, "")).await;
        assert_eq!(answer.status(), StatusCode::OK, "{path}");
        text(answer).await
    }

    pub async fn batch(&self, path: &str) -> BatchView {
        let id: BatchId = path.strip_prefix("/envois/").unwrap_or_else(|| panic!("sent: {path}")).parse().unwrap();
        let mut tx = self.house.fresh.pool.read().await.unwrap();
        store::sends::get(&mut tx, id).await.unwrap()
    }

    pub async fn sends(&self) -> usize {
        let mut tx = self.house.fresh.pool.read().await.unwrap();
        store::sends::list(&mut tx, store::sends::Filter::All, None, 50).await.unwrap().len()
    }

    pub async fn drafts(&self) -> Vec<Draft> {
        let mut tx = self.house.fresh.pool.read().await.unwrap();
        let mut drafts = vec![];
        for line in store::drafts::list(&mut tx, self.user, None, 50).await.unwrap() {
            drafts.push(store::drafts::get(&mut tx, self.user, line.id).await.unwrap().draft);
        }
        drafts
    }

    pub async fn keep(&self, batch: &BatchView, fields: &str) -> StatusCode {
        let delivery = batch.new_addresses[0].delivery;
        let body = format!("delivery={delivery}&{fields}");
        let mut request = self.page(Method::POST, "/api/sends/keep-address", &body);
        let referer = format!("{}/envois/{}", support::URL, batch.id);
        request.headers_mut().insert(header::REFERER, referer.parse().unwrap());
        self.house.ask(request).await.status()
    }

    /// As the form with the wasm sends it.
    pub async fn send(&self, json: &str) -> Response {
        self.json("/api/compose/send", json).await
    }

    pub async fn json(&self, path: &str, json: &str) -> Response {
        self.house.ask(posted(&self.cookie, path, json)).await
    }

    pub async fn attach(&self, draft: DraftId, name: &str) -> AttachmentId {
        let path = format!("/ecrire/{draft}/fichiers?nom={name}");
        let mut request = ours(Method::POST, &path, "application/octet-stream", name);
        request.headers_mut().insert(header::COOKIE, self.cookie.parse().unwrap());
        let file: Attachment = serde_json::from_str(&text(self.house.ask(request).await).await).unwrap();
        file.id
    }

    /// The fields name their draft themselves.
    pub async fn post_draft(&self, key: &str, fields: &[(&str, &str)]) -> String {
        let client = self.client.to_string();
        let all = [&[("client", client.as_str()), ("idem_key", key)], fields].concat();
        to(self.house.ask(self.page(Method::POST, "/api/compose/post", &encoded(&all))).await)
    }
}

pub fn to(answer: Response) -> String {
    assert_eq!(answer.status(), StatusCode::SEE_OTHER);
    answer.headers()[header::LOCATION].to_str().unwrap().to_owned()
}
