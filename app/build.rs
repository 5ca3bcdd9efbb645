//! Turns `locales/*.json` into the typed words of the screens.

#[path = "build/typography.rs"]
mod typography;
#[path = "build/words.rs"]
mod words;

use std::{env, fs, path::Path, process::exit};

fn main() {
    println!("cargo::rerun-if-changed=build");
    println!("cargo::rerun-if-changed=locales");
    let fr = fs::read_to_string("locales/fr.json").expect("app/locales/fr.json can be read");
    let en = fs::read_to_string("locales/en.json").expect("app/locales/en.json can be read");
    match words::generate(&fr, &en) {
        Ok(words) => {
            let out = env::var("OUT_DIR").expect("cargo sets OUT_DIR");
            for (name, text) in [("words.rs", words.code), ("fr.txt", words.french), ("en.txt", words.english)] {
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
