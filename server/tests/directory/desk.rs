//! Somebody at the directory, without the wasm.

use crate::support::{self, House, client, encoded, house, posted, text, words_of};
use axum::response::Response;
use http::{StatusCode, header};
use model::{ClientId, ContactDraft, ContactId, NotificationType, Phone, UserRole, draft::AffiliationFields};
use store::{affiliations, contacts};

pub const LIST: &str = "/contacts";

/// A member, two clients, and their people.
pub struct Desk {
    pub house: House,
    pub cookie: String,
    pub acme: ClientId,
    pub beta: ClientId,
    /// Accountant of ACME, with two phones.
    pub marie: ContactId,
    /// Accountant of Beta.
    pub paul: ContactId,
    /// Of ACME, without an e-mail.
    pub zoe: ContactId,
}

pub async fn desk() -> Desk {
    let house = house().await;
    let cookie = house.signed_in(UserRole::Member).await;
    let mut tx = house.fresh.pool.write().await.unwrap();
    let (acme, beta) = (client(&mut tx, "ACME").await, client(&mut tx, "Beta").await);
    let mut person = async |first: &str, last: &str, email: &str, at: ClientId, function: &str| {
        let draft = ContactDraft {
            first_name: first.into(),
            last_name: last.into(),
            email: email.into(),
            phones: vec![Phone { label: String::new(), number: "+33 6 01 02 03 04".into() }],
            note: "paie en retard".into(),
            ..ContactDraft::default()
        };
        let fields = draft.check(&[model::draft::ContactField::LastName]).unwrap();
        let id = contacts::add(&mut tx, &fields, None, app::clock::now()).await.unwrap();
        let link = AffiliationFields { function: function.into(), ..AffiliationFields::default() };
        affiliations::add(&mut tx, id, at, &link, false, app::clock::now()).await.unwrap();
        id
    };
    let marie = person("Marie", "Durand", "marie@acme.example", acme, "Comptable").await;
    let paul = person("Paul", "Roy", "paul@beta.example", beta, "comptable").await;
    let zoe = person("Zoé", "Petit", "", acme, "").await;
    tx.commit().await.unwrap();
    Desk { house, cookie, acme, beta, marie, paul, zoe }
}

impl Desk {
    /// Sent by a form of `from`, without the wasm: where the browser goes then.
    pub async fn plain(&self, from: &str, path: &str, form: &[(&str, &str)]) -> String {
        let mut request = posted(&self.cookie, path, &encoded(form));
        for (name, value) in
            [(header::ACCEPT, "text/html,*/*".into()), (header::REFERER, format!("{}{from}", support::URL))]
        {
            request.headers_mut().insert(name, value.parse().unwrap());
        }
        went(&self.house.ask(request).await)
    }

    pub async fn status(&self, path: &str, form: &[(&str, &str)]) -> (StatusCode, String) {
        let answer = self.house.ask(posted(&self.cookie, path, &encoded(form))).await;
        (answer.status(), text(answer).await)
    }

    pub async fn get(&self, path: &str) -> Response {
        self.house.get_as(&self.cookie, path).await
    }

    pub async fn page(&self, path: &str) -> String {
        let answer = self.get(path).await;
        assert_eq!(answer.status(), StatusCode::OK, "{path}");
        words_of(&text(answer).await)
    }

    /// The act's page after this form for these people.
    pub async fn done(&self, act: &str, people: &[ContactId], more: &[(&str, &str)]) -> String {
        let ids: Vec<String> = people.iter().map(ToString::to_string).collect();
        let form: Vec<_> = ids.iter().map(|id| ("chosen[]", id.as_str())).chain(more.iter().copied()).collect();
        let went = self.plain(LIST, &format!("/api/contacts/{act}"), &form).await;
        assert!(went.starts_with("/contacts/actes/"), "{went}");
        went
    }

    pub async fn undo(&self, done: &str) -> String {
        let id = done.rsplit('/').next().unwrap();
        self.plain(done, "/api/contacts/undo-many", &[("id", id)]).await
    }

    pub async fn is_active(&self, id: ContactId) -> bool {
        let mut tx = self.house.fresh.pool.read().await.unwrap();
        contacts::get(&mut tx, id).await.unwrap().inactive_at.is_none()
    }

    pub async fn notified(&self, id: ContactId) -> NotificationType {
        let mut tx = self.house.fresh.pool.read().await.unwrap();
        affiliations::of_contact(&mut tx, id).await.unwrap()[0].notification_type
    }
}

pub fn went(answer: &Response) -> String {
    assert!(answer.status().is_redirection(), "{}", answer.status());
    answer.headers()[header::LOCATION].to_str().unwrap().trim_start_matches(support::URL).to_owned()
}
