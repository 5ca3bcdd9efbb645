//! The phrases that come with Bonport: they hold until an administrator writes others. They name only what every document has.

use crate::words::Words;
use model::{DocumentKind, Lang, Phrase};

/// Of documents of this kind, in the language of the mail.
pub fn original(kind: DocumentKind, language: Lang) -> Phrase {
    let w = Words(language);
    let (subject, text) = match kind {
        DocumentKind::Invoice => (w.phrases_invoice_subject(), w.phrases_invoice_text()),
        DocumentKind::CreditNote => (w.phrases_credit_note_subject(), w.phrases_credit_note_text()),
        DocumentKind::Order => (w.phrases_order_subject(), w.phrases_order_text()),
        DocumentKind::DeliveryNote => (w.phrases_delivery_note_subject(), w.phrases_delivery_note_text()),
        DocumentKind::InterventionReport => (w.phrases_report_subject(), w.phrases_report_text()),
        DocumentKind::Other => (w.phrases_other_subject(), w.phrases_other_text()),
    };
    Phrase { subject: subject.into(), text: text.into() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::{PhraseDraft, PhraseFacts};

    /// P35
    #[test]
    fn p35_each_is_a_right_phrase_that_number_and_date_fill() {
        let facts = PhraseFacts { number: "N-17".into(), date: Some("21.11.".into()), ..PhraseFacts::default() };
        for kind in DocumentKind::ALL {
            for language in Lang::ALL {
                let phrase = original(kind, language);
                assert_eq!(PhraseDraft::of(&phrase).check().as_ref(), Ok(&phrase), "{kind:?} {language:?}");
                let filled = phrase.fill(&facts).unwrap();
                assert!(filled.subject.contains("N-17") && filled.text.contains("N-17"), "{filled:?}");
            }
        }
    }
}
