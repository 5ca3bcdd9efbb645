//! Mails that Bonport writes by itself: a forgotten password, an invitation. They leave by the organisation's account, in the
//! language of who gets them; the outbox forgets what they said once they are gone (S07).

use crate::{clock::now, error::AppError, words::Words};
use mail::{SendError, SystemMail, send_system};
use model::{AccountOwner, EmailAddress, Mailbox, User, UserId};
use store::{Tx, accounts};

/// Can a mail of the system leave? One that would wait for somebody to put the account right is none that left.
pub(crate) async fn can_leave(tx: &mut Tx) -> Result<bool, AppError> {
    let account = accounts::find(tx, AccountOwner::Organisation).await?;
    Ok(account.is_some_and(|account| account.state.is_working()))
}

/// The link to choose another password. Wake the outbox after the commit.
pub(crate) async fn reset(tx: &mut Tx, user: &User, link: &str) -> Result<(), AppError> {
    let w = Words(user.language);
    let text = w.mail_reset_text(&user.name, link);
    send(tx, user, w.mail_reset_subject().to_owned(), text, None).await
}

/// The link to accept an invitation. Wake the outbox after the commit.
pub(crate) async fn invitation(tx: &mut Tx, user: &User, link: &str, by: UserId) -> Result<(), AppError> {
    let w = Words(user.language);
    let organisation = store::settings(tx).await?.organisation_name;
    let inviting = store::users::get(tx, by).await?.name;
    let whose = if organisation.is_empty() { inviting.clone() } else { organisation };
    let text = w.mail_invitation_text(&inviting, &whose, link);
    send(tx, user, w.mail_invitation_subject(&whose), text, Some(by)).await
}

async fn send(tx: &mut Tx, user: &User, subject: String, text: String, by: Option<UserId>) -> Result<(), AppError> {
    let address = EmailAddress::parse(&user.email).map_err(|error| AppError::broken(&error))?;
    let mail = SystemMail { to: Mailbox::new(&user.name, address), subject, text, by };
    match send_system(tx, &mail, now()).await {
        Err(SendError::NoAccount) => Err(AppError::NotPossible("not_sent".into())),
        sent => Ok(sent.map(drop)?),
    }
}
