//! The address book through the whole router: what two people save at once, whose e-mail it is, who becomes inactive
//! with whom.
#![allow(clippy::unwrap_used)]

mod at_once;
mod conflicts;
mod consent;
mod departure;
mod desk;
mod duplicates;
mod families;
#[path = "../support/mod.rs"]
mod support;

use app::{clients::api::ClientCard, contacts::api::ClientContacts};
use desk::desk;
use http::StatusCode;
use support::text;

/// P04
#[tokio::test]
async fn p04_a_client_made_inactive_takes_its_contacts_along_and_undoing_it_gives_them_back() {
    let desk = desk().await;
    let (marie, client) = (desk.marie().await, desk.acme.to_string());
    for _ in ["by itself", "undone"] {
        assert_eq!(desk.acme("deactivate").await, 1, "Marie goes along");
        let card: ClientCard = desk.ask("/api/clients/card", &[("id", &client)]).await;
        assert!(card.head.client.inactive_at.is_some() && card.people[0].contact.inactive_at.is_some());
        assert!(desk.show(&format!("/clients/{client}")).await.contains("Ce client est inactif"));
        let stays = desk.send("/api/contacts/reactivate", &[("id", &marie.to_string())]).await;
        assert_eq!(stays.status(), StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(desk.acme("reactivate").await, 1, "and comes back");
        assert!(desk.contact(marie).await.active());
        assert!(!desk.show(&format!("/clients/{client}")).await.contains("Ce client est inactif"));
    }
}

/// P04: also when a reactivation is undone, and never somebody whom a person made inactive.
#[tokio::test]
async fn p04_who_was_inactive_before_stays_so_whatever_is_undone() {
    let desk = desk().await;
    let marie = desk.marie().await;
    let before: () = desk.ask("/api/contacts/deactivate", &[("id", &marie.to_string())]).await;
    assert_eq!(before, ());
    for act in ["deactivate", "reactivate", "deactivate", "deactivate", "reactivate"] {
        assert_eq!(desk.acme(act).await, 0, "{act}");
        assert!(!desk.contact(marie).await.active(), "{act}");
    }
    assert_eq!(desk.send("/api/clients/deactivate", &[("id", "999")]).await.status(), StatusCode::NOT_FOUND);
}

/// P03
#[tokio::test]
async fn p03_an_affiliation_ends_and_is_resumed_with_its_star() {
    let desk = desk().await;
    let (marie, client) = (desk.marie().await, desk.acme.to_string());
    let link = desk.link(marie).await.unwrap();
    let form = [("affiliation", &*link.id.to_string())];
    let people = async || {
        let list: ClientContacts = desk.ask("/api/contacts/of-client", &[("id", &client), ("search", "")]).await;
        (list.people.len(), list.ended.len())
    };
    assert_eq!(people().await, (1, 0));
    for _ in ["once", "twice changes nothing"] {
        let () = desk.ask("/api/contacts/end", &form).await;
        assert_eq!((people().await, desk.link(marie).await), ((0, 1), None));
    }
    assert!(desk.show(&format!("/contacts/{marie}")).await.contains("Terminé"), "the history of it stays");
    let () = desk.ask("/api/contacts/resume", &form).await;
    assert_eq!(people().await, (1, 0));
    let back = desk.link(marie).await.unwrap();
    assert_eq!((back.id, back.since, back.starred_at), (link.id, link.since, link.starred_at));
}

/// P03: one that lives anew is not doubled by resuming an older one.
#[tokio::test]
async fn p03_what_was_affiliated_anew_is_not_resumed_as_well() {
    let desk = desk().await;
    let (marie, client) = (desk.marie().await, desk.acme.to_string());
    let old = desk.link(marie).await.unwrap().id.to_string();
    let () = desk.ask("/api/contacts/end", &[("affiliation", &old)]).await;
    let new: i64 = desk.ask("/api/contacts/affiliate", &[("contact", &marie.to_string()), ("client", &client)]).await;
    let refused = desk.send("/api/contacts/resume", &[("affiliation", &old)]).await;
    assert_eq!(refused.status(), StatusCode::UNPROCESSABLE_ENTITY);
    assert!(text(refused).await.contains("affiliated anew"));
    assert_eq!(desk.link(marie).await.unwrap().id.0, new);
    assert_eq!(desk.send("/api/contacts/end", &[("affiliation", "999")]).await.status(), StatusCode::NOT_FOUND);
}
