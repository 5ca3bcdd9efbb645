//! Header fields as reports hold them inside their parts: unfolded, found by name in any case.

use model::control::has_forbidden;

/// Lines `Name: value`, those that begin with a blank joined to the one before. What is no field is passed over.
pub(super) fn fields(text: &str) -> Vec<(String, String)> {
    let mut fields: Vec<(String, String)> = vec![];
    for line in text.lines() {
        if line.starts_with([' ', '\t']) {
            if let Some((_, value)) = fields.last_mut() {
                value.push(' ');
                value.push_str(line.trim());
            }
        } else if let Some((name, value)) = line.split_once(':') {
            fields.push((name.trim().to_ascii_lowercase(), value.trim().to_owned()));
        }
    }
    fields
}

/// The first field of this name, which is given in small letters.
pub(super) fn value<'f>(fields: &'f [(String, String)], name: &str) -> Option<&'f str> {
    fields.iter().find(|(own, _)| own == name).map(|(_, value)| value.as_str()).filter(|value| !value.is_empty())
}

/// What stands between `<` and `>`, else all of it.
pub(super) fn bare(value: &str) -> &str {
    let inside = value.split_once('<').and_then(|(_, rest)| rest.split_once('>'));
    inside.map_or(value, |(inside, _)| inside).trim()
}

/// The Message-IDs of such a value; `In-Reply-To` may hold several.
pub(super) fn message_ids(value: &str) -> impl Iterator<Item = String> {
    value.split_whitespace().map(|id| bare(id).to_owned()).filter(|id| may_be_ours(id))
}

/// Ours are far shorter.
const ID_MAX: usize = 400;

/// Everything else is not even asked about: a NUL, which an ENVID may spell as `+00`, is an error to Postgres.
pub(super) fn may_be_ours(id: &str) -> bool {
    id.contains('@') && id.len() <= ID_MAX && !has_forbidden(id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_unfolded_and_found_in_any_case() {
        let all = fields(
            "Action: failed\r\nDIAGNOSTIC-code: smtp; 550\r\n\tno such\r\n  user\r\nnothing\r\nAction: delayed\r\n",
        );
        assert_eq!(value(&all, "action"), Some("failed"), "the first one");
        assert_eq!(value(&all, "diagnostic-code"), Some("smtp; 550 no such user"));
        assert_eq!(value(&all, "status"), None);
        assert!(fields(" begins with a blank\r\n").is_empty());
        assert_eq!(message_ids("<a@b> <c@d>\tnone").collect::<Vec<_>>(), ["a@b", "c@d"]);
        assert_eq!(bare("Marie <marie@a.example>"), "marie@a.example");
        assert!(may_be_ours("a@b") && may_be_ours(&format!("@{}", "a".repeat(399))));
        for wrong in ["", "ab", "a\0@b", "a@b\u{7f}", &format!("@{}", "a".repeat(400))] {
            assert!(!may_be_ours(wrong), "{wrong}");
        }
    }
}
