//! Mails that Bonport writes by itself: a forgotten password, an invitation. They leave by the organisation's account.

use crate::{error::AppError, services::Services};
use model::User;
use store::Tx;

/// Can a mail of the system leave?
pub(crate) async fn can_leave(_tx: &mut Tx) -> Result<bool, AppError> {
    Ok(false)
}

/// The link to choose another password.
pub(super) async fn reset(_tx: &mut Tx, _: &Services, _user: &User, _link: &str) -> Result<(), AppError> {
    Err(AppError::NotPossible("not_sent".into()))
}
