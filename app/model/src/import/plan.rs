//! What an import would do, line by line. Nothing is changed of a client that is there already; where something is refused,
//! nothing at all is written.

use super::{
    Charset, Column, Row, Table,
    compared::{fold_if, of_client, of_site},
    group::{Cells, groups},
    value::has_lost_letters,
};
use crate::{
    Client, ClientDraft, FieldProblem, Problem, Site, SiteDraft,
    client::reference_key,
    draft::{ClientFields, SiteFields},
    fold,
};
use std::collections::{BTreeMap, BTreeSet};

/// A client of the book, as far as a file can say it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known {
    client: ClientFields,
    sites: Vec<SiteFields>,
}

impl Known {
    /// As it is kept. None when it was kept by rules that are no longer ours.
    pub fn of(client: &Client, sites: &[Site]) -> Option<Known> {
        let sites = sites.iter().filter_map(|site| SiteDraft::of(site).check().ok()).collect();
        Some(Known { client: ClientDraft::of(client).check().ok()?, sites })
    }

    /// Its reference, folded: what [`plan`] finds it by.
    pub fn key(&self) -> String {
        reference_key(&self.client.reference)
    }
}

/// A client that would be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewClient {
    /// Checked like the form.
    pub fields: ClientFields,
    /// In the order of the file.
    pub sites: Vec<SiteFields>,
}

/// What becomes of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// A client, or one more site of a new one.
    New,
    /// Everything it says is so already.
    Unchanged,
    /// The client is there and differs: it is left alone.
    Differs,
    /// Nothing is wrong with it, but with this line of the same client, which comes in as a whole.
    Held(u32),
    /// With the problems.
    Refused,
}

/// What the book and the file say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// Where.
    pub column: Column,
    /// Kept in the book, and stays.
    pub here: String,
    /// In the file.
    pub file: String,
}

/// What is wrong, and in which column; none: with the line as a whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CellProblem {
    /// Where.
    pub column: Option<Column>,
    /// What.
    pub problem: LineProblem,
}

/// What can be wrong with a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LineProblem {
    /// As a form would say it.
    Field(Problem),
    /// Another value stands on this line of the same client.
    Contradicts(u32),
    /// The same client and site stand on this line already.
    Repeated(u32),
    /// More cells than the header has: often a separator inside a cell.
    MoreCells,
}

/// What would be done with one line of the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Of the file.
    pub line: u32,
    /// As it stands there.
    pub reference: String,
    /// As it stands there.
    pub label: String,
    /// What becomes of it.
    pub verdict: Verdict,
    /// Of a refused one.
    pub problems: Vec<CellProblem>,
    /// Of one that differs.
    pub differences: Vec<Difference>,
    /// Columns in which a spreadsheet seems to have lost letters (P61).
    pub lost: Vec<Column>,
}

/// What an import would do.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// Would be made, in the order of the file. Nothing is, while a line is refused.
    pub clients: Vec<NewClient>,
    /// All of them, in the order of the file.
    pub lines: Vec<Line>,
    /// Families that would be made, each once.
    pub families: Vec<String>,
}

impl Plan {
    /// How many lines came to this.
    pub fn count(&self, verdict: Verdict) -> i64 {
        self.lines.iter().filter(|line| line.verdict == verdict).count() as i64
    }

    /// Nothing may be written.
    pub fn is_refused(&self) -> bool {
        self.lines.iter().any(|line| line.verdict == Verdict::Refused)
    }

    /// Sites that would be made.
    pub fn sites(&self) -> i64 {
        self.clients.iter().map(|client| client.sites.len() as i64).sum()
    }
}

/// The folded references of a file, each once: whom [`plan`] has to know.
pub fn reference_keys(table: &Table, columns: &[Option<Column>]) -> Vec<String> {
    let cells = Cells(columns);
    let keys = table.rows.iter().map(|row| reference_key(cells.get(row, Column::Reference)));
    keys.filter(|key| !key.is_empty()).collect::<BTreeSet<_>>().into_iter().collect()
}

/// What importing this table would do. `known` are clients of the book, among them all whose reference the file names;
/// `families` are the names of all there are.
pub fn plan(table: &Table, columns: &[Option<Column>], known: &[Known], families: &[String]) -> Plan {
    let cells = Cells(columns);
    let by_key: BTreeMap<String, &Known> = known.iter().map(|known| (known.key(), known)).collect();
    let mut done: Plan =
        Plan { lines: table.rows.iter().map(|row| blank(row, table, &cells)).collect(), ..Plan::default() };
    for (key, rows) in groups(&table.rows, &cells) {
        let mut group = Group { table, cells: &cells, rows: &rows, lines: &mut done.lines };
        let checked = group.checked();
        match (checked, by_key.get(&key)) {
            (Some(client), Some(known)) => group.compare(&client, known),
            (Some(client), None) => done.clients.push(client),
            (None, _) => group.hold(),
        }
    }
    done.families = new_families(&done.clients, families);
    done
}

fn blank(row: &Row, table: &Table, cells: &Cells<'_>) -> Line {
    let extra = row.cells.iter().skip(table.header.len()).any(|cell| !cell.trim().is_empty());
    let problem = CellProblem { column: None, problem: LineProblem::MoreCells };
    let lost =
        |column: &&Column| table.charset == Some(Charset::Windows1252) && has_lost_letters(cells.get(row, **column));
    Line {
        line: row.line,
        reference: cells.get(row, Column::Reference).to_owned(),
        label: cells.get(row, Column::Label).to_owned(),
        verdict: if extra { Verdict::Refused } else { Verdict::New },
        problems: extra.then_some(problem).into_iter().collect(),
        differences: vec![],
        lost: Column::ALL.iter().filter(lost).copied().collect(),
    }
}

/// In the order of the file; case and accents make no difference.
fn new_families(clients: &[NewClient], families: &[String]) -> Vec<String> {
    let mut seen: BTreeSet<String> = families.iter().map(|name| fold(name)).collect();
    let named = clients.iter().filter_map(|client| client.fields.family.clone());
    named.filter(|name| seen.insert(fold(name))).collect()
}

/// The lines of one client.
struct Group<'a> {
    table: &'a Table,
    cells: &'a Cells<'a>,
    rows: &'a [usize],
    lines: &'a mut Vec<Line>,
}

impl Group<'_> {
    /// The client, unless a line of it is refused.
    fn checked(&mut self) -> Option<NewClient> {
        let first = self.rows[0];
        let fields = self.cells.client(&self.table.rows[first]).check();
        let fields = fields.map_err(|problems| self.refuse_fields(first, "", problems)).ok();
        let mut sites: Vec<SiteFields> = vec![];
        let mut labels: BTreeMap<String, u32> = BTreeMap::new();
        for at in self.rows.iter().copied() {
            let row = &self.table.rows[at];
            if at != first {
                self.agrees(at, first);
            }
            match self.cells.site(row) {
                None if at != first => {
                    self.refuse(at, None, LineProblem::Repeated(self.table.rows[first].line));
                }
                None => {}
                Some(site) => match site.check() {
                    Err(problems) => self.refuse_fields(at, "site.", problems),
                    Ok(site) => match labels.insert(reference_key(&site.label), row.line) {
                        Some(line) => self.refuse(at, Some(Column::SiteLabel), LineProblem::Repeated(line)),
                        None => sites.push(site),
                    },
                },
            }
        }
        let refused = self.rows.iter().any(|at| self.lines[*at].verdict == Verdict::Refused);
        fields.filter(|_| !refused).map(|fields| NewClient { fields, sites })
    }

    /// A further line may leave the client's cells empty, or repeat them.
    fn agrees(&mut self, at: usize, first: usize) {
        let (row, head) = (&self.table.rows[at], &self.table.rows[first]);
        for column in Column::ALL.iter().copied().filter(|column| !column.is_of_site() && *column != Column::Reference)
        {
            let own = self.cells.get(row, column);
            if !own.is_empty() && own != self.cells.get(head, column) {
                self.refuse(at, Some(column), LineProblem::Contradicts(head.line));
            }
        }
    }

    fn refuse_fields(&mut self, at: usize, prefix: &str, problems: Vec<FieldProblem>) {
        for FieldProblem { field, problem } in problems {
            let column = Column::of_field(&[prefix, &field].concat());
            self.refuse(at, column, LineProblem::Field(problem));
        }
    }

    fn refuse(&mut self, at: usize, column: Option<Column>, problem: LineProblem) {
        let line = &mut self.lines[at];
        line.verdict = Verdict::Refused;
        line.problems.push(CellProblem { column, problem });
    }

    /// Its other lines wait for the refused one.
    fn hold(&mut self) {
        let refused = self.rows.iter().find(|at| self.lines[**at].verdict == Verdict::Refused);
        let Some(first) = refused.map(|at| self.lines[*at].line) else { return };
        for at in self.rows {
            let verdict = &mut self.lines[*at].verdict;
            if *verdict != Verdict::Refused {
                *verdict = Verdict::Held(first);
            }
        }
    }

    /// What the file leaves empty it says nothing about.
    fn compare(&mut self, client: &NewClient, known: &Known) {
        let mut sites = client.sites.iter();
        for (nth, at) in self.rows.iter().copied().enumerate() {
            let row = &self.table.rows[at];
            let mut differences = vec![];
            let mut differs = |column: Column, here: String, file: String| {
                if !self.cells.get(row, column).is_empty() && fold_if(column, &here) != fold_if(column, &file) {
                    differences.push(Difference { column, here, file });
                }
            };
            if nth == 0 {
                for column in Column::ALL.iter().copied().filter(|column| !column.is_of_site()) {
                    differs(column, of_client(column, &known.client), of_client(column, &client.fields));
                }
            }
            if let Some(site) = self.cells.site(row).and_then(|_| sites.next()) {
                let key = reference_key(&site.label);
                let twin = known.sites.iter().find(|own| reference_key(&own.label) == key);
                for column in Column::ALL.iter().copied().filter(|column| column.is_of_site()) {
                    let here = twin.map(|twin| of_site(column, twin)).unwrap_or_default();
                    differs(column, here, of_site(column, site));
                }
            }
            let line = &mut self.lines[at];
            line.verdict = if differences.is_empty() { Verdict::Unchanged } else { Verdict::Differs };
            line.differences = differences;
        }
    }
}
