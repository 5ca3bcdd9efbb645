//! The organisation's own phrases (P35), on both databases.
#![allow(clippy::unwrap_used)]

mod book;

use book::at;
use model::{DocumentKind, Lang, Phrase, UserId, UserRole};
use store::{
    StoreError, Tx,
    phrases::{self, Seen},
    testing::Fresh,
    users,
};

fn phrase(subject: &str) -> Phrase {
    Phrase { subject: subject.into(), text: "Bonjour <NOMCLIENT>,\nVoici <NUMFACT>.".into() }
}

async fn user(tx: &mut Tx) -> UserId {
    let new = users::NewUser {
        email: book::email("camille@bonport.example"),
        name: "Camille Roy".into(),
        role: UserRole::Administrator,
        password_hash: None,
        language: Lang::Fr,
    };
    users::add(tx, &new, at(0)).await.unwrap()
}

async fn one_a_kind_and_language(fresh: &Fresh) {
    let mut tx = fresh.pool.write().await.unwrap();
    let camille = user(&mut tx).await;
    let invoice = |language, version| Seen { kind: DocumentKind::Invoice, language, version };
    assert!(phrases::find(&mut tx, DocumentKind::Invoice, Lang::Fr).await.unwrap().is_none());
    phrases::save(&mut tx, invoice(Lang::Fr, 0), &phrase("Facture <NUMFACT>"), camille, at(1)).await.unwrap();
    phrases::save(&mut tx, invoice(Lang::En, 0), &phrase("Invoice <NUMFACT>"), camille, at(2)).await.unwrap();
    phrases::save(&mut tx, invoice(Lang::Fr, 1), &phrase("Votre facture <NUMFACT>"), camille, at(3)).await.unwrap();
    for late in [0, 1, 3] {
        let refused = phrases::save(&mut tx, invoice(Lang::Fr, late), &phrase("Trop tard"), camille, at(4)).await;
        assert!(matches!(refused, Err(StoreError::Conflict)), "P12 {late}: {refused:?}");
    }
    let own = phrases::find(&mut tx, DocumentKind::Invoice, Lang::Fr).await.unwrap().unwrap();
    assert_eq!((own.phrase, own.version), (phrase("Votre facture <NUMFACT>"), 2));
    assert_eq!((own.by.as_str(), own.changed_at), ("Camille Roy", at(3)));
    let all = phrases::list(&mut tx).await.unwrap();
    assert_eq!(all.iter().map(|own| own.language).collect::<Vec<_>>(), [Lang::En, Lang::Fr]);
    assert!(phrases::find(&mut tx, DocumentKind::Order, Lang::Fr).await.unwrap().is_none());
}
store::both!(p35_p12_a_phrase_is_kept_once_a_kind_and_language, one_a_kind_and_language);

async fn first_saves_at_once(fresh: &Fresh) {
    let mut tx = fresh.pool.write().await.unwrap();
    let camille = user(&mut tx).await;
    tx.commit().await.unwrap();
    let save = |pool: store::Pool, at_second: i64| async move {
        let mut tx = pool.write().await?;
        let seen = Seen { kind: DocumentKind::Order, language: Lang::Fr, version: 0 };
        phrases::save(&mut tx, seen, &phrase("Commande <NUMFACT>"), camille, at(at_second)).await?;
        tx.commit().await
    };
    let saves: Vec<_> = (0..6).map(|second| tokio::spawn(save(fresh.pool.clone(), second))).collect();
    let mut saved = 0;
    for each in saves {
        match each.await.unwrap() {
            Ok(()) => saved += 1,
            Err(StoreError::Conflict) => {}
            Err(other) => panic!("{other:?}"),
        }
    }
    assert_eq!(saved, 1);
}
store::both!(p12_of_two_first_saves_at_once_one_is_told, first_saves_at_once);
