//! Long work through the whole router: how far it is, who sees it, that it is stopped, and that a panic ends it.
#![allow(clippy::unwrap_used)]

mod support;

use app::{
    error::AppError,
    jobs::{Ask, Job},
    words::Words,
};
use http::{StatusCode, header};
use model::{EmailAddress, UserId, UserRole};
use std::sync::Arc;
use support::{House, house, posted, text, words_of};
use tokio::sync::oneshot;

const PAGE: &str = "/travaux/k-1";

struct Office {
    house: House,
    cookie: String,
    user: UserId,
}

async fn office() -> Office {
    let house = house().await;
    let cookie = house.signed_in(UserRole::Member).await;
    let mut tx = house.fresh.pool.read().await.unwrap();
    let address = EmailAddress::parse("member@bonport.example").unwrap();
    let user = store::users::find_by_email(&mut tx, &address).await.unwrap().unwrap().id;
    drop(tx);
    Office { house, cookie, user }
}

impl Office {
    fn ask(&self) -> Ask {
        let (key, back) = ("k-1".to_owned(), "/import".to_owned());
        Ask { key, user: self.user, title: Words::import_title, total: 3, back }
    }

    /// Work that does one step, and ends when it is told how.
    fn started(&self) -> (Arc<Job>, oneshot::Sender<Result<String, AppError>>) {
        let (told, end) = oneshot::channel();
        let work = |job: Arc<Job>| async move {
            job.step(1);
            let end = end.await.unwrap();
            if job.step(2) { end } else { Err(AppError::Busy) }
        };
        (self.house.services.jobs.start(self.ask(), work).unwrap(), told)
    }

    /// Until it has done so many steps, or ended.
    async fn until(&self, job: &Job, done: i64) {
        while job.progress(Words(model::Lang::Fr)).done < done && job.ended().is_none() {
            tokio::task::yield_now().await;
        }
    }

    async fn ended(&self, job: &Job) {
        while job.ended().is_none() {
            tokio::task::yield_now().await;
        }
    }

    async fn page(&self) -> (StatusCode, String) {
        let answer = self.house.get_as(&self.cookie, PAGE).await;
        (answer.status(), words_of(&text(answer).await))
    }
}

#[tokio::test]
async fn its_page_says_how_far_it_is_and_leads_on() {
    let office = office().await;
    let (job, told) = office.started();
    office.until(&job, 1).await;
    let (status, page) = office.page().await;
    assert_eq!(status, StatusCode::OK);
    assert!(page.contains("1 sur 3") && page.contains("Importer des clients"), "{page}");
    let state = text(office.house.get_as(&office.cookie, "/travaux/k-1/etat").await).await;
    assert_eq!(state, r#"{"done":1,"total":3,"ended":false,"text":"1 sur 3"}"#);
    // The same act again is the same job.
    let (again, _) = office.started();
    assert!(Arc::ptr_eq(&job, &again));
    assert_eq!(office.house.services.jobs.running(office.user).len(), 1);

    told.send(Ok("/import/7".into())).unwrap();
    office.ended(&job).await;
    let answer = office.house.get_as(&office.cookie, PAGE).await;
    assert_eq!(
        (answer.status(), &answer.headers()[header::LOCATION]),
        (StatusCode::SEE_OTHER, &"/import/7".parse().unwrap())
    );
    assert!(office.house.services.jobs.running(office.user).is_empty());
    let (done, _) = office.started();
    assert!(Arc::ptr_eq(&job, &done), "what is done is not done twice");
}

#[tokio::test]
async fn it_is_stopped_only_by_who_asked_for_it() {
    let office = office().await;
    let other = office.house.signed_in(UserRole::Administrator).await;
    let (job, told) = office.started();
    for path in [PAGE, "/travaux/k-1/etat", "/travaux/k-2"] {
        assert_eq!(office.house.get_as(&other, path).await.status(), StatusCode::NOT_FOUND, "{path}");
    }
    let cancel = |cookie: &str| posted(cookie, "/api/jobs/cancel", "key=k-1");
    assert_eq!(office.house.ask(cancel(&other)).await.status(), StatusCode::NOT_FOUND);
    assert!(!job.cancelled());
    assert_eq!(office.house.ask(cancel(&office.cookie)).await.status(), StatusCode::OK);
    assert!(office.page().await.1.contains("Arrêt en cours"));
    told.send(Ok("/import/7".into())).unwrap();
    office.ended(&job).await;
    let (_, page) = office.page().await;
    assert!(page.contains("rien n’a été changé") && page.contains("href=\"/import\""), "{page}");
    // It may be begun anew.
    assert!(!Arc::ptr_eq(&job, &office.started().0));
}

#[tokio::test]
async fn what_fails_says_why_and_may_be_tried_again() {
    let office = office().await;
    let (job, told) = office.started();
    told.send(Err(AppError::Busy)).unwrap();
    office.ended(&job).await;
    let (_, page) = office.page().await;
    assert!(page.contains("role=\"alert\"") && page.contains("Ce que vous aviez préparé est conservé"), "{page}");

    // The sender is dropped: the work panics.
    let (job, told) = office.started();
    drop(told);
    office.ended(&job).await;
    assert!(matches!(job.ended(), Some(Err(AppError::Broken(_)))));
    assert!(office.page().await.1.contains("role=\"alert\""));
}

#[tokio::test]
async fn a_stop_of_the_server_stops_it() {
    let office = office().await;
    let (job, told) = office.started();
    office.until(&job, 1).await;
    let jobs = office.house.services.jobs.clone();
    let stopping = tokio::spawn(async move { jobs.stop_within(std::time::Duration::from_secs(60)).await });
    while !job.cancelled() {
        tokio::task::yield_now().await;
    }
    told.send(Ok("/import/7".into())).unwrap();
    stopping.await.unwrap();
    assert_eq!(job.ended(), Some(Err(AppError::Busy)));
}
