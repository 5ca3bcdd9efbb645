//! Interventions (E17, P37) through the whole router, as a browser uses their pages: plain forms, whose check binds.
#![allow(clippy::unwrap_used)]

mod desk;
#[path = "../support/mod.rs"]
mod support;

use desk::{NEW, SAVE, desk};
use http::{StatusCode, header};
use model::{ContactId, DisplayOption, InterventionId, InterventionState};
use store::{affiliations, contacts, interventions};
use support::text;

/// A radio of the form: is it there, and chosen?
fn chosen(page: &str, contact: ContactId) -> Option<bool> {
    let (_, rest) = page.split_once(&format!("id=\"f-contact-{contact}\""))?;
    Some(rest.split('>').next().unwrap().contains(" checked"))
}

/// E17
#[tokio::test]
async fn e17_an_intervention_is_noted_shown_and_changed() {
    let desk = desk().await;
    let page = desk.page("/interventions").await;
    assert!(page.contains("Aucune intervention à venir.") && page.contains("Nouvelle intervention"), "{page}");
    let page = desk.page("/interventions/nouvelle?q=ac").await;
    assert!(page.contains("/interventions/nouvelle?client=1") && !page.contains("Beta"), "{page}");
    assert!(desk.page("/interventions/nouvelle?q=zzz").await.contains("Aucun client actif ne correspond à « zzz »"));
    let page = desk.page(NEW).await;
    for part in ["Laissez un contact sans adresse pour qu’il soit proposé partout", "Sans contact", "Fonction Marie"]
    {
        assert!(page.contains(part), "{part}: {page}");
    }

    let path = desk.noted(desk.gand, desk.marie).await;
    let page = desk.page(&path).await;
    assert_eq!((chosen(&page, desk.marie), chosen(&page, desk.zoe)), (Some(true), Some(false)), "{page}");
    assert!(page.contains("value=\"2126-11-23T14:30\"") && page.contains("Code 12"), "{page}");
    let list = desk.page("/interventions").await;
    assert!(list.contains("Chaudière") && list.contains("Marie") && list.contains("Gand"), "{list}");
    assert!(!desk.page("/interventions?quand=passees").await.contains("Chaudière"));
    assert!(!desk.page("/interventions?q=beta&quand=toutes").await.contains("Chaudière"));
    assert!(desk.page("/interventions?q=acme&etat=planned").await.contains("Chaudière"));
    let card = desk.page("/clients/1").await;
    assert!(card.contains("href=\"/interventions?client=1&amp;quand=toutes\" rel=\"external\""), "{card}");
    assert!(card.contains("href=\"/interventions\" rel=\"external\""), "the rail: {card}");
    // An address that no form of ours makes.
    desk.page("/interventions?client=x&quand=y&etat=z&apres=a&supprimee=b&%zz").await;
    assert!(desk.page("/interventions?client=99").await.contains("n’existe plus"));
    for gone in ["/interventions/99", "/interventions/x", "/interventions/nouvelle?client=99"] {
        assert_eq!(desk.house.get_as(&desk.cookie, gone).await.status(), StatusCode::NOT_FOUND, "{gone}");
    }
}

/// P37: said at its field, with everything as it was typed; nothing is saved.
#[tokio::test]
async fn p37_a_contact_of_another_site_is_refused_and_the_form_comes_back() {
    let desk = desk().await;
    let (client, site, contact) = (desk.acme.to_string(), desk.lille.to_string(), desk.marie.to_string());
    let form = [
        ("draft[client]", client.as_str()),
        ("draft[at]", "2126-11-23T14:30"),
        ("draft[subject]", "Vanne"),
        ("draft[site]", &site),
        ("draft[contact]", &contact),
    ];
    let went = desk.plain(NEW, SAVE, &form).await;
    assert!(went.starts_with("/interventions/nouvelle"), "{went}");
    let page = desk.page(&went).await;
    assert!(page.contains("Choisissez un contact de cette adresse ou sans adresse, ou aucun."), "{page}");
    assert!(page.contains("value=\"Vanne\"") && chosen(&page, desk.marie) == Some(true), "{page}");
    let mut tx = desk.house.fresh.pool.read().await.unwrap();
    assert!(matches!(interventions::get(&mut tx, InterventionId(1)).await, Err(store::StoreError::NotFound)));
}

/// P37, P05: whatever is sent.
#[tokio::test]
async fn p37_bad_input_is_refused_with_its_field() {
    let desk = desk().await;
    let (acme, beta) = (desk.acme.to_string(), desk.beta.to_string());
    let (gand, marie, luc, paul) =
        (desk.gand.to_string(), desk.marie.to_string(), desk.luc.to_string(), desk.paul.to_string());
    let right = [("client", acme.as_str()), ("at", "2126-11-23T14:30"), ("subject", "Vanne")];
    for (field, value, at) in [
        ("client", "99", "client"),
        ("client", "", "client"),
        ("at", "demain", "at"),
        ("at", "2126-02-30T10:00", "at"),
        ("subject", " ", "subject"),
        ("state", "perhaps", "state"),
        ("site", "99", "site"),
        ("site", "x", "site"),
        ("contact", "99", "contact"),
        ("contact", luc.as_str(), "contact"),
        ("contact", paul.as_str(), "contact"),
        ("contact", marie.as_str(), "contact"),
    ] {
        let kept = right.into_iter().filter(|(name, _)| *name != field).chain([(field, value)]);
        let named: Vec<_> = kept.map(|(name, value)| (format!("draft[{name}]"), value)).collect();
        let form: Vec<_> = named.iter().map(|(name, value)| (name.as_str(), *value)).collect();
        let (status, answer) = desk.status(&form).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{field}={value}: {answer}");
        assert!(answer.contains(&format!("\"field\":\"{at}\"")), "{field}={value}: {answer}");
    }
    let foreign = [
        ("draft[client]", beta.as_str()),
        ("draft[at]", "2126-11-23T14:30"),
        ("draft[subject]", "A"),
        ("draft[site]", &gand),
    ];
    assert!(desk.status(&foreign).await.1.contains("ForeignSite"));
    let odd =
        [("id", "99"), ("draft[client]", acme.as_str()), ("draft[at]", "2126-11-23T14:30"), ("draft[subject]", "A")];
    assert_eq!(desk.status(&odd).await.0, StatusCode::NOT_FOUND);
}

/// P37: on opening; what took place keeps its contact.
#[tokio::test]
async fn p37_a_contact_that_no_longer_fits_stays_and_the_page_says_so() {
    let desk = desk().await;
    let path = desk.noted(desk.gand, desk.marie).await;
    let mut tx = desk.house.fresh.pool.write().await.unwrap();
    let link = affiliations::of_contact(&mut tx, desk.marie).await.unwrap().remove(0);
    affiliations::end(&mut tx, link.id, app::clock::now()).await.unwrap();
    tx.commit().await.unwrap();
    let page = desk.page(&path).await;
    assert!(page.contains("Marie n’est plus un contact de cette adresse. Choisissez de nouveau"), "{page}");
    assert_eq!(chosen(&page, desk.marie), Some(true), "nothing is lost");
    let (acme, gand, marie) = (desk.acme.to_string(), desk.gand.to_string(), desk.marie.to_string());
    let form = |version, state| {
        [
            ("id", "1"),
            ("version", version),
            ("draft[client]", acme.as_str()),
            ("draft[at]", "2126-11-23T14:30"),
            ("draft[subject]", "Chaudière"),
            ("draft[state]", state),
            ("draft[site]", gand.as_str()),
            ("draft[contact]", marie.as_str()),
        ]
    };
    assert_eq!(desk.status(&form("1", "planned")).await.0, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(desk.status(&form("1", "done")).await.0, StatusCode::OK);
    let stored = desk.stored(1).await;
    assert_eq!((stored.state, stored.contact), (InterventionState::Done, Some((desk.marie, "Marie".into()))));
    assert!(desk.page(&path).await.contains("L’intervention garde son nom"));

    // P06
    let mut tx = desk.house.fresh.pool.write().await.unwrap();
    contacts::remove(&mut tx, desk.marie, app::clock::now()).await.unwrap();
    tx.commit().await.unwrap();
    let page = desk.page(&path).await;
    assert!(page.contains("contact supprimé") && !page.contains("Marie"), "{page}");
}

/// P37: changing the client checks site and contact again.
#[tokio::test]
async fn p37_another_client_asks_for_its_own_contact() {
    let desk = desk().await;
    let path = desk.noted(desk.gand, desk.marie).await;
    let page = desk.page(&format!("{path}?changer=1&q=beta")).await;
    assert!(page.contains(&format!("{path}?client={}", desk.beta)) && !page.contains(">ACME<"), "{page}");
    let page = desk.page(&format!("{path}?client={}", desk.beta)).await;
    assert!(page.contains("Marie n’est pas un contact de ce client"), "{page}");
    assert_eq!((chosen(&page, desk.luc), chosen(&page, desk.marie)), (Some(false), None), "{page}");
    let (beta, luc) = (desk.beta.to_string(), desk.luc.to_string());
    let form = [
        ("id", "1"),
        ("version", "1"),
        ("draft[client]", beta.as_str()),
        ("draft[at]", "2126-11-23T14:30"),
        ("draft[subject]", "Chaudière"),
        ("draft[contact]", &luc),
    ];
    assert_eq!(desk.plain(&path, SAVE, &form).await, format!("{path}?enregistree=1"));
    let stored = desk.stored(1).await;
    assert_eq!((stored.client.0, stored.site, stored.contact), (desk.beta, None, Some((desk.luc, "Luc".into()))));
}

/// P12
#[tokio::test]
async fn p12_the_later_save_is_told_what_is_stored() {
    let desk = desk().await;
    let path = desk.noted(desk.gand, desk.marie).await;
    let (acme, lille, paul) = (desk.acme.to_string(), desk.lille.to_string(), desk.paul.to_string());
    let with = |subject, site, contact| {
        [
            ("id", "1"),
            ("version", "1"),
            ("draft[client]", acme.as_str()),
            ("draft[at]", "2126-11-23T14:30"),
            ("draft[subject]", subject),
            ("draft[site]", site),
            ("draft[contact]", contact),
        ]
    };
    desk.plain(&path, SAVE, &with("Brûleur", lille.as_str(), paul.as_str())).await;
    let went = desk.plain(&path, SAVE, &with("Vanne", "", "")).await;
    let page = desk.page(&went).await;
    assert!(page.contains("Objet : « Brûleur » ; dans votre saisie : « Vanne »"), "{page}");
    assert!(page.contains("Adresse : « Lille »") && page.contains("Contact : « Paul »"), "{page}");
    assert!(page.contains("value=\"Vanne\"") && page.contains("name=\"version\" value=\"2\""), "{page}");
    assert_eq!(desk.stored(1).await.subject, "Brûleur");
}

/// E17
#[tokio::test]
async fn e17_a_deleted_intervention_is_given_back() {
    let desk = desk().await;
    let path = desk.noted(desk.gand, desk.zoe).await;
    let went = desk.plain(&path, "/api/interventions/remove", &[("id", "1")]).await;
    assert_eq!(went, "/interventions?supprimee=1");
    let page = desk.page(&went).await;
    assert!(
        page.contains("Intervention supprimée.") && page.contains("Annuler") && !page.contains("Chaudière"),
        "{page}"
    );
    assert_eq!(desk.house.get_as(&desk.cookie, &path).await.status(), StatusCode::NOT_FOUND);
    let went = desk.plain(&went, "/api/interventions/restore", &[("id", "1")]).await;
    assert!(desk.page(&went).await.contains("Intervention rétablie."));
    let went = desk.plain("/interventions", "/api/interventions/restore", &[("id", "99")]).await;
    assert!(desk.page(&went).await.contains("ne peut plus être rétablie"));
}

/// P10: hidden fields are neither shown nor asked, and keep their data; a module that is off leaves rail and tabs.
#[tokio::test]
async fn p10_what_is_hidden_of_an_intervention_keeps_its_data() {
    let desk = desk().await;
    let path = desk.noted(desk.gand, desk.marie).await;
    let all = [DisplayOption::InterventionSite, DisplayOption::InterventionContact, DisplayOption::InterventionNotes];
    desk.hide(all.to_vec()).await;
    let (page, list) = (desk.page(&path).await, desk.page("/interventions").await);
    for hidden in ["draft[site]", "draft[contact]", "draft[notes]", "Code 12", "Gand", "Marie"] {
        assert!(!page.contains(hidden) && !list.contains(hidden), "{hidden}: {page}");
    }
    let acme = desk.acme.to_string();
    let form = [
        ("id", "1"),
        ("version", "1"),
        ("draft[client]", acme.as_str()),
        ("draft[at]", "2126-11-24T08:00"),
        ("draft[subject]", "Brûleur"),
    ];
    assert_eq!(desk.status(&form).await.0, StatusCode::OK);
    let stored = desk.stored(1).await;
    assert_eq!((stored.subject.as_str(), stored.notes.as_str()), ("Brûleur", "Code 12"));
    assert_eq!((stored.site.unwrap().0, stored.contact.unwrap().0), (desk.gand, desk.marie));
    // Without sites everybody is offered.
    desk.hide(vec![DisplayOption::ModuleSites]).await;
    let page = desk.page(NEW).await;
    for person in [desk.marie, desk.paul, desk.zoe] {
        assert_eq!(chosen(&page, person), Some(false), "{page}");
    }
    desk.hide(vec![DisplayOption::ModuleInterventions]).await;
    let card = desk.page("/clients/1").await;
    assert!(!card.contains("href=\"/interventions"), "{card}");
}

/// The script of the page has the nonce of its answer, and stands on no other page.
#[tokio::test]
async fn the_contacts_follow_the_site_by_a_script_that_the_policy_allows() {
    let desk = desk().await;
    let answer = desk.house.get_as(&desk.cookie, NEW).await;
    let policy = answer.headers()[header::CONTENT_SECURITY_POLICY].to_str().unwrap().to_owned();
    let nonce = policy.split("'nonce-").nth(1).unwrap().split('\'').next().unwrap().to_owned();
    let page = text(answer).await;
    assert!(page.contains(&format!("<script type=\"module\" nonce=\"{nonce}\">// P37")), "{page}");
    assert!(!desk.page("/interventions").await.contains("<script type=\"module\""));
}
