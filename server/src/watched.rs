//! What is watched from outside: `/metrics` for Prometheus (OpenMetrics text) and `/health`, on an address of their own that only the
//! machine's neighbours reach (`--metrics`). No name, address or subject stands in it.

use crate::connection;
use anyhow::{Context, Result};
use app::services::Services;
use axum::{
    Router,
    extract::State,
    response::{IntoResponse, Response},
    routing::get,
};
use http::{StatusCode, header};
use mail::worker::Health;
use model::Moment;
use prometheus_client::{
    encoding::text::encode,
    metrics::{
        counter::ConstCounter,
        family::Family,
        gauge::{ConstGauge, Gauge},
        info::Info,
    },
    registry::Registry,
};
use std::net::SocketAddr;
use std::time::Duration;
use store::outbox::Standing;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

const OPEN_METRICS: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

/// Listens; serve with [`serve`].
///
/// # Errors
/// When the address is not free.
pub async fn listen(address: SocketAddr) -> Result<TcpListener> {
    TcpListener::bind(address)
        .await
        .with_context(|| format!("--metrics {address}: expected a free address of this machine"))
}

/// Answers until a stop is asked for.
pub async fn serve(listener: TcpListener, services: Services, stop: CancellationToken) {
    let router = Router::new().route("/metrics", get(metrics)).route("/health", get(health)).with_state(services);
    // A client that never finishes its request is cut, and holds up no stop.
    connection::serve(listener, router, vec![], TaskTracker::new(), stop, Duration::ZERO).await;
}

/// 200, or 503 with a word: the database does not answer, or the worker is stuck.
pub async fn health(State(services): State<Services>) -> Response {
    let answers = async { services.pool.read().await?.commit().await };
    match (answers.await, services.outbox.health().is_stuck()) {
        (Err(error), _) => {
            tracing::warn!(%error, "health");
            (StatusCode::SERVICE_UNAVAILABLE, "the database does not answer").into_response()
        }
        (Ok(()), true) => (StatusCode::SERVICE_UNAVAILABLE, "the worker is stuck: mails do not leave").into_response(),
        (Ok(()), false) => "ok".into_response(),
    }
}

async fn metrics(State(services): State<Services>) -> Response {
    let read = async {
        let mut tx = services.pool.read().await?;
        store::outbox::standing(&mut tx).await
    };
    match read.await {
        Ok(standing) => {
            let text = text(&standing, services.outbox.health(), app::clock::now());
            ([(header::CONTENT_TYPE, OPEN_METRICS)], text).into_response()
        }
        Err(error) => {
            tracing::warn!(%error, "metrics");
            StatusCode::SERVICE_UNAVAILABLE.into_response()
        }
    }
}

type States = Family<Vec<(&'static str, String)>, Gauge>;

fn text(standing: &Standing, health: Health, now: Moment) -> String {
    let mut registry = Registry::with_prefix("bonport");
    registry.register("build", "The version that runs", Info::new([("version", env!("CARGO_PKG_VERSION"))]));
    registry.register("deliveries", "Deliveries that still move, by state", states(&standing.deliveries));
    registry.register("accounts", "Mail accounts by state", states(&standing.accounts));
    registry.register("paused_batches", "Sendings that are held back", ConstGauge::new(standing.paused));
    let late = standing.first_due.map_or(0, |due| now.since(due).max(0) / 1000);
    registry.register("oldest_due_seconds", "How long the first mail that is due has waited", ConstGauge::new(late));
    registry.register(
        "worker_delivers",
        "1 where this process sends mails",
        ConstGauge::new(i64::from(health.delivers)),
    );
    let age = health.round_age_ms / 1000;
    registry.register("worker_round_age_seconds", "Since the worker last looked for work", ConstGauge::new(age));
    let tries = [
        ("tries_sent", "Tries that a server accepted", health.tally.sent),
        ("tries_failed", "Tries that were refused for good", health.tally.failed),
        ("tries_put_off", "Tries that are made again later", health.tally.put_off),
        ("tries_uncertain", "Tries of which nobody knows the end", health.tally.uncertain),
    ];
    for (name, help, count) in tries {
        registry.register(name, help, ConstCounter::new(count));
    }
    let mut text = String::new();
    // Writing to a string does not fail.
    encode(&mut text, &registry).unwrap_or_default();
    text
}

fn states(counts: &[(String, i64)]) -> States {
    let family = States::default();
    for (state, count) in counts {
        family.get_or_create(&vec![("state", state.clone())]).set(*count);
    }
    family
}

#[cfg(test)]
mod tests {
    use super::*;
    use mail::worker::Tally;

    #[test]
    fn what_is_watched_reads_as_openmetrics() {
        let standing = Standing {
            deliveries: vec![("queued".into(), 7)],
            first_due: Some(Moment(1_000)),
            accounts: vec![("ok".into(), 2)],
            paused: 1,
        };
        let health = Health { delivers: true, round_age_ms: 2_500, tally: Tally { sent: 9, ..Tally::default() } };
        let text = text(&standing, health, Moment(61_000));
        for line in [
            "bonport_deliveries{state=\"queued\"} 7",
            "bonport_accounts{state=\"ok\"} 2",
            "bonport_paused_batches 1",
            "bonport_oldest_due_seconds 60",
            "bonport_worker_round_age_seconds 2",
            "bonport_tries_sent_total 9",
            "# EOF",
        ] {
            assert!(text.lines().any(|found| found == line), "{line}: {text}");
        }
    }
}
