//! Bytes on the wire: heads that are too long, lengths that differ, clients that stall, a stop in good order (S46, S73).
#![allow(clippy::unwrap_used)]

mod support;

use axum::{Router, body::Body, routing::post};
use futures_util::stream::unfold;
use http::{Method, StatusCode};
use server::connection;
use std::{convert::Infallible, net::SocketAddr, time::Duration};
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
async fn s46_a_body_that_never_pauses_and_never_ends_is_cut() {
    let drip = |chunks: u32| {
        let every = Duration::from_secs(10);
        Body::from_stream(unfold(0, move |sent| async move {
            tokio::time::sleep(every).await;
            (sent < chunks).then_some((Ok::<_, Infallible>("a=b&"), sent + 1))
        }))
    };
    let all = post(async |body: axum::body::Bytes| body.len().to_string());
    let router = Router::new().route("/api/x", all.clone()).route("/ecrire/1/fichiers", all);
    let router = router.layer(axum::middleware::from_fn(server::layers::body_time));
    let house = support::house().await;
    tokio::time::pause();
    for (router, path, chunks, status) in [
        (&router, "/api/x", 10, StatusCode::OK),
        (&router, "/api/x", 13, StatusCode::BAD_REQUEST),
        (&router, "/ecrire/1/fichiers", 100, StatusCode::OK),
        (&router, "/ecrire/1/fichiers", 200, StatusCode::BAD_REQUEST),
        (&house.router, "/api/access/sign-in", 100, StatusCode::BAD_REQUEST),
    ] {
        let mut request = support::ours(Method::POST, path, "application/x-www-form-urlencoded", "");
        *request.body_mut() = drip(chunks);
        let answer = tower::ServiceExt::oneshot(router.clone(), request).await.unwrap();
        assert_eq!(answer.status(), status, "{path} {chunks}");
    }
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
