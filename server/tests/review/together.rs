//! « Un seul e-mail par client » (P34): each person gets one mail with the documents that are theirs, and nobody else's PDF.

use crate::{
    form::Form,
    office::{Office, mails, office, pdf},
    support::{text, words_of},
};
use model::{DocumentId, DocumentKind, NotificationType, compose::FILE_MAX, document::DocumentState};
use store::{sends, testing::Fresh};

async fn chosen(office: &Office, all: &[DocumentId]) -> Form {
    let page = office.page(all).await;
    let mut form = Form::of(&page);
    let stamp = page.split_once("id=\"together-yes\"").unwrap().1;
    let stamp = stamp.split_once("value=\"").unwrap().1.split_once('"').unwrap().0.to_owned();
    form.tick("together", "", false);
    form.tick("together", &stamp, true);
    form
}

async fn states(office: &Office, all: &[DocumentId]) -> Vec<DocumentState> {
    let mut tx = office.desk.house.fresh.pool.read().await.unwrap();
    let mut states = vec![];
    for id in all {
        states.push(store::documents::get(&mut tx, *id).await.unwrap().state);
    }
    states
}

/// P34, P35, P36, P50
pub async fn joined(fresh: Fresh) {
    let office = office(fresh).await;
    let (acme, beta) = (office.desk.acme, office.desk.beta);
    office.main(beta, "info@beta.example").await;
    // Marie receives invoices only; the order is for the main address alone.
    let all = [
        office.invoice(acme, "F-1").await,
        office.invoice(beta, "F-2").await,
        office.invoice(acme, "F-3").await,
        office.document(acme, "C-1", |fields| fields.kind = DocumentKind::Order, 0).await,
    ];
    let page = office.page(&all).await;
    assert!(page.contains("4 documents pour 2 clients : 6 e-mails"), "one each by default: {page}");
    let form = chosen(&office, &all).await;
    let mut check = form.fields();
    check.push(("act", "check"));
    office.post(&check).await;
    let page = office.page(&all).await;
    assert!(page.contains("4 documents pour 2 clients : 3 e-mails"), "{page}");
    assert!(page.contains("Documents F-1 et F-3"), "{page}");
    let went = office.press(&Form::of(&page)).await;
    let batch = office.batch(&went).await;
    let to: Vec<_> = mails(&batch).into_iter().map(|(_, to)| to.join(" ")).collect();
    assert_eq!(to, ["info@acme.example", "marie@acme.example", "info@beta.example"]);
    let carried: Vec<Vec<DocumentId>> =
        batch.messages.iter().map(|message| message.documents.iter().map(|one| one.0).collect()).collect();
    assert_eq!(carried, [vec![all[0], all[2], all[3]], vec![all[0], all[2]], vec![all[1]]]);
    assert!(batch.messages[1].subject.contains("F-1 et F-3"), "{}", batch.messages[1].subject);
    let names = words_of(&batch.messages[0].subject);
    assert!(names.contains("Facture F-1, Facture F-3 et Commande C-1") && !names.contains("Documents"), "{names}");
    for (message, numbers) in batch.messages.iter().zip([vec!["F-1", "F-3", "C-1"], vec!["F-1", "F-3"], vec!["F-2"]]) {
        let mut files = vec![];
        for file in &message.attachments {
            let path = format!("{went}/messages/{}/fichiers/{}", message.id, file.id);
            files.push(text(office.desk.house.get_as(&office.desk.cookie, &path).await).await);
        }
        assert_eq!(files, numbers.into_iter().map(pdf).collect::<Vec<_>>(), "nobody else's PDF");
    }

    // What becomes of the mail becomes of each of them, and stands in the history of each.
    assert_eq!(states(&office, &all).await, [DocumentState::Waiting; 4]);
    office.answered(&["marie@acme.example"]).await;
    use DocumentState::{Failed, Sent};
    assert_eq!(states(&office, &all).await, [Failed, Sent, Failed, Sent]);
    for id in &all {
        assert!(office.desk.show(&format!("/documents/{id}")).await.contains(&format!("href=\"{went}\"")));
    }
    let mut tx = office.desk.house.fresh.pool.read().await.unwrap();
    for (id, subject, counts) in [(all[1], "F-2", (1, 0)), (all[2], "F-1", (2, 1)), (all[3], "C-1", (1, 0))] {
        let sends = sends::list(&mut tx, sends::Filter::Document(id), None, 9).await.unwrap();
        let told: Vec<_> = sends.iter().map(|one| (one.counts.total, one.counts.failed)).collect();
        assert_eq!(told, [counts], "only its own mails: {subject}");
        assert!(sends[0].subject.contains(subject), "{}", sends[0].subject);
    }
    drop(tx);
    for list in ["/envois", "/"] {
        let page = words_of(&office.desk.show(list).await);
        assert!(page.contains("Envoi de 3 e-mails · 2 clients"), "nobody's alone: {page}");
    }
    // One of its readers does not have it: as in the book.
    let documents = words_of(&office.desk.show(&format!("/clients/{acme}/documents")).await);
    assert_eq!(documents.matches("Échec").count(), 2, "{documents}");
    let csv =
        words_of(&text(office.desk.house.get_as(&office.desk.cookie, &format!("{went}/resultat.csv")).await).await);
    assert!(csv.contains("\"Facture F-1, Facture F-3\";ACME;Marie Durand;marie@acme.example;Échec"), "{csv}");
    let book = words_of(&office.desk.show("/factures").await);
    assert!(book.contains("Échec"), "{book}");
    refused(&office).await;
}

/// P30, P34: the notice of an order is its text, which a mail with other documents would not say.
pub async fn notice(fresh: Fresh) {
    let office = office(fresh).await;
    let acme = office.desk.acme;
    let all = [office.invoice(acme, "F-1").await, office.notice(acme, "C-1").await, office.invoice(acme, "F-2").await];
    let form = chosen(&office, &all).await;
    let mut check = form.fields();
    check.push(("act", "check"));
    office.post(&check).await;
    let page = office.page(&all).await;
    assert!(page.contains("3 documents pour 1 client : 3 e-mails"), "{page}");
    let went = office.press(&Form::of(&page)).await;
    let batch = office.batch(&went).await;
    let carried: Vec<Vec<DocumentId>> =
        batch.messages.iter().map(|message| message.documents.iter().map(|one| one.0).collect()).collect();
    assert_eq!(carried, [vec![all[0], all[2]], vec![all[0], all[2]], vec![all[1]]]);
    let notice = &batch.messages[2];
    assert!(notice.subject.contains("C-1") && notice.attachments.is_empty(), "{}", notice.subject);
    assert!(!words_of(&notice.body).contains("ci-joint"), "{}", notice.body);
    assert!(batch.messages[..2].iter().all(|message| message.attachments.len() == 2));
}

/// Too much for one mail is said at its lines, and nothing leaves.
async fn refused(office: &Office) {
    office.notify(office.marie, NotificationType::Orders).await;
    let half = FILE_MAX / 2 + 1_000_000;
    let all = [
        office.document(office.desk.acme, "F-10", |_| {}, half).await,
        office.document(office.desk.acme, "F-11", |_| {}, half).await,
    ];
    let sends = office.sends().await;
    let form = chosen(office, &all).await;
    assert_eq!(office.press(&form).await, office.path(&all));
    let page = office.page(&all).await;
    assert_eq!(page.matches("Ensemble, les PDF de ce client dépassent").count(), 2, "{page}");
    assert_eq!(office.sends().await, sends);
}
