//! « Tester » of a stored account: what is learnt of it is kept (P52).

use crate::house::{House, form};
use crate::support::{Act, At, Script};
use mail::{TestMailbox, TrialMail, try_account};
use model::{Account, AccountDraft, AccountState, Secret, Transport};
use store::accounts;
use store::testing::Fresh;

async fn stored(house: &House) -> Account {
    accounts::get(&mut house.pool.read().await.unwrap(), house.account).await.unwrap()
}

/// Whether everything passed.
async fn try_out(house: &House, draft: AccountDraft) -> bool {
    let allowed = store::settings(&mut house.pool.read().await.unwrap()).await.unwrap().allowed_smtp_hosts;
    let form = draft.check(Some(&stored(house).await), &allowed).unwrap();
    let words = TrialMail { subject: "Essai".into(), text: "Essai".into() };
    let (config, what) = (house.config(), (&form, Some(house.account)));
    try_account(&house.pool, &house.keys, &config, what, &words, house.now()).await.unwrap().passed()
}

async fn size(fresh: &Fresh) {
    let script = Script::default()
        .offering(&["SIZE 10240000"])
        .login("compta", "sésame")
        .on(At::Mail, |asked| if asked.nth == 1 { Act::say("553 5.1.8 not yours") } else { Act::Usual });
    let house = House::new(fresh, script).await;
    let kept = || AccountDraft { password: Secret::default(), ..form(&house.server) };
    assert!(!try_out(&house, kept()).await);
    assert_eq!((stored(&house).await.max_size, stored(&house).await.tested_at), (None, None), "it took nothing");

    let other = AccountDraft { from_name: "Autre".into(), ..form(&house.server) };
    assert!(try_out(&house, other).await);
    assert_eq!(
        (stored(&house).await.max_size, stored(&house).await.tested_at),
        (Some(10_240_000), None),
        "not saved yet"
    );
    let mut tx = house.pool.write().await.unwrap();
    accounts::stop(&mut tx, house.account, AccountState::AuthFailed, "535 no", house.now()).await.unwrap();
    accounts::note_max_size(&mut tx, house.account, None).await.unwrap();
    tx.commit().await.unwrap();
    assert!(try_out(&house, kept()).await);
    let now = stored(&house).await;
    assert_eq!((now.max_size, now.tested_at.is_some(), now.state), (Some(10_240_000), true, AccountState::Ok));
}
store::both!(p52_a_trial_notes_what_the_server_takes, size);

async fn kept(fresh: &Fresh) {
    let house = House::new(fresh, Script::default()).await;
    let draft = || AccountDraft { transport: Transport::TestMailbox, ..form(&house.server) };
    assert!(try_out(&house, draft()).await);
    let mailbox = house.config().mailbox;
    let mails = TestMailbox::new(&mailbox).list(None, 9).await.unwrap();
    assert_eq!((mails.len(), mails[0].mail.subject.as_str(), house.server.accepted().len()), (1, "Essai", 0));

    std::fs::remove_dir_all(&mailbox).unwrap();
    std::fs::write(&mailbox, "a file in its place").unwrap();
    assert!(!try_out(&house, draft()).await, "it says that nothing was kept");
}
store::both!(p52_a_trial_of_the_test_mailbox_keeps_its_mail_there, kept);
