//! What a document says in the place of a phrase's variables (P35).

use super::{amount_text, day_words, named};
use crate::words::Words;
use model::{Amount, Document, DocumentKind, PhraseFacts};

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

/// The kind whose phrase goes with these: theirs, when they have one.
pub(super) fn kind_of(documents: &[&Document]) -> DocumentKind {
    match documents {
        [first, others @ ..] if others.iter().all(|other| other.kind == first.kind) => first.kind,
        _ => DocumentKind::Other,
    }
}

/// The same of several documents of one client: their numbers and days in order, what they come to together.
pub(super) fn joined_facts(w: Words, documents: &[&Document], company: &str) -> PhraseFacts {
    let Some(first) = documents.first() else { return PhraseFacts::default() };
    if documents.len() == 1 {
        return phrase_facts(w, first, company);
    }
    let one_kind = documents.iter().all(|one| one.kind == first.kind);
    let number = |one: &&Document| if one_kind { one.number.clone() } else { named(w, one) };
    let mut days: Vec<_> = documents.iter().map(|one| one.day).collect();
    days.sort();
    days.dedup();
    PhraseFacts {
        number: joined(w, documents.iter().map(number).collect()),
        date: Some(joined(w, days.into_iter().map(|day| day_words(w, day)).collect())),
        amount: sum(documents).map(|amount| amount_text(w, &amount)),
        ..phrase_facts(w, first, company)
    }
}

/// « F-1, F-2 et F-3 »
fn joined(w: Words, mut all: Vec<String>) -> String {
    let Some(last) = all.pop() else { return String::new() };
    if all.is_empty() { last } else { w.documents_and(&all.join(", "), &last) }
}

/// Added up in one currency only; none when one of them comes to nothing.
fn sum(documents: &[&Document]) -> Option<Amount> {
    let mut all = documents.iter().map(|one| one.amount.as_ref());
    let mut sum = all.next()??.clone();
    for amount in all {
        let amount = amount.filter(|amount| amount.currency == sum.currency)?;
        sum.cents = sum.cents.checked_add(amount.cents)?;
    }
    Some(sum)
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::{ClientId, Day, DocumentId, Lang, Moment, document::DocumentState};

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
    fn p34_several_documents_are_named_in_one_text_and_added_up_in_one_currency() {
        let w = Words(Lang::Fr);
        let all = [document("F-1", 12, Some(100)), document("F-2", 23, Some(250)), document("F-3", 12, Some(-50))];
        let facts = joined_facts(w, &all.each_ref(), "Maison");
        assert_eq!(facts.number, "F-1, F-2 et F-3");
        assert_eq!(
            facts.date.map(|date| date.replace('\u{a0}', " ")).as_deref(),
            Some("12 novembre 2026 et 23 novembre 2026")
        );
        assert_eq!(facts.amount.map(|amount| amount.replace('\u{a0}', " ")).as_deref(), Some("3,00 €"));
        assert_eq!((facts.client.as_str(), facts.company.as_deref()), ("ACME", Some("Maison")));
        assert_eq!(kind_of(&all.each_ref()), DocumentKind::Invoice);

        let mut other = all.clone();
        other[1].amount = Some(Amount { cents: 1, currency: "CHF".into() });
        assert_eq!(joined_facts(w, &other.each_ref(), "").amount, None, "two currencies");
        other[1].amount = None;
        assert_eq!(joined_facts(w, &other.each_ref(), "").amount, None, "one has none");
        other[1].kind = DocumentKind::CreditNote;
        assert_eq!(kind_of(&other.each_ref()), DocumentKind::Other);
        assert_eq!(joined_facts(w, &other.each_ref(), "").number, "Facture F-1, Avoir F-2 et Facture F-3");
    }
}
