//! What does not leave, and what is kept of the form then.

use crate::{
    form::Form,
    office::{SEND, office, without_account as office_without_account},
};
use http::StatusCode;
use model::NotificationType;
use store::{blobs, contacts, documents, testing::Fresh};

const CHANGED: &str = "ont changé depuis l’affichage";

/// P34, P31: an address that was not shown reaches nobody; the line says why, everything else stays as it was chosen.
pub async fn changed(fresh: Fresh) {
    let office = office(fresh).await;
    let (acme, beta) = (office.desk.acme, office.desk.beta);
    office.main(beta, "info@beta.example").await;
    let all = [office.invoice(acme, "F-1").await, office.invoice(beta, "F-2").await, office.invoice(beta, "F-3").await];
    let mut form = Form::of(&office.page(&all).await);
    form.tick("to[]", &format!("{}:me", all[1]), true);
    form.further(all[1], "paul@ailleurs.example");
    form.tick("skip[]", &all[2].to_string(), true);
    office.main(acme, "autre@acme.example").await;

    assert_eq!(office.press(&form).await, office.path(&all));
    let page = office.page(&all).await;
    assert!(page.contains("Rien n’est parti : des documents sont à revoir"), "{page}");
    assert_eq!(page.matches(CHANGED).count(), 1, "only that line: {page}");
    assert!(page.contains("À régler (1)") && page.contains("1 document est laissé de côté."), "{page}");
    assert!(page.contains("autre@acme.example"), "it shows what would happen now");
    let kept = Form::of(&page);
    let ticked = kept.values("to[]");
    assert!(
        ticked.contains(&&*format!("{}:me", all[1])) && ticked.contains(&&*format!("{}:main", all[1])),
        "{ticked:?}"
    );
    assert_eq!(kept.values("skip[]"), [all[2].to_string()]);
    assert_eq!(kept.values(&format!("further[d{}]", all[1])), ["paul@ailleurs.example"]);
    assert_eq!(office.sends().await, 0);
    assert_eq!(office.page(&all).await.matches(CHANGED).count(), 0, "loaded again it begins anew");

    // A type that was taken away, and a text that reads otherwise, are no longer what was shown either.
    let form = Form::of(&office.page(&all).await);
    office.notify(office.marie, NotificationType::Orders).await;
    office.press(&form).await;
    assert!(office.page(&all).await.contains(CHANGED));
    let form = Form::of(&office.page(&all).await);
    let went = office.press(&form).await;
    assert_eq!(office.batch(&went).await.messages.len(), 3);
    let now = app::clock::now().plus_seconds(1);
    assert_eq!(
        blobs::sweep(&office.desk.house.fresh.pool, now).await.unwrap(),
        0,
        "P06: nothing is left of what was refused"
    );
}

/// P34: a document removed between showing and pressing.
pub async fn gone(fresh: Fresh) {
    let office = office(fresh).await;
    let all = [office.invoice(office.desk.acme, "F-1").await, office.invoice(office.desk.acme, "F-2").await];
    let form = Form::of(&office.page(&all).await);
    let mut tx = office.desk.house.fresh.pool.write().await.unwrap();
    documents::remove(&mut tx, all[0], app::clock::now()).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(office.press(&form).await, office.path(&all));
    let page = office.page(&all).await;
    assert!(page.contains("Ce document n’existe plus") && page.contains("1 document ne peut pas partir"), "{page}");
    assert_eq!(office.sends().await, 0);
    let went = office.press(&Form::of(&page)).await;
    assert_eq!(office.batch(&went).await.messages.len(), 2, "the other one leaves");
    let none = office.page(&[]).await;
    assert!(none.contains("Aucun document n’est choisi"), "{none}");
}

/// P34, P05: nobody left, nobody but who may not be written to, nothing at all, and what is no form of ours.
pub async fn cannot_leave(fresh: Fresh) {
    let office = office(fresh).await;
    let one = office.invoice(office.desk.acme, "F-1").await;
    let page = office.page(&[one]).await;
    let mut form = Form::of(&page);
    for who in ["main".to_owned(), format!("contact-{}", office.marie)] {
        form.tick("to[]", &format!("{one}:{who}"), false);
    }
    office.press(&form).await;
    assert!(office.page(&[one]).await.contains("Choisissez au moins une adresse"));
    form.tick("skip[]", &one.to_string(), true);
    office.press(&form).await;
    assert!(office.page(&[one]).await.contains("aucun document de cette page n’a de destinataire"));

    // A box that the page did not offer.
    let fields = Form::of(&page);
    let mut fields = fields.fields();
    let stranger = format!("{one}:contact-999");
    fields.push(("to[]", &stranger));
    office.post(&fields).await;
    assert!(office.page(&[one]).await.contains("celle d’un contact inactif"));
    let mut tx = office.desk.house.fresh.pool.write().await.unwrap();
    contacts::deactivate(&mut tx, office.marie, app::clock::now()).await.unwrap();
    tx.commit().await.unwrap();
    let page = office.page(&[one]).await;
    assert!(!page.contains(&format!("value=\"{one}:contact-{}\"", office.marie)), "P05: no box: {page}");
    for odd in
        [[("key", "k"), ("seen[]", "x")], [("key", "../k"), ("seen[]", "1 none")], [("key", ""), ("to[]", "1:main")]]
    {
        assert_eq!(office.desk.send(SEND, &odd).await.status(), StatusCode::BAD_REQUEST, "{odd:?}");
    }
    assert_eq!(office.sends().await, 0);
}

/// P52: said before anybody writes, and refused all the same.
pub async fn without_account(fresh: Fresh) {
    let office = office_without_account(fresh).await;
    let one = office.invoice(office.desk.acme, "F-1").await;
    let page = office.page(&[one]).await;
    assert!(page.contains("class=\"note bad\"") && page.contains("disabled"), "{page}");
    assert_eq!(office.press(&Form::of(&page)).await, office.path(&[one]));
    assert_eq!(office.sends().await, 0);
}
