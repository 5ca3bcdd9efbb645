//! Why nothing of a send leaves: its account's trouble, told by whose account it is, with the way to mend it for who may.

use crate::{
    clock::now, error::AppError, facts::find::zone_for, settings::fault_sentence, ui::moment_text, words::Words,
};
use model::{
    AccountOwner, AccountState, Moment, User, UserRole,
    delivery::Fault,
    is_limit,
    send::{AccountTrouble, BatchState, BatchView, Stopped},
};
use store::{Tx, restorations};

/// Writes it into the batch. While nothing leaves, no line of it promises a next try.
pub(super) async fn explain(tx: &mut Tx, batch: &mut BatchView, user: &User) -> Result<(), AppError> {
    let held = batch.state == BatchState::Paused || restorations::find(tx).await?.is_some();
    if held || batch.trouble.as_ref().is_some_and(|trouble| !trouble.state.is_working()) {
        for delivery in batch.messages.iter_mut().flat_map(|message| &mut message.deliveries) {
            delivery.due_at = Moment(0);
        }
    }
    // Of a batch that is paused it is not the reason: it would not leave by an account that works either.
    if let Some(trouble) = batch.trouble.as_ref().filter(|_| batch.state != BatchState::Paused) {
        let zone = zone_for(Some(user), &store::settings(tx).await?);
        batch.stopped = Some(stopped(user, trouble, |at| moment_text(Words(user.language), &zone, at, now())));
    }
    Ok(())
}

/// Whose account it is, for who reads of it.
#[derive(Clone, Copy)]
enum Whose {
    Mine,
    /// The organisation's, and who reads it may mend it.
    Ours,
    /// The organisation's, which administrators mend.
    Company,
    Another,
}

fn stopped(user: &User, trouble: &AccountTrouble, when: impl Fn(Moment) -> String) -> Stopped {
    let w = Words(user.language);
    let whose = match trouble.owner {
        AccountOwner::User(id) if id == user.id => Whose::Mine,
        AccountOwner::User(_) => Whose::Another,
        AccountOwner::Organisation if user.role == UserRole::Administrator => Whose::Ours,
        AccountOwner::Organisation => Whose::Company,
    };
    let fault = Fault::from_code(&trouble.text);
    let text = match (trouble.state, trouble.next_ok_at) {
        (AccountState::AuthFailed, _) => match whose {
            Whose::Mine => w.outbox_trouble_auth_own().to_owned(),
            Whose::Ours => w.outbox_trouble_auth_ours().to_owned(),
            Whose::Company => w.outbox_trouble_auth_company().to_owned(),
            Whose::Another => w.outbox_trouble_auth_other().to_owned(),
        },
        (AccountState::SenderRefused, _) => match whose {
            Whose::Mine => w.outbox_trouble_sender_own().to_owned(),
            Whose::Ours => w.outbox_trouble_sender_ours().to_owned(),
            Whose::Company => w.outbox_trouble_sender_company().to_owned(),
            Whose::Another => w.outbox_trouble_sender_other().to_owned(),
        },
        (AccountState::Disabled, _) => w.outbox_trouble_disabled().to_owned(),
        (_, Some(at)) if is_limit(&trouble.text) => w.outbox_trouble_limit_until(&when(at)),
        (_, Some(at)) => match fault {
            Some(fault) => {
                let next = w.outbox_trouble_next(&when(at));
                match whose {
                    Whose::Mine | Whose::Ours => [fault_sentence(w, fault), &next].join(" "),
                    // What is wrong with the server's name or port is for who may mend it.
                    Whose::Company => {
                        [w.outbox_trouble_unreachable(), &next, w.outbox_trouble_check_company()].join(" ")
                    }
                    Whose::Another => w.outbox_trouble_throttled_until(&when(at)),
                }
            }
            None => w.outbox_trouble_throttled_until(&when(at)),
        },
        _ => w.outbox_trouble_throttled().to_owned(),
    };
    // A fault of ours has a code there, and nobody said it.
    let ours = is_limit(&trouble.text) || fault.is_some();
    let mend = match whose {
        Whose::Mine => "/parametres/moi#compte-envoi",
        Whose::Ours => "/parametres/societe#compte-envoi",
        Whose::Company | Whose::Another => "",
    };
    Stopped { text, said: if ours { String::new() } else { trouble.text.clone() }, mend: mend.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::{Lang, Theme, Transport, UserId};

    fn user(id: i64, role: UserRole) -> User {
        User {
            id: UserId(id),
            email: String::new(),
            name: String::new(),
            role,
            language: Lang::Fr,
            theme: Theme::System,
            time_zone: None,
            signature: String::new(),
            joined: true,
            disabled_at: None,
            version: 1,
        }
    }

    #[test]
    fn a_refused_account_is_told_by_whose_it_is_and_who_may_mend_it() {
        let w = Words(Lang::Fr);
        let (leads, works) = (user(1, UserRole::Administrator), user(2, UserRole::Member));
        let (own, ours) = (AccountOwner::User(UserId(2)), AccountOwner::Organisation);
        for (reader, owner, auth, sender, mend) in [
            (&works, own, w.outbox_trouble_auth_own(), w.outbox_trouble_sender_own(), "/parametres/moi#compte-envoi"),
            (&works, ours, w.outbox_trouble_auth_company(), w.outbox_trouble_sender_company(), ""),
            (
                &leads,
                ours,
                w.outbox_trouble_auth_ours(),
                w.outbox_trouble_sender_ours(),
                "/parametres/societe#compte-envoi",
            ),
            (&leads, own, w.outbox_trouble_auth_other(), w.outbox_trouble_sender_other(), ""),
        ] {
            for (state, text) in [(AccountState::AuthFailed, auth), (AccountState::SenderRefused, sender)] {
                let said = "535 5.7.8 no".to_owned();
                let trouble = AccountTrouble { owner, transport: Transport::Smtp, state, text: said, next_ok_at: None };
                let told = stopped(reader, &trouble, |_| String::new());
                assert_eq!((told.text.as_str(), told.mend.as_str()), (text, mend));
                assert_eq!(told.said, "535 5.7.8 no");
            }
        }
    }

    #[test]
    fn a_server_that_cannot_be_spoken_to_says_what_is_wrong_and_when_it_is_tried_again() {
        let w = Words(Lang::Fr);
        let trouble = AccountTrouble {
            owner: AccountOwner::Organisation,
            transport: Transport::Smtp,
            state: AccountState::Throttled,
            text: "refused".into(),
            next_ok_at: Some(Moment(1)),
        };
        let told = stopped(&user(1, UserRole::Administrator), &trouble, |_| "demain".into());
        assert!(told.text.starts_with(w.fault_refused()) && told.text.ends_with("demain."), "{}", told.text);
        assert_eq!(told.said, "");
        let told = stopped(&user(2, UserRole::Member), &trouble, |_| "demain".into());
        assert!(told.text.starts_with(w.outbox_trouble_unreachable()), "{}", told.text);
        assert!(told.text.contains("demain") && told.mend.is_empty(), "{}", told.text);
        let asked = AccountTrouble { text: "450 4.7.1 later".into(), ..trouble };
        let told = stopped(&user(1, UserRole::Administrator), &asked, |_| "demain".into());
        assert_eq!(told.text, w.outbox_trouble_throttled_until("demain"));
        assert_eq!(told.said, "450 4.7.1 later");
    }
}
