//! Bytes on the wire: heads that are too long, lengths that differ, clients that stall, a stop in good order (S46, S73).
#![allow(clippy::unwrap_used)]

mod support;

use axum::{Router, routing::post};
use server::connection;
use std::{net::SocketAddr, time::Duration};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    task::JoinHandle,
};
use tokio_util::{sync::CancellationToken, task::TaskTracker};

struct Served {
    address: SocketAddr,
    stop: CancellationToken,
    ended: JoinHandle<()>,
}

async fn served(router: Router) -> Served {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let (address, stop) = (listener.local_addr().unwrap(), CancellationToken::new());
    let patience = Duration::from_secs(20);
    let ended = tokio::spawn(connection::serve(listener, router, vec![], TaskTracker::new(), stop.clone(), patience));
    Served { address, stop, ended }
}

async fn answer(address: SocketAddr, request: &[u8]) -> String {
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(request).await.unwrap();
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer).await;
    String::from_utf8_lossy(&answer).into_owned()
}

#[tokio::test]
async fn s73_a_head_over_64_kb_is_431() {
    let house = support::house().await;
    let served = served(house.router.clone()).await;
    let long = format!("GET /sante HTTP/1.1\r\nhost: x\r\ncookie: {}\r\n\r\n", "a".repeat(70_000));
    let refused = answer(served.address, long.as_bytes()).await;
    assert!(refused.starts_with("HTTP/1.1 431"), "{refused}");
    let fine = format!("GET /sante HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncookie: {}\r\n\r\n", "a".repeat(30_000));
    assert!(answer(served.address, fine.as_bytes()).await.starts_with("HTTP/1.1 200"));
}

#[tokio::test]
async fn s73_lengths_that_differ_are_400() {
    let house = support::house().await;
    let served = served(house.router.clone()).await;
    let head = "POST /api/x HTTP/1.1\r\nhost: x\r\ncontent-length: 3\r\ncontent-length: 4\r\n\r\nabcd";
    assert!(answer(served.address, head.as_bytes()).await.starts_with("HTTP/1.1 400"));
}

#[tokio::test]
async fn s46_a_client_that_stalls_in_its_head_is_cut() {
    let served = served(Router::new()).await;
    tokio::time::pause();
    let answer = answer(served.address, b"GET /sante HTTP/1.1\r\nhost: x\r\n").await;
    assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 408"), "{answer}");
}

#[tokio::test]
async fn a_stop_lets_a_request_under_way_finish() {
    let (entered, go_on) = (CancellationToken::new(), CancellationToken::new());
    let (inside, wait) = (entered.clone(), go_on.clone());
    let slow = post(async move || {
        inside.cancel();
        wait.cancelled().await;
        "done"
    });
    let served = served(Router::new().route("/", slow)).await;
    let asked = tokio::spawn(async move {
        answer(served.address, b"POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 0\r\n\r\n").await
    });
    entered.cancelled().await;
    served.stop.cancel();
    tokio::time::timeout(Duration::from_secs(5), async {
        while TcpStream::connect(served.address).await.is_ok() {
            tokio::task::yield_now().await;
        }
    })
    .await
    .expect("no new connection is taken");
    go_on.cancel();
    assert!(asked.await.unwrap().ends_with("done"));
    served.ended.await.unwrap();
}
