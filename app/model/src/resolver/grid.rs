//! « Qui reçoit quoi » (P38): the resolver's answer for every kind of document at once.

use super::{AskedDocument, ClientSide, Resolution, Trigger, resolve};
use crate::{DocumentKind, SiteId};

/// Kinds that everybody receives alike.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// Neighbours in the order of kinds.
    pub kinds: Vec<DocumentKind>,
    /// Of each of them.
    pub answer: Resolution,
}

/// Every kind in one column, for documents of this site or of none, when a person sends them. Neighbours with the same answer share a
/// column.
pub fn grid(client: &ClientSide, site: Option<SiteId>) -> Vec<Column> {
    let mut columns: Vec<Column> = vec![];
    for kind in DocumentKind::ALL {
        let answer = resolve(client, &AskedDocument { kind, site, contact: None, trigger: Trigger::Person });
        match columns.last_mut() {
            Some(last) if last.answer == answer => last.kinds.push(kind),
            _ => columns.push(Column { kinds: vec![kind], answer }),
        }
    }
    columns
}
