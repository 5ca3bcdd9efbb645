//! `kill -9` while mails leave (delivery.md §2, §3, §5 I1–I4, I6): nothing is lost, nothing is sent twice without saying so, and
//! the house is ready again at once. The truth is the journal of the mail server, written to disk before each answer.
#![allow(clippy::unwrap_used)]

#[path = "killed/house.rs"]
mod house;
#[path = "../mail/tests/support/mod.rs"]
mod smtp_server;

use house::{House, Row};
use model::delivery::{DeliveryState, Kind};
use smtp_server::{Act, At, Script, SmtpServer};
use std::collections::HashMap;
use std::time::{Duration, Instant};
use tokio::sync::mpsc;

const KILLS: usize = 20;
const KILLS_OF_CAMPAIGN: usize = 4;
const AT_LEAST_ONCE: usize = 200;
const AT_MOST_ONCE: usize = 40;

#[tokio::test(flavor = "multi_thread")]
async fn kills_lose_nothing_and_repeat_nothing_unsaid() {
    let journal = tempfile::tempdir().unwrap();
    let journal = journal.path().join("journal");
    let (script, mut heard) = listening(Script::default().slow(5, 50).journal(&journal));
    let server = SmtpServer::start(script).await;
    let house = House::new(&server).await;
    let once = house.enqueue(Kind::Campaign, AT_MOST_ONCE).await;
    let campaign = kill_while_mails_leave(&house, &mut heard, KILLS_OF_CAMPAIGN).await;
    let sent = house.enqueue(Kind::OneOff, AT_LEAST_ONCE).await;
    let one_off = kill_while_mails_leave(&house, &mut heard, KILLS).await;
    assert!(campaign.found_in_flight >= 1 && one_off.found_in_flight >= 5, "{campaign:?} {one_off:?}");
    let slowest = campaign.slowest_start.max(one_off.slowest_start);
    assert!(slowest < Duration::from_secs(2), "ready only after {slowest:?}");

    let left = house.rows_as_left().await;
    // A person decides about a campaign's mail that was in flight.
    let decided = |row: &&Row| row.state == DeliveryState::InFlight && once.contains_key(&row.address);
    let open = left.iter().filter(|row| !row.state.is_settled() && !decided(row)).count();
    let (mut running, _) = house.serve().await;
    running.accepted(open).await;
    running.stop().await;

    let accepted = accepts(&journal);
    let rows = house.rows().await;
    assert_eq!(rows.len(), AT_LEAST_ONCE + AT_MOST_ONCE);
    let mut extras = 0;
    for row in &rows {
        let copies = accepted.get(&row.address).copied().unwrap_or(0);
        match row.state {
            DeliveryState::Sent if row.dup_risk => assert!(copies >= 1, "{}: {copies}", row.address),
            DeliveryState::Sent => assert_eq!(copies, 1, "{}", row.address),
            DeliveryState::Uncertain => {
                assert!(once.contains_key(&row.address) && copies <= 1, "{}: {copies}", row.address)
            }
            state => panic!("{} stays {state:?}", row.address),
        }
        extras += copies.saturating_sub(1);
    }
    assert!(extras <= one_off.found_in_flight, "{extras} copies of {one_off:?}");
    assert_eq!(count(&rows, DeliveryState::Uncertain), campaign.found_in_flight, "a person decides on each of them");
    assert!(rows.iter().filter(|row| sent.contains_key(&row.address)).all(|row| row.state == DeliveryState::Sent));
    for mail in server.accepted() {
        let bytes = sent.get(&mail.to[0]).or(once.get(&mail.to[0])).unwrap();
        assert!(&mail.bytes == bytes, "other bytes than stored for {}", mail.to[0]);
    }
    println!("{campaign:?} {one_off:?}: {extras} copies, all told");
}

/// A stop in good order (SIGTERM) waits no longer than it was told, also for a server that never answers the dot.
#[tokio::test(flavor = "multi_thread")]
async fn a_stop_does_not_wait_for_a_server_that_keeps_silent() {
    let (script, mut heard) = listening(Script::default());
    let script = script.on(At::Dot, |asked| match asked.nth {
        1 => Act::Silence.accept(),
        _ => Act::Usual,
    });
    let server = SmtpServer::start(script).await;
    let house = House::new(&server).await;
    house.enqueue(Kind::OneOff, 1).await;
    let (running, _) = house.serve().await;
    while heard.recv().await.expect("the server lives") != At::Dot {}
    let begun = Instant::now();
    running.stop().await;
    assert!(begun.elapsed() < Duration::from_secs(8), "{:?}", begun.elapsed());
    assert_eq!(count(&house.rows_as_left().await, DeliveryState::InFlight), 1);

    let (mut running, _) = house.serve().await;
    running.accepted(1).await;
    running.stop().await;
    let rows = house.rows().await;
    assert!(rows[0].state == DeliveryState::Sent && rows[0].dup_risk, "sent again, and said so");
}

/// What the kills found.
#[derive(Debug, Default)]
struct Kills {
    found_in_flight: usize,
    slowest_start: Duration,
}

async fn kill_while_mails_leave(house: &House, heard: &mut mpsc::UnboundedReceiver<At>, times: usize) -> Kills {
    let mut kills = Kills::default();
    for n in 0..times {
        while heard.try_recv().is_ok() {}
        let (running, start) = house.serve().await;
        kills.slowest_start = kills.slowest_start.max(start);
        // So many commands later, each time at another step of the dialogue.
        for _ in 0..9 + n * 7 % 11 {
            let told = tokio::time::timeout(Duration::from_secs(30), heard.recv()).await;
            told.expect("mails leave").expect("the server lives");
        }
        running.kill().await;
        kills.found_in_flight += usize::from(count(&house.rows_as_left().await, DeliveryState::InFlight) > 0);
    }
    kills
}

fn count(rows: &[Row], state: DeliveryState) -> usize {
    rows.iter().filter(|row| row.state == state).count()
}

/// Tells of each step the server is asked for.
fn listening(mut script: Script) -> (Script, mpsc::UnboundedReceiver<At>) {
    let (tell, heard) = mpsc::unbounded_channel();
    for at in [At::Mail, At::Rcpt, At::Data, At::Dot] {
        let tell = tell.clone();
        script = script.on(at, move |_| {
            // Nobody listens any more once all kills are done.
            let _ = tell.send(at);
            Act::Usual
        });
    }
    (script, heard)
}

/// How often each address was accepted, by the journal on disk.
fn accepts(journal: &std::path::Path) -> HashMap<String, usize> {
    let mut counts = HashMap::new();
    for line in std::fs::read_to_string(journal).unwrap().lines() {
        *counts.entry(line.split('\t').next().unwrap().to_owned()).or_default() += 1;
    }
    counts
}
