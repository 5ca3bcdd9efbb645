//! E13: the invoice book, its tags, filters, search and pages.

use crate::{
    book::{at, client},
    invoice, nadia,
};
use model::{
    Amount, Day, DocumentFields, DocumentKind,
    document::{Book, BookAsked, BookCount, BookState, DocumentState},
    listing::PageFrom,
};
use store::{Tx, documents, on, testing::Fresh};

fn numbers(book: &Book) -> Vec<&str> {
    book.rows.iter().map(|line| line.document.number.as_str()).collect()
}

fn count(count: i64) -> BookCount {
    BookCount { count, more: false }
}

async fn search(tx: &mut Tx, text: &str) -> Vec<String> {
    let asked = BookAsked { search: text.into(), state: BookState::All, ..BookAsked::default() };
    numbers(&documents::book(tx, &asked).await.unwrap()).into_iter().map(str::to_owned).collect()
}

async fn narrowed(fresh: &Fresh) {
    let mut tx = fresh.pool.write().await.unwrap();
    let by = nadia(&mut tx).await;
    let (acme, beta) = (client(&mut tx, "C1", "ACME Énergie").await, client(&mut tx, "C2", "Beta").await);
    let rows = [
        (acme, DocumentKind::Invoice, "F-2026-1204", 21, Some(128_460), "none"),
        (acme, DocumentKind::Invoice, "F-2026-1203", 20, Some(31_200), "failed"),
        (beta, DocumentKind::CreditNote, "NC 7", 20, Some(-128_460), "sent"),
        (beta, DocumentKind::Invoice, "F-2026-1202", 19, None, "waiting"),
        (beta, DocumentKind::Order, "1204-B", 18, None, "none"),
    ];
    for (client, kind, number, day, cents, state) in rows {
        let amount = cents.map(|cents| Amount { cents, currency: "EUR".into() });
        let day = Day::new(2026, 11, day).unwrap();
        let fields = DocumentFields { kind, day, amount, ..invoice(number) };
        let id = documents::add(&mut tx, client, &fields, None, by, at(0)).await.unwrap();
        let set = "UPDATE document SET state = $2 WHERE id = $1";
        on!(&mut tx, c => sqlx::query(set).bind(id.0).bind(state).execute(c).await.map(drop)).unwrap();
    }
    let asked = BookAsked::default();
    let first = documents::book(&mut tx, &asked).await.unwrap();
    assert_eq!(numbers(&first), ["F-2026-1204", "1204-B"], "what is not sent, the newest first");
    assert_eq!(first.counts, [count(2), count(1), count(5)]);
    assert!(!first.earlier && !first.later && first.rows.iter().all(|line| line.state == DocumentState::None));
    let failed = documents::book(&mut tx, &BookAsked { state: BookState::Failed, ..asked.clone() }).await.unwrap();
    assert_eq!(numbers(&failed), ["F-2026-1203"]);

    let all = BookAsked { state: BookState::All, ..asked };
    let of_beta = documents::book(&mut tx, &BookAsked { client: Some(beta), ..all.clone() }).await.unwrap();
    assert_eq!((numbers(&of_beta), of_beta.counts[0]), (vec!["NC 7", "F-2026-1202", "1204-B"], count(1)));
    let kind = Some(DocumentKind::CreditNote);
    assert_eq!(numbers(&documents::book(&mut tx, &BookAsked { kind, ..all.clone() }).await.unwrap()), ["NC 7"]);
    let (since, until) = (Day::new(2026, 11, 19), Day::new(2026, 11, 20));
    let days = documents::book(&mut tx, &BookAsked { since, until, ..all.clone() }).await.unwrap();
    assert_eq!(numbers(&days), ["NC 7", "F-2026-1203", "F-2026-1202"]);

    assert_eq!(search(&mut tx, "f-2026-12").await, ["F-2026-1204", "F-2026-1203", "F-2026-1202"]);
    assert_eq!(search(&mut tx, "1204").await, ["F-2026-1204", "1204-B"], "its last digits, or how it begins");
    assert_eq!(search(&mut tx, "1 284,60 €").await, ["F-2026-1204", "NC 7"], "an amount, of a credit note too");
    assert_eq!(search(&mut tx, "energie").await, ["F-2026-1204", "F-2026-1203"], "a client");
    assert!(search(&mut tx, "zzz").await.is_empty());
    assert!(search(&mut tx, "%").await.is_empty());
}
store::both!(e13_the_book_is_narrowed_by_its_address, narrowed);

async fn paged(fresh: &Fresh) {
    let mut tx = fresh.pool.write().await.unwrap();
    let by = nadia(&mut tx).await;
    let acme = client(&mut tx, "C1", "ACME").await;
    for n in 1..=230u8 {
        let day = Day::new(2026, 1 + n % 12, 1 + n % 28).unwrap();
        let fields = DocumentFields { day, ..invoice(&format!("F-{n}")) };
        documents::add(&mut tx, acme, &fields, None, by, at(1)).await.unwrap();
    }
    let page = |from| BookAsked { from, ..BookAsked::default() };
    let first = documents::book(&mut tx, &page(PageFrom::Start)).await.unwrap();
    assert_eq!((first.rows.len(), first.earlier, first.later, first.counts[0]), (100, false, true, count(230)));
    let keys = |book: &Book| book.rows.iter().map(|line| (line.document.day, line.document.id)).collect::<Vec<_>>();
    let second = documents::book(&mut tx, &page(PageFrom::After(first.rows[99].document.id.0))).await.unwrap();
    let third = documents::book(&mut tx, &page(PageFrom::After(second.rows[99].document.id.0))).await.unwrap();
    assert_eq!((third.rows.len(), third.earlier, third.later), (30, true, false));
    let all = [keys(&first), keys(&second), keys(&third)].concat();
    assert!(all.is_sorted_by(|a, b| a > b), "each once, the newest first");
    let back = documents::book(&mut tx, &page(PageFrom::Before(third.rows[0].document.id.0))).await.unwrap();
    assert_eq!((keys(&back), back.earlier, back.later), (keys(&second), true, true));
    documents::remove(&mut tx, first.rows[0].document.id, at(2)).await.unwrap();
    let without = documents::book(&mut tx, &page(PageFrom::Start)).await.unwrap();
    assert_eq!((without.rows[0].document.id, without.counts[2]), (first.rows[1].document.id, count(229)));
}
store::both!(e13_the_book_is_read_a_hundred_a_page, paged);
