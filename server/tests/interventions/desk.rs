//! Somebody who notes interventions, without the wasm.

use crate::support::{self, House, client, encoded, house, posted, text, words_of};
use http::{StatusCode, header};
use model::{
    ClientId, ContactId, DisplayOption, Intervention, InterventionId, Settings, SiteDraft, SiteId, UserRole,
    draft::{AffiliationFields, ContactFields},
};
use store::{affiliations, contacts, interventions, sites};

pub const SAVE: &str = "/api/interventions/save";
pub const NEW: &str = "/interventions/nouvelle?client=1";

/// A member; a client with two sites, Marie at the first, Paul at the second, Zoé at none; and another client, with Luc.
pub struct Desk {
    pub house: House,
    pub cookie: String,
    pub acme: ClientId,
    pub beta: ClientId,
    pub gand: SiteId,
    pub lille: SiteId,
    pub marie: ContactId,
    pub paul: ContactId,
    pub zoe: ContactId,
    pub luc: ContactId,
}

pub async fn desk() -> Desk {
    let house = house().await;
    let cookie = house.signed_in(UserRole::Member).await;
    let mut tx = house.fresh.pool.write().await.unwrap();
    let now = app::clock::now();
    let (acme, beta) = (client(&mut tx, "ACME").await, client(&mut tx, "Beta").await);
    let mut place = async |label: &str| {
        let site = SiteDraft { label: label.into(), ..SiteDraft::default() }.check().unwrap();
        sites::add(&mut tx, acme, &site, now).await.unwrap()
    };
    let (gand, lille) = (place("Gand").await, place("Lille").await);
    let mut person = async |name: &str, client: ClientId, site: Option<SiteId>| {
        let fields = ContactFields { last_name: name.into(), ..ContactFields::default() };
        let id = contacts::add(&mut tx, &fields, None, now).await.unwrap();
        let link = AffiliationFields { site, function: format!("Fonction {name}"), ..AffiliationFields::default() };
        affiliations::add(&mut tx, id, client, &link, false, now).await.unwrap();
        id
    };
    let marie = person("Marie", acme, Some(gand)).await;
    let paul = person("Paul", acme, Some(lille)).await;
    let zoe = person("Zoé", acme, None).await;
    let luc = person("Luc", beta, None).await;
    tx.commit().await.unwrap();
    Desk { house, cookie, acme, beta, gand, lille, marie, paul, zoe, luc }
}

impl Desk {
    pub async fn page(&self, path: &str) -> String {
        let answer = self.house.get_as(&self.cookie, path).await;
        assert_eq!(answer.status(), StatusCode::OK, "{path}");
        words_of(&text(answer).await)
    }

    /// Sent by a form of `from`: where the browser goes then.
    pub async fn plain(&self, from: &str, path: &str, form: &[(&str, &str)]) -> String {
        let mut request = posted(&self.cookie, path, &encoded(form));
        for (name, value) in
            [(header::ACCEPT, "text/html,*/*".into()), (header::REFERER, format!("{}{from}", support::URL))]
        {
            request.headers_mut().insert(name, value.parse().unwrap());
        }
        let answer = self.house.ask(request).await;
        assert!(answer.status().is_redirection(), "{path}: {}", answer.status());
        answer.headers()[header::LOCATION].to_str().unwrap().trim_start_matches(support::URL).to_owned()
    }

    pub async fn status(&self, form: &[(&str, &str)]) -> (StatusCode, String) {
        let answer = self.house.ask(posted(&self.cookie, SAVE, &encoded(form))).await;
        (answer.status(), text(answer).await)
    }

    /// Noted for the other century, so that it is to come.
    pub async fn noted(&self, site: SiteId, contact: ContactId) -> String {
        let (client, site, contact) = (self.acme.to_string(), site.to_string(), contact.to_string());
        let form = [
            ("draft[client]", client.as_str()),
            ("draft[at]", "2126-11-23T14:30"),
            ("draft[subject]", "Chaudière"),
            ("draft[site]", &site),
            ("draft[contact]", &contact),
            ("draft[notes]", "Code 12"),
        ];
        let went = self.plain(NEW, SAVE, &form).await;
        assert!(went.ends_with("?enregistree=1"), "{went}");
        went.trim_end_matches("?enregistree=1").to_owned()
    }

    pub async fn stored(&self, id: i64) -> Intervention {
        let mut tx = self.house.fresh.pool.read().await.unwrap();
        interventions::get(&mut tx, InterventionId(id)).await.unwrap()
    }

    pub async fn hide(&self, hidden: Vec<DisplayOption>) {
        let mut tx = self.house.fresh.pool.write().await.unwrap();
        let version = store::settings_version(&mut tx).await.unwrap();
        let settings = Settings { hidden, ..store::settings(&mut tx).await.unwrap() };
        store::save_settings(&mut tx, &settings, version, app::clock::now()).await.unwrap();
        tx.commit().await.unwrap();
    }
}
