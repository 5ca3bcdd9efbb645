//! `/travaux/{key}`: how far long work is. A page of the server alone.

use super::{CancelJob, Job, Jobs};
use crate::{
    document::alone,
    error::AppError,
    ui::{Head, PageScript, Trouble, TroublePage, set_status},
    words::words,
};
use leptos::{prelude::*, server_fn::ServerFn};
use model::UserId;
use std::sync::Arc;

/// The page of a job that is under way, or did nothing. One that did something has led on to it.
pub fn document(found: Result<Arc<Job>, AppError>) -> impl IntoView {
    alone(move || match found {
        Err(AppError::NotFound) => unknown(),
        Err(error) => view! { <TroublePage error/> }.into_any(),
        Ok(job) => match job.ended() {
            None => under_way(&job),
            Some(Err(error)) if !job.cancelled() => failed(&job, error),
            Some(_) => stopped(&job),
        },
    })
}

fn under_way(job: &Job) -> AnyView {
    let w = words();
    let progress = job.progress(w);
    let cancel = if job.cancelled() {
        view! { <p class="meta">{w.jobs_stopping()}</p> }.into_any()
    } else {
        view! {
            <form class="inline" method="post" action=CancelJob::PATH>
                <input type="hidden" name="key" value=job.ask.key.clone()/>
                <button type="submit" class="btn">{w.jobs_cancel()}</button>
            </form>
        }
        .into_any()
    };
    view! {
        <Head title=(job.ask.title)(w)><p class="lead">{w.jobs_lead()}</p></Head>
        <div class="stack" id="job">
            <div class="send-progress">
                <progress aria-label=w.jobs_progress() max=progress.total.max(1) value=progress.done></progress>
                <p class="num" role="status">{progress.text}</p>
            </div>
            <div class="line">{cancel} <a class="btn" href=job.path() rel="external" data-look="">{w.jobs_look()}</a></div>
        </div>
        <PageScript code=include_str!("follow.js")/>
    }
    .into_any()
}

fn failed(job: &Job, error: AppError) -> AnyView {
    let w = words();
    view! {
        <Head title=(job.ask.title)(w)/>
        <div class="stack">
            <Trouble error=Signal::stored(Some(error))/>
            <p>{w.jobs_nothing_done()}</p>
            <p><a class="btn primary" href=job.ask.back.clone() rel="external">{w.jobs_back()}</a></p>
        </div>
    }
    .into_any()
}

fn stopped(job: &Job) -> AnyView {
    let w = words();
    view! {
        <Head title=(job.ask.title)(w)/>
        <div class="stack">
            <p role="status">{w.jobs_stopped()}</p>
            <p><a class="btn primary" href=job.ask.back.clone() rel="external">{w.jobs_back()}</a></p>
        </div>
    }
    .into_any()
}

fn unknown() -> AnyView {
    set_status(&AppError::NotFound);
    let w = words();
    view! {
        <Head title=w.jobs_unknown_title()/>
        <div class="stack">
            <p>{w.jobs_unknown()}</p>
            <p><a class="btn primary" href="/">{w.nav_home()}</a></p>
        </div>
    }
    .into_any()
}

/// What of theirs is under way, for the pages that begin such work: whoever left one's page finds it again.
#[component]
pub fn Running(jobs: Arc<Jobs>, user: UserId) -> AnyView {
    let w = words();
    let running = jobs.running(user).into_iter().map(|job| {
        view! {
            <p class="note line">
                <span>{(job.ask.title)(w)}" "<span class="num">{job.progress(w).text}</span></span>
                <a class="btn" href=job.path() rel="external">{w.jobs_see()}</a>
            </p>
        }
    });
    running.collect_view().into_any()
}
