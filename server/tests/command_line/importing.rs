//! P63: `bonport import clients`: what it says of a file, and what it writes.

use crate::{bonport, said};
use std::path::{Path, PathBuf};

const CORPUS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/exchange/tests/corpora/clients-cp1252-semicolon.csv");

fn file(folder: &Path, name: &str, text: &str) -> PathBuf {
    let path = folder.join(name);
    std::fs::write(&path, text).unwrap();
    path
}

#[test]
fn p63_a_file_with_a_mistake_is_told_by_line_and_column_and_writes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let import =
        |file: &Path, more: &[&str]| bonport(&data).args(["import", "clients"]).arg(file).args(more).output().unwrap();
    let refused = import(Path::new(CORPUS), &[]);
    let told = String::from_utf8_lossy(&refused.stdout).into_owned();
    assert!(!refused.status.success() && said(&refused).contains("nothing was imported"), "{}", said(&refused));
    assert!(told.contains("line 5, column « E-mail »: refused: "), "{told}");
    assert!(told.contains("line 5, column « Raison sociale »: letters seem lost"), "{told}");

    let right =
        file(folder.path(), "clients.csv", "Référence,Nom,Site\nC1,Épi d’Or,Fournil\nC1,,Boutique\nC2,Garage,\n");
    let tried = import(&right, &["--dry-run"]);
    assert!(tried.status.success() && said(&tried).contains("to create: 2 clients, 2 sites"), "{}", said(&tried));
    let done = import(&right, &[]);
    assert!(done.status.success() && said(&done).contains("imported"), "{}", said(&done));
    assert!(String::from_utf8_lossy(&done.stderr).contains("2 / 2"), "{}", said(&done));
    let again = import(&right, &[]);
    assert!(again.status.success() && said(&again).contains("there was nothing to import"), "{}", said(&again));
    let other = file(folder.path(), "other.csv", "Référence,Nom,Favori\nc1,Épi,oui\n");
    let told = said(&import(&other, &[]));
    assert!(told.contains("left alone: « Épi d’Or » here, « Épi » in the file"), "{told}");
    assert!(told.contains("columns left out: Favori"), "{told}");
}

#[test]
fn p63_what_is_no_table_and_what_is_not_there_are_named() {
    let folder = tempfile::tempdir().unwrap();
    let import =
        |file: &Path| bonport(&folder.path().join("data")).args(["import", "clients"]).arg(file).output().unwrap();
    let open = import(&file(folder.path(), "open.csv", "Référence;Nom\nC1;\"Épi\n"));
    assert!(!open.status.success() && said(&open).contains("open.csv: line 2: a quotation mark"), "{}", said(&open));
    let missing = import(&folder.path().join("none.csv"));
    assert!(!missing.status.success() && said(&missing).contains("none.csv could not be opened"), "{}", said(&missing));
    assert!(!folder.path().join("data").exists(), "nothing is made for a file that is none");
}
