//! `bonport import documents`: a folder of PDFs with an index, all of it or nothing (P30). What is wrong is told by line and column on
//! standard output; how far it is, on standard error. What is there already, the very same, is passed over.

use super::open_database;
use crate::cli::Place;
use anyhow::{Context, Result, bail};
use app::{clock::now, ui::sentence, words::Words};
use model::{
    DocumentProblem, FieldProblem, Lang, Problem,
    compose::FILE_MAX,
    document::{IndexLine, index_columns, index_line, is_pdf},
    import::Table,
};
use std::{
    fs::{self, File},
    io::Read,
    path::{Component, Path, PathBuf},
};
use store::{
    Pool, Tx,
    blobs::{self, Stored, Writer},
    documents::{Arrived, Arriving, By, arrive},
};

/// Reads the index and its files, says what is wrong, and puts everything in.
pub(super) async fn run(place: &Place, folder: &Path, index: &Path, dry_run: bool) -> Result<()> {
    let table = exchange::read(&super::import::bytes(index)?).with_context(|| index.display().to_string())?;
    let columns = index_columns(&table.header);
    let unknown =
        table.header.iter().zip(&columns).filter(|(heading, column)| column.is_none() && !heading.trim().is_empty());
    let unknown: Vec<&str> = unknown.map(|(heading, _)| heading.as_str()).collect();
    if !unknown.is_empty() {
        println!("columns left out: {}", unknown.join(", "));
    }
    let folder = folder.canonicalize().with_context(|| format!("the folder {}", folder.display()))?;
    if !folder.is_dir() {
        bail!("{} is not a folder", folder.display());
    }
    let lines: Vec<IndexLine> = table.rows.iter().map(|row| index_line(row, &columns)).collect();
    let names = Names { table: &table, columns: &columns };
    let wrong = looked_at(&folder, &lines, &names);
    if wrong > 0 {
        bail!("nothing was imported: {wrong} of {} lines are refused", lines.len());
    }
    let pool = open_database(place).await?;
    let done = put_in(&pool, &folder, &lines, &names, dry_run).await;
    pool.close().await;
    done
}

/// Columns by the names that the file gives them.
struct Names<'a> {
    table: &'a Table,
    columns: &'a [Option<&'static str>],
}

impl Names<'_> {
    fn told(&self, line: u32, problem: &FieldProblem) {
        let at = self.columns.iter().position(|column| *column == Some(problem.field.as_str()));
        let heading = at.and_then(|at| self.table.header.get(at)).map_or(problem.field.as_str(), String::as_str);
        println!("line {line}, column « {heading} »: refused: {}", sentence(Words(Lang::En), &problem.problem));
    }
}

/// Every line and its file, before anything is written; how many are wrong.
fn looked_at(folder: &Path, lines: &[IndexLine], names: &Names<'_>) -> usize {
    let mut wrong = 0;
    for line in lines {
        let mut problems = line.draft.check(!line.file.is_empty()).err().unwrap_or_default();
        if !line.file.is_empty()
            && let Err(problem) = opened(folder, &line.file)
        {
            problems.push(FieldProblem::new("file", problem.into()));
        }
        problems.iter().for_each(|problem| names.told(line.line, problem));
        wrong += usize::from(!problems.is_empty());
    }
    wrong
}

/// The bytes of a PDF of this folder.
fn opened(folder: &Path, name: &str) -> Result<Vec<u8>, DocumentProblem> {
    let path = inside(folder, name).ok_or(DocumentProblem::FileMissing)?;
    let mut bytes = vec![];
    let file = File::open(path).map_err(|_| DocumentProblem::FileMissing)?;
    file.take(FILE_MAX as u64 + 1).read_to_end(&mut bytes).map_err(|_| DocumentProblem::FileMissing)?;
    if bytes.len() as i64 > FILE_MAX {
        return Err(DocumentProblem::FileTooLarge);
    }
    if is_pdf(&bytes) { Ok(bytes) } else { Err(DocumentProblem::NotAPdf) }
}

/// A plain file of the folder: neither `..` nor a link leads out of it (S47, S48).
fn inside(folder: &Path, name: &str) -> Option<PathBuf> {
    let name = Path::new(name);
    if !name.components().all(|part| matches!(part, Component::Normal(_) | Component::CurDir)) {
        return None;
    }
    let path = folder.join(name).canonicalize().ok()?;
    let plain = fs::metadata(&path).is_ok_and(|found| found.is_file());
    (plain && path.starts_with(folder)).then_some(path)
}

async fn put_in(pool: &Pool, folder: &Path, lines: &[IndexLine], names: &Names<'_>, dry_run: bool) -> Result<()> {
    // Before the one transaction: what it would hold up everybody for is then only rows. What is not used goes within a day.
    let mut kept: Vec<Option<Stored>> = vec![];
    if !dry_run {
        for line in lines {
            kept.push(match read(folder, line)? {
                Some(bytes) => Some(stored(pool, &bytes).await?),
                None => None,
            });
        }
    }
    let mut tx = pool.write().await?;
    let (mut new, mut same, mut wrong) = (0, 0, 0);
    for (at, line) in lines.iter().enumerate() {
        let file = match kept.get(at) {
            Some(kept) => *kept,
            None => tried(&mut tx, folder, line).await?,
        };
        let Ok(incoming) = line.draft.check(file.is_some()) else {
            bail!("line {} changed while it was read", line.line)
        };
        let name =
            Path::new(&line.file).file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let file = file.as_ref().map(|stored| (name.as_str(), stored));
        let arriving = Arriving { incoming: &incoming, file, by: By::CommandLine };
        let problems: Vec<FieldProblem> = match arrive(&mut tx, arriving, now()).await? {
            Arrived::New(_) => {
                new += 1;
                vec![]
            }
            Arrived::Same(_) => {
                same += 1;
                vec![]
            }
            Arrived::Other(id, fields) => {
                println!("line {}: document {id} has this number and says something else", line.line);
                fields
                    .into_iter()
                    .map(|field| FieldProblem::new(field, Problem::from(DocumentProblem::Differs)))
                    .collect()
            }
            Arrived::Refused(problems) => problems,
        };
        problems.iter().for_each(|problem| names.told(line.line, problem));
        wrong += usize::from(!problems.is_empty());
        eprintln!("{} / {}", at + 1, lines.len());
    }
    println!("new: {new}, there already: {same}, refused: {wrong}");
    if wrong > 0 {
        bail!("nothing was imported: {wrong} of {} lines are refused", lines.len());
    }
    if dry_run {
        println!("nothing was changed: --dry-run");
    } else {
        tx.commit().await?;
        println!("imported");
    }
    Ok(())
}

fn read(folder: &Path, line: &IndexLine) -> Result<Option<Vec<u8>>> {
    if line.file.is_empty() {
        return Ok(None);
    }
    match opened(folder, &line.file) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(_) => bail!("line {}: {} changed while it was read", line.line, line.file),
    }
}

async fn stored(pool: &Pool, bytes: &[u8]) -> Result<Stored> {
    let mut writer = Writer::begin(pool, now()).await?;
    writer.write(bytes).await?;
    Ok(writer.finish().await?)
}

/// Within the transaction that is given up.
async fn tried(tx: &mut Tx, folder: &Path, line: &IndexLine) -> Result<Option<Stored>> {
    match read(folder, line)? {
        Some(bytes) => Ok(Some(blobs::add(tx, &bytes, now()).await?)),
        None => Ok(None),
    }
}
