//! Open sessions (S06–S09).
#![allow(clippy::unwrap_used)]

use model::{EmailAddress, Lang, Moment, UserId, UserRole};
use store::{
    Tx,
    sessions::{self, Ages},
    testing::Fresh,
    users,
};

const AGES: Ages = Ages { idle_seconds: 12 * 3600, absolute_seconds: 7 * 86_400 };
const START: Moment = Moment(1_800_000_000_000);

async fn user(tx: &mut Tx, email: &str) -> UserId {
    let new = users::NewUser {
        email: EmailAddress::parse(email).unwrap(),
        name: "Éloïse".into(),
        role: UserRole::Administrator,
        language: Lang::Fr,
        password_hash: Some("$".into()),
    };
    users::add(tx, &new, START).await.unwrap()
}

async fn ages(fresh: &Fresh) {
    let mut tx = fresh.pool.write().await.unwrap();
    let user = user(&mut tx, "un@a.example").await;
    let id = sessions::add(&mut tx, b"one", user, "Firefox", START).await.unwrap();
    let hours = |n: i64| START.plus_seconds(n * 3600);
    let found = sessions::find(&mut tx, b"one", AGES, hours(11)).await.unwrap().unwrap();
    assert_eq!((found.id, found.user.id, found.last_seen_at), (id, user, START));
    assert!(sessions::find(&mut tx, b"two", AGES, START).await.unwrap().is_none());
    assert!(sessions::find(&mut tx, b"one", AGES, hours(12)).await.unwrap().is_none(), "idle");
    for n in (0..168).step_by(10) {
        sessions::touch(&mut tx, id, hours(n)).await.unwrap();
    }
    assert!(sessions::find(&mut tx, b"one", AGES, hours(167)).await.unwrap().is_some());
    assert!(sessions::find(&mut tx, b"one", AGES, hours(168)).await.unwrap().is_none(), "seven days old");
    assert_eq!(sessions::remove_ended(&mut tx, AGES, hours(167)).await.unwrap(), 0);
    assert_eq!(sessions::remove_ended(&mut tx, AGES, hours(168)).await.unwrap(), 1);
}
store::both!(s09_a_session_ends_idle_or_old, ages);

async fn everywhere(fresh: &Fresh) {
    let mut tx = fresh.pool.write().await.unwrap();
    let (one, two) = (user(&mut tx, "un@a.example").await, user(&mut tx, "deux@a.example").await);
    let kept = sessions::add(&mut tx, b"a", one, "Firefox", START).await.unwrap();
    sessions::add(&mut tx, b"b", one, "Safari", START.plus_seconds(1)).await.unwrap();
    sessions::add(&mut tx, b"c", two, "", START).await.unwrap();
    let agents: Vec<String> =
        sessions::list(&mut tx, one, AGES, START).await.unwrap().into_iter().map(|s| s.user_agent).collect();
    assert_eq!(agents, ["Safari", "Firefox"]);
    assert_eq!(sessions::counts(&mut tx, AGES, START).await.unwrap().len(), 2);
    assert_eq!(sessions::remove_all(&mut tx, one, Some(kept)).await.unwrap(), 1);
    assert!(sessions::find(&mut tx, b"a", AGES, START).await.unwrap().is_some());
    sessions::remove(&mut tx, b"a").await.unwrap();
    assert!(sessions::find(&mut tx, b"a", AGES, START).await.unwrap().is_none());
    assert!(sessions::find(&mut tx, b"c", AGES, START).await.unwrap().is_some());
}
store::both!(s09_everywhere_ends_the_others_of_that_person_only, everywhere);

async fn disabled(fresh: &Fresh) {
    let mut tx = fresh.pool.write().await.unwrap();
    let (one, _) = (user(&mut tx, "un@a.example").await, user(&mut tx, "deux@a.example").await);
    sessions::add(&mut tx, b"a", one, "", START).await.unwrap();
    users::disable(&mut tx, one, START).await.unwrap();
    assert!(sessions::find(&mut tx, b"a", AGES, START).await.unwrap().is_none());
}
store::both!(a_disabled_person_is_out_at_once, disabled);
