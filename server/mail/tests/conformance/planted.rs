//! The ledger sees what it should: each kind of lie is planted, in the database or in the journal, and exactly that one is named.

use crate::books::{Books, Limit, StopSeen};
use crate::ledger::{Wrong, audit};
use crate::support::{Act, At, Script};
use crate::world::World;
use model::delivery::Kind;
use store::testing::{Fresh, run};

/// A world at rest with one delivery of each end, by the first word of its address.
async fn at_rest(fresh: &Fresh) -> World {
    let script = Script::default()
        .on(
            At::Rcpt,
            |asked| if asked.line.contains("gone@") { Act::say("550 5.1.1 no such user") } else { Act::Usual },
        )
        .on(At::Dot, |asked| match asked.nth {
            1 => Act::HangUp.accept(),
            3 => Act::say("251 perhaps"),
            _ => Act::Usual,
        });
    let mut world = World::new(fresh, script).await;
    for (kind, to) in [
        (Kind::OneOff, "twice@x.example"),
        (Kind::Campaign, "doubt@x.example"),
        (Kind::OneOff, "fine@x.example"),
        (Kind::OneOff, "gone@x.example"),
        (Kind::Campaign, "once@x.example"),
        (Kind::System, "system@x.example"),
    ] {
        world.enqueue(kind, &[to]).await;
        if to.starts_with("twice") {
            world.truth.extras += 1;
        }
        world.finish().await;
    }
    let stopped = world.enqueue(Kind::OneOff, &["stopped@x.example"]).await;
    world.cancel(stopped).await;
    world
}

/// A lie told by a statement, and the one that takes it back.
const IN_THE_DATABASE: [(Wrong, &str, &str); 6] = [
    (
        Wrong::Unfinished,
        "UPDATE delivery SET leased_by = 'somebody' WHERE address = 'fine@x.example'",
        "UPDATE delivery SET leased_by = NULL WHERE address = 'fine@x.example'",
    ),
    (
        Wrong::OtherWords,
        "UPDATE delivery SET last_text = 'taken, perhaps' WHERE address = 'fine@x.example'",
        "UPDATE delivery SET last_text = 'taken' WHERE address = 'fine@x.example'",
    ),
    (
        Wrong::OtherWords,
        "UPDATE attempt SET text = 'no such person'
           WHERE delivery_id = (SELECT id FROM delivery WHERE address = 'gone@x.example')",
        "UPDATE attempt SET text = 'no such user'
           WHERE delivery_id = (SELECT id FROM delivery WHERE address = 'gone@x.example')",
    ),
    (
        Wrong::TwiceUnsaid,
        "UPDATE delivery SET dup_risk = (1 = 0) WHERE address = 'twice@x.example'",
        "UPDATE delivery SET dup_risk = (1 = 1) WHERE address = 'twice@x.example'",
    ),
    (
        Wrong::AcceptedUnsent,
        "UPDATE delivery SET state = 'cancelled' WHERE address = 'once@x.example'",
        "UPDATE delivery SET state = 'sent' WHERE address = 'once@x.example'",
    ),
    (
        Wrong::BatchAstray,
        "UPDATE batch SET state = 'running' WHERE state = 'done' AND id = (SELECT MIN(id) FROM batch)",
        "UPDATE batch SET state = 'done' WHERE id = (SELECT MIN(id) FROM batch)",
    ),
];

async fn in_the_database(fresh: &Fresh) {
    let world = at_rest(fresh).await;
    world.audit().await;
    for (wrong, plant, undo) in IN_THE_DATABASE {
        tell(&world, plant).await;
        assert_only(&world.books().await, wrong);
        tell(&world, undo).await;
        world.audit().await;
    }
}
store::both!(the_ledger_names_each_lie_of_the_database, in_the_database);

async fn tell(world: &World, text: &str) {
    let mut tx = world.house.pool.write().await.unwrap();
    assert_eq!(run(&mut tx, text).await.unwrap(), 1, "{text}");
    tx.commit().await.unwrap();
}

type Plant = fn(&mut Books);

/// The place of an accept in the journal.
fn place(books: &Books, who: &str) -> usize {
    books.accepted.iter().position(|mail| mail.to[0].starts_with(who)).unwrap()
}

/// As if the server had taken this one, whatever became of it.
fn take(books: &mut Books, who: &str) {
    let one = books.kept.deliveries.iter().find(|one| one.address.starts_with(who)).unwrap();
    let mut mail = books.accepted[0].clone();
    mail.bytes = books.truth.mails[&one.message_id].clone();
    mail.to = vec![one.address.clone()];
    books.accepted.push(mail);
}

fn no_accept(books: &mut Books) {
    let at = place(books, "fine");
    // It stays where it is, so that what the cancelling remembers still holds.
    books.accepted[at].to.clear();
}

fn failed_but_taken(books: &mut Books) {
    take(books, "gone");
}

fn stopped_but_taken(books: &mut Books) {
    take(books, "stopped");
}

/// It left once, and rightly, but while it was paused.
fn paused_but_taken(books: &mut Books) {
    let fine = books.kept.deliveries.iter().find(|one| one.address.starts_with("fine")).unwrap();
    let (batch, stopped) = (model::BatchId(fine.batch), [fine.id].into());
    let accepted = place(books, "fine");
    books.truth.stops.push(StopSeen { batch, stopped, accepted, until: Some(accepted + 1) });
}

fn stranger(books: &mut Books) {
    let mut mail = books.accepted[0].clone();
    mail.to = vec!["stranger@x.example".into()];
    books.accepted.push(mail);
}

fn campaign_twice(books: &mut Books) {
    take(books, "once");
}

fn twice_unsaid(books: &mut Books) {
    take(books, "fine");
}

fn three_times(books: &mut Books) {
    take(books, "twice");
}

fn one_more_was_enqueued(books: &mut Books) {
    books.truth.deliveries += 1;
}

fn never_said(books: &mut Books) {
    books.said.retain(|said| !(said.at == At::Dot && said.about == ["fine@x.example"]));
}

fn one_byte_more(books: &mut Books) {
    let at = place(books, "fine");
    books.accepted[at].bytes.push(b'\n');
}

fn other_bytes_stored(books: &mut Books) {
    let id = books.accepted[place(books, "fine")].header("Message-ID");
    books.stored.get_mut(id.trim_matches(['<', '>'])).unwrap()[0] = b'X';
}

fn a_limit(books: &mut Books) {
    books.truth.limits.push(Limit { window_ms: 24 * 3600 * 1000, most: books.accepted.len() - 1 });
}

fn damaged(books: &mut Books) {
    books.damage.push("row 7 missing from index delivery_due".into());
}

fn one_more_on_the_screen(books: &mut Books) {
    books.screens.values_mut().next().unwrap().0.sent += 1;
}

const IN_THE_JOURNAL: [(Wrong, Plant); 15] = [
    (Wrong::SentUnaccepted, no_accept),
    (Wrong::AcceptedUnsent, failed_but_taken),
    (Wrong::AfterStop, stopped_but_taken),
    (Wrong::AfterStop, paused_but_taken),
    (Wrong::AcceptedUnsent, stranger),
    (Wrong::TwiceAtMostOnce, campaign_twice),
    (Wrong::TwiceUnsaid, twice_unsaid),
    (Wrong::TooManyExtras, three_times),
    (Wrong::DoesNotAddUp, one_more_was_enqueued),
    (Wrong::OtherWords, never_said),
    (Wrong::OtherBytes, one_byte_more),
    (Wrong::OtherBytes, other_bytes_stored),
    (Wrong::OverLimit, a_limit),
    (Wrong::Damaged, damaged),
    (Wrong::ScreensDiffer, one_more_on_the_screen),
];

async fn in_the_journal(fresh: &Fresh) {
    let world = at_rest(fresh).await;
    let books = world.books().await;
    assert!(audit(&books).is_empty(), "{:#?}", audit(&books));
    for (wrong, plant) in IN_THE_JOURNAL {
        let mut lying = books.clone();
        plant(&mut lying);
        assert_only(&lying, wrong);
    }
}
store::both!(the_ledger_names_each_lie_of_the_journal, in_the_journal);

fn assert_only(books: &Books, wrong: Wrong) {
    let found = audit(books);
    assert!(found.len() == 1 && found.iter().all(|(one, _)| *one == wrong), "only {wrong:?}: {found:#?}");
}
