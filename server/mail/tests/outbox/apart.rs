//! Two processes on one Postgres: one shows, the other delivers.

use crate::house::House;
use crate::support::Script;
use mail::{Config, Outbox};
use model::recipients::Role::To;
use std::time::Duration;
use store::testing;

async fn start(house: &House, delivers: bool) -> Outbox {
    // So long that only what the other process tells can be the reason.
    let config = Config { delivers, look: Duration::from_secs(3600), ..house.config() };
    Outbox::start(house.pool.clone(), house.keys.clone(), config).await.unwrap()
}

#[tokio::test]
async fn who_does_not_deliver_wakes_who_does_and_hears_what_moved() {
    let fresh = testing::postgres().await;
    let house = House::new(&fresh, Script::default()).await;
    let shows = start(&house, false).await;
    let delivers = start(&house, true).await;
    let mut changed = shows.changed();
    let id = house.send(&[(To, "a@x.example")]).await.batch_id;
    let told = async {
        loop {
            // Told again until the other listens: that begins a moment after it started.
            shows.wake();
            if let Ok(Ok(moved)) = tokio::time::timeout(Duration::from_millis(250), changed.recv()).await
                && moved == id
                && house.view(id).await.counts().is_settled()
            {
                break;
            }
        }
    };
    tokio::time::timeout(Duration::from_secs(30), told).await.expect("word of the mail that was sent");
    assert_eq!((house.view(id).await.counts().sent, house.server.accepted().len()), (1, 1));
    delivers.stop().await;
    shows.stop().await;
}
