//! The answer to a commit is lost on its way: Postgres did it, the worker hears of a failure. It must neither forget what was done nor
//! believe it undone, at whichever commit that happens.

use crate::support::Script;
use crate::world::World;
use mail::Outbox;
use model::delivery::{DeliveryState, Kind};
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use store::Pool;
use store::testing;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// A worker of these worlds makes more than so many.
const COMMITS: usize = 8;

#[tokio::test]
async fn i1_to_i4_a_commit_whose_answer_is_lost_is_neither_forgotten_nor_repeated() {
    for nth in 1..=COMMITS {
        let fresh = testing::postgres().await;
        let mut world = World::new(&fresh, Script::default()).await;
        world.enqueue(Kind::OneOff, &["a@x.example", "b@x.example"]).await;
        world.enqueue(Kind::Campaign, &["c@x.example"]).await;
        for n in 0..8 {
            world.enqueue(Kind::Document, &[&format!("d{n}@x.example")]).await;
        }
        let way = Way::to(&world.url, nth).await;
        let pool = Pool::open(&way.url).await.unwrap();
        let start = || Outbox::start(pool.clone(), world.house.keys.clone(), world.house.config());
        let worker = match start().await {
            Ok(worker) => worker,
            // The first commit is the start's own: like a program that is started again.
            Err(_) => start().await.unwrap(),
        };
        // By the worker that is there, without the grace of a lease.
        world.finish_with(&worker).await;
        worker.stop().await;
        pool.close().await;
        assert!(way.commits.load(Ordering::Relaxed) >= nth, "commit {nth} never came");
        let kept = world.kept().await;
        let settled = |one: &&testing::KeptDelivery| one.state == DeliveryState::Sent && !one.dup_risk;
        assert_eq!(kept.deliveries.iter().filter(settled).count(), 11, "commit {nth}: {:?}", kept.deliveries);
        world.audit().await;
    }
}

/// A way to Postgres on which the answer to one commit is lost, and its connection with it.
struct Way {
    url: String,
    /// That passed.
    commits: Arc<AtomicUsize>,
}

impl Way {
    async fn to(url: &str, lost: usize) -> Self {
        let (before, behind) = url.split_once('@').unwrap();
        let (host, database) = behind.split_once('/').unwrap();
        let database_at: SocketAddr = host.parse().unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("{before}@{}/{database}", listener.local_addr().unwrap());
        let commits = Arc::new(AtomicUsize::new(0));
        let passed = commits.clone();
        tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                let server = TcpStream::connect(database_at).await.unwrap();
                tokio::spawn(carry(client, server, passed.clone(), lost));
            }
        });
        Self { url, commits }
    }
}

/// Both ways, until either ends or the answer is lost.
async fn carry(mut client: TcpStream, mut server: TcpStream, commits: Arc<AtomicUsize>, lost: usize) {
    let (mut asked, mut answered) = (vec![0; 64 * 1024], vec![0; 64 * 1024]);
    loop {
        tokio::select! {
            read = client.read(&mut asked) => {
                let Ok(1..) = read else { return };
                let some = &asked[..read.unwrap()];
                let commit = some.windows(7).any(|bytes| bytes == b"COMMIT\0");
                if server.write_all(some).await.is_err() {
                    return;
                }
                if commit && commits.fetch_add(1, Ordering::Relaxed) + 1 == lost {
                    // It is done once it is answered.
                    let _ = server.read(&mut answered).await;
                    return;
                }
            }
            read = server.read(&mut answered) => {
                let Ok(1..) = read else { return };
                if client.write_all(&answered[..read.unwrap()]).await.is_err() {
                    return;
                }
            }
        }
    }
}
