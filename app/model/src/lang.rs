//! The two languages of the screens and of the people written to.

use serde::{Deserialize, Serialize};

/// French first, English second (product.md).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Lang {
    /// français
    #[default]
    Fr,
    /// English
    En,
}

impl Lang {
    /// Both, in the order in which they are offered.
    pub const ALL: [Lang; 2] = [Lang::Fr, Lang::En];

    /// BCP 47, as in `<html lang>`, the cookie and the database.
    pub fn code(self) -> &'static str {
        match self {
            Lang::Fr => "fr",
            Lang::En => "en",
        }
    }

    /// The language whose tag starts like this one (`fr-CA` is French), or none.
    pub fn from_code(tag: &str) -> Option<Lang> {
        let primary = tag.trim().split(['-', '_']).next()?;
        Lang::ALL.into_iter().find(|lang| lang.code().eq_ignore_ascii_case(primary))
    }

    /// The first of an `Accept-Language` header that we speak, by order and quality (RFC 9110 §12.5.4).
    pub fn accepted(header: &str) -> Option<Lang> {
        let quality = |params: &str| params.trim().strip_prefix("q=").and_then(|q| q.trim().parse::<f32>().ok());
        let mut best: Option<(Lang, f32)> = None;
        for part in header.split(',') {
            let (tag, params) = part.split_once(';').unwrap_or((part, ""));
            let q = quality(params).unwrap_or(1.0);
            if let Some(lang) = Lang::from_code(tag)
                && q > 0.0
                && best.is_none_or(|(_, b)| q > b)
            {
                best = Some((lang, q));
            }
        }
        best.map(|(lang, _)| lang)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_header_is_read_by_quality() {
        assert_eq!(Lang::accepted("de, en;q=0.5"), Some(Lang::En));
        assert_eq!(Lang::accepted("en;q=0.4, fr-CA;q=0.9"), Some(Lang::Fr));
        assert_eq!(Lang::accepted("fr;q=0, en"), Some(Lang::En));
        assert_eq!(Lang::accepted("de"), None);
    }
}
