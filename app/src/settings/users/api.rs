//! What administrators do with users (P53). The last active administrator stays, whatever is asked.
#![allow(missing_docs, reason = "the arguments of a server function become fields of a struct of the macro")]

use crate::{error::AppError, wire::Wire};
use leptos::prelude::*;
use model::{Moment, User, UserId};
use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
use super::acts;
#[cfg(feature = "ssr")]
use crate::{
    access::{administrator, go_to},
    services::services,
    typed,
};

/// Under this name an act is kept for the list.
#[cfg(feature = "ssr")]
const MADE: &str = "made_user";

/// One person of the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UserLine {
    /// The person.
    pub user: User,
    /// Open sessions.
    pub sessions: i64,
    /// When one of them was last used, to a few minutes.
    pub last_seen_at: Option<Moment>,
}

/// The list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Users {
    /// Who may sign in first, then by address.
    pub lines: Vec<UserLine>,
    /// Invitations leave by mail.
    pub mails_leave: bool,
    /// What was just made without the wasm, once.
    pub made: Option<Acted>,
}

/// What was done, and a link when there is one to hand over.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Acted {
    /// What was done; with a link, what it is for and how long it works.
    pub text: String,
    /// To copy.
    pub link: Option<String>,
}

/// An act on one person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UserAct {
    /// Gives the role.
    MakeAdministrator,
    /// Gives the role.
    MakeMember,
    /// May not sign in any more; is out at once.
    Disable,
    /// May sign in again.
    Enable,
    /// Signs the person out everywhere.
    EndSessions,
    /// Makes a new invitation.
    InviteAgain,
    /// Takes the invitation back.
    TakeBack,
    /// Makes a link to choose another password.
    ResetLink,
}

impl UserAct {
    const ALL: [(UserAct, &str); 8] = [
        (UserAct::MakeAdministrator, "administrator"),
        (UserAct::MakeMember, "member"),
        (UserAct::Disable, "disable"),
        (UserAct::Enable, "enable"),
        (UserAct::EndSessions, "end-sessions"),
        (UserAct::InviteAgain, "invite"),
        (UserAct::TakeBack, "take-back"),
        (UserAct::ResetLink, "reset"),
    ];

    /// As in the form.
    pub fn code(self) -> &'static str {
        UserAct::ALL.iter().find(|(act, _)| *act == self).map_or("", |(_, code)| code)
    }

    /// The act with this code.
    pub fn from_code(code: &str) -> Option<UserAct> {
        UserAct::ALL.iter().find(|(_, known)| *known == code).map(|(act, _)| *act)
    }
}

/// Everybody.
#[server(prefix = "/api", endpoint = "settings/users", protocol = Wire)]
pub async fn list_users() -> Result<Users, AppError> {
    administrator()?;
    let made = typed::take::<Acted>(MADE).map(|made| made.draft);
    Ok(Users { made, ..acts::list().await? })
}

/// Invites somebody.
#[server(prefix = "/api", endpoint = "settings/invite", protocol = Wire)]
pub async fn invite(
    email: String,
    #[server(default)] name: String,
    #[server(default)] role: String,
) -> Result<Acted, AppError> {
    let caller = administrator()?;
    let draft = model::access::UserDraft { email, name, role };
    let done = acts::invite(&services(), caller.user.id, &draft).await?;
    Ok(shown(done))
}

/// One act on one person. `version` is the one that was seen (P12).
#[server(prefix = "/api", endpoint = "settings/user", protocol = Wire)]
pub async fn act_on_user(user: UserId, #[server(default)] version: i64, act: String) -> Result<Acted, AppError> {
    let caller = administrator()?;
    let act = UserAct::from_code(&act).ok_or(AppError::Malformed)?;
    let done = acts::act(&services(), &caller, user, version, act).await?;
    Ok(shown(done))
}

/// By the page itself, with the wasm; else by the list, where the answer leads.
#[cfg(feature = "ssr")]
fn shown(done: Acted) -> Acted {
    if done.link.is_some() {
        typed::made(MADE, &done);
    }
    go_to("/parametres/utilisateurs");
    done
}
