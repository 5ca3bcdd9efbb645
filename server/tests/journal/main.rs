//! What the screens, the API and SQL say of each address, held line by line against the journal that the mail server wrote before each of
//! its answers (delivery.md §5: I1, I2, I5, I11).
#![allow(clippy::unwrap_used)]

#[path = "../../mail/tests/support/mod.rs"]
mod smtp_server;
#[path = "../support/mod.rs"]
mod support;

mod office;
mod truth;

use app::sends::api::SendsFound;
use model::delivery::DeliveryState;
use model::send::{BatchView, Counts, DeliveryView};
use office::Office;
use store::testing::{Fresh, KeptDelivery};
use truth::{Line, truth};

async fn line_by_line(fresh: Fresh) {
    let office = Office::open(fresh).await;
    let batches = office.everything().await;
    let kept = office.kept().await;
    let journal = truth(&office.server, &kept);
    let asked = r#"{"asked":{"in_trouble":false,"before":null,"most":null}}"#;
    let list: SendsFound = office.answer("/api/sends/list", asked).await;
    for batch in batches {
        let api: BatchView = office.answer("/api/sends/get", &format!("id={batch}")).await;
        let csv = office.shown(&format!("/envois/{batch}/resultat.csv")).await;
        let result = office.shown(&format!("/envois/{batch}")).await;
        let mut counts = Counts::default();
        let deliveries: Vec<_> = api.messages.iter().flat_map(|message| &message.deliveries).collect();
        for one in &deliveries {
            let line = &journal[&one.address];
            line.count(&mut counts);
            sql(kept.iter().find(|row| row.address == one.address).unwrap(), line);
            wire(one, line);
            let row = csv.lines().find(|row| row.contains(&one.address)).unwrap();
            assert!(row.contains(line.word) && row.contains(&line.code()), "{line:?}: {row}");
            let at = result.split("<li class=\"delivery\"").find(|part| part.contains(&one.address)).unwrap();
            assert!(at.contains(line.word), "{line:?}: {at}");
            let page = office.shown(&format!("/envois/{batch}/{}", one.id)).await;
            assert!(page.contains(line.word), "{line:?}: {page}");
            for said in &line.said {
                assert!(page.contains(&office::escaped(&said.shown())), "{said:?} of {line:?}: {page}");
            }
            let tries = page.matches("Réponse du serveur").count();
            assert_eq!(tries, line.said.len(), "no try that the journal does not know: {line:?}: {page}");
        }
        assert_eq!(api.counts(), counts, "batch {batch}");
        let row = list.rows.iter().find(|row| row.id == batch).unwrap();
        assert_eq!(row.counts, counts, "batch {batch} in the list");
        assert_eq!(kept.iter().filter(|row| row.batch == batch.0).count(), deliveries.len());
    }
    assert_eq!(journal.len(), kept.len(), "nobody else was spoken of");
}

fn sql(row: &KeptDelivery, line: &Line) {
    assert_eq!(row.state, line.state, "{line:?}: {row:?}");
    let last = line.said.last().map(|said| (Some(i64::from(said.code)), said.enhanced.clone(), said.text.clone()));
    let (_, code, enhanced, text) = row.last.clone();
    match last {
        Some(last) => assert_eq!((code, enhanced, text), last, "{line:?}"),
        None => assert_eq!(code, None, "{line:?}: {row:?}"),
    }
}

fn wire(one: &DeliveryView, line: &Line) {
    assert_eq!(one.state, line.state, "{line:?}: {one:?}");
    assert_eq!(one.sent_at.is_some(), line.state == DeliveryState::Sent, "{one:?}");
    let last = line.said.last();
    assert_eq!(one.code, last.map(|said| said.code), "{line:?}: {one:?}");
    if let Some(last) = last {
        assert_eq!((&one.enhanced, &one.text), (&last.enhanced, &last.text));
    }
}

#[tokio::test]
async fn i11_every_screen_says_of_every_address_what_the_server_wrote_sqlite() {
    line_by_line(store::testing::sqlite().await).await;
}

#[tokio::test]
async fn i11_every_screen_says_of_every_address_what_the_server_wrote_postgres() {
    line_by_line(store::testing::postgres().await).await;
}
