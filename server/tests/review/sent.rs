//! What leaves.

use crate::{
    form::Form,
    office::{Office, SEND, mails, office, pdf},
    support::text,
};
use model::{DocumentId, Lang, Phrase, UserId, compose::FILE_MAX};
use store::{
    blobs, contacts,
    phrases::{self, Seen},
    testing::Fresh,
};

/// P34, P35, P36: problems come first and stay; the others leave as one batch, each with its own PDF.
pub async fn mixed(fresh: Fresh) {
    let office = office(fresh).await;
    let (acme, beta) = (office.desk.acme, office.desk.beta);
    needs_the_amount(&office).await;
    let first = office.invoice(acme, "F-1").await;
    let second = office.document(acme, "F-2", |fields| fields.contact = Some(office.marie), 0).await;
    let nobody = office.invoice(beta, "F-3").await;
    let large = office.document(acme, "F-4", |_| {}, FILE_MAX + 1_000_000).await;
    let unfilled = office.document(acme, "F-5", |fields| fields.amount = None, 0).await;
    let all = [first, second, nobody, large, unfilled, DocumentId(999)];
    let page = office.page(&all).await;
    assert!(page.contains("2 documents pour 1 client : 4 e-mails à envoyer."), "{page}");
    assert!(page.contains("4 documents ne peuvent pas partir tels quels"), "{page}");
    let places = ["À régler (4)", "Facture F-3", "Facture F-5", "Document supprimé", "À envoyer (2)", "Facture F-1"];
    let places: Vec<usize> =
        places.iter().map(|text| page.find(text).unwrap_or_else(|| panic!("{text}: {page}"))).collect();
    assert!(places.is_sorted(), "problems first: {places:?}");
    for told in [
        "Ce client n’a aucune adresse qui reçoive ce document",
        "Trop volumineux",
        "utilise &lt;MONTANT&gt;, et ce document n’en a pas",
        "Contact du document",
        "L’adresse principale reçoit tout",
        "Facture F-1 de 1 204,50 €",
    ] {
        assert!(page.contains(told), "{told}: {page}");
    }
    let form = Form::of(&page);
    let went = office.press(&form).await;
    assert_eq!(office.press(&form).await, went, "pressed twice is one batch");
    let batch = office.batch(&went).await;
    let to = |address: &str| vec![address.to_owned()];
    let wanted = [
        ("Facture F-1 de 1 204,50 €", to("info@acme.example")),
        ("Facture F-1 de 1 204,50 €", to("marie@acme.example")),
        ("Facture F-2 de 1 204,50 €", to("info@acme.example")),
        ("Facture F-2 de 1 204,50 €", to("marie@acme.example")),
    ];
    let found = mails(&batch).into_iter().map(|(subject, to)| (subject.replace(['\u{a0}', '\u{202f}'], " "), to));
    assert_eq!(found.collect::<Vec<_>>(), wanted.map(|(subject, to)| (subject.to_owned(), to)));
    for (message, number) in batch.messages.iter().zip(["F-1", "F-1", "F-2", "F-2"]) {
        assert_eq!(message.attachments.len(), 1, "only its own");
        let file = format!("{went}/messages/{}/fichiers/{}", message.id, message.attachments[0].id);
        assert_eq!(text(office.desk.house.get_as(&office.desk.cookie, &file).await).await, pdf(number));
    }
    assert_eq!(office.sends().await, 1);
    let now = app::clock::now().plus_seconds(1);
    assert_eq!(blobs::sweep(&office.desk.house.fresh.pool, now).await.unwrap(), 0, "nothing is left over");
}

async fn needs_the_amount(office: &Office) {
    let mut tx = office.desk.house.fresh.pool.write().await.unwrap();
    let phrase = Phrase { subject: "Facture <NUMFACT> de <MONTANT>".into(), text: "Bonjour <NOMCLIENT>".into() };
    let seen = Seen { kind: model::DocumentKind::Invoice, language: Lang::Fr, version: 0 };
    phrases::save(&mut tx, seen, &phrase, UserId(1), app::clock::now()).await.unwrap();
    tx.commit().await.unwrap();
}

/// E14: a card that is completed in another tab is seen by « Actualiser »; what was chosen meanwhile stays.
pub async fn completed(fresh: Fresh) {
    let office = office(fresh).await;
    let (acme, beta) = (office.desk.acme, office.desk.beta);
    let all = [office.invoice(acme, "F-1").await, office.invoice(beta, "F-2").await];
    let page = office.page(&all).await;
    assert!(page.contains("target=\"_blank\"") && page.contains("Compléter la fiche (nouvel onglet)"), "{page}");
    assert_eq!(
        page.matches("<details open class=\"fold\"").count(),
        1,
        "whom it goes to is chosen right there: {page}"
    );
    let mut form = Form::of(&page);
    let main = format!("{}:main", all[0]);
    form.tick("to[]", &main, false);
    office.main(beta, "info@beta.example").await;
    let mut check = form.fields();
    check.push(("act", "check"));
    office.post(&check).await;
    let page = office.page(&all).await;
    assert!(page.contains("2 documents pour 2 clients : 2 e-mails"), "{page}");
    let form = Form::of(&page);
    assert!(page.contains("info@beta.example") && !form.values("to[]").contains(&main.as_str()), "{page}");

    // Stopped in time, its documents are taken up again there.
    let went = office.press(&form).await;
    let batch = office.batch(&went).await;
    office.desk.plain(&went, "/api/sends/cancel", &[("batch", &batch.id.to_string()), ("back", &went)]).await;
    let result = office.desk.show(&went).await;
    let again = format!("/factures/envoi?d={}&amp;d={}", all[0], all[1]);
    assert!(result.contains(&again) && result.contains("Reprendre ces documents"), "{result}");
}

/// P34, P50, P05: typed addresses, known and unknown; oneself; somebody less.
pub async fn further(fresh: Fresh) {
    let office = office(fresh).await;
    let (one, two) = (office.invoice(office.desk.acme, "F-1").await, office.invoice(office.desk.beta, "F-2").await);
    let mut form = Form::of(&office.page(&[one, two]).await);
    form.tick("to[]", &format!("{one}:main"), false);
    form.tick("to[]", &format!("{one}:me"), true);
    form.further(two, "Paul <paul@ailleurs.example>, MARIE@acme.example");
    let mut check = form.fields();
    check.push(("act", "check"));
    let back = office.post(&check).await;
    assert_eq!(back, office.path(&[one, two]));
    let page = office.page(&[one, two]).await;
    assert!(page.contains("2 documents pour 2 clients : 4 e-mails"), "{page}");
    assert!(page.contains("Adresse inconnue, ajoutée pour cet envoi"), "{page}");
    assert!(page.contains("Contact d’un autre client, ajouté pour cet envoi"), "{page}");
    assert!(page.contains("data-external=\"Externe au client\""), "P23: {page}");
    assert_eq!(office.sends().await, 0, "looking sends nothing");
    let went = office.press(&Form::of(&page)).await;
    let batch = office.batch(&went).await;
    let to: Vec<_> = mails(&batch).into_iter().flat_map(|(_, to)| to).collect();
    assert_eq!(to, ["marie@acme.example", "member@bonport.example", "paul@ailleurs.example", "MARIE@acme.example"]);
    let contacts: Vec<_> = batch.messages.iter().map(|message| message.deliveries[0].contact_id).collect();
    assert_eq!(contacts, [Some(office.marie), None, None, Some(office.marie)], "P50: it is in the contact's history");

    let mut form = Form::of(&office.page(&[two]).await);
    form.further(two, "pas une adresse");
    let at = office.desk.plain("/factures/envoi", SEND, &form.fields()).await;
    let line = format!("{}#d-{two}", office.path(&[two]));
    assert!(at == line || at.starts_with("/travaux/"), "to the line, unless it took long: {at}");
    assert_eq!(office.follow(at).await.split('#').next().unwrap(), office.path(&[two]));
    let page = office.page(&[two]).await;
    assert!(page.contains("value=\"pas une adresse\""), "kept as it was typed: {page}");
    assert_eq!(page.matches("Saisissez l’adresse e-mail complète").count(), 1, "{page}");
    let (further, error) = (format!("d-{two}-further"), format!("d-{two}-further-error"));
    assert!(
        page.contains(&format!("aria-describedby=\"{further}-hint {error}\""))
            && page.contains(&format!("id=\"{error}\"")),
        "told at its field: {page}"
    );

    let mut tx = office.desk.house.fresh.pool.write().await.unwrap();
    contacts::deactivate(&mut tx, office.marie, app::clock::now()).await.unwrap();
    tx.commit().await.unwrap();
    let mut form = Form::of(&page);
    form.further(two, "marie@acme.example");
    office.press(&form).await;
    let page = office.page(&[two]).await;
    assert!(page.contains("celle d’un contact inactif"), "P05: {page}");
    assert_eq!(office.sends().await, 1);
}

/// P36, P34: what was sent before says so, and may be sent again; two who press at once are one.
pub async fn again(fresh: Fresh) {
    let office = office(fresh).await;
    let one = office.invoice(office.desk.acme, "F-1").await;
    let (first, second) = (Form::of(&office.page(&[one]).await), Form::of(&office.page(&[one]).await));
    let went = office.press(&first).await;
    assert_eq!(office.press(&second).await, office.path(&[one]), "the other page did not know of it");
    assert!(office.page(&[one]).await.contains("ont changé depuis l’affichage"));
    office.accepted().await;
    let page = office.page(&[one]).await;
    assert!(page.contains("Déjà envoyé") && page.contains("Reçu par : "), "{page}");
    assert!(page.contains("info@acme.example, Marie Durand."), "{page}");
    assert_ne!(office.press(&Form::of(&page)).await, went, "P36: a new line of history");
    assert_eq!(office.sends().await, 2);
}
