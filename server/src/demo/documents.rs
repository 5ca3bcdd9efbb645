//! Invoices, orders and what goes with them, of the first clients of the demo: each with a small PDF, but some orders.

use anyhow::Result;
use model::{Amount, ClientId, Day, DocumentFields, DocumentKind, Moment, UserId, Zone};
use store::{Tx, affiliations, blobs, documents};

const DAY: i64 = 86_400;
/// Clients that have documents.
const SOME: usize = 12;

/// Kind, beginning of its number, days ago, cents.
const PAPERS: [(DocumentKind, &str, i64, Option<i64>); 6] = [
    (DocumentKind::Invoice, "F-2026", 40, Some(120_450)),
    (DocumentKind::Order, "C-2026", 12, Some(86_000)),
    (DocumentKind::DeliveryNote, "BL-2026", 9, None),
    (DocumentKind::Invoice, "F-2026", 8, Some(86_000)),
    (DocumentKind::CreditNote, "NC-2026", 3, Some(-4_990)),
    (DocumentKind::Order, "C-2026", 1, Some(231_275)),
];

/// Two to six for each of some clients; every third is for a contact of the client.
pub(super) async fn fill(tx: &mut Tx, user: UserId, clients: &[ClientId], now: Moment) -> Result<()> {
    let now = super::morning(now);
    for (n, client) in clients.iter().take(SOME).enumerate() {
        let people = affiliations::of_client(tx, *client, affiliations::Which::First(1)).await?;
        for (at, (kind, start, days, cents)) in PAPERS.into_iter().take(2 + n % 5).enumerate() {
            let put_in = now.plus_seconds(-DAY * days);
            let number = format!("{start}-{:04}", 100 + n * PAPERS.len() + at);
            let contact = people.first().filter(|person| at % 3 == 0 && person.contact.active());
            let fields = DocumentFields {
                kind,
                number: number.clone(),
                day: day(put_in),
                amount: cents.map(|cents| Amount { cents: cents + 1_010 * n as i64, currency: "EUR".into() }),
                site: None,
                contact: contact.map(|person| person.contact.id),
            };
            let file = if kind == DocumentKind::Order && n % 2 == 1 {
                None
            } else {
                Some((format!("{number}.pdf"), blobs::add(tx, &pdf(&number), put_in).await?))
            };
            let file = file.as_ref().map(|(name, stored)| (name.as_str(), stored));
            documents::add(tx, *client, &fields, file, user, put_in).await?;
        }
    }
    Ok(())
}

fn day(at: Moment) -> Day {
    let local = Zone::default().local(at);
    let year = u16::try_from(local.year).expect("the demo is of our time");
    Day::new(year, local.month, local.day).expect("a day of the calendar")
}

/// One page with a line of text.
fn pdf(text: &str) -> Vec<u8> {
    let page = format!("BT /F1 24 Tf 72 760 Td ({text}) Tj ET");
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 5 0 R /Resources << /Font << /F1 4 0 R >> >> >>"
            .to_owned(),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>".to_owned(),
        format!("<< /Length {} >>\nstream\n{page}\nendstream", page.len()),
    ];
    let mut file = String::from("%PDF-1.4\n");
    let mut places = String::new();
    for (at, object) in objects.iter().enumerate() {
        places.push_str(&format!("{:010} 00000 n \n", file.len()));
        file.push_str(&format!("{} 0 obj\n{object}\nendobj\n", at + 1));
    }
    let (count, table) = (objects.len() + 1, file.len());
    file.push_str(&format!("xref\n0 {count}\n0000000000 65535 f \n{places}"));
    file.push_str(&format!("trailer\n<< /Size {count} /Root 1 0 R >>\nstartxref\n{table}\n%%EOF\n"));
    file.into_bytes()
}
