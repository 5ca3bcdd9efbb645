//! Many PDFs at once through the whole router: each is kept, guessed from its name, completed line by line.

use crate::{
    desk::{Desk, desk_on},
    put::value,
    support::{ours, words_of},
};
use axum::response::Response;
use http::{Method, StatusCode, header};
use store::testing::Fresh;

const ADD: &str = "/api/documents/add-many";
const HERE: &str = "/factures/nouveaux";

impl Desk {
    /// Sends files in one form; as a page, or as the script.
    async fn drop_files(&self, files: &[(&str, &str)], accept: &str) -> Response {
        let part = |(name, bytes): &(&str, &str)| {
            format!("--x\r\ncontent-disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\r\n{bytes}\r\n")
        };
        let body = files.iter().map(part).collect::<String>() + "--x--\r\n";
        let mut request = ours(Method::POST, "/factures/nouveaux/fichier", "multipart/form-data; boundary=x", &body);
        request.headers_mut().insert(header::COOKIE, self.cookie.parse().unwrap());
        request.headers_mut().insert(header::ACCEPT, accept.parse().unwrap());
        self.house.ask(request).await
    }
}

async fn line_by_line(fresh: Fresh) {
    let desk = desk_on(fresh).await;
    let files = [
        ("Facture F-1 ACME.pdf", "%PDF-1.7 a"),
        ("note.txt", "MZ"),
        ("Avoir 7.pdf", "%PDF-1.7 b"),
        ("F-3.pdf", "%PDF-1.7 c"),
    ];
    let answer = desk.drop_files(&files, "text/html").await;
    assert_eq!((answer.status(), answer.headers()[header::LOCATION].to_str().unwrap()), (StatusCode::SEE_OTHER, HERE));
    let page = desk.show(HERE).await;
    let words = words_of(&page);
    assert!(words.contains("note.txt") && words.contains("Ce fichier n’est pas un PDF"), "{words}");
    assert_eq!((value(&page, "lines[0][id]"), value(&page, "lines[2][id]")), ("1".into(), "3".into()));
    for said in ["value=\"F-1\"", "· ACME\"", "value=\"7\"", "value=\"credit_note\" selected"] {
        assert!(page.contains(said), "{said}: {page}");
    }
    let (_, list) = page.split_once("<datalist id=\"clients\">").unwrap();
    let (list, _) = list.split_once("</datalist>").unwrap();
    assert!(list.contains("· Beta\""), "also whom no name of a file says: {list}");

    // The first is right; the second names nobody; of the third nothing is right.
    let form = [
        ("lines[0][id]", "1"),
        ("lines[0][kind]", "invoice"),
        ("lines[0][number]", "F-1"),
        ("lines[0][client]", "acme"),
        ("lines[0][day]", "2026-11-23"),
        ("lines[0][amount]", "12,50"),
        ("lines[1][id]", "2"),
        ("lines[1][kind]", "credit_note"),
        ("lines[1][number]", "7"),
        ("lines[1][client]", "Personne d’ici"),
        ("lines[1][day]", "2026-11-23"),
        ("lines[2][id]", "3"),
        ("lines[2][kind]", "invoice"),
        ("lines[2][number]", ""),
        ("lines[2][client]", ""),
        ("lines[2][day]", "hier"),
        ("lines[2][amount]", "1.204"),
    ];
    assert_eq!(desk.plain(HERE, ADD, &form).await, format!("{HERE}?ajoutes=1"));
    let page = desk.show(&format!("{HERE}?ajoutes=1")).await;
    let words = words_of(&page);
    for said in [
        "1 document ajouté.",
        "<title>Erreur : ",
        "champs à corriger",
        "<a href=\"#f-client-2\">Avoir 7.pdf · Client : Aucun client actif",
        "Certaines lignes ne sont pas encore des documents",
        "Aucun client actif n’a cette référence ou ce nom",
        "Écrivez la référence ou le nom du client.",
        "Ce n’est pas une date du calendrier",
        "Ce n’est pas un montant",
        "Personne d’ici",
    ] {
        assert!(words.contains(said), "{said}: {words}");
    }
    assert!(!page.contains("Facture F-1 ACME.pdf") && page.contains("F-3.pdf"), "what is added left the table");
    let book = words_of(&desk.show("/factures?q=f-1").await);
    assert!(book.contains("12,50 €"), "{book}");

    // Its number is taken now; the reason stands at the field, and the line stays until it is taken away.
    let taken = [
        ("lines[0][id]", "3"),
        ("lines[0][kind]", "invoice"),
        ("lines[0][number]", "f-1"),
        ("lines[0][client]", "ACME"),
        ("lines[0][day]", "2026-11-23"),
    ];
    assert_eq!(desk.plain(HERE, ADD, &taken).await, HERE);
    assert!(words_of(&desk.show(HERE).await).contains("aria-invalid=\"true\""));
    let away = [&taken[..], &[("drop", "3")]].concat();
    assert_eq!(desk.plain(HERE, ADD, &away).await, HERE);
    assert!(!desk.show(HERE).await.contains("F-3.pdf"));

    // What is typed is kept without being added.
    let kept = [("lines[0][id]", "2"), ("lines[0][number]", "NC-7"), ("lines[0][client]", "beta"), ("drop", "-1")];
    assert_eq!(desk.plain(HERE, ADD, &kept).await, HERE);
    let page = desk.show(HERE).await;
    assert!(page.contains("value=\"NC-7\"") && page.contains("value=\"beta\"") && !page.contains("aria-invalid"));
}

#[tokio::test]
async fn p30_many_pdfs_are_completed_line_by_line_on_sqlite() {
    line_by_line(store::testing::sqlite().await).await;
}

#[tokio::test]
async fn p30_many_pdfs_are_completed_line_by_line_on_postgres() {
    line_by_line(store::testing::postgres().await).await;
}

async fn by_script(fresh: Fresh) {
    let desk = desk_on(fresh).await;
    let json = "application/json";
    assert_eq!(desk.drop_files(&[("a.pdf", "%PDF-1.7")], json).await.status(), StatusCode::OK);
    assert_eq!(desk.drop_files(&[("a.exe", "MZMZMZ")], json).await.status(), StatusCode::UNPROCESSABLE_ENTITY);
    let large = format!("%PDF-{}", "x".repeat(model::compose::FILE_MAX as usize));
    assert_eq!(desk.drop_files(&[("b.pdf", &large)], json).await.status(), StatusCode::PAYLOAD_TOO_LARGE, "S45");
    let page = desk.show(HERE).await;
    assert!(page.contains("a.pdf") && !page.contains("b.pdf") && !page.contains("a.exe"));
}

#[tokio::test]
async fn s39_s45_only_pdfs_of_a_size_that_a_mail_holds_are_kept() {
    by_script(store::testing::sqlite().await).await;
}

/// P30: what leads to a client only by its town is a proposal, and files nothing before a person says yes.
#[tokio::test]
async fn p30_a_town_proposes_a_client_and_files_nothing() {
    let desk = desk_on(store::testing::sqlite().await).await;
    let mut tx = desk.house.fresh.pool.write().await.unwrap();
    let known = store::clients::get(&mut tx, desk.acme).await.unwrap();
    let draft = model::ClientDraft { town: "Gand".into(), ..model::ClientDraft::of(&known) };
    let now = app::clock::now();
    store::clients::change(&mut tx, desk.acme, known.version, &draft.check().unwrap(), now).await.unwrap();
    tx.commit().await.unwrap();
    desk.drop_files(&[("F-1.pdf", "%PDF-1.7 a")], "text/html").await;
    let line = |client: &'static str| {
        [
            ("lines[0][id]", "1"),
            ("lines[0][kind]", "invoice"),
            ("lines[0][number]", "F-1"),
            ("lines[0][client]", client),
            ("lines[0][day]", "2026-11-23"),
        ]
    };
    assert_eq!(desk.plain(HERE, ADD, &line("gand")).await, HERE, "nothing is filed");
    let page = words_of(&desk.show(HERE).await);
    assert!(page.contains("ne mène qu’à ACME · ACME") && page.contains("value=\"ACME · ACME\""), "{page}");
    // Another line goes, or what is typed is kept: the question stays, until what it is about is changed.
    desk.drop_files(&[("F-2.pdf", "%PDF-1.7 b")], "text/html").await;
    for drop in ["2", "-1"] {
        let kept = [&line("ACME · ACME")[..], &[("lines[1][id]", "2"), ("drop", drop)]].concat();
        assert_eq!(desk.plain(HERE, ADD, &kept).await, HERE);
        assert!(words_of(&desk.show(HERE).await).contains("ne mène qu’à ACME · ACME"), "{drop}");
    }
    let other = [&line("beta")[..], &[("drop", "-1")]].concat();
    assert_eq!(desk.plain(HERE, ADD, &other).await, HERE);
    assert!(!words_of(&desk.show(HERE).await).contains("ne mène qu’à"));
    assert_eq!(desk.plain(HERE, ADD, &line("ACME · ACME")).await, format!("{HERE}?ajoutes=1"));
}
