//! The acts of E20, each one transaction.

use super::api::{Acted, UserAct, UserLine, Users};
use crate::{
    access::{
        Caller,
        links::{invitation_link, reset_link},
        mails,
        session::{AGES, open},
    },
    clock::now,
    error::AppError,
    services::{Services, reading},
    words::Words,
};
use model::{Problem, User, UserId, UserRole, access::UserDraft};
use store::{
    StoreError, Tx,
    access_tokens::{self, Purpose},
    sessions, users,
};

pub(super) async fn list() -> Result<Users, AppError> {
    let mut tx = reading().await?;
    let counts = sessions::counts(&mut tx, AGES, now()).await?;
    let line = |user: User| {
        let found = counts.iter().find(|(id, ..)| *id == user.id);
        UserLine { sessions: found.map_or(0, |(_, n, _)| *n), last_seen_at: found.map(|(.., at)| *at), user }
    };
    let lines = users::list(&mut tx).await?.into_iter().map(line).collect();
    Ok(Users { lines, mails_leave: mails::can_leave(&mut tx).await?, made: None })
}

pub(super) async fn invite(services: &Services, by: UserId, draft: &UserDraft) -> Result<Acted, AppError> {
    let checked = draft.check().map_err(AppError::Refused)?;
    let mut tx = services.pool.write().await?;
    let language = store::settings(&mut tx).await?.language;
    let new =
        users::NewUser { email: checked.email, name: checked.name, role: checked.role, language, password_hash: None };
    let id = match users::add(&mut tx, &new, now()).await {
        Err(StoreError::Taken) => {
            let holder = users::find_by_email(&mut tx, &new.email).await?;
            if holder.as_ref().is_some_and(|user| !user.joined && user.disabled_at.is_none()) {
                return Err(AppError::field("email", Problem::Invited));
            }
            let name = holder.map(|user| if user.name.is_empty() { user.email } else { user.name });
            return Err(AppError::field("email", Problem::Taken(name.unwrap_or_default())));
        }
        added => added?,
    };
    let user = users::get(&mut tx, id).await?;
    let done = invited(&mut tx, services, &user, by).await?;
    tx.commit().await?;
    services.outbox.wake();
    Ok(done)
}

/// The link, and a mail with it when mails can leave.
async fn invited(tx: &mut Tx, services: &Services, user: &User, by: UserId) -> Result<Acted, AppError> {
    let link = invitation_link(tx, services, user.id).await?;
    let mailed = mails::can_leave(tx).await?;
    if mailed {
        mails::invitation(tx, user, &link, by).await?;
    }
    let w = asker(tx, by).await?;
    let text =
        if mailed { w.colleagues_invited_by_mail(&user.email) } else { w.colleagues_invited_by_link(&user.email) };
    Ok(Acted { text, link: Some(link) })
}

/// The words of whoever acts.
async fn asker(tx: &mut Tx, by: UserId) -> Result<Words, AppError> {
    Ok(Words(users::get(tx, by).await?.language))
}

pub(super) async fn act(
    services: &Services,
    caller: &Caller,
    id: UserId,
    version: i64,
    act: UserAct,
) -> Result<Acted, AppError> {
    let mut tx = services.pool.write().await?;
    let user = users::get(&mut tx, id).await?;
    let w = Words(caller.user.language);
    let name = if user.name.is_empty() { &user.email } else { &user.name };
    let told = |text| Acted { text, link: None };
    let done = match act {
        UserAct::MakeAdministrator => {
            role(&mut tx, services, caller, id, version, UserRole::Administrator).await?;
            told(w.colleagues_now_administrator(name))
        }
        UserAct::MakeMember => {
            role(&mut tx, services, caller, id, version, UserRole::Member).await?;
            told(w.colleagues_now_member(name))
        }
        UserAct::Disable if id == caller.user.id => return Err(AppError::NotPossible("oneself".into())),
        UserAct::Disable => {
            users::disable(&mut tx, id, now()).await?;
            sessions::remove_all(&mut tx, id, None).await?;
            access_tokens::remove(&mut tx, Purpose::Reset, Some(id)).await?;
            told(w.colleagues_closed(name))
        }
        UserAct::Enable => {
            users::enable(&mut tx, id, now()).await?;
            told(w.colleagues_opened(name))
        }
        UserAct::EndSessions => {
            let keep = (id == caller.user.id).then_some(caller.session);
            sessions::remove_all(&mut tx, id, keep).await?;
            told(w.colleagues_sessions_ended(name))
        }
        UserAct::InviteAgain if user.joined => return Err(AppError::Conflict),
        UserAct::InviteAgain => invited(&mut tx, services, &user, caller.user.id).await?,
        UserAct::TakeBack => {
            users::remove_invited(&mut tx, id).await?;
            told(w.colleagues_taken_back(name))
        }
        UserAct::ResetLink => {
            let link = reset_link(&mut tx, services, id).await?;
            Acted { text: w.colleagues_reset_for(&user.email), link: Some(link) }
        }
    };
    tx.commit().await?;
    services.outbox.wake();
    Ok(done)
}

/// Another role ends the person's sessions; one's own goes on under a new id (S06).
async fn role(
    tx: &mut Tx,
    services: &Services,
    caller: &Caller,
    id: UserId,
    version: i64,
    role: UserRole,
) -> Result<(), AppError> {
    users::change_role(tx, id, version, role, now()).await?;
    sessions::remove_all(tx, id, None).await?;
    if id == caller.user.id {
        open(tx, services, id).await?;
    }
    Ok(())
}
