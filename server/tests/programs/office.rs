//! An administrator who gives a program a token, and the program.

use crate::{
    desk::{Desk, desk_on},
    support::{text, words_of},
};
use axum::{body::Body, response::Response};
use http::{Method, Request, StatusCode, header};
use model::{Secret, UserRole};
use serde_json::Value;
use store::testing::{self, Fresh};

pub const PAGE: &str = "/parametres/programmes";
pub const PUT: &str = "/api/documents";
pub const PDF: &str = "%PDF-1.7 ce qui suit est abîmé \u{0}\u{1}";

/// Fields of a right document of ACME.
pub const INVOICE: [(&str, &str); 5] =
    [("kind", "invoice"), ("number", "F-2026-0147"), ("day", "2026-11-23"), ("amount", "1 204,50"), ("client", "ACME")];

pub struct Office {
    pub desk: Desk,
    pub token: String,
}

pub async fn office() -> Office {
    office_on(testing::sqlite().await).await
}

pub async fn office_on(fresh: Fresh) -> Office {
    let mut desk = desk_on(fresh).await;
    desk.cookie = desk.house.signed_in(UserRole::Administrator).await;
    let token: Secret = desk.ask("/api/settings/add-program", &[("name", "Compta")]).await;
    Office { token: token.expose().to_owned(), desk }
}

/// A body of the form, `file` last.
pub fn body(fields: &[(&str, &str)], file: Option<(&str, &str)>) -> String {
    let text = |(name, value): &(&str, &str)| {
        format!("--x\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
    };
    let mut body: String = fields.iter().map(text).collect();
    if let Some((name, bytes)) = file {
        body += &format!(
            "--x\r\ncontent-disposition: form-data; name=\"file\"; filename=\"{name}\"\r\ncontent-type: application/pdf\r\n\r\n{bytes}\r\n"
        );
    }
    body + "--x--\r\n"
}

/// As a program asks: no cookie, no origin.
pub fn request(token: &str, body: String) -> Request<Body> {
    Request::builder()
        .method(Method::POST)
        .uri(PUT)
        .header("host", "bonport.example")
        .header(header::CONTENT_TYPE, "multipart/form-data; boundary=x")
        .header(header::AUTHORIZATION, format!("Bearer {token}"))
        .body(Body::from(body))
        .unwrap()
}

pub async fn json(answer: Response) -> (StatusCode, Value) {
    let status = answer.status();
    (status, serde_json::from_str(&text(answer).await).unwrap())
}

/// Fields and codes of what is wrong.
pub fn wrong(said: &Value) -> Vec<(String, String)> {
    let word = |problem: &Value, name: &str| problem[name].as_str().unwrap().to_owned();
    said["problems"].as_array().unwrap().iter().map(|one| (word(one, "field"), word(one, "code"))).collect()
}

impl Office {
    pub async fn put(&self, fields: &[(&str, &str)], file: Option<(&str, &str)>) -> (StatusCode, Value) {
        json(self.desk.house.ask(request(&self.token, body(fields, file))).await).await
    }

    /// The invoice with some fields that are others; those without a value are left out.
    pub async fn put_with(&self, others: &[(&str, &str)]) -> (StatusCode, Value) {
        let mut fields: Vec<(&str, &str)> =
            INVOICE.into_iter().filter(|(name, _)| !others.iter().any(|(other, _)| other == name)).collect();
        fields.extend(others.iter().filter(|(_, value)| !value.is_empty()));
        self.put(&fields, Some(("f.pdf", PDF))).await
    }

    pub async fn page(&self, path: &str) -> String {
        words_of(&self.desk.show(path).await)
    }
}
