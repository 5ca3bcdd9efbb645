//! `bonport import`: what a file would do, line by line on standard output; how far it is, on standard error.

use super::open_database;
use crate::cli::{Import as Act, Place};
use anyhow::{Context, Result, anyhow, bail};
use app::{clock::now, import, words::Words};
use model::{
    Lang,
    import::{Column, Line, Plan, Table, Verdict},
};
use std::{fs::File, io::Read, path::Path};
use store::imports;

pub(super) async fn run(place: &Place, act: Act) -> Result<()> {
    let (file, dry_run) = match act {
        Act::Clients { file, dry_run } => (file, dry_run),
        Act::Documents { folder, index, dry_run } => {
            return super::documents::run(place, &folder, &index, dry_run).await;
        }
    };
    let table = exchange::read(&bytes(&file)?).with_context(|| file.display().to_string())?;
    let columns = Column::recognised(&table.header);
    told_columns(&table, &columns);
    let pool = open_database(place).await?;
    let mut tx = pool.write().await?;
    let plan = import::planned(&mut tx, &table, &columns).await.map_err(|error| anyhow!("{error:?}"))?;
    for line in &plan.lines {
        told(line, &table, &columns);
    }
    println!("{}", summary(&plan));
    if plan.is_refused() {
        bail!("nothing was imported: {} lines are refused", plan.count(Verdict::Refused));
    }
    if dry_run {
        println!("nothing was changed: --dry-run");
    } else if plan.clients.is_empty() {
        println!("there was nothing to import");
    } else {
        let (all, now) = (plan.clients.len(), now());
        let id = imports::add(&mut tx, None, ("", &[]), &columns, now).await?;
        imports::run(&mut tx, id, &plan, now, |made| {
            eprintln!("{made} / {all}");
            true
        })
        .await?;
        tx.commit().await?;
        println!("imported; to undo it, open /import/{id}");
        pool.close().await;
        return Ok(());
    }
    drop(tx);
    pool.close().await;
    Ok(())
}

/// No more than a table may have, whatever the file says of itself.
pub(super) fn bytes(file: &Path) -> Result<Vec<u8>> {
    let mut bytes = vec![];
    let opened = File::open(file).with_context(|| format!("{} could not be opened", file.display()))?;
    opened.take(exchange::FILE_MAX as u64 + 1).read_to_end(&mut bytes).with_context(|| file.display().to_string())?;
    Ok(bytes)
}

fn told_columns(table: &Table, columns: &[Option<Column>]) {
    let unknown: Vec<&str> = table
        .header
        .iter()
        .zip(columns)
        .filter(|(_, column)| column.is_none())
        .map(|(name, _)| name.as_str())
        .collect();
    if !unknown.is_empty() {
        println!("columns left out: {}", unknown.join(", "));
    }
}

/// Only what a person has to look at; columns by the names that the file gives them.
fn told(line: &Line, table: &Table, columns: &[Option<Column>]) {
    let w = Words(Lang::En);
    let name = |column: Column| {
        let at = columns.iter().position(|own| *own == Some(column));
        at.and_then(|at| table.header.get(at)).map_or(column.heading(), String::as_str)
    };
    for problem in &line.problems {
        let at = problem.column.map(|column| format!(", column « {} »", name(column))).unwrap_or_default();
        println!("line {}{at}: refused: {}", line.line, import::wrong(w, &problem.problem));
    }
    for column in &line.lost {
        println!("line {}, column « {} »: letters seem lost, save the file as UTF-8", line.line, name(*column));
    }
    for difference in &line.differences {
        let (column, here, file) = (name(difference.column), &difference.here, &difference.file);
        println!("line {}, column « {column} »: left alone: « {here} » here, « {file} » in the file", line.line);
    }
}

fn summary(plan: &Plan) -> String {
    format!(
        "to create: {} clients, {} sites; families: {}; lines unchanged: {}, left alone: {}, refused: {}",
        plan.clients.len(),
        plan.sites(),
        if plan.families.is_empty() { "none".to_owned() } else { plan.families.join(", ") },
        plan.count(Verdict::Unchanged),
        plan.count(Verdict::Differs),
        plan.count(Verdict::Refused),
    )
}
