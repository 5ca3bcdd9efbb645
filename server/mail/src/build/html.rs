//! The text once more as clean HTML: paragraphs, line breaks, links that can be clicked. Everything a person wrote is escaped
//! (S33); there is no style but a readable font, no image, nothing that is fetched.

/// Blank lines part paragraphs; what follows a line `-- ` is the signature.
pub(super) fn of(text: &str) -> String {
    let (body, signature) = match text.split_once("\n-- \n") {
        Some((body, signature)) => (body, Some(signature)),
        None => (text, None),
    };
    let mut html = String::with_capacity(text.len() * 2 + 300);
    html.push_str(
        "<!DOCTYPE html>\n<html><head><meta charset=\"utf-8\"></head>\n\
         <body style=\"font-family:system-ui,'Segoe UI',Roboto,Helvetica,Arial,sans-serif;font-size:15px;line-height:1.5\">\n",
    );
    paragraphs(body, "", &mut html);
    if let Some(signature) = signature {
        paragraphs(signature, " style=\"color:#4a505c\"", &mut html);
    }
    html.push_str("</body></html>\n");
    html
}

fn paragraphs(text: &str, style: &str, html: &mut String) {
    let mut open = false;
    for line in text.lines().map(str::trim_end) {
        match (line.is_empty(), open) {
            (true, true) => {
                html.push_str("</p>\n");
                open = false;
            }
            (true, false) => {}
            (false, true) => {
                html.push_str("<br>\n");
                linked(line, html);
            }
            (false, false) => {
                html.push_str("<p");
                html.push_str(style);
                html.push('>');
                open = true;
                linked(line, html);
            }
        }
    }
    if open {
        html.push_str("</p>\n");
    }
}

/// Web and mail addresses become links to exactly what is read.
fn linked(line: &str, html: &mut String) {
    let mut rest = line;
    let mut first = true;
    while !rest.is_empty() {
        let end = rest.find(|c: char| c.is_whitespace() || "<>\"()[]«»“”".contains(c)).unwrap_or(rest.len());
        let (word, after) = rest.split_at(end);
        let bare = word.trim_end_matches(['.', ',', ';', ':', '!', '?', '\'', '’', '…']);
        match target(bare) {
            Some(target) => {
                html.push_str("<a href=\"");
                escape(&target, html);
                html.push_str("\">");
                escape(bare, html);
                html.push_str("</a>");
                escape(&word[bare.len()..], html);
            }
            None => escape(word, html),
        }
        let Some(sign) = after.chars().next() else { break };
        blank(sign, &after[sign.len_utf8()..], first && word.is_empty(), html);
        first = first && word.is_empty();
        rest = &after[sign.len_utf8()..];
    }
}

/// Several blanks, and those that begin a line, would be one or none in HTML.
fn blank(sign: char, after: &str, at_start: bool, html: &mut String) {
    match sign {
        '\t' => html.push_str("&nbsp;&nbsp; "),
        ' ' if at_start || after.starts_with(' ') => html.push_str("&nbsp;"),
        sign => escape(sign.encode_utf8(&mut [0; 4]), html),
    }
}

fn target(word: &str) -> Option<String> {
    let lower = word.to_ascii_lowercase();
    let web = |start: &str| lower.strip_prefix(start).is_some_and(|rest| rest.starts_with(char::is_alphanumeric));
    if web("https://") || web("http://") {
        return Some(word.to_owned());
    }
    if web("www.") && lower[4..].contains('.') {
        return Some(format!("https://{word}"));
    }
    let address = model::EmailAddress::parse(word).ok()?;
    address
        .as_str()
        .bytes()
        .all(|b| b.is_ascii_alphanumeric() || b"@.-_+".contains(&b))
        .then(|| format!("mailto:{address}"))
}

fn escape(text: &str, html: &mut String) {
    for c in text.chars() {
        match c {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            '\'' => html.push_str("&#39;"),
            c => html.push(c),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn body(text: &str) -> String {
        let html = of(text);
        html.split_once("1.5\">\n").unwrap().1.strip_suffix("</body></html>\n").unwrap().to_owned()
    }

    #[test]
    fn blank_lines_part_paragraphs_and_the_rest_are_breaks() {
        assert_eq!(body("Bonjour,\nÉloïse\n\n\nÀ bientôt"), "<p>Bonjour,<br>\nÉloïse</p>\n<p>À bientôt</p>\n");
        assert_eq!(body("a\n-- \nLéa"), "<p>a</p>\n<p style=\"color:#4a505c\">Léa</p>\n");
        assert_eq!(body("  x  y"), "<p>&nbsp;&nbsp;x&nbsp; y</p>\n");
    }

    /// S33
    #[test]
    fn what_people_write_is_never_markup() {
        let html = body("<script>alert('x')</script> & \"https://x.example/?a=1&b=<i>\"");
        assert!(!html.contains("<script") && !html.contains("<i>"));
        assert!(html.contains("&lt;script&gt;") && html.contains("href=\"https://x.example/?a=1&amp;b=\""));
        assert!(!body("javascript:alert(1) data:text/html,x").contains("href"));
    }

    #[test]
    fn links_are_what_is_read_without_the_sentence_around_them() {
        let html = body("Voir https://x.example/a(b), www.x.example. Écrire à lea@x.example !");
        for link in [
            "<a href=\"https://x.example/a\">https://x.example/a</a>(b),",
            "<a href=\"https://www.x.example\">www.x.example</a>.",
            "<a href=\"mailto:lea@x.example\">lea@x.example</a> !",
        ] {
            assert!(html.contains(link), "{html}");
        }
        assert!(!body("http:// https://. www. a@b").contains("href"));
    }
}
