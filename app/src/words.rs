//! Every word of the screens, in French and English: one method per key of `locales/*.json`, written by the build script.
//!
//! In the browser there are only the texts of the page's language: a file beside the wasm.
//!
//! `words().clients_new()` is « Nouveau client » or “New client”. A key that one file lacks does not compile.

use leptos::prelude::{provide_context, use_context};
use model::Lang;
#[cfg(not(feature = "hydrate"))]
use std::sync::LazyLock;

/// The words in one language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Words(pub Lang);

include!(concat!(env!("OUT_DIR"), "/words.rs"));

/// A page keeps its language until it is loaded anew, so the browser needs no context for it: event handlers and tasks have none.
#[cfg(feature = "hydrate")]
static PAGE: std::sync::OnceLock<Words> = std::sync::OnceLock::new();

/// The words of this page's language. On the server they come from the context: take them before a closure that runs later.
pub fn words() -> Words {
    #[cfg(feature = "hydrate")]
    if let Some(words) = PAGE.get() {
        return *words;
    }
    use_context::<Words>().expect("App provides the words")
}

impl Words {
    /// For the whole app.
    pub fn provide(self) {
        #[cfg(feature = "hydrate")]
        PAGE.get_or_init(|| self);
        provide_context(self);
    }

    fn text(self, number: usize) -> &'static str {
        of(self.0)[number]
    }

    fn filled(self, number: usize, arguments: &[&str]) -> String {
        fill(self.text(number), arguments)
    }

    /// French says « 0 champ », English “0 fields”.
    fn counted(self, number: usize, n: i64, arguments: &[&str]) -> String {
        let (one, other) = self.text(number).split_once('\u{1f}').expect("a plural has two forms");
        let is_one = match self.0 {
            Lang::Fr => n < 2 && n > -2,
            Lang::En => n == 1,
        };
        fill(if is_one { one } else { other }, arguments)
    }

    /// A whole number with its thousands grouped: `1 204` with U+202F in French, `1,204` in English.
    pub fn number(self, n: i64) -> String {
        let group = match self.0 {
            Lang::Fr => "\u{202f}",
            Lang::En => ",",
        };
        let digits = n.unsigned_abs().to_string();
        let mut text = String::from(if n < 0 { "\u{2212}" } else { "" });
        for (at, digit) in digits.chars().enumerate() {
            if at > 0 && (digits.len() - at).is_multiple_of(3) {
                text.push_str(group);
            }
            text.push(digit);
        }
        text
    }
}

/// The texts of a language by their numbers (build/words.rs).
type Sheet = Vec<&'static str>;

/// What the page brought.
#[cfg(feature = "hydrate")]
static SHEET: std::sync::OnceLock<Sheet> = std::sync::OnceLock::new();

/// Takes the texts of this page's language.
#[cfg(feature = "hydrate")]
pub(crate) fn bring(texts: String) {
    SHEET.get_or_init(|| sheet(texts.leak()));
}

#[cfg(feature = "hydrate")]
fn of(_: Lang) -> &'static Sheet {
    SHEET.get().expect("a page brings its words")
}

#[cfg(not(feature = "hydrate"))]
fn of(language: Lang) -> &'static Sheet {
    match language {
        Lang::Fr => &FRENCH,
        Lang::En => &ENGLISH,
    }
}

#[cfg(not(feature = "hydrate"))]
static FRENCH: LazyLock<Sheet> = LazyLock::new(|| sheet(include_str!(concat!(env!("OUT_DIR"), "/fr.txt"))));
#[cfg(not(feature = "hydrate"))]
static ENGLISH: LazyLock<Sheet> = LazyLock::new(|| sheet(include_str!(concat!(env!("OUT_DIR"), "/en.txt"))));

fn sheet(texts: &'static str) -> Sheet {
    texts.split_terminator('\u{1e}').collect()
}

/// `texts` with each argument in its place.
fn fill(text: &str, arguments: &[&str]) -> String {
    let mut filled = String::new();
    for c in text.chars() {
        match arguments.get((c as usize).wrapping_sub(1)) {
            Some(argument) => filled.push_str(argument),
            None => filled.push(c),
        }
    }
    filled
}
