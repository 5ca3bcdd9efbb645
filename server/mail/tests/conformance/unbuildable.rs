//! A mail whose stored bytes are damaged fails alone, with the reason; those before and after it leave.

use crate::support::Script;
use crate::world::World;
use model::delivery::{DeliveryState, Kind};
use store::testing::{Fresh, run};

async fn damaged(fresh: &Fresh) {
    let mut world = World::new(fresh, Script::default()).await;
    let mut batches = vec![];
    for kind in Kind::ALL {
        for to in ["a@x.example", "b@x.example", "c@x.example"] {
            batches.push(world.enqueue(kind, &[to]).await);
        }
    }
    let mut tx = world.house.pool.write().await.unwrap();
    for n in [2, 5, 8, 11] {
        let gone = format!(
            "DELETE FROM blob_chunk WHERE blob_id IN (SELECT b.id FROM blob b JOIN message m ON m.mime_hash = b.hash
             WHERE m.message_id = '{n}@maison.example')"
        );
        assert_eq!(run(&mut tx, &gone).await.unwrap(), 1);
    }
    tx.commit().await.unwrap();
    world.finish().await;
    let kept = world.kept().await;
    for (n, one) in kept.deliveries.iter().enumerate() {
        match n % 3 {
            1 => assert_eq!((one.state, one.last.3.as_str()), (DeliveryState::Failed, "unwritable")),
            _ => assert_eq!(one.state, DeliveryState::Sent),
        }
    }
    world.audit().await;
}
store::both!(a_mail_whose_bytes_are_damaged_fails_alone, damaged);
