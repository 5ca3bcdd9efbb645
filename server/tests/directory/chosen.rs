//! Several contacts at once, with « Annuler ».

use crate::{
    desk::{desk, went},
    support::{encoded, posted},
};
use http::StatusCode;
use model::{ContactId, NotificationType, UserRole, draft::AffiliationFields};
use store::{affiliations, contacts};

/// E10, P05
#[tokio::test]
async fn e10_several_are_deactivated_with_a_truthful_result_and_come_back() {
    let desk = desk().await;
    let mut tx = desk.house.fresh.pool.write().await.unwrap();
    contacts::deactivate(&mut tx, desk.paul, app::clock::now()).await.unwrap();
    tx.commit().await.unwrap();
    let done = desk.done("deactivate-many", &[desk.marie, desk.zoe, desk.paul, ContactId(999)], &[]).await;
    let page = desk.page(&done).await;
    assert!(page.contains("2 contacts désactivés") && page.contains("1 l’était déjà."), "{page}");
    assert!(page.contains("1 n’existe plus."), "{page}");
    assert!(!desk.is_active(desk.marie).await && !desk.is_active(desk.zoe).await);
    assert_eq!(desk.undo(&done).await, done);
    let page = desk.page(&done).await;
    assert!(page.contains("Annulé : tout est comme avant."), "{page}");
    assert!(desk.is_active(desk.marie).await && desk.is_active(desk.zoe).await && !desk.is_active(desk.paul).await);

    let nobody = desk.done("deactivate-many", &[desk.paul], &[]).await;
    let page = desk.page(&nobody).await;
    assert!(page.contains("Rien n’a changé") && !page.contains("undo-many"), "{page}");
}

/// E10: by its criteria, and not by what is on one page of it.
#[tokio::test]
async fn e10_everybody_of_a_search_is_changed_at_once_and_undone() {
    let desk = desk().await;
    let page = desk.page("/contacts/choisis?q=&fonction=comptable&tous=true&apres=1").await;
    assert!(page.contains("2 contacts de cette recherche") && page.contains("Fonction : comptable"), "{page}");
    assert!(page.contains("name=\"query\" value=\"fonction=comptable\""), "{page}");
    let all = [("everybody", "true"), ("query", "fonction=comptable")];
    let done = desk.done("deactivate-many", &[], &all).await;
    assert!(desk.page(&done).await.contains("2 contacts désactivés"));
    assert!(!desk.is_active(desk.marie).await && !desk.is_active(desk.paul).await && desk.is_active(desk.zoe).await);
    desk.undo(&done).await;
    assert!(desk.is_active(desk.marie).await && desk.is_active(desk.paul).await);
    let done = desk.done("notify-many", &[], &[&all[..], &[("kind", "orders")]].concat()).await;
    assert!(desk.page(&done).await.contains("2 contacts changés"));
    assert_eq!(desk.notified(desk.zoe).await, NotificationType::None);

    // A list of several pages offers it.
    assert!(!desk.page("/contacts").await.contains("choisis?tous=true"));
    let mut tx = desk.house.fresh.pool.write().await.unwrap();
    for n in 0..60 {
        let draft = model::ContactDraft { last_name: format!("Quatrain{n}"), ..Default::default() };
        let fields = draft.check(&[model::draft::ContactField::LastName]).unwrap();
        contacts::add(&mut tx, &fields, None, app::clock::now()).await.unwrap();
    }
    tx.commit().await.unwrap();
    let list = desk.page("/contacts?q=quat").await;
    assert!(list.contains("href=\"/contacts/choisis?q=quat&amp;tous=true\""), "{list}");
    assert!(list.contains("Choisir les 60 contacts de cette recherche"), "{list}");
}

/// S22: somebody else's act is not there.
#[tokio::test]
async fn s22_an_act_is_shown_to_and_undone_by_who_did_it_alone() {
    let desk = desk().await;
    let done = desk.done("deactivate-many", &[desk.marie], &[]).await;
    let other = desk.house.signed_in(UserRole::Administrator).await;
    assert_eq!(desk.house.get_as(&other, &done).await.status(), StatusCode::NOT_FOUND);
    let answer = desk.house.ask(posted(&other, "/api/contacts/undo-many", "id=1")).await;
    assert_eq!(answer.status(), StatusCode::NOT_FOUND);
    assert!(!desk.is_active(desk.marie).await);
}

/// P08
#[tokio::test]
async fn p08_a_notification_type_for_several_names_who_has_no_email() {
    let desk = desk().await;
    let asked = format!("/contacts/choisis?pour=notifications&chosen%5B%5D={}&chosen%5B%5D={}", desk.marie, desk.zoe);
    let page = desk.page(&asked).await;
    assert!(page.contains("2 contacts : Marie Durand, Zoé Petit") && page.contains("value=\"orders\""), "{page}");
    let done = desk.done("notify-many", &[desk.marie, desk.zoe], &[("kind", "orders")]).await;
    let page = desk.page(&done).await;
    assert!(page.contains("1 contact changé : Notifications des commandes"), "{page}");
    assert!(page.contains("Sans e-mail") && page.contains("Zoé Petit"), "{page}");
    assert_eq!(desk.notified(desk.marie).await, NotificationType::Orders);
    assert_eq!(desk.notified(desk.zoe).await, NotificationType::None);
    desk.undo(&done).await;
    assert_eq!(desk.notified(desk.marie).await, NotificationType::None);
}

/// E10: nothing happens to anybody.
#[tokio::test]
async fn e10_nobody_too_many_and_an_unknown_type_are_refused() {
    let desk = desk().await;
    let refused = StatusCode::UNPROCESSABLE_ENTITY;
    assert_eq!(desk.status("/api/contacts/deactivate-many", &[]).await.0, refused);
    let many: Vec<String> = (1..=201).map(|id| id.to_string()).collect();
    let form: Vec<_> = many.iter().map(|id| ("chosen[]", id.as_str())).collect();
    let (status, body) = desk.status("/api/contacts/deactivate-many", &form).await;
    assert!(status == refused && body.contains("200"), "{status} {body}");
    let odd = [("chosen[]", "1"), ("kind", "sometimes")];
    assert_eq!(desk.status("/api/contacts/notify-many", &odd).await.0, refused);
    assert!(desk.is_active(desk.marie).await);
    let many = format!("/contacts/choisis?pour=ecrire&{}", encoded(&form));
    assert!(desk.page(&many).await.contains("Au plus 200 contacts"));
    assert!(desk.page("/contacts/choisis?pour=ecrire").await.contains("Aucun contact n’est choisi"));
    assert_eq!(desk.get("/contacts/choisis?pour=rien&chosen%5B%5D=1").await.status(), StatusCode::NOT_FOUND);
}

/// P20, P27: a mail goes to one client; of several clients each has its own, and who cannot be written to is named.
#[tokio::test]
async fn p27_writing_to_several_is_one_mail_a_client() {
    let desk = desk().await;
    let write = |people: &[ContactId]| {
        let people: String = people.iter().map(|id| format!("&chosen%5B%5D={id}")).collect();
        format!("/contacts/choisis?pour=ecrire{people}")
    };
    let mut tx = desk.house.fresh.pool.write().await.unwrap();
    let link = AffiliationFields::default();
    affiliations::add(&mut tx, desk.paul, desk.acme, &link, false, app::clock::now()).await.unwrap();
    tx.commit().await.unwrap();
    let both = went(&desk.get(&write(&[desk.marie, desk.paul])).await);
    assert_eq!(both, format!("/ecrire?client={}&contact={}&contact={}", desk.acme, desk.marie, desk.paul));
    let page = desk.page(&both).await;
    assert!(page.contains("marie@acme.example") && page.contains("paul@beta.example"), "{page}");

    let page = desk.page(&write(&[desk.paul, desk.zoe])).await;
    assert!(page.contains("Un e-mail part pour un seul client") && page.contains("Zoé Petit"), "{page}");
    for client in [desk.acme, desk.beta] {
        assert!(page.contains(&format!("/ecrire?client={client}&amp;contact={}", desk.paul)), "{page}");
    }
}
