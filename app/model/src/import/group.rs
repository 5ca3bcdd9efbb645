//! The lines of one client: its reference stands on each of them, and each brings a site at most.

use super::{Column, Row, value};
use crate::{ClientDraft, Phone, SiteDraft, client::reference_key};
use std::collections::BTreeMap;

/// Which cell of a row is in which column.
pub(super) struct Cells<'a>(pub(super) &'a [Option<Column>]);

impl Cells<'_> {
    /// Trimmed; empty where the file has no such column. Of two the first counts.
    pub(super) fn get<'r>(&self, row: &'r Row, column: Column) -> &'r str {
        let at = self.0.iter().position(|own| *own == Some(column));
        at.and_then(|at| row.cells.get(at)).map(|cell| cell.trim()).unwrap_or_default()
    }

    pub(super) fn client(&self, row: &Row) -> ClientDraft {
        let cell = |column| self.get(row, column).to_owned();
        let phone = |label: &str, column| Phone { label: label.to_owned(), number: cell(column) };
        ClientDraft {
            reference: cell(Column::Reference),
            label: cell(Column::Label),
            kind: value::kind(self.get(row, Column::Kind)),
            family: cell(Column::Family),
            language: value::language(self.get(row, Column::Language)),
            civility: value::civility(self.get(row, Column::Civility)),
            first_name: cell(Column::FirstName),
            last_name: cell(Column::LastName),
            email: cell(Column::Email),
            phones: vec![phone("", Column::Phone), phone("mobile", Column::Mobile)],
            billing_email: cell(Column::BillingEmail),
            street: cell(Column::Street),
            postal_code: cell(Column::PostalCode),
            town: cell(Column::Town),
            country: cell(Column::Country),
            note: cell(Column::Note),
            ..ClientDraft::default()
        }
    }

    /// None when no cell of a site is filled.
    pub(super) fn site(&self, row: &Row) -> Option<SiteDraft> {
        let cell = |column| self.get(row, column).to_owned();
        let site = SiteDraft {
            label: cell(Column::SiteLabel),
            street: cell(Column::SiteStreet),
            postal_code: cell(Column::SitePostalCode),
            town: cell(Column::SiteTown),
            country: cell(Column::SiteCountry),
            person: cell(Column::SitePerson),
            phone: cell(Column::SitePhone),
            email: cell(Column::SiteEmail),
            extra: cell(Column::SiteExtra),
        };
        (site != SiteDraft::default()).then_some(site)
    }
}

/// The rows of each client by their places, in the order of the file. A row without a reference is a group of its own.
pub(super) fn groups(rows: &[Row], cells: &Cells<'_>) -> Vec<(String, Vec<usize>)> {
    let mut groups: Vec<(String, Vec<usize>)> = vec![];
    let mut known: BTreeMap<String, usize> = BTreeMap::new();
    for (at, row) in rows.iter().enumerate() {
        let key = reference_key(cells.get(row, Column::Reference));
        match known.get(&key) {
            Some(group) if !key.is_empty() => groups[*group].1.push(at),
            _ => {
                known.insert(key.clone(), groups.len());
                groups.push((key, vec![at]));
            }
        }
    }
    groups
}
