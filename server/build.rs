//! Puts the built site into the binary when the feature `embed` asks for it. By feature, not by profile: `cargo leptos` compiles
//! the server while the site is still empty.

fn main() {
    println!("cargo:rerun-if-env-changed=BONPORT_SITE");
    if std::env::var_os("CARGO_FEATURE_EMBED").is_none() {
        return;
    }
    let site = std::env::var("BONPORT_SITE").expect("BONPORT_SITE names the built site; bin/build sets it");
    memory_serve::load_directory_with_embed(&site, true);
}
