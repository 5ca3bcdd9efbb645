//! What each address came to, by the server's journal alone.

use crate::smtp_server::{At, SmtpServer};
use model::delivery::{DeliveryState, Reply};
use model::send::Counts;
use std::collections::BTreeMap;
use store::testing::KeptDelivery;

/// An answer that was given about an address.
#[derive(Clone, Debug)]
pub struct Answer {
    pub code: u16,
    pub enhanced: String,
    pub text: String,
}

impl Answer {
    /// As the screens write it.
    pub fn shown(&self) -> String {
        [&self.code.to_string()[..], &self.enhanced, &self.text].join(" ")
    }
}

/// An address.
#[derive(Debug)]
pub struct Line {
    pub state: DeliveryState,
    /// What the screens call that.
    pub word: &'static str,
    /// What ended each try, in order; nothing when the server hung up, or was never asked.
    pub said: Vec<Answer>,
}

impl Line {
    /// Of the last answer; may be empty.
    pub fn code(&self) -> String {
        self.said.last().map(|said| said.code.to_string()).unwrap_or_default()
    }

    pub fn count(&self, counts: &mut Counts) {
        counts.total += 1;
        *match self.state {
            DeliveryState::Sent => &mut counts.sent,
            DeliveryState::Queued => &mut counts.deferred,
            DeliveryState::Failed => &mut counts.failed,
            DeliveryState::Uncertain => &mut counts.uncertain,
            DeliveryState::Cancelled => &mut counts.cancelled,
            state => panic!("still {state:?}"),
        } += 1;
    }
}

/// Every address that the server was asked about; of the others the rows say only who they are. Each is of one delivery.
pub fn truth(server: &SmtpServer, rows: &[KeptDelivery]) -> BTreeMap<String, Line> {
    let mut said: BTreeMap<String, Vec<Answer>> = BTreeMap::new();
    for one in server.said() {
        if !matches!(one.at, At::Rcpt | At::Dot) {
            continue;
        }
        let line = String::from_utf8(one.bytes).unwrap();
        let (code, text) = line.trim_end().split_once(' ').unwrap();
        let code: u16 = code.parse().unwrap();
        // A yes to RCPT ends nothing.
        let ends = one.at == At::Dot || code >= 400;
        for about in one.about.iter().filter(|_| ends) {
            let reply = Reply::new(code, text);
            let enhanced = reply.enhanced.map(|enhanced| enhanced.to_string()).unwrap_or_default();
            said.entry(about.clone()).or_default().push(Answer { code, enhanced, text: reply.text });
        }
    }
    let accepted: Vec<String> = server.accepted().into_iter().flat_map(|mail| mail.to).collect();
    let mut lines = BTreeMap::new();
    for row in rows {
        let said = said.remove(&row.address).unwrap_or_default();
        let copies = accepted.iter().filter(|address| **address == row.address).count();
        let (state, word) = match (said.last().map(|said| said.code), copies) {
            (Some(250), 1) => (DeliveryState::Sent, "Envoyé"),
            (Some(400..500), 0) => (DeliveryState::Queued, "Reporté"),
            (Some(500..), 0) => (DeliveryState::Failed, "Échec"),
            // It has the mail, and never said so.
            (None, 1) => (DeliveryState::Uncertain, "Incertain"),
            (None, 0) => (DeliveryState::Cancelled, "Annulé"),
            other => panic!("{other:?} of {}", row.address),
        };
        lines.insert(row.address.clone(), Line { state, word, said });
    }
    assert!(said.is_empty(), "spoken of, and in no row: {said:?}");
    lines
}
