//! Tokens of programs (S07), on both databases.
#![allow(clippy::unwrap_used)]

use model::{EmailAddress, Lang, Moment, UserId, UserRole};
use store::{StoreError, Tx, programs, testing::Fresh, users};

const NOW: Moment = Moment(1_800_000_000_000);
const DAY: i64 = 86_400;

async fn nadia(tx: &mut Tx) -> UserId {
    let new = users::NewUser {
        email: EmailAddress::parse("nadia@bonport.example").unwrap(),
        name: "Nadia Roy".into(),
        role: UserRole::Administrator,
        language: Lang::Fr,
        password_hash: Some("$".into()),
    };
    users::add(tx, &new, NOW).await.unwrap()
}

async fn works(tx: &mut Tx, hash: &[u8], now: Moment) -> bool {
    programs::find(tx, hash, now).await.unwrap().is_some()
}

async fn tokens(fresh: &Fresh) {
    let mut tx = fresh.pool.write().await.unwrap();
    let by = nadia(&mut tx).await;
    let end = NOW.plus_seconds(30 * DAY);
    let ever = programs::add(&mut tx, "Compta", b"ever", by, None, NOW).await.unwrap();
    programs::add(&mut tx, "Essai", b"ends", by, Some(end), NOW).await.unwrap();
    let found = programs::find(&mut tx, b"ever", NOW).await.unwrap().unwrap();
    assert_eq!((found.id, found.name.as_str(), found.by.as_str()), (ever, "Compta", "Nadia Roy"));
    assert_eq!((found.expires_at, found.last_used_at, found.revoked_at), (None, None, None));
    assert!(!works(&mut tx, b"none", NOW).await && !works(&mut tx, b"", NOW).await);
    assert!(works(&mut tx, b"ends", end.plus_ms(-1)).await && !works(&mut tx, b"ends", end).await);
    programs::touch(&mut tx, ever, NOW.plus_seconds(5)).await.unwrap();
    programs::touch(&mut tx, ever, NOW).await.unwrap();
    assert_eq!(programs::get(&mut tx, ever).await.unwrap().last_used_at, Some(NOW.plus_seconds(5)), "the last one");
    let names: Vec<_> = programs::list(&mut tx).await.unwrap().into_iter().map(|program| program.name).collect();
    assert_eq!(names, ["Essai", "Compta"]);
}
store::both!(s07_a_token_is_known_by_its_hash_until_its_end, tokens);

async fn revoked(fresh: &Fresh) {
    let mut tx = fresh.pool.write().await.unwrap();
    let by = nadia(&mut tx).await;
    let id = programs::add(&mut tx, "Compta", b"hash", by, None, NOW).await.unwrap();
    programs::revoke(&mut tx, id, NOW).await.unwrap();
    programs::revoke(&mut tx, id, NOW.plus_seconds(9)).await.unwrap();
    assert_eq!(programs::get(&mut tx, id).await.unwrap().revoked_at, Some(NOW), "twice changes nothing");
    assert!(!works(&mut tx, b"hash", NOW).await && programs::list(&mut tx).await.unwrap().is_empty());
    programs::restore(&mut tx, id, NOW.plus_seconds(DAY)).await.unwrap();
    programs::restore(&mut tx, id, NOW.plus_seconds(DAY)).await.unwrap();
    assert!(works(&mut tx, b"hash", NOW).await);
    programs::revoke(&mut tx, id, NOW).await.unwrap();
    let late = programs::restore(&mut tx, id, NOW.plus_seconds(DAY + 1)).await;
    assert!(matches!(late, Err(StoreError::NotFound)), "{late:?}");
    let none = programs::revoke(&mut tx, model::ProgramId(99), NOW).await;
    assert!(matches!(none, Err(StoreError::NotFound)), "{none:?}");
}
store::both!(s07_a_token_is_revoked_and_given_back_for_a_day, revoked);

async fn disabled(fresh: &Fresh) {
    let mut tx = fresh.pool.write().await.unwrap();
    let by = nadia(&mut tx).await;
    let other = users::NewUser {
        email: EmailAddress::parse("noe@bonport.example").unwrap(),
        name: "Noé".into(),
        role: UserRole::Administrator,
        language: Lang::Fr,
        password_hash: Some("$".into()),
    };
    users::add(&mut tx, &other, NOW).await.unwrap();
    programs::add(&mut tx, "Compta", b"hash", by, None, NOW).await.unwrap();
    users::disable(&mut tx, by, NOW).await.unwrap();
    assert!(!works(&mut tx, b"hash", NOW).await);
    assert!(programs::list(&mut tx).await.unwrap()[0].by_disabled, "and the page says why");
    users::enable(&mut tx, by, NOW).await.unwrap();
    assert!(works(&mut tx, b"hash", NOW).await);
}
store::both!(p53_the_token_of_somebody_disabled_does_not_work, disabled);
