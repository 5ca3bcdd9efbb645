//! Documents for the people who should have them: resolving the recipients of ten thousand (P31), and a thousand invoices of 200 KB from the
//! press on the review to the server's last 250 (P34), on both databases. Beside them a bare read of the same documents, and the same
//! connection sending as many mails of that size in a loop. `bin/bench documents`; printed and judged by people.

mod office;
mod sink;

use mail::smtp::Envelope;
use mail::{Asked, Covering, Outbox, SendMany, review, send_many};
use model::resolver::{AskedDocument, Choice, REVIEW_MAX, Trigger, resolve};
use model::{Document, DocumentId, DocumentKind, Lang, Phrase};
use office::{Office, PDF};
use std::hint::black_box;
use std::ops::ControlFlow;
use std::sync::atomic::Ordering::Relaxed;
use std::time::{Duration, Instant};
use store::testing::{postgres, sqlite};
use store::{Pool, Result, documents};

const RESOLVED: usize = 10_000;
const SENT: usize = 1_000;
const CLIENTS: usize = 2_000;
const RESOLVE_AIM: Duration = Duration::from_secs(1);

#[tokio::main]
async fn main() -> Result<()> {
    println!("| database | what | time | bare | aim |");
    println!("|---|---|---|---|---|");
    for (name, fresh) in [("SQLite", sqlite().await), ("Postgres", postgres().await)] {
        let office = Office::open(&fresh.pool, CLIENTS).await?;
        resolving(name, &office).await?;
        sending(name, &office).await?;
    }
    Ok(())
}

async fn resolving(name: &str, office: &Office) -> Result<()> {
    let ids = office.invoices(RESOLVED, "R", false).await?;
    // Once before, so that both have everything in memory.
    read(&office.pool, &ids).await?;
    let start = Instant::now();
    black_box(read(&office.pool, &ids).await?);
    let bare = start.elapsed();
    let start = Instant::now();
    let mails = resolved(&office.pool, &ids).await?;
    let took = start.elapsed();
    assert_eq!(mails, 2 * RESOLVED, "the main address and one person each");
    let met = if took <= RESOLVE_AIM { "met" } else { "NOT met" };
    println!("| {name} | recipients of {RESOLVED} documents | {} | {} | 1 s: {met} |", shown(took), shown(bare));
    Ok(())
}

/// Their rows alone.
async fn read(pool: &Pool, ids: &[DocumentId]) -> Result<Vec<Document>> {
    let (mut tx, mut found) = (pool.read().await?, vec![]);
    for ids in ids.chunks(REVIEW_MAX) {
        found.extend(documents::several(&mut tx, ids).await?);
    }
    Ok(found)
}

/// How many mails they would be.
async fn resolved(pool: &Pool, ids: &[DocumentId]) -> Result<usize> {
    let (mut tx, mut mails) = (pool.read().await?, 0);
    for ids in ids.chunks(REVIEW_MAX) {
        let found = documents::several(&mut tx, ids).await?;
        let asked: Vec<_> = found.iter().map(|x| (x.id, x.client.0, x.contact.as_ref().map(|(id, _)| *id))).collect();
        for (document, (_, side)) in found.iter().zip(documents::client_sides(&mut tx, &asked).await?) {
            let asked =
                AskedDocument { kind: DocumentKind::Invoice, site: None, contact: None, trigger: Trigger::Person };
            mails += resolve(&side, &asked).recipients().len();
            black_box(document);
        }
    }
    Ok(mails)
}

async fn sending(name: &str, office: &Office) -> Result<()> {
    let ids = office.invoices(SENT, "S", true).await?;
    let outbox = Outbox::start(office.pool.clone(), office.keys.clone(), office.config()).await?;
    let covering = |_: &[&Document], _: Lang| Ok(Phrase { subject: "Facture".into(), text: "Bonjour".into() });
    let before = office.sink.taken.load(Relaxed);
    let start = Instant::now();
    for (n, ids) in ids.chunks(REVIEW_MAX).enumerate() {
        press(office, ids, n, &covering).await;
        outbox.wake();
    }
    let queued = start.elapsed();
    let mut changed = outbox.changed();
    while office.sink.taken.load(Relaxed) - before < 2 * SENT {
        // Whatever was missed, the next look sees it.
        drop(tokio::time::timeout(Duration::from_millis(20), changed.recv()).await);
    }
    let took = start.elapsed();
    outbox.stop().await;
    let bare = bare(office).await;
    println!("| {name} | {SENT} invoices of 200 KB to two addresses each: in the outbox | {} | | |", shown(queued));
    println!("| {name} | the same: all accepted | {} | {} | |", shown(took), shown(bare));
    Ok(())
}

/// What the review's button does.
async fn press(office: &Office, ids: &[DocumentId], n: usize, covering: &Covering) {
    let mut tx = office.pool.read().await.expect("a database");
    let found = review(&mut tx, office.user, ids, covering).await.expect("a review");
    drop(tx);
    let lines = found.lines.iter().filter_map(|(document, line)| {
        let line = line.as_ref()?;
        Some(Asked { document: *document, shown: found.token(line), choice: Choice::of(&line.answer), skip: false })
    });
    let ask = SendMany { together: false, user: office.user, key: format!("press{n}"), lines: lines.collect() };
    let watch = |_: i64, _: i64| ControlFlow::Continue(());
    send_many(&office.pool, &ask, covering, &watch, &office::now).await.expect("a batch");
}

/// As many mails of that size over one connection, one after the other.
async fn bare(office: &Office) -> Duration {
    let line = format!("{}\r\n", "x".repeat(76));
    let content = format!("Subject: Facture\r\n\r\n{}", line.repeat(PDF * 4 / 3 / 76));
    let Ok(mut connection) = office.dialer().open(&office.server()).await else { panic!("no connection") };
    let start = Instant::now();
    for n in 0..2 * SENT {
        let envelope = Envelope { from: "compta@maison.example".into(), to: vec![format!("p{n}@x.example")] };
        black_box(connection.deliver(&envelope, content.as_bytes(), || ()).await);
    }
    start.elapsed()
}

fn shown(time: Duration) -> String {
    format!("{:.2} s", time.as_secs_f64())
}
