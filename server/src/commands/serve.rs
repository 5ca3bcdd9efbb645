//! `bonport serve`: from configuration to a stop in good order.

use super::open_database;
use crate::{
    cli::{Place, Serve},
    clock, connection, data_folder,
    layers::note_panics,
    router::{self, Parts},
    site::{self, Site},
    watched,
};
use anyhow::{Context, Result, bail};
use app::services::Services;
use std::{net::SocketAddr, sync::Arc, time::Duration};
use store::{accounts::Resealed, secrets::Keys};
use tokio::{
    net::TcpListener,
    signal::unix::{SignalKind, signal},
};
use tokio_util::{sync::CancellationToken, task::TaskTracker};

pub(super) async fn run(place: &Place, options: Serve) -> Result<()> {
    note_panics();
    data_folder::open(&place.data)?;
    let file = data_folder::sqlite_file(&data_folder::database(place)?);
    if file.is_some() && (options.no_worker || options.worker_only) {
        bail!(
            "--no-worker and --worker-only share the work among several processes, and a SQLite file has only one: \
             name a Postgres with --database-url, or leave them out"
        );
    }
    let site = (!options.worker_only).then(|| site::load(&options.site)).transpose()?;
    let keys = data_folder::keys(place)?;
    let _lock = file.map(|file| data_folder::lock(&file)).transpose()?;
    let listener = if options.worker_only { None } else { Some(listen(options.address).await?) };
    let watched = match options.metrics {
        Some(address) => Some(watched::listen(address).await?),
        None => None,
    };
    let address = listener.as_ref().map_or(Ok(options.address), TcpListener::local_addr)?;
    let url = options.url.clone().unwrap_or_else(|| format!("http://{address}"));
    let dialer = options.mails.dialer(&url)?;
    let pool = open_database(place).await?;
    forget_deleted_contacts(&pool).await.context("the database could not be written")?;
    turn_keys_over(&pool, &keys).await.context("the database could not be written")?;

    let stop = stop_on_signals()?;
    let mails = mail::Config::new(dialer, place.data.join("mailbox"), Arc::new(app::clock::now));
    let mails = mail::Config { delivers: !options.no_worker, ..mails };
    let services = Services::start(pool.clone(), &url, keys, mails, crate::demo::fill_for_app)
        .await
        .context("the outbox could not start")?;
    let (outbox, jobs) = (services.outbox.clone(), services.jobs.clone());
    let delivering = services.clone();
    let patience = Duration::from_secs(options.stop_within);
    let pages = async {
        match listener.zip(site) {
            Some((listener, site)) => serve_pages(listener, site, services, &url, options, stop.clone()).await,
            None => {
                tracing::info!("sending mails");
                println!("Bonport sends mails, and serves no pages");
                stop.cancelled().await;
                Ok(())
            }
        }
    };
    let watch = watch(watched, delivering.clone(), stop.clone());
    let time = clock::follow(&pool, stop.clone());
    let arrivals = async {
        if delivering.mails.delivers {
            send_arrivals(delivering, stop.clone()).await;
        }
    };
    let mails = stop_mails(outbox, stop.clone(), patience);
    let work = stop_jobs(jobs, stop.clone(), patience);
    let (served, ..) = tokio::join!(pages, mails, work, arrivals, watch, time);
    // What was given up above may still hold a connection.
    if tokio::time::timeout(LAST_WRITES, pool.close()).await.is_err() {
        tracing::warn!("stopped with the database in use");
    }
    tracing::info!("stopped");
    served
}

/// Metrics and health, where they are asked for.
async fn watch(listener: Option<TcpListener>, services: Services, stop: CancellationToken) {
    let Some(listener) = listener else { return };
    if let Ok(address) = listener.local_addr() {
        println!("Metrics are on http://{address}/metrics");
    }
    watched::serve(listener, services, stop).await;
}

async fn listen(address: SocketAddr) -> Result<TcpListener> {
    TcpListener::bind(address)
        .await
        .with_context(|| format!("--address {address}: expected a free address of this machine"))
}

/// Until a stop is asked for. When it cannot begin, it asks for one itself.
async fn serve_pages(
    listener: TcpListener,
    site: Site,
    services: Services,
    url: &str,
    options: Serve,
    stop: CancellationToken,
) -> Result<()> {
    let first_start = match app::access::first_start(&services).await {
        Ok(page) => page,
        Err(error) => {
            stop.cancel();
            return Err(error).context("the database could not be written");
        }
    };
    let requests = TaskTracker::new();
    let router = router::router(Parts { services, site, requests: requests.clone() });
    if let Ok(address) = listener.local_addr() {
        tracing::info!(%address, "serving");
    }
    if url.starts_with("https:") && options.trusted_proxies.is_empty() {
        tracing::warn!(
            "everybody has the address of the proxy in front: one who guesses passwords locks out all; \
             name the proxy's address in BONPORT_TRUSTED_PROXIES and let it set X-Forwarded-For"
        );
    }
    println!("Bonport is on {url}");
    if let Some(page) = first_start {
        println!("Nobody can sign in yet. Create the first administrator here, within seven days, once: {page}");
    }
    let patience = Duration::from_secs(options.stop_within);
    connection::serve(listener, router, options.trusted_proxies, requests, stop, patience).await;
    Ok(())
}

/// How long the database is waited for at the very end.
const LAST_WRITES: Duration = Duration::from_secs(2);

/// From the moment a stop is asked for.
async fn stop_mails(outbox: mail::Outbox, stop: CancellationToken, patience: Duration) {
    stop.cancelled().await;
    if !outbox.stop_within(patience).await {
        tracing::warn!("stopped before every mail under way was answered: the next start resolves them");
    }
}

/// The same for long work: it gives its transaction up.
async fn stop_jobs(jobs: Arc<app::jobs::Jobs>, stop: CancellationToken, patience: Duration) {
    stop.cancelled().await;
    jobs.stop_within(patience).await;
}

/// How often what the command line imported, and what a crash left, is looked for.
const ARRIVALS: Duration = Duration::from_secs(5);

/// Documents that are to leave by themselves do, until a stop is asked for (P31).
async fn send_arrivals(services: Services, stop: CancellationToken) {
    let mut round = tokio::time::interval(ARRIVALS);
    round.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        tokio::select! { _ = round.tick() => (), () = stop.cancelled() => return }
        if let Err(error) = app::documents::send_arrived(&services).await {
            tracing::warn!(status = error.status(), "arrived documents are to be sent later");
        }
    }
}

/// P06: the data of contacts deleted just before the last stop goes now.
async fn forget_deleted_contacts(pool: &store::Pool) -> store::Result<()> {
    store::contacts::forget_due(pool, app::clock::now()).await.map(drop)
}

/// S58: what an older key of the file had sealed is sealed with the first; then the older may go.
async fn turn_keys_over(pool: &store::Pool, keys: &Keys) -> store::Result<()> {
    let mut tx = pool.write().await?;
    let Resealed { done, unreadable } = store::accounts::reseal(&mut tx, keys).await?;
    let addresses = store::suppressions::reseal(&mut tx, keys).await?;
    tx.commit().await?;
    if done > 0 {
        tracing::info!(passwords = done, "sealed anew with the first key; the older ones are needed no more");
    }
    if unreadable > 0 {
        tracing::warn!(passwords = unreadable, "sealed with a key that is not here; enter them again in the settings");
    }
    if !addresses {
        tracing::warn!("blocked addresses cannot be told apart: their key is sealed with one that is not here");
    }
    Ok(())
}

/// SIGTERM and Ctrl+C ask for a stop; a second one is left to the system.
pub(super) fn stop_on_signals() -> Result<CancellationToken> {
    let stop = CancellationToken::new();
    let told = stop.clone();
    let (mut terminate, mut interrupt) = (signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?);
    tokio::spawn(async move {
        tokio::select! { _ = terminate.recv() => (), _ = interrupt.recv() => () }
        told.cancel();
        tokio::select! { _ = terminate.recv() => (), _ = interrupt.recv() => () }
        std::process::exit(130);
    });
    Ok(stop)
}
