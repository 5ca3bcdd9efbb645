//! The lines « To » and « Cc » of a mail as `mail::build` writes them: one mailbox a line, between commas.

const BETWEEN: &str = ",\r\n ";

/// The address of a mailbox: `a@b`, or `"Name" <a@b>` perhaps on two lines; none of an empty group.
pub(super) fn address(mailbox: &str) -> Option<&str> {
    if mailbox.ends_with(":;") {
        return None;
    }
    let bare = mailbox.rsplit_once('<').map_or(mailbox, |(_, address)| address);
    Some(bare.trim_end_matches('>').trim())
}

/// The mail without these recipients in its head; nothing when it names none of them.
pub(super) fn without(mail: &[u8], is_gone: impl Fn(&str) -> bool) -> Option<Vec<u8>> {
    let end = mail.windows(4).position(|four| four == b"\r\n\r\n")? + 2;
    let head = std::str::from_utf8(&mail[..end]).ok()?;
    let (mut kept, mut changed, mut somebody) = (String::new(), false, false);
    let mut place = None;
    for field in fields(head) {
        let Some((name, list)) = recipients(field) else {
            kept.push_str(field);
            continue;
        };
        place.get_or_insert(kept.len());
        let all: Vec<&str> = list.split(BETWEEN).collect();
        let stay: Vec<&str> = all.iter().copied().filter(|mailbox| !is_gone(mailbox)).collect();
        changed |= stay.len() < all.len();
        if !stay.is_empty() {
            somebody = true;
            kept.push_str(&format!("{name}: {}\r\n", stay.join(BETWEEN)));
        }
    }
    if !changed {
        return None;
    }
    if let (false, Some(place)) = (somebody, place) {
        kept.insert_str(place, "To: undisclosed-recipients:;\r\n");
    }
    Some([kept.as_bytes(), &mail[end..]].concat())
}

/// Each with the lines that continue it.
fn fields(head: &str) -> Vec<&str> {
    let mut fields = vec![];
    let mut start = 0;
    for (at, _) in head.match_indices("\r\n") {
        let next = at + 2;
        if !head[next..].starts_with([' ', '\t']) {
            fields.push(&head[start..next]);
            start = next;
        }
    }
    fields
}

fn recipients(field: &str) -> Option<(&str, &str)> {
    let (name, list) = field.split_once(": ")?;
    matches!(name, "To" | "Cc").then_some((name, list.trim_end()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn left(mail: &str, gone: &str) -> Option<String> {
        let is_gone = |mailbox: &str| address(mailbox).is_some_and(|address| address == gone);
        without(mail.as_bytes(), is_gone).map(|bytes| String::from_utf8(bytes).unwrap())
    }

    const MAIL: &str = "From: a@b\r\nTo: \"Durand, Marie\" <m@x>,\r\n =?utf-8?B?w4k=?=\r\n <e@x>\r\nCc: c@x\r\n\
                        Subject: To: m@x\r\n\r\nTo: m@x\r\n";

    #[test]
    fn a_recipient_goes_with_its_name_and_the_others_stay() {
        let mail = left(MAIL, "m@x").unwrap();
        assert_eq!(mail, MAIL.replace("\"Durand, Marie\" <m@x>,\r\n ", ""));
        let mail = left(MAIL, "e@x").unwrap();
        assert_eq!(mail, MAIL.replace(",\r\n =?utf-8?B?w4k=?=\r\n <e@x>", ""));
        assert_eq!(left(MAIL, "c@x").unwrap(), MAIL.replace("Cc: c@x\r\n", ""));
        assert_eq!(left(MAIL, "a@b"), None);
    }

    #[test]
    fn a_mail_to_nobody_else_says_so() {
        let mail = left("From: a@b\r\nTo: m@x\r\nSubject: s\r\n\r\nt", "m@x").unwrap();
        assert_eq!(mail, "From: a@b\r\nTo: undisclosed-recipients:;\r\nSubject: s\r\n\r\nt");
        assert_eq!(left("no head", "m@x"), None);
    }
}
