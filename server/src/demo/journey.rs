//! What becomes of a mail of the demo: most are accepted, some are refused for an address, deferred, uncertain, or cancelled.

use anyhow::Result;
use model::{
    AccountId, Moment,
    delivery::{Fault, Phase},
};
use store::{
    Tx,
    outbox::{self, Claimed, ClaimedDelivery, Next, Settled},
};

const WORKER: &str = "demo";
const PEER: &str = "smtp.bonport.example";
const TLS: &str = "TLSv1.3";

/// What the server said of one address.
struct Answer {
    next: Next,
    phase: Phase,
    code: u16,
    enhanced: &'static str,
    text: &'static str,
}

/// Claims the mail that was just put into the outbox and settles all its addresses.
pub(super) async fn travel(tx: &mut Tx, account: AccountId, n: usize, at: Moment, now: Moment) -> Result<()> {
    let (begun, ended) = (at.plus_seconds(2), at.plus_seconds(4));
    let Some(lease) = outbox::lease_account(tx, WORKER, at.plus_seconds(60), begun).await? else { return Ok(()) };
    debug_assert_eq!(lease.account, account, "the demo has one account");
    if let Some(mail) = outbox::claim(tx, &lease, at.plus_seconds(60), begun).await? {
        let ids: Vec<_> = mail.deliveries.iter().map(|delivery| delivery.id).collect();
        outbox::begin(tx, &lease, &ids, begun).await?;
        let ends: Vec<Settled> =
            mail.deliveries.iter().enumerate().map(|(k, d)| end(&mail, d, answer((n, k), now), begun, ended)).collect();
        outbox::settle(tx, &lease, &ends).await?;
        outbox::close_if_settled(tx, mail.batch, ended).await?;
    }
    outbox::release_account(tx, &lease).await?;
    Ok(())
}

/// Of the mail's `k`th address.
fn answer((n, k): (usize, usize), now: Moment) -> Answer {
    match (n, k) {
        (54, 1) => Answer {
            next: Next::Queued { due_at: now.plus_seconds(20 * 60), counted: true, dup_risk: false },
            phase: Phase::Rcpt,
            code: 452,
            enhanced: "4.2.2",
            text: "Mailbox full, please try again later",
        },
        (_, 1) if n % 13 == 5 => {
            Answer { next: Next::Failed, phase: Phase::Rcpt, code: 550, enhanced: "5.1.1", text: "No such user here" }
        }
        (41, 0) => {
            Answer { next: Next::Uncertain, phase: Phase::Dot, code: 0, enhanced: "", text: Fault::Timeout.code() }
        }
        _ => Answer {
            next: Next::Sent { test_mailbox: false },
            phase: Phase::Dot,
            code: 250,
            enhanced: "2.0.0",
            text: "Ok: queued",
        },
    }
}

fn end(mail: &Claimed, delivery: &ClaimedDelivery, answer: Answer, started_at: Moment, ended_at: Moment) -> Settled {
    Settled {
        delivery: delivery.id,
        client: mail.client,
        next: answer.next,
        phase: answer.phase.code(),
        code: (answer.code > 0).then_some(answer.code),
        enhanced: answer.enhanced.into(),
        text: answer.text.into(),
        peer: PEER.into(),
        tls: TLS.into(),
        started_at,
        ended_at,
    }
}
