//! P52, S27, S57, P12.

use super::world::*;
use model::{AccountOwner, AccountState, FieldProblem, Problem, Secret, SecretChange};
use secrecy::ExposeSecret;
use store::secrets::Keys;
use store::testing::{Fresh, smtp_account};
use store::{StoreError, accounts};

async fn secret_stays(fresh: &Fresh) {
    let w = world(fresh).await;
    let mut tx = w.pool.write().await.unwrap();
    let stored = accounts::get(&mut tx, w.account).await.unwrap();
    assert!(stored.has_password && !format!("{stored:?}").contains("mot de passe"));
    let secret = accounts::secret(&mut tx, &w.keys, w.account).await.unwrap().unwrap();
    assert_eq!(secret.expose_secret(), "le mot de passe");

    let kept =
        model::AccountDraft { password: Secret::default(), from_name: "Œuvrard".into(), version: 1, ..smtp_account() };
    let kept = kept.check(Some(&stored), &[]).unwrap();
    assert_eq!(kept.secret, SecretChange::Keep);
    accounts::change(&mut tx, &w.keys, w.account, &kept, NOW).await.unwrap();
    assert!(matches!(accounts::change(&mut tx, &w.keys, w.account, &kept, NOW).await, Err(StoreError::Conflict)));
    let secret = accounts::secret(&mut tx, &w.keys, w.account).await.unwrap().unwrap();
    assert_eq!(secret.expose_secret(), "le mot de passe");

    let turned = w.keys.turned_over().unwrap();
    let resealed = |done, unreadable| accounts::Resealed { done, unreadable };
    assert_eq!(accounts::reseal(&mut tx, &Keys::generate().unwrap()).await.unwrap(), resealed(0, 1));
    assert_eq!(accounts::reseal(&mut tx, &turned).await.unwrap(), resealed(1, 0));
    assert_eq!(accounts::reseal(&mut tx, &turned).await.unwrap(), resealed(0, 0));
    assert!(accounts::secret(&mut tx, &w.keys, w.account).await.is_err());
    assert!(accounts::secret(&mut tx, &turned, w.account).await.unwrap().is_some());
    assert!(accounts::secret(&mut tx, &Keys::generate().unwrap(), w.account).await.is_err());

    let moved = model::AccountDraft { host: "autre.example".into(), password: Secret::default(), ..smtp_account() };
    assert_eq!(moved.check(Some(&stored), &[]), Err(vec![FieldProblem::new("password", Problem::Required)]));
}
store::both!(s57_a_password_is_kept_sealed_and_stays_when_the_form_says_nothing, secret_stays);

async fn one_each(fresh: &Fresh) {
    let w = world(fresh).await;
    let form = smtp_account().check(None, &[]).unwrap();
    let mut tx = w.pool.write().await.unwrap();
    let own = accounts::add(&mut tx, &w.keys, AccountOwner::User(w.user), &form, NOW).await.unwrap();
    let listed: Vec<_> = accounts::list_for(&mut tx, w.user).await.unwrap().into_iter().map(|a| a.id).collect();
    assert_eq!(listed, [own, w.account]);
    tx.commit().await.unwrap();
    for owner in [AccountOwner::Organisation, AccountOwner::User(w.user)] {
        let mut tx = w.pool.write().await.unwrap();
        assert!(matches!(accounts::add(&mut tx, &w.keys, owner, &form, NOW).await, Err(StoreError::Taken)));
    }
    w.enqueue(&w.batch("k", &["a@x.example"])).await;
    let mut tx = w.pool.write().await.unwrap();
    assert!(matches!(accounts::remove(&mut tx, w.account).await, Err(StoreError::Refused("open_deliveries"))));
    accounts::remove(&mut tx, own).await.unwrap();
    assert!(accounts::find(&mut tx, AccountOwner::User(w.user)).await.unwrap().is_none());
}
store::both!(p52_one_account_of_the_organisation_and_one_of_each_user, one_each);

async fn size(fresh: &Fresh) {
    let w = world(fresh).await;
    let mut tx = w.pool.write().await.unwrap();
    accounts::note_max_size(&mut tx, w.account, Some(10_240_000)).await.unwrap();
    let port = smtp_account().port;
    for (version, (host, port, kept)) in [
        (smtp_account().host, port.as_str(), Some(10_240_000)),
        (smtp_account().host, "587", None),
        ("autre.example".into(), port.as_str(), None),
    ]
    .into_iter()
    .enumerate()
    {
        let form = model::AccountDraft {
            host,
            port: port.into(),
            from_name: "Œuvrard".into(),
            version: version as i64 + 1,
            ..smtp_account()
        };
        accounts::change(&mut tx, &w.keys, w.account, &form.check(None, &[]).unwrap(), NOW).await.unwrap();
        assert_eq!(accounts::get(&mut tx, w.account).await.unwrap().max_size, kept, "{version}");
        accounts::note_max_size(&mut tx, w.account, Some(10_240_000)).await.unwrap();
    }
}
store::both!(what_a_server_takes_is_kept_while_it_is_the_same_server, size);

async fn states(fresh: &Fresh) {
    let w = world(fresh).await;
    let mut tx = w.pool.write().await.unwrap();
    let until = NOW.plus_seconds(20);
    assert_eq!(accounts::throttle(&mut tx, w.account, "busy", until, NOW).await.unwrap(), Some(1));
    assert_eq!(accounts::throttle(&mut tx, w.account, "busy", until, NOW).await.unwrap(), Some(2));
    accounts::well(&mut tx, w.account, NOW).await.unwrap();
    assert_eq!(accounts::get(&mut tx, w.account).await.unwrap().state, AccountState::Ok);
    accounts::stop(&mut tx, w.account, AccountState::AuthFailed, "535 no", NOW).await.unwrap();
    accounts::well(&mut tx, w.account, NOW).await.unwrap();
    assert_eq!(accounts::throttle(&mut tx, w.account, "busy", until, NOW).await.unwrap(), None);
    let stopped = accounts::get(&mut tx, w.account).await.unwrap();
    assert_eq!((stopped.state, stopped.version), (AccountState::AuthFailed, 1));
    let form = model::AccountDraft { version: 1, ..smtp_account() }.check(Some(&stopped), &[]).unwrap();
    accounts::change(&mut tx, &w.keys, w.account, &form, NOW).await.unwrap();
    assert_eq!(accounts::get(&mut tx, w.account).await.unwrap().state, AccountState::Ok);
}
store::both!(an_account_stops_with_its_reason_until_a_person_changes_it, states);
