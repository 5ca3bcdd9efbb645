//! Which mails several documents come to (P34): one for each document and address, or « Un seul e-mail par client »: one for each address
//! of a client, with those of its documents that are for this address, and no other. A document without a file is its text (an order's notice):
//! it always has a mail of its own (P30).

use super::{
    Covering,
    review::{Review, Reviewed},
};
use model::compose::encoded;
use model::resolver::Recipient;
use model::{Document, DocumentProblem, Phrase};
use std::collections::HashMap;

/// One mail.
#[derive(Clone, Debug)]
pub struct Gathered {
    /// Places of its documents among those that were asked about, in order.
    pub lines: Vec<usize>,
    /// Whom it is for.
    pub to: Recipient,
    /// Subject and text, or why it cannot leave.
    pub text: Result<Phrase, DocumentProblem>,
}

impl Review {
    /// The mails of these documents to these people.
    pub fn gathered(&self, lines: &[(&Reviewed, &[Recipient])], together: bool, covering: &Covering) -> Vec<Gathered> {
        let mut found: Vec<(Vec<usize>, Recipient)> = vec![];
        let mut places = HashMap::new();
        for (at, (line, to)) in lines.iter().enumerate() {
            let joins = together && line.document.file.is_some();
            for one in *to {
                let key = (line.document.client.0, one.address.key());
                match places.get(&key).copied().filter(|_| joins) {
                    Some(place) => {
                        let (others, other): &mut (Vec<usize>, Recipient) = &mut found[place];
                        others.push(at);
                        if other.contact.is_none() && one.contact.is_some() {
                            (other.contact, other.language) = (one.contact.clone(), one.language);
                        }
                    }
                    None => {
                        if joins {
                            places.insert(key, found.len());
                        }
                        found.push((vec![at], one.clone()));
                    }
                }
            }
        }
        let text = |its: &[usize], to: &Recipient| match its {
            [at] => lines[*at].0.text(to.language).cloned().map_err(|_| DocumentProblem::Unfilled),
            _ => self.joined(&its.iter().map(|at| &lines[*at].0.document).collect::<Vec<_>>(), to, covering),
        };
        found.into_iter().map(|(lines, to)| Gathered { text: text(&lines, &to), lines, to }).collect()
    }

    fn joined(&self, documents: &[&Document], to: &Recipient, covering: &Covering) -> Result<Phrase, DocumentProblem> {
        let size: i64 = documents.iter().filter_map(|one| one.file.as_ref()).map(|(_, size)| encoded(*size)).sum();
        if size > self.limit {
            return Err(DocumentProblem::TogetherTooLarge);
        }
        covering(documents, to.language).map_err(|_| DocumentProblem::TogetherUnfilled)
    }
}
