//! An import in words: of columns, of what is wrong with a line, of why a file is no table.

use crate::{ui::sentence, words::Words};
use exchange::ReadError;
use model::{
    Problem,
    import::{CellProblem, Column, Difference, LineProblem, Row, Separator, Verdict, filled},
};

/// What a column is for.
pub(super) fn column_name(w: Words, column: Column) -> &'static str {
    match column {
        Column::Reference => w.import_col_reference(),
        Column::Label => w.import_col_label(),
        Column::Kind => w.import_col_kind(),
        Column::Family => w.import_col_family(),
        Column::Language => w.import_col_language(),
        Column::Civility => w.import_col_civility(),
        Column::FirstName => w.import_col_first_name(),
        Column::LastName => w.import_col_last_name(),
        Column::Email => w.import_col_email(),
        Column::Phone => w.import_col_phone(),
        Column::Mobile => w.import_col_mobile(),
        Column::BillingEmail => w.import_col_billing_email(),
        Column::Street => w.import_col_street(),
        Column::PostalCode => w.import_col_postal_code(),
        Column::Town => w.import_col_town(),
        Column::Country => w.import_col_country(),
        Column::Note => w.import_col_note(),
        Column::SiteLabel => w.import_col_site_label(),
        Column::SiteStreet => w.import_col_site_street(),
        Column::SitePostalCode => w.import_col_site_postal_code(),
        Column::SiteTown => w.import_col_site_town(),
        Column::SiteCountry => w.import_col_site_country(),
        Column::SitePerson => w.import_col_site_person(),
        Column::SitePhone => w.import_col_site_phone(),
        Column::SiteEmail => w.import_col_site_email(),
        Column::SiteExtra => w.import_col_site_extra(),
    }
}

/// Which value goes where, of the columns that are imported.
pub(super) fn values(w: Words, row: &Row, columns: &[Option<Column>]) -> String {
    let values = filled(row, columns).into_iter().map(|(column, value)| w.import_at(column_name(w, column), value));
    values.collect::<Vec<_>>().join(" · ")
}

/// What is wrong with a line, with its column.
pub(super) fn problem(w: Words, problem: &CellProblem, row: &Row, columns: &[Option<Column>]) -> String {
    // Of a choice: what stands there, and the words that are understood.
    let choice = matches!(problem.problem, LineProblem::Field(Problem::NotAChoice));
    let there = filled(row, columns).into_iter().find(|(column, _)| choice && Some(*column) == problem.column);
    let told = match there {
        Some((Column::Kind, value)) => w.import_not_a_kind(value),
        Some((Column::Language, value)) => w.import_not_a_language(value),
        Some((Column::Civility, value)) => w.import_not_a_civility(value),
        _ => wrong(w, &problem.problem),
    };
    match problem.column {
        Some(column) => w.import_at(column_name(w, column), &told),
        None => told,
    }
}

/// What is wrong with a line.
pub fn wrong(w: Words, problem: &LineProblem) -> String {
    match problem {
        LineProblem::Field(problem) => sentence(w, problem),
        LineProblem::Contradicts(line) => w.import_contradicts(i64::from(*line)),
        LineProblem::Repeated(line) => w.import_repeated(i64::from(*line)),
        LineProblem::MoreCells => w.import_more_cells().to_owned(),
    }
}

/// What becomes of a line.
pub(super) fn verdict(w: Words, verdict: Verdict) -> String {
    match verdict {
        Verdict::New => w.import_is_new().into(),
        Verdict::Unchanged => w.import_is_unchanged().into(),
        Verdict::Differs => w.import_is_differs().into(),
        Verdict::Held(line) => w.import_is_held(i64::from(line)),
        Verdict::Refused => w.import_is_refused().into(),
    }
}

/// What the book and the file say, side by side.
pub(super) fn difference(w: Words, it: &Difference) -> String {
    let column = column_name(w, it.column);
    match it.here.as_str() {
        "" => w.import_difference_empty(column, &it.file),
        here => w.import_difference(column, here, &it.file),
    }
}

pub(super) fn separator(w: Words, separator: Separator) -> &'static str {
    match separator {
        Separator::Semicolon => w.import_semicolon(),
        Separator::Comma => w.import_comma(),
        Separator::Tab => w.import_tab(),
    }
}

/// Why a file is no table, for the address of the page: a code, the line and the cell.
pub fn code(error: &ReadError) -> (&'static str, u32, u32) {
    match error {
        ReadError::Empty => ("empty", 0, 0),
        ReadError::TooLarge => ("too_large", 0, 0),
        ReadError::TooMuchInside => ("too_much", 0, 0),
        ReadError::BadText(line) => ("text", *line, 0),
        ReadError::NotATable => ("not_a_table", 0, 0),
        ReadError::OldOrProtected => ("old", 0, 0),
        ReadError::Damaged => ("damaged", 0, 0),
        ReadError::NoRows => ("no_rows", 0, 0),
        ReadError::TooManyRows => ("too_many_rows", 0, 0),
        ReadError::TooManyColumns(line) => ("too_many_columns", *line, 0),
        ReadError::CellTooLong { line, column } => ("cell", *line, *column),
        ReadError::OpenQuote(line) => ("quote", *line, 0),
    }
}

/// The sentence of such a code.
pub(super) fn of_code(w: Words, code: &str, line: i64, column: i64) -> String {
    match code {
        "empty" => w.import_e_empty().into(),
        "too_large" => w.import_e_too_large().into(),
        "too_much" => w.import_e_too_much().into(),
        "text" => w.import_e_text(line),
        "not_a_table" => w.import_e_not_a_table().into(),
        "old" => w.import_e_old().into(),
        "damaged" => w.import_e_damaged().into(),
        "no_rows" => w.import_e_no_rows().into(),
        "too_many_rows" => w.import_e_too_many_rows().into(),
        "too_many_columns" => w.import_e_too_many_columns(line),
        "cell" => w.import_e_cell(line, column),
        "quote" => w.import_e_quote(line),
        _ => w.import_e_none().into(),
    }
}
