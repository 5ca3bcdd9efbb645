//! From two files of flat keys to one `impl Words` with a typed method per key, and a sheet of texts per language, which the
//! methods find by their number: in the browser that is a third of what a literal in each method takes.
//!
//! A text holds `{name}` for words and `{#name}` for numbers; `{n}` is always a number. `{"one": …, "other": …}` is a plural
//! on `n`. A key that one language lacks, or that takes other arguments there, is an error that names it.
//!
//! What only the server says (mails, pages of its own) comes last on the sheets, and the browser's sheets end before it.
//!
//! On the sheet a text ends with U+001E, the two forms of a plural are parted by U+001F, and the first argument of its method
//! stands as U+0001, the second as U+0002.

use super::typography;
use serde_json::Value;
use std::{collections::BTreeMap, fmt::Write};

/// Topics of keys, their part before the dot, that no code of the browser names.
const SERVER_ONLY: [&str; 23] = [
    "blocked",
    "book",
    "broken",
    "colleagues",
    "departure",
    "directory",
    "display",
    "documents",
    "families",
    "import",
    "interventions",
    "jobs",
    "limits",
    "mail",
    "mailbox",
    "merging",
    "outbox",
    "outcome",
    "phrases",
    "programs",
    "receives",
    "restored",
    "review",
];

/// What the build script writes.
#[derive(Debug)]
pub struct Generated {
    /// The methods.
    pub code: String,
    /// The texts in French.
    pub french: Sheet,
    /// In English.
    pub english: Sheet,
}

/// The texts of a language, in the order of their keys.
#[derive(Debug, Default)]
pub struct Sheet {
    /// Those that the browser says, too.
    pub browser: String,
    /// Those that only the server says; their numbers go on from there.
    pub server_only: String,
}

/// Every text of both files, or every problem found, one sentence each.
pub fn generate(fr: &str, en: &str) -> Result<Generated, Vec<String>> {
    let mut problems = Vec::new();
    let fr = read("fr.json", fr, typography::french, &mut problems);
    let en = read("en.json", en, typography::english, &mut problems);
    compare(&fr, &en, &mut problems);
    if !problems.is_empty() {
        return Err(problems);
    }
    let mut code = String::from("#[allow(clippy::all)]\nimpl Words {\n");
    let (mut french, mut english) = (Sheet::default(), Sheet::default());
    let (server_only, both): (Vec<_>, Vec<_>) = fr.iter().partition(|(key, _)| is_server_only(key));
    for (number, (key, text)) in both.iter().chain(&server_only).copied().enumerate() {
        let arguments = arguments(text);
        method(&mut code, number, key, text, &arguments);
        for (sheet, text) in [(&mut french, text), (&mut english, &en[key])] {
            let part = if is_server_only(key) { &mut sheet.server_only } else { &mut sheet.browser };
            part.push_str(&on_the_sheet(text, &arguments));
            part.push('\u{1e}');
        }
    }
    code.push_str("}\n");
    Ok(Generated { code, french, english })
}

fn is_server_only(key: &str) -> bool {
    key.split_once('.').is_some_and(|(topic, _)| SERVER_ONLY.contains(&topic))
}

type Words = BTreeMap<String, Text>;

/// What one key says in one language.
enum Text {
    Plain(Vec<Piece>),
    Plural { one: Vec<Piece>, other: Vec<Piece> },
}

#[derive(Clone, PartialEq)]
enum Piece {
    Words(String),
    Name(String),
    Number(String),
}

fn read(file: &str, text: &str, typography: fn(&str) -> String, problems: &mut Vec<String>) -> Words {
    let json: BTreeMap<String, Value> = match serde_json::from_str(text) {
        Ok(json) => json,
        Err(error) => {
            problems.push(format!("app/locales/{file}: {error}"));
            return Words::new();
        }
    };
    for key in json.keys() {
        if text.matches(&format!("\"{key}\":")).count() > 1 {
            problems.push(format!("app/locales/{file} has \"{key}\" more than once"));
        }
        if !key.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '.' | '_')) {
            problems.push(format!("app/locales/{file}: \"{key}\" may hold only a-z, 0-9, dots and underscores"));
        }
    }
    json.into_iter()
        .filter_map(|(key, value)| match text_of(&value, typography) {
            Some(text) => Some((key, text)),
            None => {
                problems.push(format!("app/locales/{file}: \"{key}\" is neither a text nor {{\"one\", \"other\"}}"));
                None
            }
        })
        .collect()
}

fn text_of(value: &Value, typography: fn(&str) -> String) -> Option<Text> {
    let pieces = |text: &str| pieces(&typography(text));
    match value {
        Value::String(text) => Some(Text::Plain(pieces(text))),
        Value::Object(forms) if forms.len() == 2 => Some(Text::Plural {
            one: pieces(forms.get("one")?.as_str()?),
            other: pieces(forms.get("other")?.as_str()?),
        }),
        _ => None,
    }
}

fn pieces(text: &str) -> Vec<Piece> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some((words, name, after)) =
        rest.split_once('{').and_then(|(words, tail)| tail.split_once('}').map(|(name, after)| (words, name, after)))
    {
        if !words.is_empty() {
            found.push(Piece::Words(words.to_owned()));
        }
        found.push(match name.strip_prefix('#') {
            Some(number) => Piece::Number(number.to_owned()),
            None if name == "n" => Piece::Number(name.to_owned()),
            None => Piece::Name(name.to_owned()),
        });
        rest = after;
    }
    if !rest.is_empty() {
        found.push(Piece::Words(rest.to_owned()));
    }
    found
}

fn compare(fr: &Words, en: &Words, problems: &mut Vec<String>) {
    for key in fr.keys().filter(|key| !en.contains_key(*key)) {
        problems.push(format!("app/locales/en.json lacks \"{key}\", which fr.json has"));
    }
    for (key, english) in en {
        match fr.get(key) {
            None => problems.push(format!("app/locales/fr.json lacks \"{key}\", which en.json has")),
            Some(french) if !same_arguments(french, english) => {
                problems.push(format!("\"{key}\" does not take the same arguments in fr.json and en.json"));
            }
            Some(_) => {}
        }
    }
}

/// Also that both are a plural, or neither is.
fn same_arguments(fr: &Text, en: &Text) -> bool {
    if matches!(fr, Text::Plain(_)) != matches!(en, Text::Plain(_)) {
        return false;
    }
    let (mut fr, mut en) = (arguments(fr), arguments(en));
    fr.sort();
    en.sort();
    fr == en
}

/// `n` of a plural first, then as they come in the text.
fn arguments(text: &Text) -> Vec<(String, &'static str)> {
    let (mut found, all) = match text {
        Text::Plain(pieces) => (Vec::new(), pieces.clone()),
        Text::Plural { one, other } => (vec![("n".to_owned(), "i64")], [one.clone(), other.clone()].concat()),
    };
    for piece in all {
        let argument = match piece {
            Piece::Words(_) => continue,
            Piece::Name(name) => (name, "&str"),
            Piece::Number(name) => (name, "i64"),
        };
        if !found.contains(&argument) {
            found.push(argument);
        }
    }
    found
}

fn method(code: &mut String, number: usize, key: &str, text: &Text, arguments: &[(String, &'static str)]) {
    let name = key.replace('.', "_");
    let list: String = arguments.iter().map(|(name, kind)| format!(", {name}: {kind}")).collect();
    let given: Vec<String> = arguments
        .iter()
        .map(|(name, kind)| if *kind == "i64" { format!("&self.number({name})") } else { name.clone() })
        .collect();
    let given = given.join(", ");
    let (kind, body) = match text {
        Text::Plain(_) if arguments.is_empty() => ("&'static str", format!("self.text({number})")),
        Text::Plain(_) => ("String", format!("self.filled({number}, &[{given}])")),
        Text::Plural { .. } => ("String", format!("self.counted({number}, n, &[{given}])")),
    };
    let shown = shown(text);
    let only = if is_server_only(key) { "    #[cfg(not(feature = \"hydrate\"))]\n" } else { "" };
    write!(code, "    /// « {shown} »\n{only}    pub fn {name}(self{list}) -> {kind} {{\n        {body}\n    }}\n")
        .expect("a string can be written to");
}

fn on_the_sheet(text: &Text, arguments: &[(String, &'static str)]) -> String {
    let place = |name: &str| {
        let at = arguments.iter().position(|(argument, _)| argument == name).expect("arguments are the same");
        // Beyond that the marks would be tabs and line breaks.
        assert!(at < 8, "a text takes at most eight arguments: {name}");
        char::from(at as u8 + 1)
    };
    let form = |pieces: &[Piece]| -> String {
        let piece = |piece: &Piece| match piece {
            Piece::Words(words) => words.clone(),
            Piece::Name(name) | Piece::Number(name) => place(name).to_string(),
        };
        pieces.iter().map(piece).collect()
    };
    match text {
        Text::Plain(pieces) => form(pieces),
        Text::Plural { one, other } => [form(one), form(other)].join("\u{1f}"),
    }
}

/// The French text for the method's documentation.
fn shown(text: &Text) -> String {
    let pieces = match text {
        Text::Plain(pieces) | Text::Plural { other: pieces, .. } => pieces,
    };
    pieces
        .iter()
        .map(|piece| match piece {
            Piece::Words(words) => words.replace('\n', " "),
            Piece::Name(name) | Piece::Number(name) => format!("`{name}`"),
        })
        .collect()
}
