//! P63: the pages of an import, through the whole router: a file comes in, is previewed, imported and taken back.
#![allow(clippy::unwrap_used)]

mod support;

use axum::body::Body;
use http::{Method, StatusCode, header};
use model::UserRole;
use support::{House, house, ours, posted, text, words_of};

const CORPUS: &[u8] = include_bytes!("../exchange/tests/corpora/clients-cp1252-semicolon.csv");

struct Office {
    house: House,
    cookie: String,
}

async fn office() -> Office {
    let house = house().await;
    let cookie = house.signed_in(UserRole::Administrator).await;
    Office { house, cookie }
}

impl Office {
    /// What the page's form sends; where the browser goes then.
    async fn bring(&self, name: &str, bytes: &[u8]) -> String {
        let head = format!(
            "--limit\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\nContent-Type: text/csv\r\n\r\n"
        );
        let body = [head.as_bytes(), bytes, b"\r\n--limit--\r\n"].concat();
        let mut request = ours(Method::POST, "/import", "multipart/form-data; boundary=limit", "");
        request.headers_mut().insert(header::COOKIE, self.cookie.parse().unwrap());
        *request.body_mut() = Body::from(body);
        let answer = self.house.ask(request).await;
        assert_eq!(answer.status(), StatusCode::SEE_OTHER, "{}", text(answer).await);
        answer.headers()[header::LOCATION].to_str().unwrap().to_owned()
    }

    async fn page(&self, path: &str) -> String {
        let answer = self.house.get_as(&self.cookie, path).await;
        assert_eq!(answer.status(), StatusCode::OK, "{path}");
        words_of(&text(answer).await)
    }

    async fn post(&self, path: &str, body: &str) -> StatusCode {
        self.house.ask(posted(&self.cookie, path, body)).await.status()
    }
}

#[tokio::test]
async fn p63_a_file_is_previewed_imported_and_taken_back() {
    let office = office().await;
    let at = office.bring("clients.csv", CORPUS).await;
    let page = office.page(&at).await;
    for told in ["Windows-1252", "point-virgule", "1 ligne refusée", "E-mail principal : ", "lettres semblent perdues"]
    {
        assert!(page.contains(told), "{told}: {page}");
    }
    assert!(!page.contains("Importer 3 clients"), "nothing is imported as a whole while a line is refused");
    assert!(page.contains("Ville : "), "which value goes where: {page}");
    let id = at.rsplit('/').next().unwrap();
    assert_eq!(office.post("/api/import/run", &format!("id={id}")).await, StatusCode::UNPROCESSABLE_ENTITY);

    // The column of the main address is left out: what is wrong with it no longer matters.
    let columns = [
        "reference",
        "label",
        "kind",
        "family",
        "language",
        "civility",
        "first_name",
        "last_name",
        "",
        "phones.0.number",
        "billing_email",
        "street",
        "postal_code",
        "town",
        "country",
        "site.label",
        "site.town",
    ];
    let columns: String = columns.iter().map(|code| format!("&columns[]={code}")).collect();
    assert_eq!(office.post("/api/import/columns", &format!("id={id}{columns}")).await, StatusCode::OK);
    let page = office.page(&at).await;
    assert!(
        page.contains("3 clients à créer, 2 adresses") && page.contains("Familles à créer : Boulangeries."),
        "{page}"
    );
    assert!(page.contains("Importer 3 clients"), "{page}");
    for _ in 0..2 {
        assert_eq!(office.post("/api/import/run", &format!("id={id}")).await, StatusCode::OK);
    }
    assert!(office.page(&at).await.contains("Import terminé : 3 clients, 2 adresses."));
    assert!(office.page("/clients").await.contains("Boulangerie L’Épi d’Or"));
    assert!(office.page("/import").await.contains("3 clients, 2 adresses"));

    assert_eq!(office.post("/api/import/undo", &format!("id={id}")).await, StatusCode::OK);
    assert!(office.page(&at).await.contains("Import annulé."));
    assert!(!office.page("/clients").await.contains("Boulangerie L’Épi d’Or"));
}

/// E21: whoever left the page of an import finds it again, and no one else sees it.
#[tokio::test]
async fn p63_an_import_under_way_is_found_again() {
    use app::{jobs::Ask, words::Words};
    let office = office().await;
    let address = model::EmailAddress::parse("administrator@bonport.example").unwrap();
    let mut tx = office.house.fresh.pool.read().await.unwrap();
    let user = store::users::find_by_email(&mut tx, &address).await.unwrap().unwrap().id;
    drop(tx);
    let at = office.bring("clients.csv", "Référence;Nom\nA;Atelier\n".as_bytes()).await;
    let id = at.rsplit('/').next().unwrap();
    assert_eq!(office.post("/api/import/run", &format!("id={id}")).await, StatusCode::OK);
    let answer = office.house.get_as(&office.cookie, &format!("/travaux/import-{id}-{}", user.0)).await;
    assert_eq!(answer.headers()[header::LOCATION], at.as_str());
    assert!(!office.page("/import").await.contains("/travaux/"));

    let (_told, end) = tokio::sync::oneshot::channel::<()>();
    let ask = Ask { key: "import-7-1".into(), user, title: Words::import_title, total: 3, back: "/import/7".into() };
    let work = |_| async move { end.await.map(|()| String::new()).map_err(|_| app::error::AppError::Busy) };
    office.house.services.jobs.start(ask, work).unwrap();
    assert!(office.page("/import").await.contains("href=\"/travaux/import-7-1\""));
}

/// E21: the others come in, and what was refused comes back corrected.
#[tokio::test]
async fn p63_refused_lines_are_a_file_to_correct_and_bring_in_again() {
    let office = office().await;
    let file = "Référence;Libellé;E-mail;Site\nA;Atelier;a@a.example;\nB;=Boulangerie;pas une adresse;Nord\nB;;;Sud\n";
    let at = office.bring("clients.csv", file.as_bytes()).await;
    let page = office.page(&at).await;
    for told in ["Importer le client restant", "Télécharger les 2 lignes à corriger", "Seulement les lignes à problème"]
    {
        assert!(page.contains(told), "{told}: {page}");
    }
    let problems = office.page(&format!("{at}?problemes=1")).await;
    assert!(problems.contains("Toutes les lignes") && problems.contains("pas une adresse"), "{problems}");
    assert!(!problems.contains("Atelier"), "{problems}");

    let answer = office.house.get_as(&office.cookie, &format!("{at}/refusees.csv")).await;
    assert_eq!(answer.headers()[header::CONTENT_TYPE], "text/csv; charset=windows-1252");
    let bytes = axum::body::to_bytes(answer.into_body(), usize::MAX).await.unwrap();
    let told: String = bytes.iter().map(|byte| char::from(*byte)).collect();
    let lines: Vec<&str> = told.split("\r\n").collect();
    assert_eq!((lines[0], lines[2]), ("Motif du refus;Référence;Libellé;E-mail;Site", ";B;;;Sud"));
    assert!(
        lines[1].contains("E-mail principal") && lines[1].ends_with(";B;'=Boulangerie;pas une adresse;Nord"),
        "S40: {told}"
    );

    let id = at.rsplit('/').next().unwrap();
    assert_eq!(office.post("/api/import/run", &format!("id={id}&without_refused=true")).await, StatusCode::OK);
    assert!(office.page(&at).await.contains("Import terminé : 1 client"));
    assert_eq!(
        office.house.get_as(&office.cookie, &format!("{at}/refusees.csv")).await.status(),
        StatusCode::NOT_FOUND
    );
    let corrected: Vec<u8> = told.replace("pas une adresse", "b@b.example").chars().map(|c| c as u8).collect();
    let page = office.page(&office.bring("lignes-refusees.csv", &corrected).await).await;
    assert!(page.contains("1 client à créer, 2 adresses") && page.contains("=Boulangerie"), "{page}");
}

/// P63, E21: what does not come in is told as that, and why.
#[tokio::test]
async fn p63_the_preview_tells_what_waits_what_is_left_out_and_which_word_is_not_known() {
    let office = office().await;
    let id = office.bring("avant.csv", "Référence;Nom;Ville\nC;Cave;\n".as_bytes()).await;
    let id = id.rsplit('/').next().unwrap();
    assert_eq!(office.post("/api/import/run", &format!("id={id}")).await, StatusCode::OK);
    let file = "Référence;Nom;Langue;Type de client;Civilité;Ville;Site;Divers\nB;Boulangerie;nl;zzz;Dr;;Nord;x\nB;;;;;;Sud;\nC;Cave;;;;Lyon;;\n";
    let page =
        office.page(&office.bring("clients.csv", file.as_bytes()).await).await.replace(['\u{a0}', '\u{202f}'], " ");
    for told in [
        "« nl » n’est pas reconnu : écrivez fr ou en.",
        "« zzz » n’est pas reconnu : écrivez particulier, professionnel ou producteur.",
        "« Dr » n’est pas reconnu : écrivez M., Mme ou Mx.",
        "Ligne 4",
        "En attente : ligne 2 refusée",
        "1 colonne ne sera pas importée : Divers.",
        "Ville : vide ici, « Lyon » dans le fichier.",
    ] {
        assert!(page.contains(told), "{told}: {page}");
    }
    assert!(!page.contains("À créer"), "{page}");
}

#[tokio::test]
async fn p63_what_is_no_table_comes_back_with_what_to_do() {
    let office = office().await;
    for (name, bytes, told) in [
        ("", &b""[..], "Choisissez un fichier."),
        ("a.csv", b"", "Le fichier est vide."),
        ("a.pdf", b"%PDF-1.7", "ni un CSV ni un XLSX"),
        ("a.csv", b"a;b\n1;\"2\n", "Ligne 2 : un guillemet ouvre"),
        ("a.csv", &vec![b'x'; 10 * 1024 * 1024 + 1][..], "dépasse 10 Mo"),
    ] {
        let page = office.page(&office.bring(name, bytes).await).await;
        assert!(page.contains(told) && page.contains("aria-invalid=\"true\""), "{told}: {page}");
    }
}

/// S40
#[tokio::test]
async fn s40_the_model_file_opens_in_a_spreadsheet_and_comes_back_in() {
    let office = office().await;
    let answer = office.house.get_as(&office.cookie, "/import/modele.csv").await;
    assert!(answer.headers()[header::CONTENT_DISPOSITION].to_str().unwrap().contains("modele-clients.csv"));
    let file = text(answer).await;
    assert!(file.starts_with("\u{feff}Référence;Libellé;Type;"), "{file}");
    let filled = format!("{file}C1;Épi d’Or\r\n");
    assert!(office.page(&office.bring("modele.csv", filled.as_bytes()).await).await.contains("Importer 1 client"));
}

/// P53
#[tokio::test]
async fn p53_members_neither_see_the_link_nor_the_page() {
    let office = office().await;
    let member = office.house.signed_in(UserRole::Member).await;
    assert!(office.page("/clients").await.contains("href=\"/import\""));
    assert!(!text(office.house.get_as(&member, "/clients").await).await.contains("href=\"/import\""));
    assert_eq!(office.house.get_as(&member, "/import").await.status(), StatusCode::FORBIDDEN);
}
