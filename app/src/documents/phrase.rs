//! What a document says in the place of a phrase's variables (P35).

use super::{amount_text, day_words, named};
use crate::words::Words;
use model::{Document, Phrase, PhraseFacts};

/// In the mail's language; `company` is our name, perhaps empty.
pub fn phrase_facts(w: Words, document: &Document, company: &str) -> PhraseFacts {
    PhraseFacts {
        number: document.number.clone(),
        date: Some(day_words(w, document.day)),
        company: (!company.is_empty()).then(|| company.to_owned()),
        client: document.client.1.clone(),
        amount: document.amount.as_ref().map(|amount| amount_text(w, amount)),
    }
}

/// Subject and text of a mail with several documents of one client: each is named with its kind and its day. A phrase for one document says
/// « la facture », and cannot say this.
pub(super) fn joint(w: Words, documents: &[&Document]) -> Phrase {
    let one_kind = documents.windows(2).all(|pair| pair[0].kind == pair[1].kind);
    let short = |one: &&Document| if one_kind { one.number.clone() } else { named(w, one) };
    let line = |one: &&Document| ["- ", &w.documents_of_day(&named(w, one), &day_words(w, one.day))].concat();
    let list = joined(w, documents.iter().map(short).collect());
    Phrase {
        // Kinds say what they are.
        subject: if one_kind { w.phrases_several_subject(&list) } else { list },
        text: w.phrases_several_text(&documents.iter().map(line).collect::<Vec<_>>().join("\n")),
    }
}

/// « F-1, F-2 et F-3 »
fn joined(w: Words, mut all: Vec<String>) -> String {
    let Some(last) = all.pop() else { return String::new() };
    if all.is_empty() { last } else { w.documents_and(&all.join(", "), &last) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::{Amount, ClientId, Day, DocumentId, DocumentKind, Lang, Moment, document::DocumentState};

    fn document(number: &str, day: u8, cents: Option<i64>) -> Document {
        Document {
            id: DocumentId(1),
            client: (ClientId(1), "ACME".into()),
            kind: DocumentKind::Invoice,
            number: number.into(),
            day: Day::new(2026, 11, day).expect("a day"),
            amount: cents.map(|cents| Amount { cents, currency: "EUR".into() }),
            site: None,
            contact: None,
            file: None,
            created_at: Moment(0),
            created_by: None,
            removed_at: None,
            sent_at: None,
            mailbox_at: None,
            state: DocumentState::None,
            version: 1,
        }
    }

    /// P34, P35
    #[test]
    fn p34_several_documents_are_each_named_with_kind_and_day() {
        let w = Words(Lang::Fr);
        let plain = |text: String| text.replace('\u{a0}', " ");
        let mut all = [document("F-1", 12, Some(100)), document("F-2", 23, Some(250)), document("F-3", 12, None)];
        let said = joint(w, &all.each_ref());
        assert_eq!(plain(said.subject), "Documents F-1, F-2 et F-3");
        let text = plain(said.text);
        assert!(text.contains("\n- Facture F-1 du 12 novembre 2026\n- Facture F-2 du 23 novembre 2026\n"), "{text}");

        all[1].kind = DocumentKind::CreditNote;
        let said = joint(w, &all.each_ref());
        assert_eq!(plain(said.subject), "Facture F-1, Avoir F-2 et Facture F-3");
        assert!(plain(said.text).contains("- Avoir F-2 du 23 novembre 2026"));
    }
}
