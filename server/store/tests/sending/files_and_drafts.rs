//! Blobs, drafts and their files.

use super::world::*;
use model::compose::{Draft, MAIL_MAX};
use store::blobs::{self, Reader, Writer};
use store::testing::Fresh;
use store::{StoreError, drafts, users};

async fn chunks(fresh: &Fresh) {
    let w = world(fresh).await;
    let bytes: Vec<u8> = (0..blobs::CHUNK * 2 + 77).map(|i| (i % 251) as u8).collect();
    let mut writers = vec![];
    for _ in 0..2 {
        let mut writer = Writer::begin(&w.pool, NOW).await.unwrap();
        for piece in bytes.chunks(100_001) {
            writer.write(piece).await.unwrap();
        }
        writers.push(writer);
    }
    let mut stored = vec![];
    for writer in writers {
        stored.push(writer.finish().await.unwrap());
    }
    assert_eq!(stored[0], stored[1]);
    assert_eq!(stored[0].hash, blobs::Hash::of(&bytes));
    let mut reader = Reader::new(&w.pool, stored[0].hash);
    let mut read = vec![];
    while let Some(chunk) = reader.next().await.unwrap() {
        read.extend(chunk);
    }
    assert_eq!(read, bytes);
    let empty = Writer::begin(&w.pool, NOW).await.unwrap().finish().await.unwrap();
    let abandoned = Writer::begin(&w.pool, NOW).await.unwrap();
    drop(abandoned);
    let mut tx = w.pool.write().await.unwrap();
    assert_eq!(blobs::get(&mut tx, stored[0].hash).await.unwrap(), bytes);
    assert_eq!(blobs::get(&mut tx, empty.hash).await.unwrap(), b"");
    let gone = blobs::Hash::of(b"never stored");
    let short = blobs::add(&mut tx, b"short", NOW).await.unwrap().hash;
    let some = blobs::get_some(&mut tx, &[stored[0].hash, gone, empty.hash, short]).await.unwrap();
    assert_eq!(some, [(short, b"short".to_vec()), (empty.hash, vec![])].into(), "of one chunk");
    assert_eq!(blobs::add(&mut tx, &bytes, NOW).await.unwrap(), stored[0]);
    tx.commit().await.unwrap();
    assert_eq!(blobs::sweep(&w.pool, NOW).await.unwrap(), 0);
    let swept = blobs::sweep(&w.pool, NOW.plus_ms(1)).await.unwrap();
    assert_eq!(swept, 4, "two contents, the empty one, the abandoned one");
    let mut tx = w.pool.read().await.unwrap();
    assert!(matches!(blobs::get(&mut tx, stored[0].hash).await, Err(StoreError::NotFound)));
}
store::both!(the_same_content_is_kept_once_and_swept_when_nothing_refers_to_it, chunks);

async fn saving(fresh: &Fresh) {
    let w = world(fresh).await;
    let id = w.draft().await;
    let mut tx = w.pool.write().await.unwrap();
    let saved = drafts::get(&mut tx, w.user, id).await.unwrap();
    let text = Draft { subject: "Devis Éloïse".into(), ..saved.draft };
    assert_eq!(drafts::save(&mut tx, w.user, id, &text, 1, NOW).await.unwrap(), 2);
    assert_eq!(drafts::save(&mut tx, w.user, id, &text, 1, NOW).await.unwrap(), 2, "the same once more");
    let other = Draft { subject: "Autre".into(), ..text.clone() };
    assert!(matches!(drafts::save(&mut tx, w.user, id, &other, 1, NOW).await, Err(StoreError::Conflict)));
    let stranger = model::UserId(w.user.0 + 1);
    assert!(matches!(drafts::save(&mut tx, stranger, id, &text, 2, NOW).await, Err(StoreError::NotFound)));
    assert!(matches!(drafts::get(&mut tx, stranger, id).await, Err(StoreError::NotFound)));
    let lines = drafts::list(&mut tx, w.user, None, 10).await.unwrap();
    assert_eq!((lines[0].subject.as_str(), lines[0].beginning.as_str()), ("Devis Éloïse", "Bonjour, voici le devis."));
    drafts::remove(&mut tx, w.user, id, NOW).await.unwrap();
    assert!(drafts::list(&mut tx, w.user, None, 10).await.unwrap().is_empty());
    assert!(matches!(drafts::save(&mut tx, w.user, id, &text, 2, NOW).await, Err(StoreError::Refused("removed"))));
    drafts::restore(&mut tx, w.user, id, NOW).await.unwrap();
    assert_eq!(drafts::get(&mut tx, w.user, id).await.unwrap().draft, text);
    drafts::remove(&mut tx, w.user, id, NOW).await.unwrap();
    assert_eq!(drafts::sweep(&mut tx, NOW.plus_ms(1)).await.unwrap(), 1);
}
store::both!(p12_a_draft_is_saved_over_the_version_that_was_seen, saving);

/// Until the form knows the id, its key is enough.
async fn first_save_again(fresh: &Fresh) {
    let w = world(fresh).await;
    let mut tx = w.pool.write().await.unwrap();
    let stranger = users::NewUser { email: address("zoe@maison.example"), ..member() };
    let stranger = users::add(&mut tx, &stranger, NOW).await.unwrap();
    let text = |subject: &str| Draft { subject: subject.into(), ..Draft::default() };
    let (id, version) = drafts::add_once(&mut tx, w.user, "k", &text("De"), NOW).await.unwrap();
    assert_eq!(version, 1);
    assert_eq!(drafts::add_once(&mut tx, w.user, "k", &text("Dev"), NOW).await.unwrap(), (id, 2));
    assert_eq!(drafts::add_once(&mut tx, w.user, "k", &text("Devis"), NOW).await.unwrap(), (id, 3), "a third try");
    assert_eq!(drafts::get(&mut tx, w.user, id).await.unwrap().draft.subject, "Devis");
    assert_ne!(drafts::add_once(&mut tx, stranger, "k", &text("Autre"), NOW).await.unwrap().0, id);
    assert_ne!(drafts::add_once(&mut tx, w.user, "k2", &text("Autre"), NOW).await.unwrap().0, id);
    drafts::remove(&mut tx, w.user, id, NOW).await.unwrap();
    let removed = drafts::add_once(&mut tx, w.user, "k", &text("Devis"), NOW).await;
    assert!(matches!(removed, Err(StoreError::Refused("removed"))));
    drafts::restore(&mut tx, w.user, id, NOW).await.unwrap();
    assert_eq!(drafts::save(&mut tx, w.user, id, &text("Par un autre onglet"), 3, NOW).await.unwrap(), 4);
    let (second, _) = drafts::add_once(&mut tx, w.user, "k", &text("Devis"), NOW).await.unwrap();
    assert_ne!(second, id, "what was saved by its id is not written over");
    drafts::hold(&mut tx, w.user, second).await.unwrap();
    assert_ne!(drafts::add_once(&mut tx, w.user, "k", &text("Devis"), NOW).await.unwrap().0, second, "nor with a file");
}
store::both!(p12_a_first_save_whose_answer_was_lost_is_one_draft, first_save_again);

async fn pages(fresh: &Fresh) {
    let w = world(fresh).await;
    let mut tx = w.pool.write().await.unwrap();
    let mut ids = vec![];
    // Two of each instant, the newest first.
    for age in [0, 0, 1, 1, 2, 2] {
        ids.push(drafts::add(&mut tx, w.user, &Draft::default(), NOW.plus_ms(-age)).await.unwrap());
    }
    let expected = [ids[1], ids[0], ids[3], ids[2], ids[5], ids[4]];
    let mut found = vec![];
    while let Ok(page) = drafts::list(&mut tx, w.user, found.last().copied(), 2).await
        && !page.is_empty()
    {
        assert!(page.len() <= 2);
        found.extend(page.iter().map(|line| line.id));
    }
    assert_eq!(found, expected);
    drafts::remove(&mut tx, w.user, ids[2], NOW).await.unwrap();
    let rest = drafts::list(&mut tx, w.user, Some(ids[2]), 9).await.unwrap();
    assert_eq!(rest.iter().map(|line| line.id).collect::<Vec<_>>(), expected[4..], "after one thrown away meanwhile");
    let late = NOW.plus_ms(1000 * 86_400_000);
    drafts::sweep(&mut tx, late).await.unwrap();
    assert_eq!(drafts::list(&mut tx, w.user, None, 9).await.unwrap().len(), 5, "none goes away by its age");
}
store::both!(drafts_are_found_page_after_page_and_kept_however_old, pages);

async fn files(fresh: &Fresh) {
    let w = world(fresh).await;
    let id = w.draft().await;
    let mut tx = w.pool.write().await.unwrap();
    let content = blobs::add(&mut tx, b"abc", NOW).await.unwrap();
    let mut names = vec![];
    for name in ["../Été.pdf", "b\r\n.txt"] {
        names.push(drafts::attach(&mut tx, w.user, id, (name, "text/plain"), &content, NOW).await.unwrap());
    }
    assert_eq!((names[0].name.as_str(), names[1].name.as_str()), ("Été.pdf", "b.txt"));
    let stranger = model::UserId(w.user.0 + 1);
    assert!(drafts::attach(&mut tx, stranger, id, ("x", ""), &content, NOW).await.is_err());
    assert!(drafts::place(&mut tx, stranger, names[0].id).await.is_err());
    assert!(drafts::detach(&mut tx, stranger, id, names[0].id, NOW).await.is_err());
    drafts::detach(&mut tx, w.user, id, names[0].id, NOW).await.unwrap();
    assert_eq!(drafts::attachments(&mut tx, id).await.unwrap(), [names[1].clone()]);
    drafts::give_back(&mut tx, w.user, id, names[0].id).await.unwrap();
    assert_eq!(drafts::get(&mut tx, w.user, id).await.unwrap().attachments, names);
    tx.commit().await.unwrap();
    assert_eq!(blobs::sweep(&w.pool, NOW.plus_ms(1)).await.unwrap(), 0, "files of drafts are kept");
    let mut tx = w.pool.write().await.unwrap();
    drafts::detach(&mut tx, w.user, id, names[0].id, NOW).await.unwrap();
    drafts::sweep(&mut tx, NOW).await.unwrap();
    drafts::give_back(&mut tx, w.user, id, names[0].id).await.unwrap();
    drafts::detach(&mut tx, w.user, id, names[0].id, NOW).await.unwrap();
    drafts::sweep(&mut tx, NOW.plus_ms(1)).await.unwrap();
    assert!(drafts::give_back(&mut tx, w.user, id, names[0].id).await.is_err(), "gone for good a day later");
}
store::both!(s47_files_of_a_draft_come_and_go_and_come_back, files);

async fn together(fresh: &Fresh) {
    let w = world(fresh).await;
    let id = w.draft().await;
    let mut tx = w.pool.write().await.unwrap();
    let content = blobs::add(&mut tx, b"abc", NOW).await.unwrap();
    let half = blobs::Stored { size: MAIL_MAX * 100 / 137 / 2, ..content };
    let one = drafts::attach(&mut tx, w.user, id, ("a", ""), &half, NOW).await.unwrap();
    drafts::attach(&mut tx, w.user, id, ("b", ""), &half, NOW).await.unwrap();
    let third = drafts::attach(&mut tx, w.user, id, ("c", ""), &half, NOW).await;
    assert!(matches!(third, Err(StoreError::TooLarge)), "{third:?}");
    drafts::detach(&mut tx, w.user, id, one.id, NOW).await.unwrap();
    drafts::attach(&mut tx, w.user, id, ("c", ""), &half, NOW).await.unwrap();
}
store::both!(files_are_no_more_together_than_a_mail_holds, together);
