//! What the review shows: each document as it is now, and what is chosen for it.

use super::api::{FORM, Posted};
use crate::{access::Caller, documents::covering::phrases, error::AppError, services::Services};
use mail::{Asked, Covering, Obstacle, Review, Reviewed};
use model::{
    ClientId, Document, DocumentId, DocumentProblem, FieldProblem, Phrase, Problem, hex,
    recipients::Doubt,
    resolver::{Choice, REVIEW_MAX, Recipient},
};
use store::Tx;

/// Everything on the page.
#[derive(Clone)]
pub struct Shown {
    pub(super) review: Review,
    /// In the order of the review.
    pub(super) rows: Vec<Row>,
    /// Why nothing left, where that is of no line.
    pub(super) why: Option<AppError>,
    /// A line was refused.
    pub(super) refused: bool,
    /// More documents were asked for than can be reviewed at once; the first ones are shown.
    pub(super) cut: bool,
    /// Made for this page: a double click is one batch.
    pub(super) key: String,
    /// Mails that leave with « Envoyer ».
    pub(super) mails: usize,
    /// A client has several of the documents, and may get them in one mail.
    pub(super) several: bool,
    /// « Un seul e-mail par client »
    pub(super) together: bool,
    /// Of the phrases as they are now.
    pub(super) stamp: String,
}

/// A document and what is chosen for it.
#[derive(Clone)]
pub(super) struct Row {
    pub(super) id: DocumentId,
    /// None where it is removed.
    pub(super) line: Option<Reviewed>,
    pub(super) choice: Choice,
    /// As it was typed.
    pub(super) further: String,
    /// What is asked about what was typed (P29), and whether that was answered.
    pub(super) doubts: (Vec<Doubt>, bool),
    pub(super) skip: bool,
    /// Whom the choice reaches.
    pub(super) to: Vec<Recipient>,
    /// Every text that its readers get, and who each is for, when it leaves together with others of its client; else none.
    pub(super) joined: Vec<(Phrase, Vec<Recipient>)>,
    /// Why it does not leave as it is.
    pub(super) obstacle: Option<Obstacle>,
    /// Why it was refused.
    pub(super) refused: Option<Problem>,
}

impl Row {
    /// Leaves with « Envoyer ».
    pub(super) fn ready(&self) -> bool {
        self.line.is_some() && self.obstacle.is_none() && self.refused.is_none() && !self.skip
    }

    /// Its client's documents do not fit into one mail.
    fn apart(&self) -> bool {
        use DocumentProblem::{TogetherTooLarge, TogetherUnfilled};
        matches!(self.refused, Some(Problem::Document(TogetherTooLarge | TogetherUnfilled)))
    }

    /// What is wrong with the further addresses: told at their field.
    pub(super) fn wrong_further(&self) -> Option<&Problem> {
        let of_field = |problem: &&Problem| {
            matches!(problem, Problem::NotAnAddress | Problem::Document(DocumentProblem::Doubtful))
        };
        self.refused.as_ref().filter(of_field)
    }

    /// Has to be looked at.
    pub(super) fn in_trouble(&self) -> bool {
        !self.ready() && !self.skip
    }
}

/// For the fields `d` of an address: what stands in the kept form for these very documents, or the resolver's answers.
///
/// # Errors
/// Only general ones.
pub async fn review_page(services: &Services, caller: &Caller, query: &[(String, String)]) -> Result<Shown, AppError> {
    let mut ids: Vec<DocumentId> = vec![];
    for (_, id) in query.iter().filter(|(name, _)| name == "d" || name.starts_with("d[")) {
        if let Ok(id) = id.parse()
            && !ids.contains(&id)
        {
            ids.push(id);
        }
    }
    let cut = ids.len() > REVIEW_MAX;
    ids.truncate(REVIEW_MAX);
    let mut tx = services.pool.read().await?;
    let phrases = phrases(&mut tx).await?;
    let stamp = phrases.stamp();
    let covering = move |documents: &[&Document], language| phrases.covering(documents, language);
    let review = mail::review(&mut tx, caller.user.id, &ids, &covering).await?;
    let kept = services.forms.kept::<Posted>(caller.session, FORM);
    let kept = kept.filter(|kept| kept.draft.lines.iter().map(|line| line.document).eq(ids.iter().copied()));
    let mut rows = rows(&mut tx, &review, kept.as_ref().map(|kept| (&kept.draft, &*kept.problems))).await?;
    let refused = kept.as_ref().is_some_and(|kept| !kept.problems.is_empty());
    let together = kept.as_ref().is_some_and(|kept| !kept.draft.together.is_empty());
    // What cannot leave with the others is told at its line; the others are counted without it.
    let mut mails = gather(&review, &mut rows, together, &covering);
    if rows.iter().any(Row::apart) {
        mails = gather(&review, &mut rows, together, &covering);
    }
    let clients: Vec<ClientId> =
        rows.iter().filter_map(|row| row.line.as_ref()).map(|line| line.document.client.0).collect();
    let several = clients.iter().enumerate().any(|(at, client)| clients[..at].contains(client));
    let why = kept.and_then(|kept| kept.draft.why);
    Ok(Shown { review, rows, why, refused, cut, key: key(), mails, several, together, stamp })
}

/// How many mails the rows come to; each learns the texts that it shares, or why it cannot.
fn gather(review: &Review, rows: &mut [Row], together: bool, covering: &Covering) -> usize {
    let ready: Vec<usize> = (0..rows.len()).filter(|at| rows[*at].ready()).collect();
    let lines: Vec<(&Reviewed, &[Recipient])> =
        ready.iter().filter_map(|at| Some((rows[*at].line.as_ref()?, rows[*at].to.as_slice()))).collect();
    let mails = review.gathered(&lines, together, covering);
    for row in rows.iter_mut() {
        row.joined.clear();
    }
    let mut shares = vec![false; ready.len()];
    for at in mails.iter().filter(|mail| mail.lines.len() > 1).flat_map(|mail| &mail.lines) {
        shares[*at] = true;
    }
    for mail in &mails {
        for at in mail.lines.iter().filter(|at| shares[**at]) {
            let row = &mut rows[ready[*at]];
            match &mail.text {
                Ok(text) => match row.joined.iter_mut().find(|(of, _)| of == text) {
                    Some((_, to)) => to.push(mail.to.clone()),
                    None => row.joined.push((text.clone(), vec![mail.to.clone()])),
                },
                Err(problem) => row.refused = Some(Problem::Document(*problem)),
            }
        }
    }
    mails.len()
}

async fn rows(tx: &mut Tx, review: &Review, kept: Option<(&Posted, &[FieldProblem])>) -> Result<Vec<Row>, AppError> {
    let Some((posted, problems)) = kept else {
        let untouched = |(id, line): &(DocumentId, Option<Reviewed>)| {
            let choice = line.as_ref().map(|line| Choice::of(&line.answer)).unwrap_or_default();
            row(review, (*id, line.as_ref()), choice, (String::new(), false), None)
        };
        return Ok(review.lines.iter().map(untouched).collect());
    };
    let asked = posted.asked(tx).await?;
    let all = review.lines.iter().zip(asked.lines).zip(&posted.lines).zip(asked.doubts);
    let rows = all.map(|((((id, line), Asked { choice, skip, shown, .. }), posted), doubts)| {
        // Nobody was chosen while there was nobody: its client's card was completed meanwhile.
        let untouched = posted.nobody && choice == Choice::default() && posted.further.trim().is_empty();
        let choice = match line {
            Some(line) if untouched && shown != review.token(line) => Choice::of(&line.answer),
            _ => choice,
        };
        let field = format!("d-{id}");
        let wrong = problems.iter().chain(&asked.problems).find(|wrong| wrong.field == field);
        let wrong = wrong.map(|wrong| wrong.problem.clone());
        Row { doubts, ..row(review, (*id, line.as_ref()), choice, (posted.further.clone(), skip), wrong) }
    });
    Ok(rows.collect())
}

fn row(
    review: &Review,
    (id, line): (DocumentId, Option<&Reviewed>),
    choice: Choice,
    (further, skip): (String, bool),
    refused: Option<Problem>,
) -> Row {
    let to = line.and_then(|line| review.chosen(line, &choice).ok()).unwrap_or_default();
    let obstacle = line.and_then(|line| review.obstacle(line, &to));
    Row {
        id,
        line: line.cloned(),
        choice,
        further,
        doubts: (vec![], false),
        skip,
        to,
        joined: vec![],
        obstacle,
        refused,
    }
}

/// 128 random bits for the form.
fn key() -> String {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).expect("the system gives random bytes");
    hex(&bytes)
}
