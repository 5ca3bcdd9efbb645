//! Mails that nobody writes: invitations, new passwords. They leave by the organisation's account, first of all, and what they say is
//! forgotten once they are gone, because it lets somebody in (S07).

use super::{SendError, material};
use crate::build::{Letter, Party, build};
use model::delivery::Kind;
use model::recipients::Role;
use model::send::Enqueued;
use model::{AccountOwner, Mailbox, Moment, UserId};
use store::outbox::{NewBatch, NewDelivery, NewMessage, enqueue};
use store::{Tx, accounts};

/// One such mail.
#[derive(Clone, Debug)]
pub struct SystemMail {
    /// Who gets it.
    pub to: Mailbox,
    /// One line.
    pub subject: String,
    /// Plain text; links are made clickable.
    pub text: String,
    /// Who caused it, when somebody did.
    pub by: Option<UserId>,
}

/// Puts it into the outbox within the transaction of the act that causes it. Wake the outbox after the commit.
///
/// # Errors
/// `NoAccount` when the organisation has none that works: show the link to be copied instead (S10).
pub async fn send_system(tx: &mut Tx, mail: &SystemMail, now: Moment) -> Result<Enqueued, SendError> {
    let account = accounts::find(tx, AccountOwner::Organisation).await?;
    let account = account.filter(|account| account.state.is_working()).ok_or(SendError::NoAccount)?;
    let name = mail.to.name.clone().unwrap_or_default();
    let letter = Letter {
        from: material::sender(&account),
        reply_to: account.reply_to.clone(),
        recipients: vec![(Role::To, Party { name: name.clone(), address: mail.to.address.to_string() })],
        subject: mail.subject.clone(),
        text: mail.text.clone(),
        files: vec![],
        date: now,
        token: material::token()?,
    };
    let delivery = NewDelivery {
        address: mail.to.address.clone(),
        name,
        role: Role::To,
        self_copy: false,
        contact_id: None,
        corrects: None,
    };
    let message = material::message(&letter, &account, vec![delivery])?;
    let message = NewMessage { mime: build(&letter)?, body: String::new(), ..message };
    let batch = NewBatch {
        kind: Kind::System,
        idem_key: format!("system:{}", letter.token),
        by: mail.by,
        draft_id: None,
        undo_until: None,
        messages: vec![message],
    };
    Ok(enqueue(tx, &batch, now).await?)
}
