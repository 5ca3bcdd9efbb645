//! Display options and required fields (P01, P10), through the whole router: what an administrator hides leaves forms and
//! cards and comes back untouched.
#![allow(clippy::unwrap_used)]

mod support;

use http::{StatusCode, header};
use model::{ClientDraft, ClientId, DisplayOption, Moment, Phone, Settings, UserRole, draft::ContactField};
use support::{House, house, posted, text, words_of};

const PAGE: &str = "/parametres/affichage";
const SAVE: &str = "/api/settings/save-display";

/// An administrator, and a client with everything filled in.
struct Office {
    house: House,
    cookie: String,
    client: ClientId,
}

async fn office() -> Office {
    let house = house().await;
    let cookie = house.signed_in(UserRole::Administrator).await;
    let draft = ClientDraft {
        reference: "C1".into(),
        label: "Épi d’Or".into(),
        kind: "professional".into(),
        family: "Boulangeries".into(),
        language: "en".into(),
        phones: vec![Phone { label: String::new(), number: "0601020304".into() }],
        town: "Gand".into(),
        note: "Livrer par la cour".into(),
        ..ClientDraft::default()
    };
    let mut tx = house.fresh.pool.write().await.unwrap();
    let client = store::clients::add(&mut tx, &draft.check().unwrap(), app::clock::now()).await.unwrap();
    tx.commit().await.unwrap();
    Office { house, cookie, client }
}

impl Office {
    /// Sent by the page's form, without the wasm: where the browser goes then.
    async fn plain(&self, path: &str, body: &str) -> String {
        let mut request = posted(&self.cookie, path, body);
        for (name, value) in
            [(header::ACCEPT, "text/html,*/*".into()), (header::REFERER, format!("{}{PAGE}", support::URL))]
        {
            request.headers_mut().insert(name, value.parse().unwrap());
        }
        let answer = self.house.ask(request).await;
        assert!(answer.status().is_redirection(), "{path}: {}", answer.status());
        answer.headers()[header::LOCATION].to_str().unwrap().trim_start_matches(support::URL).to_owned()
    }

    async fn post(&self, path: &str, body: &str) -> (StatusCode, String) {
        let answer = self.house.ask(posted(&self.cookie, path, body)).await;
        (answer.status(), text(answer).await)
    }

    async fn page(&self, path: &str) -> String {
        let answer = self.house.get_as(&self.cookie, path).await;
        assert_eq!(answer.status(), StatusCode::OK, "{path}");
        words_of(&text(answer).await)
    }

    async fn settings(&self) -> (Settings, i64) {
        let mut tx = self.house.fresh.pool.read().await.unwrap();
        (store::settings(&mut tx).await.unwrap(), store::settings_version(&mut tx).await.unwrap())
    }

    /// Everything shown but this.
    async fn hide(&self, hidden: &[DisplayOption]) {
        let shown = DisplayOption::ALL.iter().filter(|option| !hidden.contains(option));
        let shown: String = shown.map(|option| format!("&shown[]={}", option.code())).collect();
        let version = self.settings().await.1;
        let (status, body) = self.post(SAVE, &format!("version={version}&required[]=email{shown}")).await;
        assert_eq!(status, StatusCode::OK, "{body}");
    }
}

/// P10
#[tokio::test]
async fn p10_a_hidden_field_leaves_the_form_and_the_card_and_keeps_its_data() {
    let office = office().await;
    let (card, form) = (format!("/clients/{}", office.client), format!("/clients/{}/modifier", office.client));
    let fields = ["draft[note]", "draft[family]", "draft[language]", "draft[town]", "draft[phones]"];
    let values = ["Livrer par la cour", "Boulangeries", "Gand", "0601020304"];
    for name in fields {
        assert!(office.page(&form).await.contains(name), "{name}");
    }
    let hidden = [
        DisplayOption::ClientNote,
        DisplayOption::ClientFamily,
        DisplayOption::ClientLanguage,
        DisplayOption::ClientPlace,
        DisplayOption::ClientPhones,
    ];
    office.hide(&hidden).await;
    let (shown, asked) = (office.page(&card).await, office.page(&form).await);
    for value in values {
        assert!(!shown.contains(value) && !asked.contains(value), "{value}");
    }
    for name in fields {
        assert!(!asked.contains(name), "{name}");
    }

    let body = format!("id={}&version=1&draft[reference]=C1&draft[label]=Nouveau&draft[kind]=producer", office.client);
    assert_eq!(office.post("/api/clients/save", &body).await.0, StatusCode::OK);
    office.hide(&[]).await;
    let (shown, asked) = (office.page(&card).await, office.page(&form).await);
    assert!(shown.contains("Nouveau") && shown.contains("Anglais"), "{shown}");
    for value in values {
        assert!(shown.contains(value) && asked.contains(value), "{value}");
    }
}

/// P10: the page of a client's sites shows less, and « Annuler » after « Supprimer » still gives everything back.
#[tokio::test]
async fn p10_what_is_hidden_of_a_site_survives_its_removal_and_return() {
    let office = office().await;
    let new = format!("client={}&draft[label]=Atelier&draft[person]=Paul+Roy&draft[extra]=Code+12", office.client);
    assert_eq!(office.post("/api/sites/save", &new).await.0, StatusCode::OK);
    office.hide(&[DisplayOption::SitePerson, DisplayOption::SiteExtra]).await;
    let page = office.page(&format!("/clients/{}/adresses", office.client)).await;
    assert!(page.contains("Atelier") && !page.contains("<dd>Paul Roy"), "{page}");
    let (_, answer) = office.post("/api/sites/of-client", &format!("id={}", office.client)).await;
    assert!(answer.contains("\"person\":\"\"") && answer.contains("\"person\":\"Paul Roy\""), "{answer}");
}

/// P10
#[tokio::test]
async fn p10_a_contact_keeps_its_function_and_its_site_while_they_are_hidden() {
    let office = office().await;
    let client = office.client;
    let site = format!("client={client}&draft[label]=Atelier");
    assert_eq!(office.post("/api/sites/save", &site).await.0, StatusCode::OK);
    let person = format!(
        "head[client]={client}&contact[email]=a%40b.example&contact[note]=Le+matin&contact[language]=en\
         &affiliation[function]=Acheteuse&affiliation[site]=1"
    );
    assert_eq!(office.post("/api/contacts/save", &person).await.0, StatusCode::OK);
    office.hide(&[DisplayOption::ContactFunction, DisplayOption::ModuleSites, DisplayOption::ContactNote]).await;
    let list = office.page(&format!("/clients/{client}/contacts")).await;
    assert!(list.contains("a@b.example") && !list.contains("Acheteuse") && !list.contains("Atelier"), "{list}");
    let form = office.page(&format!("/contacts/1/modifier?client={client}")).await;
    assert!(!form.contains("affiliation[site]") && !form.contains("affiliation[function]"), "{form}");

    let saved = format!(
        "head[id]=1&head[version]=1&head[client]={client}&head[link]=1&head[link_version]=1\
         &contact[email]=c%40b.example&contact[language]=en&affiliation[notification_type]=all"
    );
    let (status, answer) = office.post("/api/contacts/save", &saved).await;
    assert_eq!(status, StatusCode::OK, "{answer}");
    office.hide(&[]).await;
    let card = office.page("/contacts/1").await;
    for value in ["c@b.example", "Acheteuse", "Atelier", "Le matin", "Toutes les notifications"] {
        assert!(card.contains(value), "{value}: {card}");
    }
}

/// P10
#[tokio::test]
async fn p10_a_module_that_is_off_leaves_the_rail_and_the_tabs() {
    let office = office().await;
    let card = format!("/clients/{}", office.client);
    let (tab, sites) = (format!("href=\"{card}/contacts\""), format!("href=\"{card}/adresses\""));
    let page = office.page(&card).await;
    assert!(page.contains(&tab) && page.contains(&sites) && page.contains("href=\"/contacts\""));
    office.hide(&[DisplayOption::ModuleContacts, DisplayOption::ModuleSites]).await;
    let page = office.page(&card).await;
    assert!(!page.contains(&tab) && !page.contains(&sites) && !page.contains("href=\"/contacts\""), "{page}");
    assert!(page.contains("href=\"/clients\""));
}

/// P01
#[tokio::test]
async fn p01_the_preset_asks_for_names_and_language_and_the_form_refuses_without() {
    let office = office().await;
    office.hide(&[DisplayOption::ContactLanguage]).await;
    let went = office.plain(SAVE, "version=1&full=true&required[]=email").await;
    assert_eq!(went, format!("{PAGE}?enregistre=1"));
    let full = [ContactField::LastName, ContactField::FirstName, ContactField::Language];
    let (settings, _) = office.settings().await;
    assert_eq!(settings.required_contact_fields, full);
    assert!(!settings.hidden.contains(&DisplayOption::ContactLanguage));
    let page = office.page(&went).await;
    assert!(page.contains("Enregistré.") && page.contains("value=\"last_name\" checked"), "{page}");
    let (status, answer) = office.post("/api/contacts/save", "contact[email]=a%40b.example").await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.contains("last_name") && answer.contains("first_name") && answer.contains("language"), "{answer}");
}

/// P01: a phone, a civility and what somebody does at the client; and the form that the panel of a new address leads to.
#[tokio::test]
async fn p01_whatever_the_form_of_a_contact_has_can_be_required() {
    let office = office().await;
    let all = "required[]=email&required[]=civility&required[]=phone&required[]=function";
    let shown: String = DisplayOption::ALL.iter().map(|option| format!("&shown[]={}", option.code())).collect();
    let went = office.plain(SAVE, &format!("version=0&{all}{shown}")).await;
    assert_eq!(went, format!("{PAGE}?enregistre=1"));
    let typed =
        "client={}&email=neuf%40acme.example&prenom=Zo%C3%A9&fonction=Achats".replace("{}", &office.client.to_string());
    let page = office.page(&format!("/contacts/nouveau?{typed}")).await;
    for told in ["value=\"neuf@acme.example\"", "value=\"Zoé\"", "value=\"Achats\""] {
        assert!(page.contains(told), "{told}: {page}");
    }
    let body = format!("head[client]={}&contact[email]=neuf%40acme.example", office.client);
    let (status, answer) = office.post("/api/contacts/save", &body).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    for field in ["civility", "phones.0.number", "function"] {
        assert!(answer.contains(field), "{field}: {answer}");
    }
    let more = "&contact[civility]=mrs&contact[phones][0][label]=&contact[phones][0][number]=0470123456&affiliation[function]=Achats";
    assert_eq!(office.post("/api/contacts/save", &format!("{body}{more}")).await.0, StatusCode::OK);
    // Without a client nobody asks what somebody does there.
    let alone = "contact[email]=seul%40acme.example&contact[civility]=mr&contact[phones][0][label]=&contact[phones][0][number]=0470123457";
    assert_eq!(office.post("/api/contacts/save", alone).await.0, StatusCode::OK);
}

/// P10: said at its field, with everything as it was ticked; nothing is saved.
#[tokio::test]
async fn p10_a_field_cannot_be_required_and_hidden() {
    let office = office().await;
    let before = office.settings().await;
    let went = office.plain(SAVE, "version=0&required[]=language&shown[]=client.note").await;
    assert!(went.starts_with(PAGE), "{went}");
    let page = office.page(&went).await;
    assert!(page.contains("Affichez ce champ, ou ne le rendez plus obligatoire."), "{page}");
    let ticked = |code: &str| page.contains(&format!("value=\"{code}\" checked"));
    assert!(ticked("language") && ticked("client.note") && !ticked("client.family"), "{page}");
    assert_eq!(office.settings().await, before);
}

/// P12
#[tokio::test]
async fn p12_of_two_administrators_the_second_is_told() {
    let office = office().await;
    let mut tx = office.house.fresh.pool.write().await.unwrap();
    let theirs = Settings { organisation_name: "Maison".into(), ..Settings::default() };
    store::save_settings(&mut tx, &theirs, 0, Moment(0)).await.unwrap();
    tx.commit().await.unwrap();
    let went = office.plain(SAVE, "version=0&required[]=email&shown[]=client.note").await;
    let page = office.page(&went).await;
    assert!(page.contains("role=\"alert\"") && page.contains("value=\"client.note\" checked"), "{page}");
    assert_eq!(office.settings().await.0, theirs);
}
