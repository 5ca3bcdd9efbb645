//! How an act of sending to several clients is called in lists (P50): by how many mails and clients it has, not by the first of them.

use crate::{ui::dotted, words::Words};
use model::send::BatchSummary;

/// In the place of the first mail's subject and client.
pub fn named(w: Words, rows: &mut [BatchSummary]) {
    for row in rows {
        if let Some(several) = row.several {
            (row.subject, row.client) = (several_name(w, several), None);
        }
    }
}

/// « Envoi de 12 e-mails · 3 clients »
pub fn several_name(w: Words, (mails, clients): (i64, i64)) -> String {
    dotted([w.sends_many(mails).as_str(), &w.review_clients(clients)])
}
