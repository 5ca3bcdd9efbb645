//! Which contacts are proposed as one person, on both databases.
#![allow(clippy::unwrap_used)]

mod book;

use book::{a_contact, affiliated, at, client, contact, email};
use model::{ContactId, Lang, Phone, UserId, UserRole, listing::PAGE, merge::DoublesFrom};
use store::{
    StoreError, Tx, affiliations, contacts, doubles, merges,
    testing::Fresh,
    users::{self, NewUser},
};

async fn user(tx: &mut Tx) -> UserId {
    let new = NewUser {
        email: email("lea@maison.example"),
        name: "Léa".into(),
        role: UserRole::Member,
        language: Lang::Fr,
        password_hash: None,
    };
    users::add(tx, &new, at(0)).await.unwrap()
}

async fn reached_at(tx: &mut Tx, name: &str, address: &str, numbers: &[&str]) -> ContactId {
    let mut fields = a_contact(name, address);
    let phone = |number: &&str| Phone { label: String::new(), number: (*number).into() };
    fields.phones = numbers.iter().map(phone).collect();
    contacts::add(tx, &fields, None, at(0)).await.unwrap()
}

/// Both ids, the clients and the numbers.
async fn proposed(tx: &mut Tx) -> Vec<(i64, i64, String, String)> {
    let page = doubles::list(tx, DoublesFrom::Start).await.unwrap();
    assert_eq!(page.next, None);
    let told = page.pairs.into_iter();
    told.map(|pair| (pair.a.id.0, pair.b.id.0, pair.same_name_at.join(", "), pair.same_phones.join(", "))).collect()
}

async fn why(fresh: &Fresh) {
    let mut tx = fresh.pool.write().await.unwrap();
    let (epi, gand) = (client(&mut tx, "C1", "Épi").await, client(&mut tx, "C2", "Gand").await);
    assert!(proposed(&mut tx).await.is_empty());
    let marie = reached_at(&mut tx, "Éloïse Lefèvre", "e@a.example", &["02 123", "0470/11", "0470.11"]).await;
    let twin = reached_at(&mut tx, "eloise LEFEVRE", "e@b.example", &["0470 11"]).await;
    let namesake = contact(&mut tx, "Éloïse Lefèvre", "e@c.example").await;
    for (who, client) in [(marie, epi), (marie, gand), (twin, epi), (twin, gand)] {
        affiliated(&mut tx, who, client).await;
    }
    let past = affiliated(&mut tx, namesake, epi).await;
    affiliations::end(&mut tx, past, at(1)).await.unwrap();
    let desk = reached_at(&mut tx, "", "compta@epi.example", &["0470-11", "02-123"]).await;
    let (first, second, third) = (marie.0, twin.0, desk.0);
    let all = vec![
        (first, second, "Épi, Gand".into(), "0470/11".into()),
        // Once, at the first number of both.
        (first, third, String::new(), "02 123, 0470/11".into()),
        (second, third, String::new(), "0470 11".into()),
    ];
    let sorted = |mut rows: Vec<(i64, i64, String, String)>| {
        rows.iter_mut().for_each(|row| row.3 = row.3.replace("0470.11", "0470/11"));
        rows
    };
    assert_eq!(sorted(proposed(&mut tx).await), all);

    let by = user(&mut tx).await;
    for _ in ["once", "twice changes nothing"] {
        doubles::keep_apart(&mut tx, desk, marie, by, at(1)).await.unwrap();
        assert_eq!(sorted(proposed(&mut tx).await), [all[0].clone(), all[2].clone()]);
    }
    doubles::propose_again(&mut tx, marie, desk).await.unwrap();
    assert_eq!(sorted(proposed(&mut tx).await), all);
    contacts::remove(&mut tx, desk, at(2)).await.unwrap();
    assert_eq!(sorted(proposed(&mut tx).await), [all[0].clone()]);

    let apart = doubles::keep_apart(&mut tx, desk, marie, by, at(1)).await;
    assert!(matches!(apart, Err(StoreError::Refused(merges::GONE))));
    let itself = doubles::keep_apart(&mut tx, marie, marie, by, at(1)).await;
    assert!(matches!(itself, Err(StoreError::Refused(merges::ITSELF))));
    let nobody = doubles::keep_apart(&mut tx, marie, ContactId(999), by, at(1)).await;
    assert!(matches!(nobody, Err(StoreError::NotFound)));
}
store::both!(the_same_name_at_a_client_or_the_same_number_is_proposed_with_the_reason, why);

/// Sixty pairs of a name, then a switchboard of twelve: sixty-six pairs.
async fn pages(fresh: &Fresh) {
    let mut tx = fresh.pool.write().await.unwrap();
    let epi = client(&mut tx, "C1", "Épi").await;
    for n in 0..60 {
        for twin in ["a", "b"] {
            let id = contact(&mut tx, &format!("Marie Durand{n:02}"), &format!("{twin}{n}@x.example")).await;
            affiliated(&mut tx, id, epi).await;
        }
    }
    for n in 0..12 {
        reached_at(&mut tx, &format!("Paul Roy{n:02}"), &format!("paul{n}@x.example"), &["02 555 00 00"]).await;
    }
    let (mut from, mut pairs, mut sizes) = (DoublesFrom::Start, vec![], vec![]);
    loop {
        let page = doubles::list(&mut tx, from).await.unwrap();
        sizes.push(page.pairs.len());
        pairs.extend(page.pairs.into_iter().map(|pair| (pair.a.id.0, pair.b.id.0, pair.same_phones.len())));
        let Some(next) = page.next else { break };
        from = next;
    }
    assert_eq!(sizes, [PAGE, PAGE, 26]);
    assert!(pairs.iter().all(|(a, b, _)| a < b));
    assert!(pairs[..60].iter().all(|(.., phones)| *phones == 0) && pairs[60..].iter().all(|(.., phones)| *phones == 1));
    pairs.sort_unstable();
    pairs.dedup();
    assert_eq!(pairs.len(), 126, "each pair once");

    // Whoever a page began after may be gone since: it begins anew.
    let page = doubles::list(&mut tx, DoublesFrom::AfterPhone(ContactId(1), ContactId(2))).await.unwrap();
    assert_eq!((page.pairs.len(), page.next.is_some()), (PAGE, true));
}
store::both!(every_pair_stands_on_one_page, pages);
