//! People who sign in: unique addresses, P12, and the administrator that always stays.
#![allow(clippy::unwrap_used)]

use model::{EmailAddress, Lang, Moment, Theme, UserId, UserRole};
use store::{Pool, StoreError, testing::Fresh, users};

const NOW: Moment = Moment(1_800_000_000_000);

fn new(email: &str, role: UserRole) -> users::NewUser {
    users::NewUser {
        email: EmailAddress::parse(email).unwrap(),
        name: "Éloïse Martin".into(),
        role,
        language: Lang::Fr,
        password_hash: Some("$argon2id$".into()),
    }
}

async fn added(pool: &Pool, new: &users::NewUser) -> UserId {
    let mut tx = pool.write().await.unwrap();
    let id = users::add(&mut tx, new, NOW).await.unwrap();
    tx.commit().await.unwrap();
    id
}

async fn comes_back(fresh: &Fresh) {
    let id = added(&fresh.pool, &new("Eloise@Atelier.Example", UserRole::Member)).await;
    let mut tx = fresh.pool.read().await.unwrap();
    let user = users::get(&mut tx, id).await.unwrap();
    assert_eq!((user.email.as_str(), user.name.as_str()), ("Eloise@Atelier.Example", "Éloïse Martin"));
    assert_eq!((user.role, user.language, user.theme), (UserRole::Member, Lang::Fr, Theme::System));
    assert!(user.joined && user.disabled_at.is_none() && user.time_zone.is_none());
    let email = EmailAddress::parse("eloise@atelier.example").unwrap();
    assert_eq!(users::find_by_email(&mut tx, &email).await.unwrap(), Some(user));
    assert!(matches!(users::get(&mut tx, UserId(999)).await, Err(StoreError::NotFound)));
}
store::both!(a_user_comes_back_and_is_found_whatever_the_case, comes_back);

async fn taken(fresh: &Fresh) {
    added(&fresh.pool, &new("eloise@atelier.example", UserRole::Member)).await;
    let mut tx = fresh.pool.write().await.unwrap();
    let again = users::add(&mut tx, &new("ELOISE@atelier.example", UserRole::Member), NOW).await;
    assert!(matches!(again, Err(StoreError::Taken)));
    assert_eq!(users::count(&mut tx).await.unwrap(), 1, "the transaction stays usable");
}
store::both!(an_address_belongs_to_one_user, taken);

async fn conflict(fresh: &Fresh) {
    let id = added(&fresh.pool, &new("eloise@atelier.example", UserRole::Member)).await;
    let profile = users::Profile {
        name: "Éloïse".into(),
        language: Lang::En,
        theme: Theme::Dark,
        time_zone: Some("America/Montreal".into()),
        signature: "Éloïse\n01 02".into(),
    };
    let mut tx = fresh.pool.write().await.unwrap();
    users::change_profile(&mut tx, id, 1, &profile, NOW).await.unwrap();
    let late = users::change_profile(&mut tx, id, 1, &profile, NOW).await;
    assert!(matches!(late, Err(StoreError::Conflict)));
    let user = users::get(&mut tx, id).await.unwrap();
    assert_eq!((user.version, user.language, user.theme), (2, Lang::En, Theme::Dark));
    assert_eq!(user.signature, "Éloïse\n01 02");
}
store::both!(p12_the_later_of_two_saves_is_told, conflict);

async fn last_administrator(fresh: &Fresh) {
    let one = added(&fresh.pool, &new("un@atelier.example", UserRole::Administrator)).await;
    let invited = users::NewUser { password_hash: None, ..new("deux@atelier.example", UserRole::Administrator) };
    let two = added(&fresh.pool, &invited).await;
    let mut tx = fresh.pool.write().await.unwrap();
    let refused = |r| matches!(r, Err(StoreError::Refused(users::LAST_ADMINISTRATOR)));
    assert!(refused(users::disable(&mut tx, one, NOW).await), "somebody only invited cannot stand in");
    assert!(refused(users::change_role(&mut tx, one, 1, UserRole::Member, NOW).await));
    users::join(&mut tx, two, "Deux", "$argon2id$", NOW).await.unwrap();
    users::change_role(&mut tx, one, 1, UserRole::Member, NOW).await.unwrap();
    assert!(refused(users::disable(&mut tx, two, NOW).await));
    users::enable(&mut tx, two, NOW).await.unwrap();
}
store::both!(the_last_administrator_stays, last_administrator);

/// Two administrators take each other's role at the same instant, many times: one of them always stays.
async fn two_at_once(fresh: &Fresh) {
    let one = added(&fresh.pool, &new("un@atelier.example", UserRole::Administrator)).await;
    let two = added(&fresh.pool, &new("deux@atelier.example", UserRole::Administrator)).await;
    for _ in 0..20 {
        let (a, b) = tokio::join!(disabled(&fresh.pool, one), disabled(&fresh.pool, two));
        assert!(a != b, "exactly one of the two is disabled");
        let mut tx = fresh.pool.write().await.unwrap();
        users::enable(&mut tx, one, NOW).await.unwrap();
        users::enable(&mut tx, two, NOW).await.unwrap();
        tx.commit().await.unwrap();
    }
}
store::both!(two_at_once_leave_one_administrator, two_at_once);

async fn disabled(pool: &Pool, id: UserId) -> bool {
    let pool = pool.clone();
    let act = async move {
        let mut tx = pool.write().await?;
        users::disable(&mut tx, id, NOW).await?;
        tx.commit().await
    };
    tokio::spawn(act).await.unwrap().is_ok()
}

async fn invitation(fresh: &Fresh) {
    let invited = users::NewUser { password_hash: None, name: String::new(), ..new("un@a.example", UserRole::Member) };
    let id = added(&fresh.pool, &invited).await;
    let mut tx = fresh.pool.write().await.unwrap();
    assert!(!users::get(&mut tx, id).await.unwrap().joined);
    assert_eq!(users::password_hash(&mut tx, id).await.unwrap(), None);
    users::join(&mut tx, id, "Jean", "$1", NOW).await.unwrap();
    assert!(users::join(&mut tx, id, "Jean", "$2", NOW).await.is_err());
    assert!(users::remove_invited(&mut tx, id).await.is_err());
    users::rehash(&mut tx, id, "$0", "$3").await.unwrap();
    assert_eq!(users::password_hash(&mut tx, id).await.unwrap().as_deref(), Some("$1"));
    users::rehash(&mut tx, id, "$1", "$3").await.unwrap();
    assert_eq!(users::password_hash(&mut tx, id).await.unwrap().as_deref(), Some("$3"));
}
store::both!(an_invitation_is_accepted_once, invitation);
