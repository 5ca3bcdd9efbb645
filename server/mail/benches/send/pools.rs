//! What others make of the same server, the same mail and the same number of connections: lettre's own pool and nodemailer's. Neither keeps
//! anything of what became of a mail.

use crate::sink::Sink;
use crate::world::{FROM, mime};
use lettre::address::Envelope;
use lettre::transport::smtp::PoolConfig;
use lettre::{AsyncSmtpTransport, AsyncTransport, Tokio1Executor};
use std::error::Error;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::time::{Duration, Instant};
use store::Result;
use tokio::process::Command;

/// As many mails as fit into it.
const MOST: Duration = Duration::from_secs(4);

type Outcome<T> = std::result::Result<T, Box<dyn Error + Send + Sync>>;

pub async fn all(mails: usize) -> Result<()> {
    println!("| connections | lettre's pool | nodemailer's pool |");
    println!("|---|---|---|");
    for connections in [1, 4, 16] {
        let (lettre, nodemailer) = (lettre(connections, mails).await, nodemailer(connections, mails).await);
        println!("| {connections} | {} | {} |", told(lettre), told(nodemailer));
    }
    Ok(())
}

fn told(rate: Outcome<f64>) -> String {
    rate.map_or_else(|error| format!("not measured: {error}"), |rate| format!("{rate:.0}/s"))
}

async fn lettre(connections: usize, mails: usize) -> Outcome<f64> {
    let sink = Sink::start(Duration::ZERO).await?;
    let pool = PoolConfig::new().max_size(u32::try_from(connections)?);
    let transport = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(sink.address.ip().to_string())
        .port(sink.address.port())
        .pool_config(pool)
        .build();
    let (next, start) = (Arc::new(AtomicUsize::new(0)), Instant::now());
    let mut tasks = tokio::task::JoinSet::new();
    for _ in 0..connections {
        let (transport, next) = (transport.clone(), next.clone());
        tasks.spawn(async move {
            loop {
                let n = next.fetch_add(1, Relaxed);
                if n >= mails || start.elapsed() > MOST {
                    return Outcome::Ok(());
                }
                let envelope = Envelope::new(Some(FROM.parse()?), vec![format!("p{n}@x.example").parse()?])?;
                transport.send_raw(&envelope, &mime("lettre", n)).await?;
            }
        });
    }
    for ended in tasks.join_all().await {
        ended?;
    }
    Ok(sink.taken.load(Relaxed) as f64 / start.elapsed().as_secs_f64())
}

/// By node with what end2end has installed; it measures itself, without its start.
async fn nodemailer(connections: usize, mails: usize) -> Outcome<f64> {
    let sink = Sink::start(Duration::ZERO).await?;
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/benches/send/nodemailer.mjs");
    let port = sink.address.port();
    let args = [port.to_string(), connections.to_string(), mails.to_string(), MOST.as_millis().to_string()];
    let output = Command::new("node").arg(script).args(args).kill_on_drop(true).output();
    let output = tokio::time::timeout(Duration::from_secs(60), output).await??;
    if !output.status.success() {
        let words = String::from_utf8_lossy(&output.stderr);
        let why = words.lines().find(|line| line.contains("Error")).unwrap_or("node failed").to_owned();
        return Err(why.into());
    }
    Ok(String::from_utf8(output.stdout)?.trim().parse()?)
}
