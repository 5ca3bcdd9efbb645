//! Servers that hang up, keep silent, answer late, drip, flood or say too much, at each step: from the wire to the history. That each is
//! cut in time and space is `dialogue_faults.rs`, hanging up within a mail's body too.

use crate::rows::{DOUBT, End, PAUSED, Row, SENT, SOON, UNCERTAIN, play, row};
use crate::support::{Act, At, Script};
use crate::world::World;
use model::delivery::{DeliveryState, Kind};
use std::time::Duration;
use store::testing::Fresh;

/// What an end of the connection at this step means, before the server has the whole mail.
const BEFORE: [(At, End); 6] = [
    (At::Greeting, PAUSED),
    (At::Ehlo, PAUSED),
    (At::Auth, PAUSED),
    (At::Mail, SOON),
    (At::Rcpt, SOON),
    (At::Data, SOON),
];

fn of(kind: Kind, row: Row) -> Row {
    Row { kind, ..row }
}

fn twice(row: Row) -> Row {
    Row { twice: true, ..row }
}

/// At each step, and after the dot: not taken, taken, and of a campaign.
fn ending_by(act: &Act) -> Vec<Row> {
    let mut rows: Vec<Row> = BEFORE.into_iter().map(|(at, end)| row(at, act.clone(), end)).collect();
    rows.push(row(At::Dot, act.clone(), DOUBT));
    rows.push(twice(of(Kind::Document, row(At::Dot, act.clone().accept(), DOUBT))));
    rows.push(of(Kind::Campaign, row(At::Dot, act.clone().accept(), UNCERTAIN)));
    rows
}

async fn hang_ups(fresh: &Fresh) {
    play(fresh, ending_by(&Act::HangUp)).await;
}
store::both!(i3_who_hangs_up_after_the_dot_may_have_it_and_before_it_has_not, hang_ups);

async fn tarpits(fresh: &Fresh) {
    play(fresh, ending_by(&Act::Silence)).await;
}
store::both!(i3_a_tarpit_at_any_step_ends_like_a_hang_up, tarpits);

async fn late(fresh: &Fresh) {
    let yes = |after| Act::say("250 2.0.0 taken").after(after).accept();
    let in_time = row(At::Dot, yes(Duration::from_millis(400)), SENT);
    // Longer than the 6 s that tests wait after the dot.
    let too_late = twice(row(At::Dot, yes(Duration::from_millis(6500)), DOUBT));
    play(fresh, vec![in_time, too_late]).await;
}
store::both!(a_late_250_counts_while_somebody_waits_for_it, late);

async fn byte_by_byte(fresh: &Fresh) {
    let drips = [
        (At::Greeting, "220-mail.example\r\n220 ESMTP\r\n"),
        (At::Ehlo, "250-mail.example\r\n250 AUTH PLAIN\r\n"),
        (At::Auth, "235-2.7.0 welcome\r\n235 2.7.0 again\r\n"),
        (At::Mail, "250 2.1.0 ok\r\n"),
        (At::Rcpt, "250-2.1.5 ok\r\n250 2.1.5 go on\r\n"),
        (At::Data, "354 go on\r\n"),
    ];
    let mut rows: Vec<Row> = drips.map(|(at, text)| row(at, Act::Drip(text.into()), SENT)).into();
    let twofold = Act::Drip(b"250-2.0.0 taken\r\n250 2.0.0 as 42\r\n".to_vec());
    rows.push(row(At::Dot, twofold.accept(), SENT));
    rows.push(row(At::Dot, Act::raw(b"250 2.0.0 re\xe7u \x1b[31m\r\n").accept(), SENT));
    play(fresh, rows).await;
}
store::both!(i5_replies_in_pieces_and_in_latin_1_are_kept_as_they_were_said, byte_by_byte);

async fn garbage(fresh: &Fresh) {
    let noise: Vec<u8> = (0..10_000_000u32).map(|n| (n.wrapping_mul(2654435761) >> 24) as u8).collect();
    let endless = "250-and more of the same\r\n".repeat(400_000);
    let mut rows = vec![];
    for act in [Act::Flood(10_000_000), Act::Raw(noise), Act::raw(endless)] {
        rows.extend(BEFORE.into_iter().map(|(at, end)| row(at, act.clone(), end)));
        rows.push(row(At::Dot, act.clone(), UNCERTAIN));
        rows.push(row(At::Dot, act.accept(), UNCERTAIN));
    }
    play(fresh, rows).await;
}
store::both!(s54_ten_megabytes_noise_and_replies_without_end_are_never_a_yes, garbage);

async fn stale(fresh: &Fresh) {
    let rows = vec![
        row(At::Greeting, Act::raw("220 hello\r\n250 stale\r\n"), PAUSED),
        row(At::Mail, Act::raw("250 ok\r\n250 stale\r\n"), SOON),
        row(At::Rcpt, Act::raw("250 ok\r\n354 stale\r\n"), SOON),
        row(At::Data, Act::raw("354 go\r\n250 stale\r\n"), SOON),
        row(At::Dot, Act::raw("250 ok\r\n250 stale\r\n").accept(), SENT),
    ];
    play(fresh, rows).await;
}
store::both!(s55_an_answer_nobody_asked_for_answers_nothing, stale);

/// One of three is gone, one is put off, one is taken; whether they share the mail's transaction or not.
async fn partly(fresh: &Fresh) {
    let script = Script::default().on(At::Rcpt, |asked| match asked.line.as_str() {
        line if line.contains("gone@") => Act::say("550 5.1.1 no such user"),
        line if line.contains("grey@") && asked.nth <= 6 => Act::say("451 4.7.1 Greylisted"),
        _ => Act::Usual,
    });
    let mut world = World::new(fresh, script).await;
    let mut batches = vec![];
    for kind in [Kind::OneOff, Kind::Document, Kind::System] {
        batches.push(world.enqueue(kind, &["gone@x.example", "grey@x.example", "fine@x.example"]).await);
    }
    world.finish().await;
    let kept = world.kept().await;
    for batch in batches {
        let ends: Vec<_> = kept.deliveries.iter().filter(|one| one.batch == batch.0).map(|one| one.state).collect();
        assert_eq!(ends, [DeliveryState::Failed, DeliveryState::Sent, DeliveryState::Sent]);
    }
    world.audit().await;
}
store::both!(a_refused_recipient_never_blocks_the_others, partly);
