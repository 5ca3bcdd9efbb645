//! The lines that were refused, as a file to correct and to bring in again (E21).

use super::{planned, read, said};
use crate::{error::AppError, services::Services, words::Words};
use model::{
    ImportId, Lang,
    import::{Charset, Column, Plan, Separator, Table},
};
use store::imports;

/// Its bytes and their character set (P60). Every line of a client that is put aside, each with what is wrong with it in front.
///
/// # Errors
/// `NotFound`, also once the uploaded file is gone, and when no line of it is refused.
pub async fn refused_file(services: &Services, id: ImportId, w: Words) -> Result<(Vec<u8>, Charset), AppError> {
    let mut tx = services.pool.read().await?;
    let import = imports::get(&mut tx, id).await?;
    let bytes = imports::file(&mut tx, id).await?;
    let table = read(bytes).await?.map_err(|_| AppError::NotFound)?;
    let plan = planned(&mut tx, &table, &import.columns).await?;
    if !plan.is_refused() {
        return Err(AppError::NotFound);
    }
    let rows = rows(w, &table, &import.columns, &plan);
    Ok(exchange::saved(rows.iter().map(Vec::as_slice), table.separator.unwrap_or(Separator::Semicolon)))
}

// In front, because a line may have more cells than the header. A file that was refused before has such a column already.
fn rows(w: Words, table: &Table, columns: &[Option<Column>], plan: &Plan) -> Vec<Vec<String>> {
    let headings = [Lang::Fr, Lang::En].map(|lang| Words(lang).import_reason());
    let from = usize::from(table.header.first().is_some_and(|name| headings.contains(&name.as_str())));
    let line = |first: String, cells: &[String]| [&[first][..], &cells[from..]].concat();
    let mut rows = vec![line(w.import_reason().to_owned(), &table.header)];
    rows.extend(plan.aside().into_iter().map(|at| {
        let row = &table.rows[at];
        let told = plan.lines[at].problems.iter().map(|problem| said::problem(w, problem, row, columns));
        let told: Vec<String> = told.collect();
        // The narrow space of French is not in Windows-1252.
        line(told.join(" ").replace('\u{202f}', "\u{a0}"), &row.cells)
    }));
    rows
}
