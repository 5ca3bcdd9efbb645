//! People who sign in (P53).

use crate::{Lang, Moment, UserId, codes::codes};
use serde::{Deserialize, Serialize};

/// What a person may do (P53).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UserRole {
    /// Users, settings, imports, erasing a client; and everything a member may.
    Administrator,
    /// Everything else.
    Member,
}

/// Light, dark, or as the system says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Theme {
    /// As the system says.
    #[default]
    System,
    /// Ink on white.
    Light,
    /// White on ink.
    Dark,
}

/// A person who signs in. Never carries a password.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct User {
    /// Its id.
    pub id: UserId,
    /// As typed, trimmed.
    pub email: String,
    /// As shown and written in « De ».
    pub name: String,
    /// What it may do.
    pub role: UserRole,
    /// The language of its screens.
    pub language: Lang,
    /// Its theme.
    pub theme: Theme,
    /// IANA name; none: the organisation's.
    pub time_zone: Option<String>,
    /// Under the mails written by hand (P28).
    pub signature: String,
    /// The invitation was accepted: there is a password.
    pub joined: bool,
    /// May not sign in since.
    pub disabled_at: Option<Moment>,
    /// Rises with each change (P12).
    pub version: i64,
}

codes!(UserRole { Administrator => "administrator", Member => "member" });
codes!(Theme { System => "system", Light => "light", Dark => "dark" });
