//! What came of it (P36): the result, its table, and the failures sent again in one act.

use crate::{
    form::Form,
    office::{Office, mails, office},
    support::{text, words_of},
};
use http::header;
use model::send::Shown;
use store::testing::Fresh;

const RESEND: &str = "/api/sends/resend-failed";

/// P36, S40
pub async fn result(fresh: Fresh) {
    let office = office(fresh).await;
    let (acme, beta) = (office.desk.acme, office.desk.beta);
    office.main(beta, "info@beta.example").await;
    let all = [office.invoice(acme, "F-1").await, office.invoice(beta, "F-2").await];
    let went = office.press(&Form::of(&office.page(&all).await)).await;
    office.answered(&["marie@acme.example", "info@beta.example"]).await;

    let page = words_of(&office.desk.show(&went).await);
    assert!(page.contains("1 envoyé, 2 non envoyés") && page.contains("Envoi de 3 e-mails"), "{page}");
    assert!(page.contains("Renvoyer les 2 échecs") && page.contains("Exporter"), "{page}");
    assert!(page.contains(&format!("href=\"/documents/{}\"", all[1])), "a failed line names its document: {page}");
    let at = |text: &str| page.find(text).unwrap_or_else(|| panic!("{text}: {page}"));
    assert!(at("marie@acme.example") < at("info@acme.example"), "failures first");

    let answer = office.desk.house.get_as(&office.desk.cookie, &format!("{went}/resultat.csv")).await;
    assert!(answer.headers()[header::CONTENT_DISPOSITION].to_str().unwrap().starts_with("attachment"));
    let csv = words_of(&text(answer).await);
    let rows: Vec<&str> = csv.lines().collect();
    assert_eq!(rows[0], "\u{feff}Document;Client;Destinataire;Adresse;État;Motif;Code;Réponse du serveur;Date");
    assert!(rows[1].starts_with("Facture F-1;ACME;;info@acme.example;Envoyé;;250;ok;20"), "{csv}");
    assert!(rows[2].starts_with("Facture F-1;ACME;Marie Durand;marie@acme.example;Échec;"), "{csv}");
    assert!(rows[3].starts_with("Facture F-2;Beta;;info@beta.example;Échec;"), "{csv}");
    let said = ";550;\"'=no such user; \"\"here\"\"\";";
    assert!(rows[2].ends_with(said) && rows[3].ends_with(said), "S40: {csv}");
    again(&office, &went).await;
}

/// P36: one of two is corrected; what arrived does not leave again, and a double click is one batch.
async fn again(office: &Office, went: &str) {
    let here = format!("{went}/renvoyer");
    let batch = office.batch(went).await;
    let failed: Vec<_> =
        batch.messages.iter().flat_map(|m| &m.deliveries).filter(|d| d.shown() == Shown::Failed).collect();
    let page = words_of(&office.desk.show(&here).await);
    assert!(page.contains("1 e-mail est déjà parti et ne repart pas."), "{page}");
    for named in ["Facture F-1 · Marie Durand<", "Facture F-2 · info@beta.example<"] {
        assert_eq!(page.matches(named).count(), 2, "at its box and at its field: {named}: {page}");
    }
    let (_, key) = page.split_once("name=\"key\" value=\"").unwrap();
    let key = key.split_once('"').unwrap().0;
    let id = went.trim_start_matches("/envois/");
    let form = |key: &str, first: &str, seen: i64| {
        let [a, b] = [failed[0].id, failed[1].id];
        [
            ("batch".to_owned(), id.to_owned()),
            ("key".to_owned(), key.to_owned()),
            ("seen[]".to_owned(), format!("{a} {seen}")),
            ("seen[]".to_owned(), format!("{b} {seen}")),
            ("chosen[]".to_owned(), a.to_string()),
            ("chosen[]".to_owned(), b.to_string()),
            (format!("address[d{a}]"), first.to_owned()),
            (format!("address[d{b}]"), failed[1].address.clone()),
        ]
    };
    let press = async |fields: [(String, String); 8]| {
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        office.follow(office.desk.plain(&here, RESEND, &fields).await).await
    };
    assert_eq!(press(form("k1", "pas une adresse", 0)).await, here);
    let page = words_of(&office.desk.show(&here).await);
    assert!(
        page.contains("Saisissez l’adresse e-mail complète") && page.contains("value=\"pas une adresse\""),
        "{page}"
    );
    assert_eq!(office.sends().await, 1);

    let new = press(form(key, "marie.durand@acme.example", 0)).await;
    assert_eq!(press(form(key, "marie.durand@acme.example", 0)).await, new);
    let sent: Vec<_> = mails(&office.batch(&new).await).into_iter().flat_map(|(_, to)| to).collect();
    assert_eq!(sent, ["marie.durand@acme.example", "info@beta.example"]);
    assert!(office.batch(&new).await.messages.iter().all(|message| message.attachments.len() == 1));
    assert!(words_of(&office.desk.show(&here).await).contains("Il n’y a plus d’échec à renvoyer"));
    assert_eq!(press(form("k2", "marie.durand@acme.example", 0)).await, here, "somebody else's page, too late");
    assert_eq!(office.sends().await, 2);
}
