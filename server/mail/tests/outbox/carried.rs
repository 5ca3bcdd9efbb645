//! A document's PDF on the wire: the very bytes, under the very name.

use crate::house::House;
use crate::support::Script;
use mail::SendDocument;
use mail_parser::{MessageParser, MimeHeaders};
use model::draft::ClientFields;
use model::resolver::{Addressed, Who};
use model::{ClientKind, Day, DocumentFields, DocumentKind, Lang, Phrase, Place};
use store::testing::Fresh;
use store::{blobs, clients, documents};

const NAME: &str = "Facture d’été n° 12 – Éloïse & fils.pdf";

async fn carried(fresh: &Fresh) {
    let house = House::new(fresh, Script::default()).await;
    let worker = house.outbox().await;
    let client = ClientFields {
        reference: "ACME".into(),
        label: "ACME".into(),
        kind: ClientKind::Professional,
        family: None,
        language: Lang::Fr,
        civility: None,
        first_name: String::new(),
        last_name: String::new(),
        email: Some(crate::house::address("info@x.example")),
        phones: vec![],
        billing_email: None,
        place: Place::default(),
        note: String::new(),
    };
    let fields = DocumentFields {
        kind: DocumentKind::Invoice,
        number: "12".into(),
        day: Day::new(2026, 11, 23).unwrap(),
        amount: None,
        site: None,
        contact: None,
    };
    // What a PDF may hold: every byte, ends of lines of each sort, a lone dot.
    let mut pdf = b"%PDF-1.7\r\n.\r\n..\n\r".to_vec();
    pdf.extend((0..100_000_u32).map(|n| (n % 257) as u8));
    let mut tx = house.pool.write().await.unwrap();
    let client = clients::add(&mut tx, &client, house.now()).await.unwrap();
    let stored = blobs::add(&mut tx, &pdf, house.now()).await.unwrap();
    let id = documents::add(&mut tx, client, &fields, Some((NAME, &stored)), house.user, house.now()).await.unwrap();
    tx.commit().await.unwrap();

    let (to, shown) = (Addressed::One(Who::Main), "info@x.example".to_owned());
    let ask = SendDocument { user: house.user, document: id, to, shown, seen: 0 };
    let covering = |_: &[&model::Document], _| Ok(Phrase { subject: "Facture".into(), text: "Bonjour".into() });
    let done = mail::send_document(&house.pool, &ask, &covering, house.now()).await.unwrap();
    house.settled(&worker, done.batch_id).await;
    let accepted = house.server.accepted().pop().unwrap();
    let parsed = MessageParser::default().parse(&accepted.bytes).unwrap();
    let files: Vec<_> = parsed.attachments().map(|file| (file.attachment_name(), file.contents().to_vec())).collect();
    assert_eq!(files, [(Some(NAME), pdf)]);
    worker.stop().await;
}
store::both!(p30_a_pdf_arrives_byte_for_byte_under_its_name, carried);
