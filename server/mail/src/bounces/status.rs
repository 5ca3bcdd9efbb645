//! The machine's part of a report, `message/delivery-status` (RFC 3464 §2.1): groups of fields, the first about the mail, each other
//! about one recipient. Its text is read as it came, whatever its letters.

use super::fields::{bare, fields, value};
use super::read::Recipient;
use crate::xtext::{of_unicode_xtext, of_xtext};
use model::delivery::{Action, Reported, judge};

/// Recipients of one report; a mail of ours has far fewer.
const MOST: usize = 500;

/// The ENVID, as it came and decoded, and the recipients of whom something follows.
pub(super) fn read(text: &str) -> (Vec<String>, Vec<Recipient>) {
    let (mut ids, mut recipients) = (vec![], vec![]);
    for (n, group) in groups(text).enumerate() {
        let group = fields(&group);
        // It is about the whole mail: among the recipients there is none.
        if let Some(id) = value(&group, "original-envelope-id").map(bare).filter(|_| n == 0) {
            ids.push(id.to_owned());
            ids.extend(of_xtext(id).filter(|decoded| decoded != id));
        }
        recipients.extend(recipient(&group));
        if recipients.len() >= MOST {
            break;
        }
    }
    (ids, recipients)
}

/// What stands between empty lines.
fn groups(text: &str) -> impl Iterator<Item = String> {
    let mut lines = text.lines();
    std::iter::from_fn(move || {
        let first = lines.find(|line| !line.trim().is_empty())?;
        let more = lines.by_ref().take_while(|line| !line.trim().is_empty());
        Some(std::iter::once(first).chain(more).flat_map(|line| [line, "\n"]).collect())
    })
}

fn recipient(group: &[(String, String)]) -> Option<Recipient> {
    let named = |name| value(group, name).map(addresses).unwrap_or_default();
    let refused = named("final-recipient");
    // What we called it comes first: the mail may have been forwarded since.
    let addresses = [named("original-recipient"), refused.clone()].concat();
    if addresses.is_empty() {
        return None;
    }
    let diagnostic = value(group, "diagnostic-code").map(typed).unwrap_or_default();
    let reported = Reported {
        action: value(group, "action").and_then(|word| Action::from_code(&first_word(word).to_ascii_lowercase())),
        status: value(group, "status").and_then(|word| first_word(word).parse().ok()),
        diagnostic: diagnostic.1.to_owned(),
    };
    Some(Recipient { addresses, refused, finding: judge(&reported)? })
}

/// `rfc822; marie@a.example`, or the address alone, in every way it may be written.
fn addresses(value: &str) -> Vec<String> {
    let (kind, address) = typed(value);
    let address = bare(address);
    let decoded = match kind.to_ascii_lowercase().as_str() {
        "utf-8" => of_unicode_xtext(address),
        _ => of_xtext(address),
    };
    let mut all = vec![address.to_owned()];
    all.extend(decoded.filter(|decoded| decoded != address));
    all.retain(|address| address.contains('@'));
    all
}

/// The type in front of `;`, and the rest.
fn typed(value: &str) -> (&str, &str) {
    let (kind, rest) = value.split_once(';').unwrap_or(("", value));
    (kind.trim(), rest.trim())
}

fn first_word(value: &str) -> &str {
    value.split_whitespace().next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::delivery::ReportKind;

    #[test]
    fn each_recipient_has_its_own_end() {
        let text = "Reporting-MTA: dns; mx.example\r\nOriginal-Envelope-Id: a+2B1@x.example\r\n\r\n\
            Original-Recipient: rfc822;marie+2Bdevis@a.example\r\nFinal-Recipient: rfc822; marie@b.example\r\n\
            ACTION: Failed (for good)\r\nStatus: 5.1.1 (unknown)\r\nDiagnostic-Code: smtp; 550 5.1.1\r\n <marie@b.example>\r\n\r\n\
            Final-Recipient: LOCAL; luc@a.example\r\nAction: delayed\r\nStatus: 4.4.1\r\nOriginal-Envelope-Id: other@x.example\r\n\r\n\
            Final-Recipient: rfc822; zoe@a.example\r\nAction: delivered\r\nStatus: 2.0.0\r\n\r\n\
            Final-Recipient: rfc822; nobody\r\nAction: failed\r\nStatus: 5.1.1\r\n";
        let (ids, recipients) = read(text);
        assert_eq!(ids, ["a+2B1@x.example", "a+1@x.example"], "what a recipient's own fields say is no ENVID");
        assert_eq!(recipients.len(), 2);
        assert_eq!(recipients[0].addresses, ["marie+2Bdevis@a.example", "marie+devis@a.example", "marie@b.example"]);
        assert_eq!(recipients[0].refused, ["marie@b.example"], "who was refused in the end");
        assert_eq!(
            (recipients[0].finding.kind, recipients[0].finding.text.as_str()),
            (ReportKind::Hard, "<marie@b.example>")
        );
        assert_eq!(
            (recipients[1].finding.kind, &recipients[1].addresses[..]),
            (ReportKind::Delayed, &["luc@a.example".to_owned()][..])
        );
    }

    #[test]
    fn an_address_that_is_not_ascii_is_read_in_both_ways() {
        assert_eq!(addresses("utf-8; \\x{E9}lo@a.example"), ["\\x{E9}lo@a.example", "élo@a.example"]);
        assert_eq!(addresses("utf-8; élo@a.example"), ["élo@a.example"]);
        assert_eq!(addresses("<marie@a.example>"), ["marie@a.example"]);
    }
}
