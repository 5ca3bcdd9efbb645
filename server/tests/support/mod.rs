//! A router on a fresh database, and requests to it.
#![allow(clippy::unwrap_used)]
#![allow(dead_code, reason = "each test program uses its own part")]

mod heard;

use app::{document::Assets, services::Services};
use axum::{Router, body::Body, response::Response, routing::any};
use http::{Method, Request, StatusCode, header};
use model::{ClientDraft, ClientId, EmailAddress, Lang, UserId, UserRole};
use secrecy::ExposeSecret;
use server::{
    mails::Mails,
    router::{self, Parts},
    site::Site,
};
use sha2::{Digest, Sha256};
use std::{path::PathBuf, sync::Arc};
use store::{
    secrets::Keys,
    sessions,
    testing::{
        self, Fresh,
        quiet::{self, Quiet},
    },
    users::{self, NewUser},
};
use tokio_util::task::TaskTracker;
use tower::ServiceExt;

/// Where people find the house under test.
pub const URL: &str = "https://bonport.example";

/// The router with what keeps its database alive. While it lives nobody logs a secret, or anything of a mail (S59, I12).
pub struct House {
    pub fresh: Fresh,
    pub router: Router,
    pub requests: TaskTracker,
    pub keys: Keys,
    pub services: Services,
    _quiet: Quiet,
}

pub async fn house() -> House {
    house_on(testing::sqlite().await).await
}

pub async fn house_on(fresh: Fresh) -> House {
    let quiet = quiet::listen();
    let requests = TaskTracker::new();
    let keys = Keys::generate().unwrap();
    quiet::secret("the key", keys.text().expose_secret());
    let services = services(&fresh, &keys).await;
    let parts = Parts { services: services.clone(), site: site(), requests: requests.clone() };
    House { router: router::router(parts), fresh, requests, keys, services, _quiet: quiet }
}

/// On this database; nothing can leave but towards public hosts.
pub async fn services(fresh: &Fresh, keys: &Keys) -> Services {
    let mailbox = mailbox(fresh);
    let dialer = Mails::default().dialer(URL).unwrap();
    let mails = mail::Config::new(dialer, mailbox, Arc::new(app::clock::now));
    Services::start(fresh.pool.clone(), URL, keys.clone(), mails, server::demo::fill_for_app).await.unwrap()
}

/// The test mailbox's folder, beside the database of this test alone where that is a file.
pub fn mailbox(fresh: &Fresh) -> PathBuf {
    let file = fresh.url.strip_prefix("sqlite:").map(PathBuf::from);
    file.map_or_else(|| std::env::temp_dir().join("bonport-test-mailbox"), |file| file.with_extension("mailbox"))
}

/// Names without files behind them.
pub fn site() -> Site {
    let named = |name: &str| format!("/pkg/{name}");
    Site {
        assets: Assets {
            js: named("bonport.js"),
            wasm: named("bonport.wasm"),
            french: named("words.fr.json"),
            english: named("words.en.json"),
            css: named("bonport.css"),
            font: named("fonts/atkinson-latin.woff2"),
        },
        files: Router::new().route("/pkg/{*rest}", any(async || StatusCode::NOT_FOUND)),
    }
}

impl House {
    pub async fn ask(&self, request: Request<Body>) -> Response {
        let request = heard::asked(request).await;
        heard::answered(self.router.clone().oneshot(request).await.unwrap())
    }

    /// Somebody of this role who is signed in: the value of the `cookie` header.
    pub async fn signed_in(&self, role: UserRole) -> String {
        self.somebody(role.code(), role).await.1
    }

    /// A member whose access was taken away at this instant: nothing has ended the session yet.
    pub async fn turned_away(&self) -> String {
        let (id, cookie) = self.somebody("former", UserRole::Member).await;
        let mut tx = self.fresh.pool.write().await.unwrap();
        users::disable(&mut tx, id, app::clock::now()).await.unwrap();
        tx.commit().await.unwrap();
        cookie
    }

    async fn somebody(&self, name: &str, role: UserRole) -> (UserId, String) {
        let (now, token) = (app::clock::now(), format!("token-of-{name}"));
        let new = NewUser {
            email: EmailAddress::parse(&format!("{name}@bonport.example")).unwrap(),
            name: "Camille Roy".into(),
            role,
            language: Lang::Fr,
            password_hash: Some("none that fits".into()),
        };
        let mut tx = self.fresh.pool.write().await.unwrap();
        let user = users::add(&mut tx, &new, now).await.unwrap();
        sessions::add(&mut tx, &Sha256::digest(&token), user, "a test", now).await.unwrap();
        tx.commit().await.unwrap();
        (user, format!("__Host-bonport={token}"))
    }

    pub async fn get_as(&self, cookie: &str, path: &str) -> Response {
        self.ask(Request::get(path).header("cookie", cookie).body(Body::empty()).unwrap()).await
    }

    pub async fn get(&self, path: &str) -> Response {
        self.ask(Request::get(path).body(Body::empty()).unwrap()).await
    }
}

/// A request of one of our own pages.
pub fn ours(method: Method, path: &str, kind: &str, body: &str) -> Request<Body> {
    Request::builder()
        .method(method)
        .uri(path)
        .header("host", "bonport.example")
        .header("sec-fetch-site", "same-origin")
        .header("content-type", kind)
        .body(Body::from(body.to_owned()))
        .unwrap()
}

/// What somebody posts from one of our own pages: JSON, or the fields of a form.
pub fn posted(cookie: &str, path: &str, body: &str) -> Request<Body> {
    let kind = if body.starts_with('{') { "application/json" } else { "application/x-www-form-urlencoded" };
    let mut request = ours(Method::POST, path, kind, body);
    request.headers_mut().insert(header::COOKIE, cookie.parse().unwrap());
    request
}

/// The fields of a form as a browser encodes them.
pub fn encoded(fields: &[(&str, &str)]) -> String {
    let pairs = fields.iter().map(|(name, value)| format!("{name}={}", model::access::next::encoded(value)));
    pairs.collect::<Vec<_>>().join("&")
}

/// A client whom somebody may write to.
pub async fn client(tx: &mut store::Tx, label: &str) -> ClientId {
    let draft = ClientDraft {
        reference: label.into(),
        label: label.into(),
        kind: "professional".into(),
        language: "fr".into(),
        ..ClientDraft::default()
    };
    store::clients::add(tx, &draft.check().unwrap(), app::clock::now()).await.unwrap()
}

pub async fn text(response: Response) -> String {
    let bytes = axum::body::to_bytes(response.into_body(), 4_000_000).await.unwrap();
    let text = String::from_utf8(bytes.to_vec()).unwrap();
    heard::read(&text);
    text
}

/// A page with plain blanks where French has fixed ones.
pub fn words_of(page: &str) -> String {
    page.replace(['\u{a0}', '\u{202f}'], " ").replace("<!>", "")
}
