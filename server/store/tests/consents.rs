//! P43 on both databases: a consent is given for an address, by nobody else than the person; the ledger keeps every word on it.
#![allow(clippy::unwrap_used)]

mod book;

use book::{a_client, a_contact, at, client, contact, email};
use model::{ConsentSource, Lang, Purpose::Promotions, UserId, UserRole};
use store::{
    Tx, clients,
    consents::{self, Of},
    contacts,
    testing::{Fresh, contents},
    users::{self, NewUser},
};

async fn nadia(tx: &mut Tx) -> UserId {
    let new = NewUser {
        email: email("nadia@bonport.example"),
        name: "Nadia Roy".into(),
        role: UserRole::Member,
        language: Lang::Fr,
        password_hash: None,
    };
    users::add(tx, &new, at(0)).await.unwrap()
}

async fn holds(tx: &mut Tx, of: Of) -> bool {
    consents::find(tx, of, Promotions).await.unwrap().is_some_and(|consent| consent.holds())
}

/// How many words there are in the ledger.
async fn rows(fresh: &Fresh) -> usize {
    contents(&fresh.pool).await.unwrap().iter().filter(|(column, _)| column == "consent.decision").count()
}

async fn given_and_withdrawn(fresh: &Fresh) {
    let mut tx = fresh.pool.write().await.unwrap();
    let by = nadia(&mut tx).await;
    let marie = contact(&mut tx, "Marie Durand", "marie@a.example").await;
    let (of, spoken) = (Of::Contact(marie), Some(ConsentSource::Spoken));
    assert_eq!(consents::find(&mut tx, of, Promotions).await.unwrap(), None, "off by default");
    consents::settle(&mut tx, of, Promotions, None, by, at(1)).await.unwrap();
    assert_eq!(consents::find(&mut tx, of, Promotions).await.unwrap(), None, "what nobody gave, nobody withdraws");

    consents::settle(&mut tx, of, Promotions, spoken, by, at(2)).await.unwrap();
    consents::settle(&mut tx, of, Promotions, spoken, by, at(3)).await.unwrap();
    let last = consents::find(&mut tx, of, Promotions).await.unwrap().unwrap();
    assert!(last.holds());
    assert_eq!((last.source, last.at, last.by.as_str()), (spoken, at(2), "Nadia Roy"), "when, how and by whom");

    consents::settle(&mut tx, of, Promotions, None, by, at(4)).await.unwrap();
    let last = consents::find(&mut tx, of, Promotions).await.unwrap().unwrap();
    assert_eq!((last.granted, last.source, last.at), (false, None, at(4)));
    tx.commit().await.unwrap();
    assert_eq!(rows(fresh).await, 2, "given and withdrawn; saving once more says nothing new");
}
store::both!(p43_a_consent_is_noted_with_when_how_and_by_whom, given_and_withdrawn);

async fn of_an_address(fresh: &Fresh) {
    let mut tx = fresh.pool.write().await.unwrap();
    let by = nadia(&mut tx).await;
    let marie = contact(&mut tx, "Marie Durand", "marie@a.example").await;
    let epi = client(&mut tx, "C1", "Épi").await;
    let form = Some(ConsentSource::Form);
    for of in [Of::Contact(marie), Of::Client(epi)] {
        assert!(!holds(&mut tx, of).await);
    }
    let with = |address: &str| model::draft::ClientFields { email: Some(email(address)), ..a_client("C1", "Épi") };
    clients::change(&mut tx, epi, 1, &with("Info@Épi.example"), at(1)).await.unwrap();
    for of in [Of::Contact(marie), Of::Client(epi)] {
        consents::settle(&mut tx, of, Promotions, form, by, at(1)).await.unwrap();
        assert!(holds(&mut tx, of).await);
    }

    clients::change(&mut tx, epi, 2, &with("ventes@épi.example"), at(2)).await.unwrap();
    contacts::change(&mut tx, marie, 1, &a_contact("Marie Durand", "marie@b.example"), at(2)).await.unwrap();
    for of in [Of::Contact(marie), Of::Client(epi)] {
        assert!(!holds(&mut tx, of).await, "another address has given none");
        let last = consents::find(&mut tx, of, Promotions).await.unwrap().unwrap();
        assert!(last.granted && !last.same_address);
    }

    clients::change(&mut tx, epi, 3, &with("info@épi.example"), at(3)).await.unwrap();
    assert!(holds(&mut tx, Of::Client(epi)).await, "the same address, in another spelling");
    contacts::change(&mut tx, marie, 2, &a_contact("Marie Durand", ""), at(3)).await.unwrap();
    assert!(!holds(&mut tx, Of::Contact(marie)).await, "no address, no consent");
}
store::both!(p43_a_consent_is_given_for_an_address, of_an_address);
