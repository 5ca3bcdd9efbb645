//! A departure is not undone over what somebody changed since (P12).

use super::*;
use store::Tx;

/// What somebody does between a departure and its undo.
#[derive(Clone, Copy, Debug)]
enum Meanwhile {
    Resumed,
    Anew,
    Deleted,
    BegunChanged,
    BegunUnstarred,
    BegunEnded,
    SuccessorChanged,
    SuccessorUnstarred,
    SuccessorLeft,
}

async fn meanwhile(tx: &mut Tx, w: &World, id: DepartureId, what: Meanwhile) -> Result<()> {
    let departure = departures::get(tx, id).await?;
    let (begun, paul) = (departure.begun.unwrap(), departure.succession.unwrap().affiliation);
    match what {
        Meanwhile::Resumed => drop(affiliations::resume(tx, w.link, at(15)).await?),
        Meanwhile::Anew => {
            affiliated(tx, w.marie, w.acme).await;
        }
        Meanwhile::Deleted => contacts::remove(tx, w.marie, at(15)).await?,
        Meanwhile::BegunChanged => {
            let orders = receives(NotificationType::Orders);
            affiliations::change(tx, begun.id, begun.version, &orders, at(15)).await?;
        }
        Meanwhile::BegunUnstarred => affiliations::unstar(tx, begun.id).await?,
        Meanwhile::BegunEnded => affiliations::end(tx, begun.id, at(15)).await?,
        Meanwhile::SuccessorChanged => {
            let tied = AffiliationFields { site: Some(w.gand), ..receives(NotificationType::All) };
            affiliations::change(tx, paul.id, paul.version, &tied, at(15)).await?;
        }
        Meanwhile::SuccessorUnstarred => affiliations::unstar(tx, paul.id).await?,
        Meanwhile::SuccessorLeft => affiliations::end(tx, paul.id, at(15)).await?,
    }
    Ok(())
}

async fn changed_since(fresh: &Fresh) {
    use Meanwhile::*;
    let pool = &fresh.pool;
    let w = world(pool).await;
    let fields = DepartureFields { successor: Some(w.paul), takes_function: true, ..to(w.beta) };
    let id = leave(pool, w.link, 1, &fields).await.unwrap();
    let all = [
        Resumed,
        Anew,
        Deleted,
        BegunChanged,
        BegunUnstarred,
        BegunEnded,
        SuccessorChanged,
        SuccessorUnstarred,
        SuccessorLeft,
    ];
    for what in all {
        // Never committed: each begins from the departure alone.
        let mut tx = pool.write().await.unwrap();
        meanwhile(&mut tx, &w, id, what).await.unwrap();
        let told = departures::remove(&mut tx, id, at(20)).await;
        assert!(matches!(told, Err(StoreError::Refused(departures::CHANGED))), "{what:?}: {told:?}");
    }
    // What does not concern it is in nobody's way.
    let mut tx = pool.write().await.unwrap();
    clients::deactivate(&mut tx, w.beta, at(15)).await.unwrap();
    departures::remove(&mut tx, id, at(20)).await.unwrap();
}
// P12
store::both!(p12_a_departure_is_not_undone_over_what_somebody_changed_since, changed_since);
