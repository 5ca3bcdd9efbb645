//! Long work (screens.md §1): whatever may take more than a second goes on when its page is left, says how far it is, and can be
//! stopped. Short work answers like any other act; nobody sees a job.
//!
//! In memory, for what is shown meanwhile: what a job does is one transaction at its end, so a crash leaves nothing half-done. On
//! several machines another process does not know of it, and its page says so.

mod api;
mod page;

pub use api::CancelJob;
pub use page::{Running, document};

use crate::{access::go_to, error::AppError, services::services, words::Words};
use model::UserId;
use serde::Serialize;
use std::{
    collections::BTreeMap,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, AtomicI64, Ordering::Relaxed},
    },
    time::Duration,
};
use tokio::sync::watch;

/// Where the page of each is.
pub const PATH: &str = "/travaux";
/// So long the act itself waits for its end before it leads to the page of its job.
const PATIENCE: Duration = Duration::from_millis(700);
/// More than that at once are an attack, not people; of those that ended the oldest are forgotten first.
const MOST: usize = 500;

/// What is to be done.
#[derive(Clone, Debug)]
pub struct Ask {
    /// Of the act, unguessable or private to `user` by what it names; letters, digits, `-` and `_`. Twice the same is one job.
    pub key: String,
    /// Only they see it.
    pub user: UserId,
    /// The heading of its page.
    pub title: fn(Words) -> &'static str,
    /// How many steps there are.
    pub total: i64,
    /// Where one goes on after it failed or was stopped.
    pub back: String,
}

/// Work under way, or ended.
#[derive(Debug)]
pub struct Job {
    /// What was asked.
    pub ask: Ask,
    number: i64,
    done: AtomicI64,
    cancelled: AtomicBool,
    end: watch::Sender<Option<Result<String, AppError>>>,
}

/// How far one is, for the script of its page.
#[derive(Clone, Debug, Serialize)]
pub struct Progress {
    /// Steps done.
    pub done: i64,
    /// Of so many.
    pub total: i64,
    /// Its page has something else to show.
    pub ended: bool,
    /// In words.
    pub text: String,
}

impl Job {
    /// So many steps are done. False when it is to stop: whoever works then gives up his transaction.
    pub fn step(&self, done: i64) -> bool {
        self.done.store(done, Relaxed);
        !self.cancelled()
    }

    /// Somebody does not want it any more.
    pub fn cancelled(&self) -> bool {
        self.cancelled.load(Relaxed)
    }

    /// How far it is.
    pub fn progress(&self, w: Words) -> Progress {
        let (done, total) = (self.done.load(Relaxed).min(self.ask.total), self.ask.total);
        Progress { done, total, ended: self.ended().is_some(), text: w.jobs_said(&w.number(done), &w.number(total)) }
    }

    /// Where to look at what was done, or why nothing was.
    pub fn ended(&self) -> Option<Result<String, AppError>> {
        self.end.borrow().clone()
    }

    /// The page that shows it.
    pub fn path(&self) -> String {
        format!("{PATH}/{}", self.ask.key)
    }
}

/// The jobs of this process.
#[derive(Debug, Default)]
pub struct Jobs(Mutex<BTreeMap<String, Arc<Job>>>);

impl Jobs {
    /// The job of this key, if it is theirs.
    ///
    /// # Errors
    /// `NotFound`.
    pub fn get(&self, key: &str, user: UserId) -> Result<Arc<Job>, AppError> {
        let jobs = self.0.lock().map_err(|error| AppError::broken(&error))?;
        jobs.get(key).filter(|job| job.ask.user == user).cloned().ok_or(AppError::NotFound)
    }

    /// Theirs that are under way, the oldest first.
    pub fn running(&self, user: UserId) -> Vec<Arc<Job>> {
        let Ok(jobs) = self.0.lock() else { return vec![] };
        let mut running: Vec<_> =
            jobs.values().filter(|job| job.ask.user == user && job.ended().is_none()).cloned().collect();
        running.sort_by_key(|job| job.number);
        running
    }

    /// Begins the work, unless it is under way or done. The error of one that failed is forgotten: it is tried again.
    ///
    /// # Errors
    /// `TooMany` when too much is under way; `NotFound` when the key is somebody else's.
    pub fn start<F>(&self, ask: Ask, work: impl FnOnce(Arc<Job>) -> F) -> Result<Arc<Job>, AppError>
    where
        F: Future<Output = Result<String, AppError>> + Send + 'static,
    {
        let mut jobs = self.0.lock().map_err(|error| AppError::broken(&error))?;
        if let Some(job) = jobs.get(&ask.key) {
            if job.ask.user != ask.user {
                return Err(AppError::NotFound);
            }
            if !matches!(job.ended(), Some(Err(_))) {
                return Ok(job.clone());
            }
        }
        if jobs.len() >= MOST {
            let oldest = jobs.values().filter(|job| job.ended().is_some()).min_by_key(|job| job.number);
            let key = oldest.map(|job| job.ask.key.clone()).ok_or(AppError::TooMany(10))?;
            jobs.remove(&key);
        }
        let number = jobs.values().map(|job| job.number).max().unwrap_or_default() + 1;
        let job = Arc::new(Job {
            number,
            done: AtomicI64::new(0),
            cancelled: AtomicBool::new(false),
            end: watch::Sender::new(None),
            ask,
        });
        jobs.insert(job.ask.key.clone(), job.clone());
        // In two tasks: a panic of the work ends its job, too.
        let working = tokio::spawn(work(job.clone()));
        let told = job.clone();
        tokio::spawn(async move {
            let end = working.await.unwrap_or_else(|error| Err(AppError::broken(&error)));
            told.end.send_replace(Some(end));
        });
        Ok(job)
    }

    /// Asks everything under way to stop and waits until it did, no longer than this.
    pub async fn stop_within(&self, patience: Duration) {
        let jobs: Vec<_> = self.0.lock().map(|jobs| jobs.values().cloned().collect()).unwrap_or_default();
        jobs.iter().for_each(|job| job.cancelled.store(true, Relaxed));
        let all = async {
            for job in jobs {
                // The sender lives as long as the job.
                drop(job.end.subscribe().wait_for(Option::is_some).await);
            }
        };
        if tokio::time::timeout(patience, all).await.is_err() {
            tracing::warn!("stopped with long work under way: its transaction is given up");
        }
    }
}

/// For a server function whose form is a page without the wasm: begins the work and leads to what came of it, or, when that takes a while,
/// to the page of its job. `work` has no request any more: it takes along what it needs.
///
/// # Errors
/// Those of `work` when it fails at once; see [`Jobs::start`].
pub async fn work_off<F>(ask: Ask, work: impl FnOnce(Arc<Job>) -> F) -> Result<(), AppError>
where
    F: Future<Output = Result<String, AppError>> + Send + 'static,
{
    let job = services().jobs.start(ask, work)?;
    let mut end = job.end.subscribe();
    match tokio::time::timeout(PATIENCE, end.wait_for(Option::is_some)).await {
        Ok(_) => go_to(&job.ended().unwrap_or(Err(AppError::NotFound))?),
        Err(_) => go_to(&job.path()),
    }
    Ok(())
}
