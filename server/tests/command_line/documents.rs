//! P30: `bonport import documents`: every line is told, all or nothing, and the same again changes nothing.

use crate::{bonport, said};
use std::{
    fs,
    path::{Path, PathBuf},
    process::Output,
};

const HEADER: &str = "Nature;Numéro;Date;Montant;Devise;Référence client;Site;Contact;Fichier\n";

struct Folder {
    kept: tempfile::TempDir,
}

impl Folder {
    /// Two clients, one of them with a site, and a folder with two PDFs.
    fn new() -> Folder {
        let folder = Folder { kept: tempfile::tempdir().unwrap() };
        fs::create_dir(folder.path("pdf")).unwrap();
        fs::write(folder.path("pdf/F-1.pdf"), "%PDF-1.7 un").unwrap();
        fs::write(folder.path("pdf/F 2 été.pdf"), "%PDF-1.7 deux").unwrap();
        fs::write(folder.path("pdf/note.pdf"), "un texte").unwrap();
        fs::write(folder.path("secret.pdf"), "%PDF-1.7 ailleurs").unwrap();
        fs::write(folder.path("clients.csv"), "Référence;Nom;Site\nC1;ACME;Gand\nC2;Beta;Liège\n").unwrap();
        let mut import = bonport(&folder.path("data"));
        assert!(import.args(["import", "clients"]).arg(folder.path("clients.csv")).status().unwrap().success());
        folder
    }

    fn path(&self, name: &str) -> PathBuf {
        self.kept.path().join(name)
    }

    fn import(&self, lines: &str, more: &[&str]) -> Output {
        fs::write(self.path("index.csv"), format!("{HEADER}{lines}")).unwrap();
        let mut import = bonport(&self.path("data"));
        import.args(["import", "documents"]).arg(self.path("pdf")).arg("--index").arg(self.path("index.csv"));
        import.args(more).output().unwrap()
    }

    /// What is there, by a run that changes nothing.
    fn holds(&self, lines: &str, told: &str) {
        let tried = said(&self.import(lines, &["--dry-run"]));
        assert!(tried.contains(told), "{tried}");
    }
}

const RIGHT: &str = "Facture;F-1;23/11/2026;1 204,50;EUR;C1;Gand;;F-1.pdf\ncredit note;N-2;2026-11-23;-5;;c2;;;F 2 été.pdf\n\
    Commande;C-7;23/11/2026;;;C1;;;\n";

#[test]
fn p30_a_folder_with_its_index_is_put_in_once() {
    let folder = Folder::new();
    let tried = folder.import(RIGHT, &["--dry-run"]);
    assert!(tried.status.success() && said(&tried).contains("new: 3, there already: 0"), "{}", said(&tried));
    folder.holds(RIGHT, "new: 3");
    let done = folder.import(RIGHT, &[]);
    assert!(done.status.success() && said(&done).contains("imported"), "{}", said(&done));
    assert!(String::from_utf8_lossy(&done.stderr).contains("3 / 3"), "{}", said(&done));
    let again = folder.import(RIGHT, &[]);
    assert!(again.status.success() && said(&again).contains("new: 0, there already: 3"), "{}", said(&again));
}

#[test]
fn p30_each_wrong_line_is_told_with_its_column_and_nothing_is_put_in() {
    let folder = Folder::new();
    let bad = "Facture;F-1;23/11/2026;12;EUR;C1;;;F-1.pdf\nLettre;;hier;1.204;EUR;C1;;;manque.pdf\n\
        Facture;F-3;23/11/2026;12;EUR;C1;;;note.pdf\nFacture;F-4;23/11/2026;12;EUR;C1;;;\n";
    let refused = folder.import(bad, &[]);
    let told = said(&refused);
    assert!(!refused.status.success() && told.contains("3 of 4 lines are refused"), "{told}");
    for line in [
        "line 3, column « Nature »: refused:",
        "line 3, column « Numéro »: refused:",
        "line 3, column « Date »: refused:",
        "line 3, column « Montant »: refused:",
        "line 3, column « Fichier »: refused: This file is not in the folder",
        "line 4, column « Fichier »: refused:",
        "line 5, column « Fichier »: refused:",
    ] {
        assert!(told.contains(line), "{line}: {told}");
    }
    // What only the database knows: a site of another client, no such client, no such contact.
    let foreign = "Facture;F-1;23/11/2026;12;EUR;C1;Liège;;F-1.pdf\nFacture;F-2;23/11/2026;12;EUR;C9;;;F-1.pdf\n\
        Facture;F-3;23/11/2026;12;EUR;C1;;nobody@acme.example;F-1.pdf\nFacture;F-5;23/11/2026;12;EUR;C1;;;F-1.pdf\n";
    let refused = folder.import(foreign, &[]);
    let told = said(&refused);
    assert!(!refused.status.success() && told.contains("3 of 4 lines are refused"), "{told}");
    for line in [
        "line 2, column « Site »: refused:",
        "line 3, column « Référence client »: refused:",
        "line 4, column « Contact »",
    ] {
        assert!(told.contains(line), "{line}: {told}");
    }
    folder.holds(RIGHT, "new: 3, there already: 0");
    // A number that another document has.
    assert!(folder.import(RIGHT, &[]).status.success());
    let taken =
        folder.import("Facture;F-1;23/11/2026;13;EUR;C1;Gand;;F-1.pdf\nFacture;F-9;23/11/2026;;;C1;;;F-1.pdf\n", &[]);
    let told = said(&taken);
    assert!(!taken.status.success() && told.contains("line 2, column « Montant »: refused:"), "{told}");
    folder.holds("Facture;F-9;23/11/2026;;;C1;;;F-1.pdf\n", "new: 1");
}

/// S47, S48
#[test]
fn s48_no_file_outside_the_folder_is_read() {
    let folder = Folder::new();
    std::os::unix::fs::symlink(folder.path("secret.pdf"), folder.path("pdf/lien.pdf")).unwrap();
    let outside = folder.path("secret.pdf");
    for name in ["../secret.pdf", outside.to_str().unwrap(), "lien.pdf", "./../secret.pdf", "..", "."] {
        let refused = folder.import(&format!("Facture;F-1;23/11/2026;12;EUR;C1;;;{name}\n"), &[]);
        let told = said(&refused);
        assert!(!refused.status.success() && told.contains("This file is not in the folder"), "{name}: {told}");
    }
    let missing = bonport(&folder.path("data"))
        .args(["import", "documents"])
        .arg(folder.path("nowhere"))
        .arg("--index")
        .arg(Path::new(&folder.path("index.csv")))
        .output()
        .unwrap();
    assert!(!missing.status.success() && said(&missing).contains("nowhere"), "{}", said(&missing));
}
