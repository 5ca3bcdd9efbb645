//! What acts answer and leave behind, asked through the whole router.
#![allow(clippy::unwrap_used)]

mod support;

use app::{
    contacts::api::ContactCard,
    history::api::History,
    recipients::api::{NewPerson, Outcome},
    sends::api::SendsFound,
};
use axum::body::Body;
use http::{Request, StatusCode, header};
use model::{
    AccountId, AccountOwner, BatchId, ClientId, ContactId, DraftId, UserId, UserRole,
    compose::{Draft, FILE_MAX, RECIPIENTS_MAX},
};
use serde::de::DeserializeOwned;
use store::{
    outbox::{self, NewBatch},
    testing::{mailbox_account, new_batch, new_message},
};
use support::{House, client, house, posted, text};

/// A member, an account that puts mails into the test mailbox, and two clients.
struct Desk {
    house: House,
    cookie: String,
    user: UserId,
    account: AccountId,
    acme: ClientId,
    beta: ClientId,
}

async fn desk() -> Desk {
    let house = house().await;
    let cookie = house.signed_in(UserRole::Member).await;
    let mut tx = house.fresh.pool.write().await.unwrap();
    let account = mailbox_account("compta@maison.example");
    let (account, owner) = (account.check(None, &[]).unwrap(), AccountOwner::Organisation);
    let account = store::accounts::add(&mut tx, &house.keys, owner, &account, app::clock::now()).await.unwrap();
    let acme = client(&mut tx, "ACME").await;
    let beta = client(&mut tx, "Beta").await;
    let user = store::users::list(&mut tx).await.unwrap()[0].id;
    tx.commit().await.unwrap();
    Desk { house, cookie, user, account, acme, beta }
}

impl Desk {
    fn request(&self, path: &str, body: &str) -> Request<Body> {
        posted(&self.cookie, path, body)
    }

    async fn status(&self, path: &str, body: &str) -> StatusCode {
        self.house.ask(self.request(path, body)).await.status()
    }

    async fn ask<T: DeserializeOwned>(&self, path: &str, body: &str) -> T {
        let answer = self.house.ask(self.request(path, body)).await;
        assert_eq!(answer.status(), StatusCode::OK, "{path}");
        serde_json::from_str(&text(answer).await).unwrap()
    }

    async fn show(&self, path: &str) -> String {
        let answer = self.house.get_as(&self.cookie, path).await;
        assert_eq!(answer.status(), StatusCode::OK, "{path}");
        text(answer).await
    }

    async fn add(&self, addresses: &[String]) -> Result<Vec<ContactId>, StatusCode> {
        let person = |address: &String| NewPerson {
            address: address.clone(),
            first_name: String::new(),
            last_name: String::new(),
            function: String::new(),
            starred: true,
        };
        let people: Vec<NewPerson> = addresses.iter().map(person).collect();
        let body = serde_json::json!({ "client": self.acme, "people": people }).to_string();
        let answer = self.house.ask(self.request("/api/recipients/add", &body)).await;
        if answer.status() != StatusCode::OK {
            return Err(answer.status());
        }
        let outcomes: Vec<(String, Outcome)> = serde_json::from_str(&text(answer).await).unwrap();
        let added = |(_, outcome)| match outcome {
            Outcome::Added(candidate) => candidate.contact.unwrap(),
            other => panic!("not added: {other:?}"),
        };
        Ok(outcomes.into_iter().map(added).collect())
    }

    async fn jean(&self) -> ContactId {
        self.add(&["jean@acme.example".into()]).await.unwrap()[0]
    }

    async fn take_back(&self, contact: ContactId) {
        let body = format!("client={}&contact={contact}&existed=false", self.acme);
        assert_eq!(self.status("/api/recipients/take-back", &body).await, StatusCode::OK);
    }

    /// So many mails to ACME, and to this contact, that wait and never leave.
    async fn sent(&self, mails: usize, to: Option<ContactId>) -> Vec<BatchId> {
        let now = app::clock::now();
        let mut tx = self.house.fresh.pool.write().await.unwrap();
        let mut batches = vec![];
        for mail in 0..mails {
            let key = format!("{mail}-of-{mails}");
            let id = format!("{key}@maison.example");
            let mut message = new_message(self.account, &id, ["jean@acme.example"]);
            message.client_id = Some(self.acme);
            message.deliveries[0].contact_id = to;
            let undo_until = Some(now.plus_seconds(3600));
            let batch = NewBatch { by: Some(self.user), undo_until, ..new_batch(&key, vec![message]) };
            batches.push(outbox::enqueue(&mut tx, &batch, now).await.unwrap().batch_id);
        }
        tx.commit().await.unwrap();
        batches
    }
}

/// P50
#[tokio::test]
async fn p50_a_history_has_a_next_page_only_when_something_is_on_it() {
    let desk = desk().await;
    let jean = desk.jean().await;
    let whose = [format!(r#"{{"client":{}}}"#, desk.acme), format!(r#"{{"contact":{jean}}}"#)];
    let first = desk.sent(50, Some(jean)).await[0];
    for of in &whose {
        let whole: History = desk.ask("/api/history", &format!(r#"{{"of":{of}}}"#)).await;
        assert_eq!((whole.sends.len(), whole.later), (50, false), "{of}");
    }
    desk.sent(1, Some(jean)).await;
    for of in &whose {
        let page: History = desk.ask("/api/history", &format!(r#"{{"of":{of}}}"#)).await;
        assert_eq!((page.sends.len(), page.later), (50, true), "{of}");
        let asked = format!(r#"{{"of":{of},"before":{}}}"#, page.sends[49].id);
        let rest: History = desk.ask("/api/history", &asked).await;
        assert_eq!((rest.sends[0].id, rest.sends.len(), rest.later), (first, 1, false), "{of}");
    }
}

/// P50
#[tokio::test]
async fn p50_the_card_of_a_contact_leads_to_what_it_has_no_room_for() {
    let desk = desk().await;
    let jean = desk.jean().await;
    let all = format!("/contacts/{jean}/historique");
    desk.sent(20, Some(jean)).await;
    let card: ContactCard = desk.ask("/api/contacts/card", &format!("id={jean}")).await;
    assert_eq!((card.sends.len(), card.older), (20, false));
    assert!(!desk.show(&format!("/contacts/{jean}")).await.contains(&all));
    desk.sent(31, Some(jean)).await;
    assert!(desk.show(&format!("/contacts/{jean}")).await.contains(&format!("href=\"{all}\"")));
    let newest = desk.show(&all).await;
    assert_eq!(newest.matches("href=\"/envois/").count(), 50);
    let next = newest.split("href=\"").find(|rest| rest.starts_with(&format!("{all}?avant="))).unwrap();
    let oldest = desk.show(next.split('"').next().unwrap()).await;
    assert_eq!(oldest.matches("href=\"/envois/").count(), 1);
    assert!(oldest.contains(&format!("href=\"{all}\" rel=\"prev\"")) && !oldest.contains("rel=\"next\""));
}

#[tokio::test]
async fn a_question_for_a_few_sends_brings_no_more_and_says_whether_there_are_more() {
    let desk = desk().await;
    let batches = desk.sent(3, None).await;
    for (most, shown) in [(2, 2), (3, 3), (9, 3)] {
        let body = format!(r#"{{"asked":{{"most":{most}}}}}"#);
        let found: SendsFound = desk.ask("/api/sends/list", &body).await;
        assert_eq!((found.rows.len(), found.more), (shown, shown < 3), "{most}");
        assert_eq!(found.rows[0].id, batches[2]);
    }
}

/// P06: undoing one's own act takes nothing from a colleague.
#[tokio::test]
async fn p06_a_new_contact_taken_back_stays_where_somebody_else_uses_it() {
    let desk = desk().await;
    let jean = desk.jean().await;
    let elsewhere = format!("client={}&contact={jean}&starred=false", desk.beta);
    assert_eq!(desk.status("/api/recipients/affiliate", &elsewhere).await, StatusCode::OK);
    desk.take_back(jean).await;
    let mut tx = desk.house.fresh.pool.read().await.unwrap();
    assert_eq!(store::contacts::get(&mut tx, jean).await.unwrap().erased_at, None);
    assert!(store::affiliations::live(&mut tx, desk.acme, jean).await.unwrap().is_none());
    assert!(store::affiliations::live(&mut tx, desk.beta, jean).await.unwrap().is_some());
}

/// P06
#[tokio::test]
async fn p06_a_new_contact_that_is_only_here_goes_when_it_is_taken_back() {
    let desk = desk().await;
    let jean = desk.jean().await;
    desk.take_back(jean).await;
    let mut tx = desk.house.fresh.pool.read().await.unwrap();
    assert!(store::contacts::get(&mut tx, jean).await.unwrap().erased_at.is_some());
}

/// D46
#[tokio::test]
async fn d46_no_more_people_are_added_at_once_than_a_mail_can_have() {
    let desk = desk().await;
    let people: Vec<String> = (0..=RECIPIENTS_MAX).map(|n| format!("p{n}@acme.example")).collect();
    assert_eq!(desk.add(&people).await, Err(StatusCode::BAD_REQUEST));
    assert_eq!(desk.add(&people[..2]).await.unwrap().len(), 2);
}

#[tokio::test]
async fn an_inactive_site_that_was_removed_comes_back_inactive() {
    let desk = desk().await;
    for (label, inactive) in [("Gand", true), ("Liège", false)] {
        let body = format!("client={}&draft[label]={label}&inactive={inactive}", desk.acme);
        assert_eq!(desk.status("/api/sites/restore", &body).await, StatusCode::OK);
    }
    let mut tx = desk.house.fresh.pool.read().await.unwrap();
    let sites = store::sites::of_client(&mut tx, desk.acme).await.unwrap();
    let sites: Vec<_> = sites.iter().map(|site| (site.label.as_str(), site.inactive_at.is_some())).collect();
    assert_eq!(sites, [("Liège", false), ("Gand", true)]);
}

/// S45: what no mail could hold is refused by its announced length, before it is read.
#[tokio::test]
async fn s45_a_file_larger_than_a_mail_is_refused_before_it_is_read() {
    let desk = desk().await;
    let mut tx = desk.house.fresh.pool.write().await.unwrap();
    let DraftId(draft) = store::drafts::add(&mut tx, desk.user, &Draft::default(), app::clock::now()).await.unwrap();
    tx.commit().await.unwrap();
    for (announced, status) in [(FILE_MAX, StatusCode::OK), (FILE_MAX + 1, StatusCode::PAYLOAD_TOO_LARGE)] {
        let mut request = desk.request(&format!("/ecrire/{draft}/fichiers?nom=a.txt"), "abc");
        request.headers_mut().insert(header::CONTENT_LENGTH, announced.to_string().parse().unwrap());
        assert_eq!(desk.house.ask(request).await.status(), status, "{announced}");
    }
}
