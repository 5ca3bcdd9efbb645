//! P04 on both databases: the statements do what `model::cascade` says, step by step, also when two are at it at once.
#![allow(clippy::unwrap_used)]

mod book;
#[path = "../../../app/model/tests/cascade/world.rs"]
mod world;

use book::{affiliated, at, client, contact};
use model::{AffiliationId, ClientId, ContactId};
use proptest::{prelude::*, strategy::ValueTree, test_runner::TestRunner};
use std::collections::HashMap;
use store::{StoreError, Tx, affiliations, clients, contacts, recipients, testing::Fresh};
use world::{Act, CLIENTS, PEOPLE, World, act};

/// The same world in the database.
struct Stored {
    clients: Vec<ClientId>,
    people: Vec<ContactId>,
    last: HashMap<(usize, usize), AffiliationId>,
}

async fn stored(tx: &mut Tx, n: usize) -> Stored {
    let (mut ours, mut people) = (vec![], vec![]);
    for c in 0..CLIENTS {
        ours.push(client(tx, &format!("{n}-{c}"), "Épi").await);
    }
    for x in 0..PEOPLE {
        people.push(contact(tx, "Marie", &format!("p{x}@w{n}.example")).await);
    }
    Stored { clients: ours, people, last: HashMap::new() }
}

impl Stored {
    async fn run(&mut self, tx: &mut Tx, act: Act) -> Vec<usize> {
        let place =
            |ids: Vec<ContactId>| ids.iter().map(|id| self.people.iter().position(|own| own == id).unwrap()).collect();
        match act {
            Act::ClientOff(c) => return place(clients::deactivate(tx, self.clients[c], at(1)).await.unwrap()),
            Act::ClientOn(c) => return place(clients::reactivate(tx, self.clients[c], at(1)).await.unwrap()),
            Act::ContactOff(x) => contacts::deactivate(tx, self.people[x], at(1)).await.unwrap(),
            Act::ContactOn(x) => drop(contacts::reactivate(tx, self.people[x], at(1)).await),
            Act::Delete(x) => contacts::remove(tx, self.people[x], at(1)).await.unwrap(),
            Act::Restore(x) => contacts::restore(tx, self.people[x], at(2)).await.unwrap(),
            Act::End(x, c) => {
                if let Some(id) = self.last.get(&(x, c)) {
                    affiliations::end(tx, *id, at(1)).await.unwrap();
                }
            }
            Act::Begin(x, c) => match self.last.get(&(x, c)) {
                Some(id) => drop(affiliations::resume(tx, *id, at(1)).await),
                None => {
                    let fields = Default::default();
                    let begun = affiliations::add(tx, self.people[x], self.clients[c], &fields, false, at(1)).await;
                    if let Ok(id) = begun {
                        self.last.insert((x, c), id);
                    }
                }
            },
        }
        vec![]
    }
}

async fn as_the_rule_says(fresh: &Fresh) {
    let mut runner = TestRunner::deterministic();
    for n in 0..16 {
        let acts = prop::collection::vec(act(), 40).new_tree(&mut runner).unwrap().current();
        let mut tx = fresh.pool.write().await.unwrap();
        let (mut world, mut stored) = (World::new(), stored(&mut tx, n).await);
        for (i, act) in acts.iter().enumerate() {
            let (told, expected) = (stored.run(&mut tx, *act).await, world.run(*act));
            let done = &acts[..=i];
            assert_eq!(told, expected, "{done:?}");
            for (x, person) in world.people.iter().enumerate() {
                let found = contacts::get(&mut tx, stored.people[x]).await.unwrap();
                assert_eq!(found.inactive_at.is_some(), person.inactive, "{x} after {done:?}");
            }
        }
        tx.commit().await.unwrap();
    }
}
store::both!(p04_the_database_does_what_the_rule_says, as_the_rule_says);

async fn words(fresh: &Fresh) {
    let mut tx = fresh.pool.write().await.unwrap();
    let (epi, here) = (client(&mut tx, "A", "Épi").await, client(&mut tx, "B", "Beta").await);
    let marie = contact(&mut tx, "Marie", "marie@a.example").await;
    let link = affiliated(&mut tx, marie, epi).await;
    clients::deactivate(&mut tx, epi, at(1)).await.unwrap();
    affiliations::end(&mut tx, link, at(2)).await.unwrap();
    assert!(!offered(&mut tx, here).await);
    assert_eq!(clients::reactivate(&mut tx, epi, at(3)).await.unwrap(), [marie]);
    assert!(offered(&mut tx, here).await);
}
// P04 P05
store::both!(p04_whom_the_client_gives_back_after_the_link_ended_is_offered_again, words);

async fn offered(tx: &mut Tx, client: ClientId) -> bool {
    let found = store::search::suggest(tx, Some(client), "marie", 10, at(9)).await.unwrap();
    format!("{found:?}").contains("marie@a.example")
}

/// Whoever comes second sees what the first did, so that nobody stays active whom both clients have left.
async fn two_clients_at_once(fresh: &Fresh) {
    for n in 0..8 {
        let mut tx = fresh.pool.write().await.unwrap();
        let (a, b) = (client(&mut tx, &format!("A{n}"), "A").await, client(&mut tx, &format!("B{n}"), "B").await);
        let marie = contact(&mut tx, "Marie", &format!("marie@a{n}.example")).await;
        affiliated(&mut tx, marie, a).await;
        affiliated(&mut tx, marie, b).await;
        tx.commit().await.unwrap();
        let away = |id| {
            let pool = fresh.pool.clone();
            tokio::spawn(async move {
                let mut tx = pool.write().await.unwrap();
                clients::deactivate(&mut tx, id, at(1)).await.unwrap();
                tx.commit().await.unwrap();
            })
        };
        let both = [away(a), away(b)];
        for one in both {
            one.await.unwrap();
        }
        let mut tx = fresh.pool.write().await.unwrap();
        assert!(!contacts::get(&mut tx, marie).await.unwrap().active(), "P04");
        let refused = contacts::reactivate(&mut tx, marie, at(2)).await;
        assert!(matches!(refused, Err(StoreError::Refused(_))));
    }
}
store::both!(p04_two_clients_that_go_at_once_take_along_whom_both_had, two_clients_at_once);

/// A contact that joins a client as it goes is either refused or taken along.
async fn joining_at_once(fresh: &Fresh) {
    for n in 0..8 {
        let mut tx = fresh.pool.write().await.unwrap();
        let a = client(&mut tx, &format!("A{n}"), "A").await;
        let marie = contact(&mut tx, "Marie", &format!("marie@a{n}.example")).await;
        tx.commit().await.unwrap();
        let (one, two) = (fresh.pool.clone(), fresh.pool.clone());
        let joins = tokio::spawn(async move {
            let mut tx = one.write().await.unwrap();
            let joined = affiliations::add(&mut tx, marie, a, &Default::default(), false, at(1)).await;
            tx.commit().await.unwrap();
            joined.is_ok()
        });
        let goes = tokio::spawn(async move {
            let mut tx = two.write().await.unwrap();
            clients::deactivate(&mut tx, a, at(1)).await.unwrap();
            tx.commit().await.unwrap();
        });
        goes.await.unwrap();
        let joined = joins.await.unwrap();
        let mut tx = fresh.pool.read().await.unwrap();
        assert_eq!(contacts::get(&mut tx, marie).await.unwrap().active(), !joined, "P04");
        recipients::client_facts(&mut tx, a, at(2)).await.unwrap();
    }
}
store::both!(p04_whoever_joins_a_client_as_it_goes_is_refused_or_taken_along, joining_at_once);
