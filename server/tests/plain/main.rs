//! Writing without the wasm, through the whole router (recipient-field.md §14): the form as a browser posts it, the page it goes back
//! to, the result, and the addresses that the result offers to keep (D91).
#![allow(clippy::unwrap_used)]

mod desk;
mod kept;
mod shown;
#[path = "../support/mod.rs"]
mod support;

use desk::{account, desk, to};
use http::{Method, StatusCode, header};
use model::{AccountOwner, EmailAddress, UserRole, compose::Draft, recipients::Role};
use support::text;

/// D105, D95, D99: boxes and texts become one mail; Cci in no header is the outbox's matter (S34).
#[tokio::test]
async fn d105_the_plain_form_sends_and_a_double_click_is_one_sending() {
    let desk = desk().await;
    let fields = [
        ("to", "contact@acme.example"),
        ("to_text", "Jean Petit <jean@acme.example>; CONTACT@acme.example"),
        ("cc_text", "luc@acme.example"),
        ("bcc_text", "zoe@acme.example"),
        ("subject", "Devis d’été"),
        ("body", "Bonjour,\r\nvoici le devis."),
        ("state", "sent"),
    ];
    let result = desk.post("k1", &fields).await;
    assert_eq!(desk.post("k1", &fields).await, result, "the same form is the same sending");
    assert_eq!(desk.sends().await, 1);
    let batch = desk.batch(&result).await;
    let mail = &batch.messages[0];
    let sent: Vec<_> = mail.deliveries.iter().map(|d| (d.role, d.address.as_str(), d.name.as_str())).collect();
    let expected = [
        (Role::To, "contact@acme.example", ""),
        (Role::To, "jean@acme.example", "Jean Petit"),
        (Role::Cc, "luc@acme.example", ""),
        (Role::Bcc, "zoe@acme.example", ""),
    ];
    assert_eq!(sent, expected);
    assert_eq!((mail.subject.as_str(), mail.body.as_str()), ("Devis d’été", "Bonjour,\nvoici le devis."));
    let page = desk.show(&result).await;
    assert!(page.contains("voici le devis") && !page.contains("nvoyé"), "P51: it is still held");
    assert!(desk.drafts().await.is_empty());
}

/// D52, D105, P25
#[tokio::test]
async fn d105_what_stands_in_the_way_is_said_on_the_page_and_everything_typed_is_there() {
    let desk = desk().await;
    let fields = [
        ("to", "contact@acme.example"),
        ("to_text", "jean@acme.example, durand"),
        ("subject", "Devis <b>"),
        ("body", "Bonjour,\r\n</textarea><script>"),
    ];
    let back = desk.post("k1", &fields).await;
    assert_eq!(desk.post("k1", &fields).await, back, "a double click is one draft");
    assert!(back.starts_with("/ecrire?brouillon="), "{back}");
    assert_eq!((desk.sends().await, desk.drafts().await.len()), (0, 1));
    let page = desk.show(&back).await;
    for shown in ["Rien n’est parti", "« durand » n’est pas une adresse", "jean@acme.example", "Devis &lt;b"] {
        assert!(page.replace('\u{a0}', " ").contains(shown), "{shown}");
    }
    assert!(!page.contains("</textarea><script>"), "escaped");
    assert!(page.contains("value=\"durand\""), "the text is in its box");
    assert!(!desk.show(&back).await.contains("Rien n’est parti"), "said once");

    let nobody = desk.post("k2", &[("subject", "Sans personne")]).await;
    assert!(desk.show(&nobody).await.contains("Ajoutez au moins un destinataire"));
    let long = "é".repeat(251);
    let long = desk.post("k3", &[("to", "contact@acme.example"), ("subject", &long), ("body", "a")]).await;
    assert!(desk.show(&long).await.contains(&"é".repeat(251)), "also what no draft can hold");
    assert_eq!(desk.sends().await, 0);
}

/// D94, P29
#[tokio::test]
async fn d94_what_wants_a_yes_is_asked_once_and_only_for_what_was_shown() {
    let desk = desk().await;
    let fields = [("bcc_text", "jean@acrne.example"), ("subject", "Devis"), ("body", "Bonjour")];
    let back = desk.post("k1", &fields).await;
    let page = desk.show(&back).await;
    for asked in ["Personne dans", "jean@acrne.example ressemble à acme.example"] {
        assert!(page.contains(asked), "{asked}");
    }
    let draft = back.strip_prefix("/ecrire?brouillon=").unwrap();
    let boxes = [("draft", draft), ("bcc", "jean@acrne.example"), ("subject", "Devis"), ("body", "Bonjour")];
    assert!(desk.post("k2", &boxes[1..]).await.contains("/ecrire"), "nobody in À is still asked");
    let line = |text: &'static str| [("line", text)];
    let half = [&boxes[..], &line("nobody-in-to"), &[("confirmed", "true")]].concat();
    assert!(desk.post_draft("k3", &half).await.starts_with("/ecrire"), "the look-alike is a box now, and still asked");
    let unticked = [&boxes[..], &line("nobody-in-to"), &line("look-alike jean@acrne.example acme.example")].concat();
    assert!(desk.post_draft("k4", &unticked).await.starts_with("/ecrire"));
    let yes = [&unticked[..], &[("confirmed", "true")]].concat();
    assert!(desk.post_draft("k5", &yes).await.starts_with("/envois/"));
    assert_eq!(desk.sends().await, 1);
}

/// P05, D78
#[tokio::test]
async fn d78_an_inactive_contact_stops_the_plain_form_too() {
    let desk = desk().await;
    let add = [("client", desk.client.to_string()), ("contact[email]", "marie@acme.example".into())];
    let body: Vec<String> = add.iter().map(|(name, value)| format!("{name}={value}")).collect();
    desk.house.ask(desk.page(Method::POST, "/api/contacts/save", &body.join("&"))).await;
    let mut tx = desk.house.fresh.pool.write().await.unwrap();
    let address = EmailAddress::parse("marie@acme.example").unwrap();
    let found = store::recipients::look_up(&mut tx, Some(desk.client), &[address.to_string()]).await.unwrap();
    let model::recipients::Found::Candidate(marie) = &found[0].1 else { panic!("{found:?}") };
    store::contacts::deactivate(&mut tx, marie.contact.unwrap(), app::clock::now()).await.unwrap();
    tx.commit().await.unwrap();
    let back = desk.post("k1", &[("to", "marie@acme.example"), ("subject", "a"), ("body", "b")]).await;
    assert!(desk.show(&back).await.contains("marie@acme.example est un contact inactif"));
    assert_eq!(desk.sends().await, 0);
}

/// P27: any client will do for a contact without one, and the contact comes along.
#[tokio::test]
async fn p27_choosing_the_client_leads_to_writing() {
    let desk = desk().await;
    let choice = format!("/ecrire?client={}", desk.client);
    let page = desk.show("/ecrire").await;
    assert!(page.contains("action=\"/ecrire\"") && page.contains(&format!("href=\"{choice}\"")));
    assert!(!desk.show("/ecrire?q=personne").await.contains(&choice), "searched, not found");
    desk.house.ask(desk.page(Method::POST, "/api/contacts/save", "contact[email]=jean@petit.example")).await;
    let mut tx = desk.house.fresh.pool.read().await.unwrap();
    let found = store::recipients::look_up(&mut tx, None, &["jean@petit.example".to_owned()]).await.unwrap();
    let Some((_, model::recipients::Found::Candidate(jean))) = found.first() else { panic!("{found:?}") };
    let contact = format!("contact={}", jean.contact.unwrap());
    drop(tx);
    let page = desk.show(&format!("/ecrire?{contact}&q=acme")).await.replace("&amp;", "&");
    assert!(page.contains("name=\"contact\"") && page.contains(&format!("{choice}&{contact}")), "the contact is kept");
    assert!(desk.show(&format!("{choice}&{contact}")).await.contains("jean@petit.example"));
}

/// S56: the address of « De » is one of the person's accounts, and nothing that the form says changes it.
#[tokio::test]
async fn s56_a_from_outside_the_accounts_of_a_person_is_refused() {
    let desk = desk().await;
    desk.house.signed_in(UserRole::Administrator).await;
    let mut tx = desk.house.fresh.pool.write().await.unwrap();
    let users = store::users::list(&mut tx).await.unwrap();
    let other = users.iter().find(|user| user.id != desk.user).unwrap().id;
    let theirs = account(&desk.house, &mut tx, AccountOwner::User(other), "patron@maison.example").await;
    tx.commit().await.unwrap();
    let theirs = theirs.to_string();
    let fields = [("to", "contact@acme.example"), ("subject", "a"), ("body", "b"), ("from", "patron@maison.example")];
    let stolen = [&fields[..], &[("account", theirs.as_str())]].concat();
    let back = desk.post("k1", &stolen).await;
    assert!(desk.show(&back).await.contains("ne peut plus servir"));
    let draft = format!(
        r#"{{"client_id":{},"account_id":{theirs},"recipients":[{{"role":"to","address":"a@x.example"}}]}}"#,
        desk.client
    );
    let refused = desk.send(&format!(r#"{{"id":null,"draft":{draft},"files":[],"idem_key":"k2"}}"#)).await;
    assert_eq!(refused.status(), StatusCode::UNPROCESSABLE_ENTITY);
    assert!(text(refused).await.contains("other_account"));
    assert_eq!(desk.sends().await, 0);
    let sent = desk.post("k3", &fields).await;
    assert_eq!(desk.batch(&sent).await.messages[0].from_address, "compta@maison.example");
}

/// A file that the form does not show does not leave, and none it shows stays behind: also when it is about another tab.
#[tokio::test]
async fn exactly_the_files_that_the_form_shows_leave() {
    let desk = desk().await;
    let content = format!(
        r#"{{"client_id":{},"recipients":[{{"role":"to","address":"a@x.example"}}],"subject":"a","body":"b"}}"#,
        desk.client
    );
    let mut tx = desk.house.fresh.pool.write().await.unwrap();
    let draft = serde_json::from_str::<Draft>(&content).unwrap();
    let draft = store::drafts::add(&mut tx, desk.user, &draft, app::clock::now()).await.unwrap();
    tx.commit().await.unwrap();
    let (devis, plan) = (desk.attach(draft, "devis.pdf").await, desk.attach(draft, "plan.pdf").await);
    let form = |files: &str, key| format!(r#"{{"id":{draft},"draft":{content},"files":[{files}],"idem_key":"{key}"}}"#);
    for (key, shown) in ["".into(), devis.to_string(), format!("{devis},{plan},999")].iter().enumerate() {
        let refused = desk.send(&form(shown, key)).await;
        assert_eq!(refused.status(), StatusCode::UNPROCESSABLE_ENTITY, "{shown}");
        assert!(text(refused).await.contains("files_changed"));
    }
    let unsaved = form("1", 8).replacen(&format!(r#""id":{draft}"#), r#""id":null"#, 1);
    assert!(text(desk.send(&unsaved).await).await.contains("files_changed"));
    assert_eq!(desk.sends().await, 0);
    let all = form(&format!("{plan},{devis}"), 9);
    assert_eq!(desk.send(&all).await.status(), StatusCode::OK);
    assert_eq!(desk.send(&all).await.status(), StatusCode::OK, "a double click is one sending");
    assert_eq!(desk.sends().await, 1);
}

/// E19
#[tokio::test]
async fn a_mail_larger_than_its_server_takes_is_refused_with_the_limit() {
    let desk = desk().await;
    let mut tx = desk.house.fresh.pool.write().await.unwrap();
    let now = app::clock::now();
    let account = store::accounts::list_for(&mut tx, desk.user).await.unwrap()[0].id;
    store::accounts::note_max_size(&mut tx, account, Some(1_200_000)).await.unwrap();
    let draft = Draft { client_id: Some(desk.client), ..Draft::default() };
    let draft = store::drafts::add(&mut tx, desk.user, &draft, now).await.unwrap();
    let plan = store::blobs::add(&mut tx, &[7; 1_000_000], now).await.unwrap();
    store::drafts::attach(&mut tx, desk.user, draft, ("plan.pdf", "application/pdf"), &plan, now).await.unwrap();
    tx.commit().await.unwrap();
    let draft = draft.to_string();
    let fields = [("draft", draft.as_str()), ("to", "contact@acme.example"), ("subject", "Plan"), ("body", "Voici.")];
    let back = desk.post_draft("k1", &fields).await;
    let page = desk.show(&back).await.replace('\u{a0}', " ");
    assert!(page.contains("dépasse ce que le serveur d’envoi accepte (1,2 Mo au plus)"), "{back}");
    assert_eq!(desk.sends().await, 0);
}

#[tokio::test]
async fn without_a_session_the_form_leads_to_the_sign_in_and_without_a_client_nowhere() {
    let desk = desk().await;
    let mut request = desk.form("k1", &[("to", "contact@acme.example")]);
    request.headers_mut().remove(header::COOKIE);
    request.headers_mut().insert(header::REFERER, format!("{}/ecrire?client=1", support::URL).parse().unwrap());
    assert_eq!(to(desk.house.ask(request).await), "/connexion?next=/ecrire%3Fclient%3D1");
    let none = desk.page(Method::POST, "/api/compose/post", "idem_key=k");
    assert_eq!(desk.house.ask(none).await.status(), StatusCode::BAD_REQUEST);
    let unknown = desk.page(Method::POST, "/api/compose/post", "client=999&idem_key=k&to=a%40x.example");
    assert_eq!(to(desk.house.ask(unknown).await), "/ecrire?client=999", "a page that says 404");
    assert_eq!(desk.sends().await, 0);
}

/// D91, P22
#[tokio::test]
async fn d91_the_result_offers_new_addresses_which_are_saved_or_ignored() {
    let desk = desk().await;
    let fields = [
        ("to", "contact@acme.example"),
        ("to_text", "Jean Petit <jean@acme.example>, luc@acme.example"),
        ("subject", "a"),
        ("body", "b"),
    ];
    let result = desk.post("k1", &fields).await;
    let page = desk.show(&result).await;
    for shown in ["Adresses à ranger", "Enregistrer jean@acme.example", "value=\"Petit\"", "Ignorer luc@acme.example"]
    {
        assert!(page.contains(shown), "{shown}");
    }
    assert!(!page.contains("Enregistrer contact@acme.example"), "a slot of the client is no stranger (P02)");
    let batch = desk.batch(&result).await;
    assert_eq!(batch.new_addresses.len(), 2);

    let bad = desk.keep(&batch, "first_name=Je%00an&last_name=Petit&function=Quai").await;
    assert!(bad.is_redirection());
    let page = desk.show(&result).await;
    assert!(page.contains("aria-invalid=\"true\""), "the problem is at its field");
    assert!(page.contains("value=\"Quai\""), "everything typed is there again");
    let star = "name=\"starred\" value=\"true\"";
    assert_eq!(page.matches(star).count(), 2);
    assert_eq!(page.matches(&format!("{star} checked")).count(), 1, "what was unticked stays so");

    assert!(desk.keep(&batch, "first_name=Jean&last_name=Petit&function=Achats&starred=true").await.is_redirection());
    let mut tx = desk.house.fresh.pool.read().await.unwrap();
    let facts = store::recipients::client_facts(&mut tx, desk.client, app::clock::now()).await.unwrap();
    drop(tx);
    let jean = facts.candidates.iter().find(|c| c.address.as_str() == "jean@acme.example").unwrap();
    assert_eq!((jean.name.as_str(), jean.function.as_str(), jean.starred), ("Jean Petit", "Achats", true));
    let batch = desk.batch(&result).await;
    let delivery = batch.messages[0].deliveries.iter().find(|d| d.address == "jean@acme.example").unwrap();
    assert_eq!(delivery.contact_id, jean.contact, "the mail is in the contact's history");
    let left: Vec<_> = batch.new_addresses.iter().map(|new| new.address.as_str()).collect();
    assert_eq!(left, ["luc@acme.example"]);

    assert!(desk.keep(&batch, "act=ignore").await.is_redirection());
    assert!(desk.batch(&result).await.new_addresses.is_empty());
    assert!(!desk.show(&result).await.contains("Adresses à ranger"));
}
