//! What is told without the wasm, and of whom: what cancelling came to, what a server said.

use crate::trials::{claim, desk_that_holds, end};
use store::outbox::{self, Next, Settled};

/// P33: without the wasm, too, one is told, and finds the draft again.
#[tokio::test]
async fn p33_what_was_cancelled_by_a_plain_form_is_told_and_leads_to_its_draft() {
    let desk = desk_that_holds(120).await;
    let batch = desk.mail("k1", 2).await;
    let went = desk.press("/api/sends/cancel", &format!("batch={batch}&back=%2Fenvois"), "/envois").await;
    let page = desk.list(went.split('#').next().unwrap()).await;
    assert!(page.contains("Envoi arrêté pour 2 destinataires."), "{page}");
    let link = page.split("href=\"").find(|link| link.starts_with("/ecrire?brouillon=")).unwrap();
    assert!(link.contains(">Ouvrir le brouillon<"), "{link}");
    assert!(desk.show(link.split('"').next().unwrap()).await.contains("Devis"));

    let batch = desk.in_the_middle().await;
    let result = format!("/envois/{batch}");
    let went = desk.press("/api/sends/cancel", &format!("batch={batch}&gone=1"), &result).await;
    assert_eq!(went, format!("{result}?fait={batch}&partis=1"));
    let page = desk.list(&went).await;
    assert!(page.contains("Envoi arrêté pour 2 destinataires. Trop tard pour 1 destinataire"), "{page}");
}

/// P52
#[tokio::test]
async fn p52_no_server_answered_for_what_is_in_the_test_mailbox() {
    let desk = desk_that_holds(120).await;
    let batch = desk.mail("k", 1).await;
    let mut tx = desk.house.fresh.pool.write().await.unwrap();
    let (lease, ids) = claim(&mut tx).await;
    let now = app::clock::now();
    outbox::begin(&mut tx, &lease, &ids, now).await.unwrap();
    let kept = Settled {
        code: Some(250),
        enhanced: "2.0.0".into(),
        text: "test mailbox".into(),
        ..end(ids[0], Next::Sent { test_mailbox: true }, now)
    };
    outbox::settle(&mut tx, &lease, &[kept]).await.unwrap();
    tx.commit().await.unwrap();
    for path in [format!("/envois/{batch}"), format!("/envois/{batch}/{}", ids[0])] {
        let page = desk.list(&path).await;
        assert!(page.contains("Boîte d’essai") && !page.contains("« 250 2.0.0"), "{path}: {page}");
    }
}
