//! P29 on the review: what is typed and looks mistyped is asked about, and nothing leaves before that is answered.

use crate::{
    form::Form,
    office::{mails, office},
};
use store::testing::Fresh;

/// P29
pub async fn asked(fresh: Fresh) {
    let office = office(fresh).await;
    let one = office.invoice(office.desk.acme, "F-1").await;
    for (typed, meant) in [
        ("compta@acmee.example", "compta@acme.example"),
        ("marei@acme.example", "marie@acme.example"),
        ("paul@gmial.com", "paul@gmail.com"),
    ] {
        let mut form = Form::of(&office.page(&[one]).await);
        form.further(one, typed);
        assert_eq!(office.press(&form).await, office.path(&[one]), "{typed}");
        let page = office.page(&[one]).await;
        assert!(page.contains(&format!("{typed} : vouliez-vous dire {meant} ?")), "{page}");
        assert!(
            page.contains("corrigez-la, ou confirmez-la") && page.contains(&format!("value=\"{typed}\"")),
            "{page}"
        );
        // The same again, without a yes.
        assert_eq!(office.press(&Form::of(&page)).await, office.path(&[one]));
        // A yes to one question is none to another.
        let mut form = Form::of(&office.page(&[one]).await);
        let yes = format!("{typed} {meant}");
        form.tick(&format!("further[sure{one}]"), &yes, true);
        form.further(one, "info@acne.example");
        assert_eq!(office.press(&form).await, office.path(&[one]), "{typed}");
        assert!(office.page(&[one]).await.contains("vouliez-vous dire info@acme.example"));
        assert_eq!(office.sends().await, 0);
    }
    let mut form = Form::of(&office.page(&[one]).await);
    form.further(one, "compta@acmee.example, jean@tout-autre.example");
    office.press(&form).await;
    let mut form = Form::of(&office.page(&[one]).await);
    form.tick(&format!("further[sure{one}]"), "compta@acmee.example compta@acme.example", true);
    let went = office.press(&form).await;
    let to: Vec<_> = mails(&office.batch(&went).await).into_iter().flat_map(|(_, to)| to).collect();
    assert_eq!(to[2..], ["compta@acmee.example", "jean@tout-autre.example"]);
}

/// P32: « À moi-même » is no sending of the document, and in its history all the same.
pub async fn own_copy(fresh: Fresh) {
    let office = office(fresh).await;
    let one = office.invoice(office.desk.acme, "F-1").await;
    let mut form = Form::of(&office.page(&[one]).await);
    for who in ["main".to_owned(), format!("contact-{}", office.marie)] {
        form.tick("to[]", &format!("{one}:{who}"), false);
    }
    form.tick("to[]", &format!("{one}:me"), true);
    let went = office.press(&form).await;
    office.accepted().await;
    let mut tx = office.desk.house.fresh.pool.read().await.unwrap();
    let document = store::documents::get(&mut tx, one).await.unwrap();
    drop(tx);
    assert_eq!((document.state, document.sent_at), (model::document::DocumentState::None, None));
    let batch = office.batch(&went).await;
    assert_eq!(batch.counts().sent, 1);
    assert_eq!(batch.messages[0].documents[0].0, one);
    assert_eq!(batch.messages[0].attachments.len(), 1, "with its PDF");
    let page = office.desk.show(&format!("/documents/{one}")).await;
    assert!(page.contains(&format!("href=\"{went}\"")), "P50: {page}");
    let book = office.desk.show("/factures").await;
    assert!(book.contains("Non envoyé"), "{book}");
}
