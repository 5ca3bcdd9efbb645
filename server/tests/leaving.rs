//! A client that leaves at any moment: all or nothing, and the next request is clean (S74). Through a proxy that delays, because
//! on loopback `begin()` is over before anybody can leave.
#![allow(clippy::unwrap_used)]

mod support;

use axum::{Router, body::Body, middleware::from_fn_with_state, routing::get};
use http::Request;
use server::layers::own_task;
use std::time::Duration;
use store::{Pool, testing};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    time::{sleep, timeout},
};
use tokio_util::task::TaskTracker;
use tower::ServiceExt;

const AWAY: Duration = Duration::from_millis(10);

#[tokio::test]
async fn s74_no_connection_comes_back_inside_a_transaction() {
    let fresh = testing::postgres().await;
    let pool = Pool::open(&through_a_distant_network(&fresh.url).await).await.unwrap();
    let requests = TaskTracker::new();
    let router = router(pool.clone(), requests.clone());
    for patience in 11..31 {
        let asked = router.clone().oneshot(Request::get("/").body(Body::empty()).unwrap());
        let _ = timeout(Duration::from_millis(patience), asked).await;
    }
    requests.close();
    requests.wait().await;
    let settled = async {
        // Nothing tells that one ended: each look is a question to the database.
        while store::open_transactions(&fresh.pool).await.unwrap() > 0 {
            tokio::task::yield_now().await;
        }
    };
    timeout(Duration::from_secs(5), settled).await.expect("no connection waits inside a transaction");
}

fn router(pool: Pool, requests: TaskTracker) -> Router {
    let act = async move || {
        let mut tx = pool.write().await.unwrap();
        store::settings(&mut tx).await.unwrap();
        tx.commit().await.unwrap();
    };
    Router::new().route("/", get(act)).layer(from_fn_with_state(requests, own_task))
}

/// The same database 10 ms away.
async fn through_a_distant_network(url: &str) -> String {
    let (start, rest) = url.split_once('@').unwrap();
    let (server, database) = rest.split_once('/').unwrap();
    let (server, listener) = (server.to_owned(), TcpListener::bind("127.0.0.1:0").await.unwrap());
    let here = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((client, _)) = listener.accept().await {
            let server = TcpStream::connect(&server).await.unwrap();
            let ((from_client, to_client), (from_server, to_server)) = (client.into_split(), server.into_split());
            tokio::spawn(delayed(from_client, to_server));
            tokio::spawn(delayed(from_server, to_client));
        }
    });
    format!("{start}@{here}/{database}")
}

async fn delayed(mut from: impl AsyncReadExt + Unpin, mut to: impl AsyncWriteExt + Unpin) {
    let mut bytes = [0; 16 * 1024];
    while let Ok(n @ 1..) = from.read(&mut bytes).await {
        sleep(AWAY).await;
        if to.write_all(&bytes[..n]).await.is_err() {
            break;
        }
    }
}
