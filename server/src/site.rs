//! The built site: inside the binary under hashed names, or, without the feature `embed`, a folder.

use app::document::Assets;
use axum::{Router, extract::Request, middleware, middleware::Next, response::Response, routing::any};
use http::{HeaderValue, StatusCode, header};
use std::path::Path;

/// The style sheet under its plain name, for pages that stand outside the application.
pub const STYLE: &str = "/pkg/bonport.css";

/// Files and where pages find them.
pub struct Site {
    /// Names for the head of a page.
    pub assets: Assets,
    /// Serves them; any other name under /pkg is a 404, not a page.
    pub files: Router,
}

/// The site inside the binary, compressed; the folder is not looked at.
///
/// # Errors
/// A binary built around an incomplete site.
#[cfg(feature = "embed")]
pub fn load(_folder: &Path) -> anyhow::Result<Site> {
    use memory_serve::CacheControl;
    let site = memory_serve::load!().index_file(None).cache_control(CacheControl::NoCache).enable_hashed_routes(true);
    let manifest = site.manifest();
    let named = |name: &str| {
        let route = manifest.iter().find(|(plain, _)| plain.starts_with(name)).map(|(plain, hashed)| {
            // A font is named by the style sheet, and carries its hash already.
            if plain.starts_with("/pkg/fonts/") { plain.to_owned() } else { hashed.to_owned() }
        });
        route.ok_or_else(|| anyhow::anyhow!("the binary was built without {name}; use bin/build"))
    };
    Ok(Site { assets: assets(named)?, files: finish(site.into_router()) })
}

/// The site in a folder, as bin/build --dev leaves it.
///
/// # Errors
/// A folder without the site.
#[cfg(not(feature = "embed"))]
pub fn load(folder: &Path) -> anyhow::Result<Site> {
    use tower_http::services::ServeDir;
    let named = |name: &str| {
        let (place, start) = name.trim_start_matches('/').rsplit_once('/').unwrap_or(("", name));
        let files = std::fs::read_dir(folder.join(place)).into_iter().flatten().flatten();
        let mut names = files.filter_map(|file| file.file_name().into_string().ok());
        names.find(|name| name.starts_with(start)).map(|name| format!("/{place}/{name}")).ok_or_else(|| {
            anyhow::anyhow!("--site {}: expected a built site with {name}; run bin/build --dev", folder.display())
        })
    };
    let assets = assets(named)?;
    let plain = |name: &str| tower_http::services::ServeFile::new(folder.join(name));
    let files = Router::new()
        .route_service("/favicon.svg", plain("favicon.svg"))
        .route_service("/manifest.webmanifest", plain("manifest.webmanifest"))
        .nest_service("/pkg", ServeDir::new(folder.join("pkg")));
    Ok(Site { assets, files: finish(files) })
}

fn assets(named: impl Fn(&str) -> anyhow::Result<String>) -> anyhow::Result<Assets> {
    Ok(Assets {
        js: named("/pkg/bonport.js")?,
        wasm: named("/pkg/bonport.wasm")?,
        french: named("/pkg/words.fr.json")?,
        english: named("/pkg/words.en.json")?,
        css: named(STYLE)?,
        font: named("/pkg/fonts/atkinson-latin.")?,
    })
}

fn finish(files: Router) -> Router {
    let files =
        if cfg!(feature = "embed") { files.route("/pkg/{*rest}", any(async || StatusCode::NOT_FOUND)) } else { files };
    files.layer(middleware::from_fn(how_long))
}

/// A font's name holds its hash. In a folder nothing else has one: an old wasm must not meet new words.
async fn how_long(request: Request, next: Next) -> Response {
    let font = request.uri().path().starts_with("/pkg/fonts/");
    let mut response = next.run(request).await;
    let lasts = match response.status() {
        StatusCode::OK if font => "public, max-age=31536000, immutable",
        StatusCode::OK if !cfg!(feature = "embed") => "no-cache",
        _ => return response,
    };
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static(lasts));
    response
}
