//! A PDF and what it says, as a browser without the wasm puts them in.

use crate::{
    desk::{Desk, desk},
    support::{self, ours, text, words_of},
};
use axum::response::Response;
use http::{Method, StatusCode, header};

pub const ADD: &str = "/api/documents/add";

impl Desk {
    /// The page of the first step, or what it posts to.
    pub fn at(&self, rest: &str) -> String {
        format!("/clients/{}/documents{rest}", self.acme)
    }

    /// Chooses a file in the first step.
    pub async fn choose(&self, name: &str, bytes: &str) -> Response {
        let body = format!(
            "--x\r\ncontent-disposition: form-data; name=\"file\"; filename=\"{name}\"\r\ncontent-type: application/pdf\r\n\r\n{bytes}\r\n--x--\r\n"
        );
        let mut request = ours(Method::POST, &self.at("/fichier"), "multipart/form-data; boundary=x", &body);
        request.headers_mut().insert(header::COOKIE, self.cookie.parse().unwrap());
        self.house.ask(request).await
    }

    /// The same, then the page that it leads to.
    pub async fn chosen(&self, name: &str, bytes: &str) -> String {
        let answer = self.choose(name, bytes).await;
        assert_eq!(answer.status(), StatusCode::SEE_OTHER);
        assert_eq!(answer.headers()[header::LOCATION].to_str().unwrap(), self.at("/nouveau"));
        words_of(&self.show(&self.at("/nouveau")).await)
    }

    /// Sends the second step; where the browser goes then.
    pub async fn put(&self, hash: &str, name: &str, draft: &[(&str, &str)]) -> String {
        let client = self.acme.to_string();
        let mut form = vec![("client", client.as_str()), ("hash", hash), ("file_name", name)];
        form.extend(draft);
        self.plain(&self.at("/nouveau"), ADD, &form).await
    }
}

/// The value of a hidden field.
pub fn value(page: &str, name: &str) -> String {
    let marks = format!("name=\"{name}\" value=\"");
    let (_, rest) = page.split_once(&marks).unwrap_or_else(|| panic!("no {name}: {page}"));
    rest.split_once('"').unwrap().0.to_owned()
}

pub const INVOICE: [(&str, &str); 4] = [
    ("draft[kind]", "invoice"),
    ("draft[number]", "2026-0147"),
    ("draft[day]", "2026-11-23"),
    ("draft[amount]", "1 204,50"),
];

const PDF: &str = "%PDF-1.7 ce qui suit est abîmé \u{0}\u{1}";

/// P30
#[tokio::test]
async fn p30_a_pdf_is_put_in_shown_and_comes_out_byte_for_byte() {
    let desk = desk().await;
    assert!(words_of(&desk.show(&desk.at("")).await).contains("Aucun document"));
    let page = desk.chosen("Facture été_2026-0147.pdf", PDF).await;
    assert!(page.contains("value=\"2026-0147\"") && page.contains("Facture été_2026-0147.pdf"), "{page}");
    let (hash, name) = (value(&page, "hash"), value(&page, "file_name"));
    let went = desk.put(&hash, &name, &INVOICE).await;
    assert!(went.starts_with("/documents/") && went.ends_with("?ajoute=1"), "{went}");
    let page = words_of(&desk.show(&went).await);
    for shown in ["Facture 2026-0147", "1 204,50 €", "23 novembre 2026", "Non envoyé", "Document enregistré"] {
        assert!(page.contains(shown), "{shown}: {page}");
    }
    let list = words_of(&desk.show(&desk.at("")).await);
    assert!(list.contains("Facture 2026-0147") && list.contains("1 document"), "{list}");
    for tab in ["Données", "Contacts", "Adresses", "Historique"] {
        assert!(list.contains(tab), "{tab}: {list}");
    }
    let card = desk.show(&format!("/clients/{}", desk.acme)).await;
    assert!(card.contains(&format!("href=\"{}\" rel=\"external\"", desk.at(""))), "{card}");

    let file = desk.house.get_as(&desk.cookie, &went.replace("?ajoute=1", "/pdf")).await;
    let headers = file.headers().clone();
    let header = |name| headers[name].to_str().unwrap().to_owned();
    assert_eq!(header("content-type"), "application/pdf");
    assert!(header("content-disposition").starts_with("attachment; filename*=UTF-8''Facture%20%C3%A9t%C3%A9_2026"));
    assert!(header("content-security-policy").starts_with("sandbox"), "S39");
    assert_eq!(header("x-content-type-options"), "nosniff");
    assert_eq!(text(file).await, PDF, "damaged as it is");
}

/// P30
#[tokio::test]
async fn p30_a_document_is_removed_and_given_back() {
    let desk = desk().await;
    let order = [("draft[kind]", "order"), ("draft[number]", "C-7"), ("draft[day]", "23/11/2026")];
    let went = desk.put("", "", &order).await;
    let id = went.trim_start_matches("/documents/").trim_end_matches("?ajoute=1").to_owned();
    let page = format!("/documents/{id}");
    assert!(words_of(&desk.show(&page).await).contains("Sans PDF"));
    let away = desk.plain(&page, "/api/documents/remove", &[("id", &id)]).await;
    assert_eq!(away, format!("{}?supprime={id}", desk.at("")));
    let list = words_of(&desk.show(&away).await);
    assert!(list.contains("Document supprimé : Commande C-7") && list.contains("Annuler"), "{list}");
    let gone = desk.house.get_as(&desk.cookie, &page).await;
    assert_eq!(gone.status(), StatusCode::NOT_FOUND);
    assert_eq!(desk.plain(&away, "/api/documents/restore", &[("id", &id)]).await, desk.at(""));
    assert!(words_of(&desk.show(&page).await).contains("Commande C-7"));
    // Its number went to another one meanwhile.
    desk.plain(&page, "/api/documents/remove", &[("id", &id)]).await;
    desk.put("", "", &order).await;
    let back = desk.plain(&away, "/api/documents/restore", &[("id", &id)]).await;
    let list = words_of(&desk.show(&back).await);
    assert!(list.contains("Un autre document porte ce numéro depuis"), "{list}");
}

/// S22: nobody who is not signed in reads a file.
#[tokio::test]
async fn s22_a_file_is_for_who_is_signed_in() {
    let desk = desk().await;
    let page = desk.chosen("f.pdf", PDF).await;
    let went = desk.put(&value(&page, "hash"), "f.pdf", &INVOICE).await;
    let answer = desk.house.get(&went.replace("?ajoute=1", "/pdf")).await;
    assert!(answer.status() != StatusCode::OK && !text(answer).await.contains("%PDF"));
    let mut cross = ours(Method::POST, &desk.at("/fichier"), "multipart/form-data; boundary=x", "--x--\r\n");
    cross.headers_mut().insert("sec-fetch-site", "cross-site".parse().unwrap());
    cross.headers_mut().insert(header::COOKIE, desk.cookie.parse().unwrap());
    assert_eq!(desk.house.ask(cross).await.status(), StatusCode::FORBIDDEN, "S13 at {}", support::URL);
}
