//! What is not imported as long as it is refused: of a client with one refused line all its lines, so that it comes in whole once that
//! one is corrected. The others may come in without them.

use super::{Column, Line, Plan, Row, Verdict, group::Cells};
use crate::client::reference_key;
use std::collections::BTreeSet;

impl Line {
    /// Somebody should look at it: refused, or letters seem lost.
    pub fn is_problem(&self) -> bool {
        self.verdict == Verdict::Refused || !self.lost.is_empty()
    }
}

impl Plan {
    /// Which lines are to be corrected, by their places: the refused ones, and those of the same clients.
    pub fn aside(&self) -> Vec<usize> {
        let refused = || self.lines.iter().enumerate().filter(|(_, line)| line.verdict == Verdict::Refused);
        let keys: BTreeSet<String> = refused().map(|(_, line)| reference_key(&line.reference)).collect();
        let is_aside = |line: &Line| {
            let key = reference_key(&line.reference);
            line.verdict == Verdict::Refused || !key.is_empty() && keys.contains(&key)
        };
        (0..self.lines.len()).filter(|at| is_aside(&self.lines[*at])).collect()
    }

    /// The rest, which nothing keeps from being imported.
    pub fn without_aside(mut self) -> Plan {
        let aside: BTreeSet<usize> = self.aside().into_iter().collect();
        let mut at = 0..;
        self.lines.retain(|_| at.next().is_some_and(|at| !aside.contains(&at)));
        self
    }
}

/// Which value of a row goes where, beside its reference and its label, in the order of the forms.
pub fn filled<'r>(row: &'r Row, columns: &[Option<Column>]) -> Vec<(Column, &'r str)> {
    let cells = Cells(columns);
    let told = Column::ALL.iter().copied().filter(|column| !matches!(column, Column::Reference | Column::Label));
    told.map(|column| (column, cells.get(row, column))).filter(|(_, cell)| !cell.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::{super::plan, *};
    use crate::import::Table;

    /// P63: B is left out whole, also its line in which nothing is wrong; A comes in.
    #[test]
    fn p63_a_client_with_a_refused_line_is_put_aside_whole() {
        let row = |line: u32, cells: [&str; 4]| Row { line, cells: cells.map(str::to_owned).to_vec() };
        let columns = [Column::Reference, Column::Label, Column::Email, Column::SiteLabel].map(Some);
        let rows = vec![
            row(2, ["A", "Atelier", "a@a.example", ""]),
            row(3, ["B", "Boulangerie", "pas une adresse", "Nord"]),
            row(4, ["B", "", "", "Sud"]),
            row(5, ["", "Sans référence", "", ""]),
        ];
        let table = Table { header: vec!["x".into(); 4], rows, ..Table::default() };
        let plan = plan(&table, &columns, &[], &[]);
        assert!(plan.is_refused());
        assert_eq!(plan.aside(), [1, 2, 3]);
        assert!(plan.lines[1].is_problem());
        let verdicts: Vec<_> = plan.lines.iter().map(|line| line.verdict).collect();
        assert_eq!(verdicts, [Verdict::New, Verdict::Refused, Verdict::Held(3), Verdict::Refused]);
        let rest = plan.without_aside();
        assert!(!rest.is_refused());
        assert_eq!((rest.lines.len(), rest.clients.len()), (1, 1));
        assert_eq!(filled(&table.rows[1], &columns), [(Column::Email, "pas une adresse"), (Column::SiteLabel, "Nord")]);
    }
}
