//! The forms of signing in and of the settings: what a password must be, who is invited, what people choose for themselves.

pub mod next;
pub mod password;
mod profile;
mod user;

pub use password::NewPassword;
pub use profile::{CheckedProfile, ProfileDraft, name};
pub use user::{CheckedUser, UserDraft, email};
