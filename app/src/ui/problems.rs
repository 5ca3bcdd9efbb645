//! From codes to sentences: what to do, no blame, never « invalide » alone. The server and the browser say the same.

use super::file_size;
use crate::{
    error::AppError,
    words::{Words, words},
};
use leptos::prelude::*;
use model::{FieldProblem, Problem, compose::MAIL_MAX};

/// The problems of one form, as its fields and its summary read them.
pub type Problems = Signal<Vec<FieldProblem>>;

/// What to say under this field, if anything.
pub(super) fn of_field(problems: Problems, field: &str) -> Option<String> {
    problems.with(|all| all.iter().find(|p| p.field == field).map(|p| sentence(words(), &p.problem)))
}

/// The sentence of a problem.
pub fn sentence(w: Words, problem: &Problem) -> String {
    match problem {
        Problem::Required => w.problem_required().into(),
        Problem::NotAnAddress => w.problem_not_an_address().into(),
        Problem::TooLong(most) => w.problem_too_long(*most),
        Problem::TooShort(least) => w.problem_too_short(*least),
        Problem::Unprintable => w.problem_unprintable().into(),
        Problem::Taken(holder) => w.problem_taken(holder),
        Problem::Invited => w.problem_invited().into(),
        Problem::TakenByContact(holder) if holder.inactive => w.problem_taken_by_inactive(&holder.name),
        Problem::TakenByContact(holder) => w.problem_taken_by(&holder.name),
        Problem::TooCommon => w.problem_too_common().into(),
        Problem::NotTheSame => w.problem_not_the_same().into(),
        Problem::WrongPassword => w.problem_wrong_password().into(),
        Problem::NotAChoice => w.problem_not_a_choice().into(),
        Problem::OutOfRange(least, most) => w.problem_out_of_range(*least, *most),
        Problem::NotAPhone => w.problem_not_a_phone().into(),
        Problem::NeededForNotifications => w.problem_needed_for_notifications().into(),
        Problem::NeededForPromotions => w.problem_needed_for_promotions().into(),
        Problem::ForeignSite => w.problem_foreign_site().into(),
        Problem::NotOffered => w.problem_not_offered().into(),
        Problem::OutOfReach => w.problem_out_of_reach().into(),
        Problem::AlreadySent => w.problem_already_sent().into(),
        Problem::NotADate => w.problem_not_a_date().into(),
        Problem::EncryptionNeeded => w.problem_encryption_needed().into(),
        Problem::HostNotAllowed => w.problem_host_not_allowed().into(),
        Problem::NotAHost => w.problem_not_a_host().into(),
        Problem::RequiredHidden => w.problem_required_hidden().into(),
        Problem::LastAdministrator => w.problem_last_administrator().into(),
        #[cfg(not(feature = "hydrate"))]
        Problem::UnknownPlaceholder(unknown) => match unknown.meant {
            Some(meant) => w.phrases_unknown_meant(&unknown.written, &meant.written()),
            None => w.phrases_unknown(&unknown.written),
        },
        #[cfg(not(feature = "hydrate"))]
        Problem::Document(problem) => of_document(w, *problem).into(),
        // No form of the browser asks for it.
        #[cfg(feature = "hydrate")]
        Problem::UnknownPlaceholder(_) | Problem::Document(_) => String::new(),
    }
}

#[cfg(not(feature = "hydrate"))]
fn of_document(w: Words, problem: model::DocumentProblem) -> &'static str {
    use model::DocumentProblem;
    match problem {
        DocumentProblem::NotADay => w.documents_not_a_day(),
        DocumentProblem::NotAnAmount => w.documents_not_an_amount(),
        DocumentProblem::NotACurrency => w.documents_not_a_currency(),
        DocumentProblem::FileNeeded => w.documents_file_needed(),
        DocumentProblem::FileTooLarge => w.documents_too_large(),
        DocumentProblem::NotAPdf => w.documents_not_a_pdf(),
        DocumentProblem::TooManyFiles => w.documents_too_many_files(),
        DocumentProblem::ForeignContact => w.documents_foreign_contact(),
        DocumentProblem::Changed => w.review_changed(),
        DocumentProblem::NobodyChosen => w.review_nobody_chosen(),
        DocumentProblem::OutOfReach => w.review_out_of_reach(),
        DocumentProblem::Doubtful => w.review_doubtful(),
        DocumentProblem::Unfilled => w.review_unfilled(),
        DocumentProblem::MailTooLarge => w.review_mail_too_large(),
        DocumentProblem::TogetherTooLarge => w.review_together_too_large(),
        DocumentProblem::TogetherUnfilled => w.review_together_unfilled(),
        DocumentProblem::UnknownClient => w.documents_unknown_client(),
        DocumentProblem::SeveralSites => w.documents_several_sites(),
        DocumentProblem::FileMissing => w.documents_file_missing(),
        DocumentProblem::Differs => w.documents_differs(),
        DocumentProblem::UnknownField => w.documents_unknown_field(),
    }
}

/// What happened, what is kept, what to do, for an act that was not done.
pub fn error_sentence(w: Words, error: &AppError) -> String {
    match error {
        AppError::Refused(problems) => w.form_errors(problems.len() as i64),
        AppError::NotPossible(code) => not_possible(w, code).into(),
        AppError::NotFound => w.error_not_found().into(),
        AppError::SignedOut => w.error_signed_out().into(),
        AppError::Forbidden => w.error_forbidden().into(),
        AppError::Conflict => w.error_conflict().into(),
        AppError::TooLarge => w.error_too_large().into(),
        AppError::MailTooLarge(MAIL_MAX..) => w.compose_too_large().into(),
        AppError::MailTooLarge(limit) => w.compose_not_possible_large(&file_size(w, *limit)),
        AppError::TooMany(seconds) => w.error_too_many(*seconds),
        AppError::Malformed => w.error_malformed().into(),
        AppError::Busy => w.error_busy().into(),
        AppError::Unreachable => w.error_unreachable().into(),
        AppError::Broken(reference) => w.error_broken(reference),
    }
}

/// Acts that the present state does not allow, by the codes of their features.
fn not_possible(w: Words, code: &str) -> &'static str {
    match code {
        "credentials" => w.access_wrong(),
        "link" => w.access_link_used(),
        "not_sent" => w.access_not_sent(),
        "last_administrator" => w.problem_last_administrator(),
        "oneself" => w.users_not_oneself(),
        "open_deliveries" => w.account_open_deliveries(),
        "sent" => w.compose_not_possible_sent(),
        "cancelled" => w.sends_was_cancelled(),
        _ => w.error_not_possible(),
    }
}
