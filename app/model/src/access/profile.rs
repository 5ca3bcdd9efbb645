//! « Mes paramètres »: what people choose for themselves.

use crate::{FieldProblem, Lang, Problem, Theme, User, text};
use serde::{Deserialize, Serialize};

/// The form, as it is filled in. Codes are text, so that a plain form can send them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProfileDraft {
    /// As shown and written in « De ».
    pub name: String,
    /// Code of a `Lang`.
    pub language: String,
    /// Code of a `Theme`.
    pub theme: String,
    /// IANA name; empty: the organisation's.
    #[serde(default)]
    pub time_zone: String,
    /// Several lines.
    #[serde(default)]
    pub signature: String,
    /// The version that the person saw (P12).
    pub version: i64,
}

/// The same, right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CheckedProfile {
    /// Not empty.
    pub name: String,
    /// Of the screens.
    pub language: Lang,
    /// Of the screens.
    pub theme: Theme,
    /// Whether the zone exists is for the server to say.
    pub time_zone: Option<String>,
    /// May be empty.
    pub signature: String,
}

/// Characters of a person's name.
const NAME: usize = 100;
const SIGNATURE: usize = 2000;
const ZONE: usize = 64;

impl ProfileDraft {
    /// The form of a person.
    pub fn of(user: &User) -> Self {
        ProfileDraft {
            name: user.name.clone(),
            language: user.language.code().into(),
            theme: user.theme.code().into(),
            time_zone: user.time_zone.clone().unwrap_or_default(),
            signature: user.signature.clone(),
            version: user.version,
        }
    }

    /// # Errors
    /// Every problem at once.
    pub fn check(&self) -> Result<CheckedProfile, Vec<FieldProblem>> {
        let mut problems = vec![];
        let mut note = |field, problem| problems.push(FieldProblem::new(field, problem));
        let name = name(&self.name).map_err(|problem| note("name", problem));
        let language = Lang::from_code(&self.language).ok_or_else(|| note("language", Problem::NotAChoice));
        let theme = Theme::from_code(&self.theme).ok_or_else(|| note("theme", Problem::NotAChoice));
        let zone = text::line(&self.time_zone, ZONE).map_err(|_| note("time_zone", Problem::NotAChoice));
        let signature = text::lines(&self.signature, SIGNATURE).map_err(|problem| note("signature", problem));
        match (name, language, theme, zone, signature) {
            (Ok(name), Ok(language), Ok(theme), Ok(zone), Ok(signature)) => {
                let time_zone = (!zone.is_empty()).then_some(zone);
                Ok(CheckedProfile { name, language, theme, time_zone, signature })
            }
            _ => Err(problems),
        }
    }
}

/// The name of a person, one line, not empty.
///
/// # Errors
/// What is wrong with it.
pub fn name(typed: &str) -> Result<String, Problem> {
    match text::line(typed, NAME) {
        Ok(name) if name.is_empty() => Err(Problem::Required),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draft() -> ProfileDraft {
        ProfileDraft {
            name: " Éloïse Martin ".into(),
            language: "en".into(),
            theme: "dark".into(),
            signature: "Éloïse\r\nMaison Œuvrard\n\n".into(),
            ..ProfileDraft::default()
        }
    }

    #[test]
    fn a_good_form_is_trimmed() {
        let checked = draft().check().unwrap();
        assert_eq!((checked.name.as_str(), checked.signature.as_str()), ("Éloïse Martin", "Éloïse\nMaison Œuvrard"));
        assert_eq!((checked.language, checked.theme, checked.time_zone), (Lang::En, Theme::Dark, None));
    }

    /// S28
    #[test]
    fn every_problem_is_told_at_once() {
        let bad = ProfileDraft { name: "a\nb".into(), language: "de".into(), theme: "pink".into(), ..draft() };
        let fields: Vec<_> = bad.check().unwrap_err().into_iter().map(|p| p.field).collect();
        assert_eq!(fields, ["name", "language", "theme"]);
    }
}
