//! Accounts as somebody would fill in their form.

use model::{AccountDraft, Secret, Transport};

/// At a mail server that does not exist, with the password « le mot de passe ».
pub fn smtp_account() -> AccountDraft {
    AccountDraft {
        host: "smtp.maison.example".into(),
        port: "465".into(),
        login: "compta".into(),
        password: Secret::new("le mot de passe"),
        from_address: "compta@maison.example".into(),
        ..AccountDraft::default()
    }
}

/// Whose mails from this address go into the test mailbox.
pub fn mailbox_account(from: &str) -> AccountDraft {
    AccountDraft {
        transport: Transport::TestMailbox,
        from_address: from.into(),
        password: Secret::new(""),
        ..AccountDraft::default()
    }
}
