//! « Carte de visite »: one contact as a vCard 3.0 (RFC 2426), which every phone reads; escaped and folded as RFC 6350 §3 has it too.
//! What we note about somebody stays with us.

use model::Contact;

/// Octets of a line without its end (RFC 6350 §3.2).
const LINE: usize = 75;

/// The card; `at` is the client and what the contact does there.
pub fn vcard(contact: &Contact, at: Option<(&str, &str)>) -> String {
    let mut card = Card(String::new());
    card.line("BEGIN", "VCARD");
    card.line("VERSION", "3.0");
    card.line("N", &[&escaped(&contact.last_name), ";", &escaped(&contact.first_name), ";;;"].concat());
    card.line("FN", &escaped(&contact.name()));
    if let Some((client, function)) = at {
        card.line("ORG", &escaped(client));
        if !function.is_empty() {
            card.line("TITLE", &escaped(function));
        }
    }
    if let Some(email) = &contact.email {
        card.line("EMAIL;TYPE=INTERNET", &escaped(email));
    }
    for phone in &contact.phones {
        card.line("TEL;TYPE=VOICE", &escaped(&phone.dialled()));
    }
    card.line("END", "VCARD");
    card.0
}

struct Card(String);

impl Card {
    /// A long one goes on in the next after a blank, never within a character.
    fn line(&mut self, name: &str, value: &str) {
        let mut octets = 0;
        for c in [name, ":", value].concat().chars() {
            if octets + c.len_utf8() > LINE {
                self.0.push_str("\r\n ");
                octets = 1;
            }
            self.0.push(c);
            octets += c.len_utf8();
        }
        self.0.push_str("\r\n");
    }
}

/// A text value (RFC 6350 §3.4): what would end it or begin another is marked.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' | ',' | ';' => escaped.extend(['\\', c]),
            '\n' => escaped.push_str("\\n"),
            '\r' => {}
            c => escaped.push(c),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::vcard;
    use model::{Contact, ContactId, Lang, Phone};

    fn contact(first: &str, last: &str) -> Contact {
        let phone = |number: &str| Phone { label: "Bureau".into(), number: number.into() };
        Contact {
            id: ContactId(1),
            civility: None,
            first_name: first.into(),
            last_name: last.into(),
            email: Some("marie@epidor.example".into()),
            language: Lang::Fr,
            phones: vec![phone("+32 (0)2 123 45 67"), phone("06 01 02 03 04")],
            note: "paie en retard".into(),
            inactive_at: None,
            erased_at: None,
            version: 1,
        }
    }

    #[test]
    fn a_card_says_who_where_and_how_to_reach_it_and_not_what_we_noted() {
        let card = vcard(&contact("Marie", "Durand; \"Roy\", fille"), Some(("Épi d’Or\nGand", "Comptable")));
        let expected = [
            "BEGIN:VCARD",
            "VERSION:3.0",
            "N:Durand\\; \"Roy\"\\, fille;Marie;;;",
            "FN:Marie Durand\\; \"Roy\"\\, fille",
            "ORG:Épi d’Or\\nGand",
            "TITLE:Comptable",
            "EMAIL;TYPE=INTERNET:marie@epidor.example",
            "TEL;TYPE=VOICE:+3221234567",
            "TEL;TYPE=VOICE:0601020304",
            "END:VCARD",
            "",
        ];
        assert_eq!(card, expected.join("\r\n"));
    }

    /// RFC 6350 §3.2
    #[test]
    fn a_long_line_is_folded_at_75_octets_and_never_within_a_character() {
        let name = "é".repeat(90);
        let card = vcard(&contact("", &name), None);
        assert!(card.split("\r\n").all(|line| line.len() <= 75), "{card}");
        assert!(card.replace("\r\n ", "").contains(&format!("FN:{name}\r\n")), "{card}");
    }

    /// P01: somebody known only by its e-mail has a name on its card, too.
    #[test]
    fn p01_an_address_stands_for_a_missing_name() {
        assert!(vcard(&contact("", ""), None).contains("\r\nFN:marie@epidor.example\r\n"));
    }
}
