//! What came back (delivery.md §2): on the result page, in the list, in the export; and the addresses that it blocked.

use crate::desk::Desk;
use crate::support::words_of;
use crate::trials::{SENT, desk_that_holds};
use http::{Method, StatusCode};
use mail::bounces::{Taken, take};
use model::draft::ContactFields;
use model::{BatchId, EmailAddress, UserRole};
use store::outbox::Landed;

const PAGE: &str = "/parametres/adresses-bloquees";
const REFUSED: &str = "550 5.1.1 <script>alert(1)</script> inconnu";

impl Desk {
    /// A server reports that it could not deliver this mail to its first address.
    async fn came_back(&self, batch: BatchId, diagnostic: &str) -> Vec<Landed> {
        let mut tx = self.house.fresh.pool.read().await.unwrap();
        let view = store::sends::get(&mut tx, batch).await.unwrap();
        let (hash, _) = store::sends::raw(&mut tx, view.messages[0].id).await.unwrap();
        let mail = String::from_utf8(store::blobs::get(&mut tx, hash).await.unwrap()).unwrap();
        drop(tx);
        let id = mail.split_once("Message-ID: <").unwrap().1.split_once('>').unwrap().0;
        let status = diagnostic.split(' ').nth(1).unwrap();
        let report = format!(
            "Message-ID: <{batch}.{status}@mx.example>\r\nContent-Type: multipart/report; boundary=b\r\n\r\n--b\r\n\
             Content-Type: message/delivery-status\r\n\r\nOriginal-Envelope-Id: {id}\r\n\r\nFinal-Recipient: rfc822; {}\r\n\
             Action: failed\r\nStatus: {status}\r\nDiagnostic-Code: smtp; {diagnostic}\r\n\r\n--b--\r\n",
            view.messages[0].deliveries[0].address
        );
        let services = &self.house.services;
        match take(&services.pool, &services.keys, report.as_bytes(), app::clock::now()).await.unwrap() {
            Taken::Read(landed) => landed,
            ignored => panic!("{ignored:?}"),
        }
    }

    async fn press_as(&self, cookie: &str, path: &str, id: &str) -> String {
        let mut request = self.page(Method::POST, path, &format!("id={id}"));
        request.headers_mut().insert(http::header::COOKIE, cookie.parse().unwrap());
        let answer = self.house.ask(request).await;
        assert!(answer.status().is_redirection(), "{path}: {}", answer.status());
        answer.headers()[http::header::LOCATION].to_str().unwrap().to_owned()
    }

    async fn blocked(&self, cookie: &str, more: &str) -> String {
        let answer = self.house.get_as(cookie, &format!("{PAGE}{more}")).await;
        assert_eq!(answer.status(), StatusCode::OK);
        words_of(&crate::support::text(answer).await)
    }
}

#[tokio::test]
async fn p36_what_came_back_says_so_with_the_reason_and_can_be_corrected() {
    let desk = desk_that_holds(120).await;
    let batch = desk.ended("k1", &[SENT, SENT]).await;
    assert!(matches!(desk.came_back(batch, REFUSED).await[..], [Landed::Kept { suppressed: false, .. }]));
    assert!(matches!(desk.came_back(batch, REFUSED).await[..], [Landed::Known(_)]), "the same report again");
    let page = words_of(&desk.result(batch).await);
    for shown in [
        "Remise refusée",
        "1 envoyé, 1 remise refusée",
        "Cette adresse n’existe pas chez le destinataire.",
        "550 5.1.1 &lt;script&gt;alert(1)&lt;/script&gt; inconnu",
        "refusé ensuite,",
        "Corriger et renvoyer",
    ] {
        assert!(page.contains(shown), "{shown}: {page}");
    }
    assert!(!page.contains("<script>alert(1)") && !page.contains(PAGE), "S38; a member does not unblock");
    let list = words_of(&desk.show("/envois?etat=a-traiter").await);
    assert!(list.contains("Remise refusée"), "{list}");
    let export = words_of(&desk.show(&format!("/envois/{batch}/resultat.csv")).await);
    assert!(export.contains("Remise refusée") && export.contains("550"), "{export}");

    let fields = ContactFields { email: EmailAddress::parse("A0@x.example").ok(), ..ContactFields::default() };
    let mut tx = desk.house.fresh.pool.write().await.unwrap();
    let contact = store::contacts::add(&mut tx, &fields, None, app::clock::now()).await.unwrap();
    tx.commit().await.unwrap();
    let card = words_of(&desk.show(&format!("/contacts/{contact}")).await);
    assert!(card.contains("Le dernier e-mail envoyé à cette adresse est revenu"), "{card}");
    assert!(card.contains(&format!("/envois/{batch}")), "{card}");
    desk.ended("k2", &[SENT]).await;
    let card = words_of(&desk.show(&format!("/contacts/{contact}")).await);
    assert!(!card.contains("est revenu"), "another one has left since: {card}");

    let mut tx = desk.house.fresh.pool.read().await.unwrap();
    let delivery = store::sends::get(&mut tx, batch).await.unwrap().messages[0].deliveries[0].id;
    drop(tx);
    let form = format!("delivery={delivery}&address=juste%40x.example&seen=0");
    let again: model::send::Enqueued = desk.answer("/api/sends/correct", &form).await;
    let page = words_of(&desk.result(batch).await);
    assert!(page.contains("renvoyé à juste@x.example") && again.batch_id != batch, "{page}");
    assert!(!words_of(&desk.show("/envois?etat=a-traiter").await).contains("Remise refusée"), "done with");
}

#[tokio::test]
async fn s70_an_address_that_came_back_twice_is_blocked_and_unblocked_by_an_administrator() {
    let desk = desk_that_holds(120).await;
    let admin = desk.house.signed_in(UserRole::Administrator).await;
    let page = desk.blocked(&admin, "").await;
    assert!(page.contains("Aucune adresse n’est bloquée") && page.contains("bonport bounces"), "{page}");
    let (first, second) = (desk.ended("k1", &[SENT]).await, desk.ended("k2", &[SENT]).await);
    desk.came_back(first, REFUSED).await;
    assert!(matches!(desk.came_back(second, REFUSED).await[..], [Landed::Kept { suppressed: true, .. }]));
    let page = desk.blocked(&admin, "").await;
    for shown in ["a0@x.example", "l’adresse n’existe pas", "Bloquée depuis le", "Débloquer a0@x.example"] {
        assert!(page.contains(shown), "{shown}: {page}");
    }
    assert!(page.contains(&format!("/envois/{second}")) && page.contains("&lt;script&gt;"), "{page}");
    assert!(desk.blocked(&admin, "?q=A0%40X.example").await.contains("Débloquer a0@x.example"));
    assert!(desk.blocked(&admin, "?q=a1%40x.example").await.contains("a1@x.example n’est pas bloquée."));
    let wrong = crate::support::text(desk.house.get_as(&admin, &format!("{PAGE}?q=personne")).await).await;
    assert!(words_of(&wrong).contains("pas une adresse e-mail complète"), "{wrong}");
    assert!(wrong.contains(r#"aria-invalid="true" aria-describedby="q-problem""#), "{wrong}");

    let id = page.split_once("name=\"id\" value=\"").unwrap().1.split_once('"').unwrap().0.to_owned();
    let went = desk.press_as(&admin, "/api/settings/unblock", &id).await;
    let page = desk.blocked(&admin, went.strip_prefix(PAGE).unwrap()).await;
    assert!(page.contains("Adresse débloquée : a0@x.example") && page.contains("Aucune adresse"), "{page}");
    assert_eq!(desk.press_as(&admin, "/api/settings/block-again", &id).await, PAGE);
    assert!(desk.blocked(&admin, "").await.contains("Débloquer a0@x.example"));
    let refused = desk.house.ask(desk.page(Method::POST, "/api/settings/unblock", &format!("id={id}"))).await;
    assert_ne!(refused.status(), StatusCode::OK, "a member may not");
    assert!(desk.blocked(&admin, "").await.contains("Débloquer a0@x.example"), "and it is blocked as before");
    let member = desk.house.get_as(&desk.cookie, PAGE).await;
    assert!(!crate::support::text(member).await.contains("a0@x.example"));
}
