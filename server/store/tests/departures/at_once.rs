//! Two at once (S75).

use super::*;

/// Of two at once one does it; the other is told, and nothing is done twice.
async fn at_once(fresh: &Fresh) {
    let pool = &fresh.pool;
    let w = world(pool).await;
    let before = everything(pool).await;
    let fields = DepartureFields { successor: Some(w.paul), takes_function: true, ..to(w.beta) };
    let mut version = 1;
    for _ in 0..4 {
        let leaves = [1, 2].map(|_| {
            let (pool, fields) = (pool.clone(), fields.clone());
            tokio::spawn(async move { leave(&pool, w.link, version, &fields).await })
        });
        let mut done = vec![];
        for leaving in leaves {
            match leaving.await.unwrap() {
                Ok(id) => done.push(id),
                Err(StoreError::Refused(departures::ENDED)) => {}
                Err(other) => panic!("{other:?}"),
            }
        }
        assert_eq!(done.len(), 1);
        let backs = [1, 2].map(|_| {
            let (pool, id) = (pool.clone(), done[0]);
            tokio::spawn(async move { take_back(&pool, id).await })
        });
        let mut undone = 0;
        for back in backs {
            match back.await.unwrap() {
                Ok(()) => undone += 1,
                Err(StoreError::NotFound) => {}
                Err(other) => panic!("{other:?}"),
            }
        }
        assert_eq!(undone, 1);
        assert_eq!(everything(pool).await, before);
        version += 2;
    }
}
store::both!(s75_of_two_who_record_or_undo_a_departure_at_once_one_does, at_once);

/// Two contacts who each name the other: one of them stays.
async fn each_other(fresh: &Fresh) {
    let pool = &fresh.pool;
    let w = world(pool).await;
    let ways = [(w.link, w.paul), (w.of_paul, w.marie)].map(|(link, successor)| {
        let pool = pool.clone();
        tokio::spawn(async move { leave(&pool, link, 1, &to_whom(successor)).await })
    });
    let mut left = 0;
    for way in ways {
        match way.await.unwrap() {
            Ok(_) => left += 1,
            // The other's departure came first: this one was changed by it.
            Err(StoreError::Conflict | StoreError::Refused(departures::NOT_HERE)) => {}
            Err(other) => panic!("{other:?}"),
        }
    }
    assert_eq!(left, 1);
}
store::both!(s75_of_two_who_hand_over_to_each_other_at_once_one_stays, each_other);
