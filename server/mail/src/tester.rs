//! « Tester » for the form of an account, saved or not: the password is the one that was typed, else the one that is stored.

use crate::TestMailbox;
use crate::build::{BuildError, Letter, Party, build};
use crate::check::check;
use crate::sending::SendError;
use crate::smtp::{Envelope, Login, Server};
use crate::worker::Config;
use model::delivery::{Answer, Check, Phase, Problem, Reply};
use model::recipients::Role;
use model::{AccountId, CheckedAccount, Moment, SecretChange, Transport};
use store::secrets::Keys;
use store::{Pool, accounts};

/// The words of the mail to oneself; the caller has the locales.
#[derive(Clone, Debug)]
pub struct TrialMail {
    /// One line.
    pub subject: String,
    /// Plain text.
    pub text: String,
}

/// Tries an account step by step with a mail to itself. `stored` is the account whose password the form keeps; when that is what
/// was tried, it is marked as tested and sends again: wake the outbox. What its server takes is noted also when only the rest of the
/// form differs. To cancel, drop the future.
///
/// # Errors
/// Database, or words that make no mail.
pub async fn try_account(
    pool: &Pool,
    keys: &Keys,
    config: &Config,
    (form, stored): (&CheckedAccount, Option<AccountId>),
    words: &TrialMail,
    now: Moment,
) -> Result<Check, SendError> {
    let mut tx = pool.read().await?;
    let settings = store::settings(&mut tx).await?;
    let kept = match (&form.secret, stored) {
        (SecretChange::Keep, Some(id)) => accounts::secret(&mut tx, keys, id).await?,
        (SecretChange::Set(secret), _) => Some(secret.expose().to_owned().into()),
        _ => None,
    };
    drop(tx);
    let (found, max_size) = if form.transport == Transport::TestMailbox {
        (into_the_mailbox(config, form, &to_oneself(form, words, now)?, now).await, None)
    } else {
        let login = (!form.login.is_empty()).then(|| kept.unwrap_or_default());
        let login = login.map(|secret| Login { name: form.login.clone(), secret });
        let server = Server { host: form.host.clone(), port: form.port, security: form.security, login };
        let mail = to_oneself(form, words, now)?;
        check(&config.dialer_for(&settings), &server, form.from_address.as_str(), &mail).await
    };
    if let (true, Some(id)) = (found.passed(), stored) {
        note(pool, id, form, max_size, now).await?;
    }
    Ok(found)
}

/// Of no message: the name says so.
async fn into_the_mailbox(config: &Config, form: &CheckedAccount, mail: &[u8], now: Moment) -> Check {
    let from = form.from_address.to_string();
    let envelope = Envelope { to: vec![from.clone()], from };
    let kept = TestMailbox::new(&config.mailbox).put("0-0", &envelope, mail, now).await;
    let problem = kept.err().map(|error| {
        tracing::warn!(%error, "test_mailbox.put");
        let reply = Reply::new(421, "4.3.1 the test mailbox cannot be written");
        Problem { phase: Phase::Dot, answer: Answer::Reply(reply) }
    });
    Check::of_test_mailbox(problem)
}

/// Only of what is stored: of the server, and of the account when all of it was tried.
async fn note(
    pool: &Pool,
    id: AccountId,
    form: &CheckedAccount,
    max_size: Option<i64>,
    now: Moment,
) -> Result<(), SendError> {
    let mut tx = pool.write().await?;
    let stored = accounts::get(&mut tx, id).await?;
    if (stored.host.as_str(), stored.port) != (form.host.as_str(), form.port) {
        return Ok(());
    }
    accounts::note_max_size(&mut tx, id, max_size).await?;
    let same = (stored.security, stored.login.as_str(), stored.from_address.as_str())
        == (form.security, form.login.as_str(), form.from_address.as_str());
    if same && !matches!(form.secret, SecretChange::Set(_)) {
        accounts::mark_tested(&mut tx, id, now).await?;
    }
    Ok(tx.commit().await?)
}

fn to_oneself(form: &CheckedAccount, words: &TrialMail, now: Moment) -> Result<Vec<u8>, SendError> {
    let oneself = Party { name: form.from_name.clone(), address: form.from_address.to_string() };
    let mut token = [0_u8; 16];
    getrandom::fill(&mut token).map_err(|_| BuildError::Unwritable)?;
    let letter = Letter {
        from: oneself.clone(),
        reply_to: None,
        recipients: vec![(Role::To, oneself)],
        subject: words.subject.clone(),
        text: words.text.clone(),
        files: vec![],
        date: now,
        token: model::hex(&token),
    };
    Ok(build(&letter)?)
}
