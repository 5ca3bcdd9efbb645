//! The page of families, as a browser without the wasm opens and sends it.

use crate::{
    desk::{Desk, desk},
    support::words_of,
};
use http::StatusCode;
use model::FamilyId;

const PAGE: &str = "/clients/familles";
const RENAME: &str = "/api/clients/rename-family";
const MERGE: &str = "/api/clients/merge-families";

/// Three clients in two families.
async fn office() -> (Desk, FamilyId, FamilyId) {
    let desk = desk().await;
    let mut tx = desk.house.fresh.pool.write().await.unwrap();
    for (reference, family) in [("C1", "Boulangers"), ("C2", "Boulangers"), ("C3", "Boulangeries & Cie")] {
        let draft = model::ClientDraft {
            reference: reference.into(),
            label: reference.into(),
            kind: "professional".into(),
            family: family.into(),
            language: "fr".into(),
            ..model::ClientDraft::default()
        };
        store::clients::add(&mut tx, &draft.check().unwrap(), app::clock::now()).await.unwrap();
    }
    let all = store::families::list(&mut tx).await.unwrap();
    tx.commit().await.unwrap();
    let id = |name: &str| all.iter().find(|(_, own)| own.starts_with(name)).unwrap().0;
    (desk, id("Boulangers"), id("Boulangeries"))
}

async fn shown(desk: &Desk, path: &str) -> String {
    words_of(&desk.show(path).await)
}

#[tokio::test]
async fn families_are_counted_and_lead_to_their_clients() {
    let desk = desk().await;
    assert!(shown(&desk, PAGE).await.contains("Aucune famille pour l’instant"));
    let (desk, bakers, _) = office().await;
    let page = shown(&desk, PAGE).await;
    assert!(
        page.contains("2 clients") && page.contains("1 client<") && page.contains("Boulangeries &amp; Cie"),
        "{page}"
    );
    let link = format!("/clients?famille={bakers}&amp;etat=all");
    assert!(page.contains(&link), "{page}");
    let clients = shown(&desk, &format!("/clients?famille={bakers}&etat=all")).await;
    assert!(clients.contains("2 clients"), "{clients}");
    assert!(shown(&desk, "/clients").await.contains("href=\"/clients/familles\" rel=\"external\""));
}

#[tokio::test]
async fn a_family_is_renamed_and_a_wrong_name_is_told_at_its_field() {
    let (desk, bakers, _) = office().await;
    let id = bakers.to_string();
    let went = desk.plain(PAGE, RENAME, &[("id", &id), ("name", " Fournils ")]).await;
    assert_eq!(went, format!("{PAGE}?renommee={id}"));
    assert!(shown(&desk, &went).await.contains("Famille renommée : Fournils"));
    for (name, why) in [("  ", "Remplissez ce champ."), (&*"f".repeat(201), "200 caractères au plus.")] {
        let went = desk.plain(PAGE, RENAME, &[("id", &id), ("name", name)]).await;
        let page = shown(&desk, &went).await;
        assert!(page.contains(why) && page.contains(&format!("href=\"#f-name-{id}\"")), "{page}");
        assert!(page.contains("Fournils"), "nothing is changed: {page}");
    }
    let unknown = desk.send(RENAME, &[("id", "999"), ("name", "A")]).await;
    assert_eq!(unknown.status(), StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_name_that_exists_offers_to_merge_the_two_with_their_counts() {
    let (desk, bakers, cie) = office().await;
    let went = desk.plain(PAGE, RENAME, &[("id", &bakers.to_string()), ("name", "BOULANGERIES & cie")]).await;
    assert_eq!(went, format!("{PAGE}?reunir={bakers}&avec={cie}"));
    let page = shown(&desk, &went).await;
    let ask = "Boulangers (2 clients) sera réunie à Boulangeries &amp; Cie (1 client)";
    assert!(page.contains(ask) && page.contains("Réunir les deux familles"), "{page}");

    let (from, into) = (bakers.to_string(), cie.to_string());
    let form = |seen| [("from", from.as_str()), ("into", into.as_str()), ("seen", seen)];
    let again = desk.plain(&went, MERGE, &form("1")).await;
    let page = shown(&desk, &again).await;
    assert!(page.contains("entre-temps") && page.contains(ask), "P12: {page}");
    let done = desk.plain(&went, MERGE, &form("2")).await;
    assert_eq!(done, format!("{PAGE}?reunie={cie}"));
    let page = shown(&desk, &done).await;
    assert!(page.contains("Familles réunies : Boulangeries &amp; Cie (3 clients)"), "{page}");
    assert_eq!(desk.send(MERGE, &form("2")).await.status(), StatusCode::NOT_FOUND, "gone");
}
