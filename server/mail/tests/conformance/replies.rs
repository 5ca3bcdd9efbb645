//! The table of delivery.md §4, each row at each step where it can happen, from the server's words to the delivery and the account.
//! `classify_tests.rs` of the model reads the table as a function.

use crate::rows::{DAY, FAILED, LATER, LOGIN, MINUTE, PAUSED, Row, SENDER, UNCERTAIN, paused, play, says};
use crate::support::At;
use store::testing::Fresh;

const STEPS: [At; 7] = [At::Greeting, At::Ehlo, At::Auth, At::Mail, At::Rcpt, At::Data, At::Dot];

async fn closing(fresh: &Fresh) {
    let rows = STEPS.into_iter().flat_map(|at| {
        [says(at, "421 4.3.2 closing", PAUSED), says(at, "421 4.3.2 try again in 120 seconds", paused(120))]
    });
    play(fresh, rows.collect()).await;
}
store::both!(a_421_at_any_step_pauses_the_account_and_nothing_counts, closing);

async fn before_a_mail(fresh: &Fresh) {
    let mut rows: Vec<Row> = vec![];
    for at in [At::Greeting, At::Ehlo] {
        rows.extend(
            ["451 4.3.0 later", "450 busy", "554 5.3.2 no service", "502 what?"].map(|line| says(at, line, PAUSED)),
        );
    }
    rows.push(says(At::Auth, "454 4.7.0 temporary", PAUSED));
    rows.push(says(At::Auth, "454 4.7.0 try again in 300 seconds", paused(300)));
    let refused = ["530 5.7.0 first", "534 5.7.9 too weak", "535 5.7.8 wrong"];
    rows.extend(refused.map(|line| says(At::Auth, line, LOGIN)));
    rows.extend(["451 4.3.0 later", "452 4.5.3 too many"].map(|line| says(At::Mail, line, PAUSED)));
    rows.push(says(At::Mail, "450 slow down, retry in 5 minutes", paused(300)));
    rows.push(says(At::Mail, "530 5.7.0 Authentication required", LOGIN));
    rows.extend(["553 no", "550 5.1.8 bad sender", "550 no"].map(|line| says(At::Mail, line, SENDER)));
    play(fresh, rows).await;
}
store::both!(what_is_the_accounts_fault_marks_nobody, before_a_mail);

async fn of_a_recipient(fresh: &Fresh) {
    let mut rows: Vec<Row> = vec![];
    let later = ["450 4.2.1 busy", "451 4.7.1 Greylisted", "452 4.2.2 full", "451 later"];
    rows.extend(later.map(|line| says(At::Rcpt, line, LATER)));
    for detail in [1, 2, 3, 6, 10] {
        rows.push(says(At::Rcpt, &format!("550 5.1.{detail} unknown"), FAILED));
    }
    let refused = ["552 5.2.2 over quota", "550 no", "550", "551 5.1.4 ambiguous", "553 x", "501 5.5.4 syntax"];
    rows.extend(refused.map(|line| says(At::Rcpt, line, FAILED)));
    rows.push(says(At::Rcpt, "452 4.5.3 Too many recipients", MINUTE));
    rows.push(says(At::Rcpt, "530 5.7.0 Must issue a STARTTLS command first", LOGIN));
    play(fresh, rows).await;
}
store::both!(what_is_the_recipients_is_said_of_the_recipient, of_a_recipient);

async fn of_a_mail(fresh: &Fresh) {
    let mut rows: Vec<Row> = vec![];
    for at in [At::Mail, At::Rcpt, At::Data, At::Dot] {
        rows.extend(["550 5.7.1 spam", "554 no"].map(|line| says(at, line, FAILED)));
        rows.push(says(at, "552 5.3.4 too big", FAILED));
        rows.push(says(at, "550 5.4.5 Daily sending limit exceeded", DAY));
    }
    for at in [At::Rcpt, At::Data, At::Dot] {
        rows.extend(["450 4.7.28 unusual rate", "451 4.7.500 Server busy"].map(|line| says(at, line, MINUTE)));
    }
    for at in [At::Data, At::Dot] {
        rows.extend(["451 4.3.0 later", "450 4.7.1 Greylisted"].map(|line| says(at, line, LATER)));
    }
    rows.push(says(At::Dot, "452 4.5.3 Too many", MINUTE));
    rows.push(says(At::Dot, "550 no", FAILED));
    rows.extend(["251 forwarded", "354 go on", "220 hello", "200 fine"].map(|line| says(At::Dot, line, UNCERTAIN)));
    play(fresh, rows).await;
}
store::both!(content_quota_and_doubt_are_told_apart_at_every_step, of_a_mail);
