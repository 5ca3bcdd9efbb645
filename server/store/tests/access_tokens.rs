//! Links that let somebody in once (S10, S12).
#![allow(clippy::unwrap_used)]

use model::{EmailAddress, Lang, Moment, UserId, UserRole};
use store::{
    Pool,
    access_tokens::{self, Purpose},
    testing::Fresh,
    users,
};

const NOW: Moment = Moment(1_800_000_000_000);

fn new(email: &str) -> users::NewUser {
    users::NewUser {
        email: EmailAddress::parse(email).unwrap(),
        name: "Éloïse".into(),
        role: UserRole::Administrator,
        language: Lang::Fr,
        password_hash: Some("$".into()),
    }
}

async fn newest_once(fresh: &Fresh) {
    let mut tx = fresh.pool.write().await.unwrap();
    let one = users::add(&mut tx, &new("un@a.example"), NOW).await.unwrap();
    let two = users::add(&mut tx, &new("deux@a.example"), NOW).await.unwrap();
    let end = NOW.plus_seconds(1800);
    for (hash, user) in [(b"old", one), (b"new", one), (b"two", two)] {
        access_tokens::add(&mut tx, hash, Purpose::Reset, Some(user), NOW, end).await.unwrap();
    }
    let found = |user: Option<UserId>| user.map(Some);
    assert_eq!(access_tokens::find(&mut tx, b"old", Purpose::Reset, NOW).await.unwrap(), None, "the newest only");
    assert_eq!(access_tokens::find(&mut tx, b"new", Purpose::Reset, NOW).await.unwrap(), found(Some(one)));
    assert_eq!(access_tokens::find(&mut tx, b"new", Purpose::Invitation, NOW).await.unwrap(), None);
    assert_eq!(access_tokens::find(&mut tx, b"new", Purpose::Reset, end).await.unwrap(), None, "30 minutes");
    assert!(!access_tokens::take(&mut tx, b"new", Purpose::Reset, Some(one), end).await.unwrap());
    assert!(access_tokens::take(&mut tx, b"new", Purpose::Reset, Some(one), NOW).await.unwrap());
    assert!(!access_tokens::take(&mut tx, b"new", Purpose::Reset, Some(one), NOW).await.unwrap(), "once");
    assert!(access_tokens::take(&mut tx, b"two", Purpose::Reset, Some(two), NOW).await.unwrap(), "others stay");
    assert_eq!(access_tokens::remove_ended(&mut tx, end).await.unwrap(), 2);
}
store::both!(s10_a_link_works_once_and_the_newest_only, newest_once);

/// Two machines printed a set-up page each, and both are used at the same instant.
async fn two_at_once(fresh: &Fresh) {
    for round in 0..10 {
        let hashes = [format!("a{round}"), format!("b{round}")];
        let mut tx = fresh.pool.write().await.unwrap();
        access_tokens::add(&mut tx, hashes[0].as_bytes(), Purpose::FirstStart, None, NOW, NOW.plus_seconds(9))
            .await
            .unwrap();
        tx.commit().await.unwrap();
        let (a, b) = tokio::join!(taken(&fresh.pool, &hashes[0]), taken(&fresh.pool, &hashes[0]));
        assert!(a != b, "exactly one makes an administrator");
    }
}
store::both!(s12_two_at_once_one_gets_it, two_at_once);

async fn taken(pool: &Pool, hash: &str) -> bool {
    let (pool, hash) = (pool.clone(), hash.to_owned());
    let act = async move {
        let mut tx = pool.write().await?;
        let got = access_tokens::take(&mut tx, hash.as_bytes(), Purpose::FirstStart, None, NOW).await?;
        tx.commit().await?;
        store::Result::Ok(got)
    };
    tokio::spawn(act).await.unwrap().unwrap()
}
