//! P06, S70: whose data goes is nowhere any more: in no column of any table, no page of SQLite's file or its journal, no dump of
//! Postgres, and not in the head of a mail that was kept. What was written to it stays, as the proof of what was sent.
#![allow(clippy::unwrap_used)]

mod carried;
mod life;
mod traces;
#[allow(dead_code, reason = "the store's own tests use the rest")]
#[path = "../../store/tests/sending/world.rs"]
mod world;

use life::{ADDRESS, OLD_ADDRESS, TWIN_ADDRESS, life};
use model::EmailAddress;
use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
    process::Command,
};
use store::{
    StoreError, contacts,
    outbox::Next,
    testing::{Fresh, contents},
};
use traces::Traces;
use world::NOW;

/// What only she has. Search words and keys are pieces of it.
const TEXTS: [&str; 19] = [
    "Éléonore",
    "Quennevïlle",
    ADDRESS,
    "e.quennevil@xn--priv-epa.example",
    "e.quennevil",
    "E.Quennevil",
    OLD_ADDRESS,
    "ancienne.boite",
    "+33 4 78 11 22 33",
    "33478112233",
    "allergique aux arachides",
    "Trésorière adjointe",
    "Vice-présidente du jury",
    TWIN_ADDRESS,
    "jumelle@tierce",
    "+32 470 99 88 77",
    "32470998877",
    "préfère le thé vert",
    "Cheffe de rayon intérimaire",
];

/// `table.column: text`, of everything in the database.
async fn shown(fresh: &Fresh, traces: &Traces) -> BTreeSet<String> {
    let mut columns: BTreeMap<String, Vec<u8>> = BTreeMap::new();
    for (column, bytes) in contents(&fresh.pool).await.unwrap() {
        columns.entry(column).or_default().extend([&bytes[..], b"\0\0"].concat());
    }
    let shown = |(column, bytes): (String, Vec<u8>)| {
        traces.in_bytes(&bytes).into_iter().map(|text| format!("{column}: {text}")).collect::<Vec<_>>()
    };
    columns.into_iter().flat_map(shown).collect()
}

/// What the files of the database show, or its dump.
fn on_disk(fresh: &Fresh, traces: &Traces) -> BTreeSet<String> {
    let Some(file) = fresh.url.strip_prefix("sqlite:") else {
        let dump = Command::new(pg_dump()).arg(&fresh.url).output().unwrap();
        assert!(dump.status.success(), "{}", String::from_utf8_lossy(&dump.stderr));
        return traces.in_bytes(&dump.stdout).into_iter().map(Into::into).collect();
    };
    let mut shown = BTreeSet::new();
    for entry in std::fs::read_dir(Path::new(file).parent().unwrap()).unwrap() {
        let path = entry.unwrap().path();
        let found = std::fs::read(&path).unwrap();
        shown.extend(traces.in_bytes(&found).into_iter().map(|text| format!("{}: {text}", path.display())));
    }
    shown
}

/// Beside the newest installed Postgres' other programs.
fn pg_dump() -> String {
    let versions = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten();
    let newest = versions.filter_map(|entry| entry.unwrap().file_name().to_str()?.parse::<u32>().ok()).max();
    newest.map_or_else(|| "pg_dump".into(), |version| format!("/usr/lib/postgresql/{version}/bin/pg_dump"))
}

fn nothing() -> BTreeSet<String> {
    BTreeSet::new()
}

async fn forgotten(fresh: &Fresh) {
    let traces = Traces::of(&TEXTS);
    let life = life(fresh).await;
    let before = shown(fresh, &traces).await;
    for text in TEXTS {
        assert!(before.iter().any(|line| line.ends_with(text)), "{text} is nowhere: the test could not fail");
    }
    for table in [
        "contact.",
        "contact_word.",
        "phone.",
        "affiliation.",
        "draft.",
        "delivery.",
        "delivery_report.",
        "attempt.",
        "address_use.",
        "consent.",
        "blob_chunk.",
        "merge.",
    ] {
        assert!(before.iter().any(|line| line.starts_with(table)), "{table} shows nothing of her");
    }

    life.remove(NOW.plus_seconds(100)).await;
    let last = NOW.plus_seconds(100).plus_ms(contacts::UNDO);
    assert_eq!(contacts::forget_due(&fresh.pool, last.plus_ms(-1)).await.unwrap(), 0);
    life.restore(last.plus_ms(-1)).await.unwrap();
    assert_eq!(shown(fresh, &traces).await, before, "undone, everything is as it was");

    life.remove(NOW.plus_seconds(100)).await;
    assert!(matches!(life.restore(last).await, Err(StoreError::Refused(_))), "the time has passed");
    assert_eq!(contacts::forget_due(&fresh.pool, last).await.unwrap(), 1);
    // One mail is still on its way: it needs its address, and nothing else does.
    let needed = ["blob_chunk.bytes", "delivery.address", "delivery.address_key", "delivery.name"];
    let held = shown(fresh, &traces).await;
    assert!(held.iter().all(|line| needed.iter().any(|column| line.starts_with(column))), "{held:#?}");
    assert!(held.iter().any(|line| line.starts_with("delivery.address:")));

    life.settle_waiting(last, Next::Sent { test_mailbox: false }).await;
    assert_eq!(contacts::forget_due(&fresh.pool, last.plus_seconds(60)).await.unwrap(), 0);
    assert_eq!(shown(fresh, &traces).await, nothing());
    assert_eq!(on_disk(fresh, &traces), nothing());
    life.is_kept_as_deleted().await;
}
store::both!(p06_s70_nothing_of_a_deleted_contact_is_left_anywhere_once_it_cannot_be_undone, forgotten);

/// P02, P06: the address is free at once, and so is all that hung on it.
async fn taken_over(fresh: &Fresh) {
    let traces = Traces::of(&["Éléonore", "Quennevïlle", "allergique aux arachides", "Trésorière adjointe"]);
    let life = life(fresh).await;
    life.settle_waiting(NOW.plus_seconds(60), Next::Failed).await;
    life.remove(NOW.plus_seconds(100)).await;
    let mut tx = fresh.pool.write().await.unwrap();
    let other = model::draft::ContactFields {
        last_name: "Une Autre".into(),
        email: Some(EmailAddress::parse(ADDRESS).unwrap()),
        ..Default::default()
    };
    contacts::add(&mut tx, &other, None, NOW.plus_seconds(101)).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(shown(fresh, &traces).await, nothing());
}
store::both!(p06_whoever_gets_the_address_of_a_deleted_contact_gets_nothing_of_its_life, taken_over);

/// The mails of the test mailbox to somebody who is forgotten go; the others stay.
async fn from_the_test_mailbox(fresh: &Fresh) {
    let life = life(fresh).await;
    life.settle_waiting(NOW.plus_seconds(60), Next::Sent { test_mailbox: true }).await;
    let folder = tempfile::tempdir().unwrap();
    let mailbox = mail::TestMailbox::new(folder.path());
    mail::forget_due(&fresh.pool, &mail::TestMailbox::new(folder.path().join("none")), NOW).await.unwrap();
    let hers = life.messages().await;
    let other = hers.iter().max().unwrap() + 1;
    for message in hers.iter().chain([&other]) {
        let mail = format!("X-Envelope-To: {ADDRESS}\r\nTo: {ADDRESS}\r\n\r\n");
        std::fs::write(folder.path().join(format!("1800000000000-{message}-1.eml")), mail).unwrap();
    }
    life.remove(NOW.plus_seconds(100)).await;
    let last = NOW.plus_seconds(100).plus_ms(contacts::UNDO);
    mail::forget_due(&fresh.pool, &mailbox, last.plus_ms(-1)).await.unwrap();
    assert_eq!(mailbox.list(None, 20).await.unwrap().len(), 5);
    mail::forget_due(&fresh.pool, &mailbox, last).await.unwrap();
    let left: Vec<_> = mailbox.list(None, 20).await.unwrap().into_iter().map(|kept| kept.name).collect();
    assert_eq!(left, [format!("1800000000000-{other}-1")]);
}
store::both!(p06_the_test_mailbox_keeps_no_mail_to_a_forgotten_contact, from_the_test_mailbox);
