//! The demo data: as much as promised, the same each time, every address invented, a mail in every state that stays.
#![allow(clippy::unwrap_used)]

use model::{
    EmailAddress, Lang, Moment, UserRole,
    intervention::{InterventionsAsked, InterventionsWhen},
    listing::{Activity, ClientsAsked, ContactsAsked, PageFrom},
    send::BatchSummary,
};
use server::demo::Found;
use store::{secrets::Keys, testing::Fresh, users::NewUser};

const NOW: Moment = Moment(1_795_262_400_000);

async fn loaded(fresh: &Fresh) {
    let mut tx = fresh.pool.write().await.unwrap();
    let user = NewUser {
        email: EmailAddress::parse(server::demo::EMAIL).unwrap(),
        name: server::demo::PERSON.into(),
        role: UserRole::Administrator,
        language: Lang::Fr,
        password_hash: None,
    };
    let user = store::users::add(&mut tx, &user, NOW).await.unwrap();
    tx.commit().await.unwrap();
    server::demo::load(&fresh.pool, &Keys::generate().unwrap(), user, NOW).await.unwrap();
}

async fn contacts(fresh: &Fresh) -> Vec<(String, Option<String>)> {
    let mut tx = fresh.pool.read().await.unwrap();
    let mut asked = ContactsAsked { activity: Activity::All, ..ContactsAsked::default() };
    let mut all = vec![];
    loop {
        let page = store::contacts::list(&mut tx, &asked).await.unwrap();
        all.extend(page.rows.iter().map(|line| (line.name.clone(), line.email.clone())));
        if !page.later {
            return all;
        }
        asked.from = PageFrom::After(page.rows[page.rows.len() - 1].id.0);
    }
}

async fn as_promised(fresh: &Fresh) {
    assert_eq!(server::demo::find(&fresh.pool).await.unwrap(), Found::Nothing);
    loaded(fresh).await;
    assert_eq!(server::demo::find(&fresh.pool).await.unwrap(), Found::Demo);
    let people = contacts(fresh).await;
    assert_eq!(people.len(), 160);
    assert!(people.iter().filter_map(|(_, email)| email.as_ref()).all(|email| email.ends_with(".example")));
    assert!(people.iter().any(|(name, email)| Some(name) == email.as_ref()), "some are known only by their address");

    let mut tx = fresh.pool.read().await.unwrap();
    let all = ClientsAsked { activity: Activity::All, ..ClientsAsked::default() };
    assert_eq!(store::clients::list(&mut tx, &all).await.unwrap().total, 40);
    assert_eq!(store::clients::list(&mut tx, &ClientsAsked::default()).await.unwrap().total, 38);
    for when in [InterventionsWhen::Upcoming, InterventionsWhen::Past] {
        let asked = InterventionsAsked { when, ..InterventionsAsked::default() };
        assert_eq!(store::interventions::list(&mut tx, &asked, NOW).await.unwrap().rows.len(), 5);
    }
    let sends = store::sends::list(&mut tx, store::sends::Filter::All, None, 200).await.unwrap();
    assert!(sends.len() > 40, "{}", sends.len());
    let some = |count: fn(&BatchSummary) -> i64| sends.iter().any(|batch| count(batch) > 0);
    assert!(some(|b| b.counts.sent) && some(|b| b.counts.failed) && some(|b| b.counts.uncertain));
    assert!(some(|b| b.counts.deferred) && some(|b| b.counts.cancelled));
    assert!(sends.iter().all(|batch| batch.created_at < NOW), "no mail from the future");

    let again = store::testing::sqlite().await;
    loaded(&again).await;
    assert_eq!(contacts(&again).await, people, "the same each time");
}
store::both!(the_demo_is_whole_and_the_same_each_time, as_promised);
