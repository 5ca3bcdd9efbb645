//! Accepting connections. axum::serve cannot limit the time and size of a request's head; hyper can (S46, S73).

use crate::layers::{HEAD_SIZE, client_address};
use axum::{Router, body::Body};
use http::Request;
use hyper::{body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use std::{
    convert::Infallible,
    net::{IpAddr, SocketAddr},
    pin::pin,
    sync::Arc,
    time::Duration,
};
use tokio::net::{TcpListener, TcpStream};
use tokio_util::{sync::CancellationToken, task::TaskTracker};
use tower::ServiceExt;

/// How long a client may take to say its request's head; also how long an idle connection is kept.
const HEAD_TIME: Duration = Duration::from_secs(15);

/// Serves until `stop`, then takes no new connection and lets requests under way finish, those of `requests` too, but waits no
/// longer than `patience`.
pub async fn serve(
    listener: TcpListener,
    router: Router,
    trusted_proxies: Vec<IpAddr>,
    requests: TaskTracker,
    stop: CancellationToken,
    patience: Duration,
) {
    let trusted: Arc<[IpAddr]> = trusted_proxies.into();
    let connections = TaskTracker::new();
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            () = stop.cancelled() => break,
        };
        match accepted {
            Ok((stream, peer)) => {
                connections.spawn(connection(stream, peer, router.clone(), trusted.clone(), stop.clone()));
            }
            // Out of file descriptors, most often: closing connections will free some.
            Err(error) => {
                tracing::warn!(%error, "no connection could be accepted");
                tokio::time::sleep(Duration::from_millis(100)).await;
            }
        }
    }
    drop(listener);
    connections.close();
    requests.close();
    let all = async { tokio::join!(connections.wait(), requests.wait()) };
    if tokio::time::timeout(patience, all).await.is_err() {
        tracing::warn!("stopped before every request was answered");
    }
}

async fn connection(
    stream: TcpStream,
    peer: SocketAddr,
    router: Router,
    trusted: Arc<[IpAddr]>,
    stop: CancellationToken,
) {
    let _ = stream.set_nodelay(true);
    let stopping = stop.clone();
    let service = service_fn(move |mut request: Request<Incoming>| {
        let address = client_address(peer.ip(), request.headers(), &trusted);
        request.extensions_mut().insert(address);
        // For answers that would never end by themselves.
        request.extensions_mut().insert(stopping.clone());
        let answer = router.clone().oneshot(request.map(Body::new));
        async move { Ok::<_, Infallible>(answer.await.unwrap_or_else(|never| match never {})) }
    });
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(HEAD_TIME).max_buf_size(HEAD_SIZE);
    let mut served = pin!(http.serve_connection(TokioIo::new(stream), service));
    let ended = tokio::select! {
        ended = served.as_mut() => ended,
        () = stop.cancelled() => {
            served.as_mut().graceful_shutdown();
            served.await
        }
    };
    if let Err(error) = ended {
        tracing::debug!(%error, "a connection ended early");
    }
}
