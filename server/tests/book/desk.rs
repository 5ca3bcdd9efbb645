//! Somebody at the address book, with the wasm and without.

use crate::support::{self, House, client, encoded, house_on, posted, text};
use app::{contacts::api::ContactSaved, error::AppError};
use axum::response::Response;
use http::{StatusCode, header};
use model::{Affiliation, ClientId, Contact, ContactId, Problem, UserRole};
use serde::de::DeserializeOwned;

/// A form by the names of its fields.
pub type Form<'a> = &'a [(&'a str, &'a str)];

/// A member, and two clients.
pub struct Desk {
    pub house: House,
    pub cookie: String,
    pub acme: ClientId,
    pub beta: ClientId,
}

pub async fn desk() -> Desk {
    desk_on(store::testing::sqlite().await).await
}

pub async fn desk_on(fresh: store::testing::Fresh) -> Desk {
    let house = house_on(fresh).await;
    let cookie = house.signed_in(UserRole::Member).await;
    let mut tx = house.fresh.pool.write().await.unwrap();
    let (acme, beta) = (client(&mut tx, "ACME").await, client(&mut tx, "Beta").await);
    tx.commit().await.unwrap();
    Desk { house, cookie, acme, beta }
}

impl Desk {
    /// Without the wasm, from this page: the address that the browser goes to then.
    pub async fn plain(&self, page: &str, path: &str, form: Form<'_>) -> String {
        let mut request = posted(&self.cookie, path, &encoded(form));
        request.headers_mut().insert(header::ACCEPT, "text/html,*/*".parse().unwrap());
        request.headers_mut().insert(header::REFERER, format!("{}{page}", support::URL).parse().unwrap());
        let answer = self.house.ask(request).await;
        assert!(answer.status().is_redirection(), "{path}: {}", answer.status());
        answer.headers()[header::LOCATION].to_str().unwrap().trim_start_matches(support::URL).to_owned()
    }

    /// As the wasm asks.
    pub async fn send(&self, path: &str, form: Form<'_>) -> Response {
        self.house.ask(posted(&self.cookie, path, &encoded(form))).await
    }

    pub async fn ask<T: DeserializeOwned>(&self, path: &str, form: Form<'_>) -> T {
        let answer = self.send(path, form).await;
        assert_eq!(answer.status(), StatusCode::OK, "{path}");
        serde_json::from_str(&text(answer).await).unwrap()
    }

    /// What is wrong with the fields of a form that is refused.
    pub async fn refused(&self, path: &str, form: Form<'_>) -> Vec<(String, Problem)> {
        let answer = self.send(path, form).await;
        assert_eq!(answer.status(), StatusCode::UNPROCESSABLE_ENTITY, "{path}");
        let error: AppError = serde_json::from_str(&text(answer).await).unwrap();
        error.problems().iter().map(|wrong| (wrong.field.clone(), wrong.problem.clone())).collect()
    }

    /// A page, with plain spaces for those that do not break.
    pub async fn show(&self, path: &str) -> String {
        let answer = self.house.get_as(&self.cookie, path).await;
        assert_eq!(answer.status(), StatusCode::OK, "{path}");
        text(answer).await.replace(['\u{a0}', '\u{202f}'], " ")
    }

    /// Marie Durand, affiliated to ACME.
    pub async fn marie(&self) -> ContactId {
        let client = self.acme.to_string();
        let form = [
            ("head[client]", client.as_str()),
            ("head[starred]", "true"),
            ("contact[email]", "marie@acme.example"),
            ("contact[first_name]", "Marie"),
            ("contact[last_name]", "Durand"),
        ];
        self.ask::<ContactSaved>("/api/contacts/save", &form).await.id
    }

    /// Makes ACME active or inactive.
    pub async fn acme(&self, act: &str) -> i64 {
        self.ask(&format!("/api/clients/{act}"), &[("id", &self.acme.to_string())]).await
    }

    pub async fn contact(&self, id: ContactId) -> Contact {
        store::contacts::get(&mut self.house.fresh.pool.read().await.unwrap(), id).await.unwrap()
    }

    /// What links a contact to ACME now.
    pub async fn link(&self, contact: ContactId) -> Option<Affiliation> {
        let mut tx = self.house.fresh.pool.read().await.unwrap();
        store::affiliations::live(&mut tx, self.acme, contact).await.unwrap()
    }
}
