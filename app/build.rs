//! Turns `locales/*.json` into the typed words of the screens.

#[path = "build/typography.rs"]
mod typography;
#[path = "build/words.rs"]
mod words;

use std::{
    env, fs,
    hash::{DefaultHasher, Hasher},
    path::{Path, PathBuf},
    process::exit,
};

/// Whatever decides how an answer is packed.
const SOURCES: [&str; 2] = ["src", "model/src"];

fn main() {
    println!("cargo::rerun-if-changed=build");
    println!("cargo::rerun-if-changed=locales");
    for folder in SOURCES {
        println!("cargo::rerun-if-changed={folder}");
    }
    println!("cargo::rustc-env=BONPORT_SOURCES={:016x}", fingerprint());
    let fr = fs::read_to_string("locales/fr.json").expect("app/locales/fr.json can be read");
    let en = fs::read_to_string("locales/en.json").expect("app/locales/en.json can be read");
    match words::generate(&fr, &en) {
        Ok(words) => {
            let out = env::var("OUT_DIR").expect("cargo sets OUT_DIR");
            for (name, text) in [
                ("words.rs", words.code),
                ("fr.json", quoted(&words.french.browser)),
                ("en.json", quoted(&words.english.browser)),
                ("fr.txt", words.french.browser + &words.french.server_only),
                ("en.txt", words.english.browser + &words.english.server_only),
            ] {
                fs::write(Path::new(&out).join(name), text).expect("OUT_DIR can be written");
            }
        }
        Err(problems) => {
            for problem in problems {
                println!("cargo::error={problem}");
            }
            exit(1);
        }
    }
}

/// For the browser: as JSON it is compressed on its way, and a page of a proxy is not taken for it.
fn quoted(sheet: &str) -> String {
    serde_json::to_string(sheet).expect("a text is JSON")
}

/// The same for server and wasm of one build, another one after any change.
fn fingerprint() -> u64 {
    let mut files = Vec::new();
    for folder in SOURCES {
        files_below(Path::new(folder), &mut files);
    }
    files.sort();
    let mut hasher = DefaultHasher::new();
    for file in files {
        hasher.write(file.to_string_lossy().as_bytes());
        hasher.write(&fs::read(&file).expect("sources can be read"));
    }
    hasher.finish()
}

fn files_below(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("sources can be listed") {
        let path = entry.expect("sources can be listed").path();
        if path.is_dir() { files_below(&path, found) } else { found.push(path) }
    }
}
