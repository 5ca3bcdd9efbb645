//! Whether mails can leave, said before anybody writes one, and who decides it (P52), through the whole router.
#![allow(clippy::unwrap_used)]

mod support;

use app::words::Words;
use http::StatusCode;
use model::{AccountId, AccountOwner, AccountState, Lang, UserId, UserRole};
use store::{accounts, testing::smtp_account};
use support::{House, client, encoded, house, posted, text, words_of};

const W: Words = Words(Lang::Fr);

/// An administrator and a member, and the company's account at a mail server.
struct Office {
    house: House,
    administrator: String,
    member: String,
    company: AccountId,
}

async fn office() -> Office {
    let house = house().await;
    let (administrator, member) =
        (house.signed_in(UserRole::Administrator).await, house.signed_in(UserRole::Member).await);
    let company = account(&house, AccountOwner::Organisation).await;
    Office { house, administrator, member, company }
}

async fn account(house: &House, owner: AccountOwner) -> AccountId {
    let mut tx = house.fresh.pool.write().await.unwrap();
    let form = smtp_account().check(None, &[]).unwrap();
    let id = accounts::add(&mut tx, &house.keys, owner, &form, app::clock::now()).await.unwrap();
    tx.commit().await.unwrap();
    id
}

impl Office {
    async fn post(&self, cookie: &str, path: &str, fields: &[(&str, &str)]) -> (StatusCode, String) {
        let answer = self.house.ask(posted(cookie, path, &encoded(fields))).await;
        (answer.status(), text(answer).await)
    }

    /// The banner of every page, where there is one.
    async fn banner(&self, cookie: &str) -> Option<&'static str> {
        let page = text(self.house.get_as(cookie, "/aide").await).await;
        let all = [
            W.banner_mailbox(),
            W.banner_stopped_own(),
            W.banner_stopped_company(),
            W.banner_stopped_ask(),
            W.banner_no_account(),
        ];
        let mut said = all.into_iter().filter(|banner| page.contains(banner));
        let first = said.next();
        assert_eq!(said.next(), None, "one at most");
        first
    }

    async fn stop(&self, account: AccountId, state: AccountState) {
        let mut tx = self.house.fresh.pool.write().await.unwrap();
        accounts::stop(&mut tx, account, state, "535 5.7.8 no", app::clock::now()).await.unwrap();
        tx.commit().await.unwrap();
    }

    /// For an hour.
    async fn throttle(&self, account: AccountId) {
        let (mut tx, now) = (self.house.fresh.pool.write().await.unwrap(), app::clock::now());
        accounts::mark_tested(&mut tx, account, now).await.unwrap();
        accounts::throttle(&mut tx, account, "421 later", now.plus_seconds(3600), now).await.unwrap();
        tx.commit().await.unwrap();
    }

    async fn member_id(&self) -> UserId {
        let mut tx = self.house.fresh.pool.read().await.unwrap();
        let all = store::users::list(&mut tx).await.unwrap();
        all.iter().find(|user| user.role == UserRole::Member).unwrap().id
    }
}

#[tokio::test]
async fn p52_an_administrator_leaves_the_test_mailbox_and_a_member_cannot() {
    let office = office().await;
    let mut tx = office.house.fresh.pool.write().await.unwrap();
    let demo = model::Settings { test_mailbox: true, ..model::Settings::default() };
    store::change_settings(&mut tx, &demo, app::clock::now()).await.unwrap();
    tx.commit().await.unwrap();
    let chosen = [("test_mailbox", "true")];
    let save = async |cookie: &str, version: &str, more: &[(&str, &str)]| {
        let form = [
            ("organisation_name", "Maison"),
            ("time_zone", "Europe/Brussels"),
            ("language", "fr"),
            ("undo_seconds", "5"),
            ("version", version),
        ];
        office.post(cookie, "/api/settings/save-company", &[&form[..], more].concat()).await.0
    };
    let box_of = async || {
        let page = text(office.house.get_as(&office.administrator, "/parametres/societe").await).await;
        assert!(page.contains(W.settings_mailbox()));
        page.split("name=\"test_mailbox\"").nth(1).unwrap().split('>').next().unwrap().contains("checked")
    };
    assert_eq!(office.banner(&office.member).await, Some(W.banner_mailbox()));
    assert!(box_of().await);
    assert_eq!(save(&office.member, "0", &[]).await, StatusCode::FORBIDDEN);
    assert_eq!(office.banner(&office.member).await, Some(W.banner_mailbox()));

    assert_eq!(save(&office.administrator, "0", &[]).await, StatusCode::OK);
    assert_eq!((office.banner(&office.member).await, box_of().await), (None, false));
    assert_eq!(save(&office.administrator, "1", &chosen).await, StatusCode::OK);
    assert_eq!((office.banner(&office.administrator).await, box_of().await), (Some(W.banner_mailbox()), true));
}

#[tokio::test]
async fn p52_an_account_that_stopped_is_said_before_writing_and_who_can_mend_it() {
    let office = office().await;
    let (administrator, member) = (office.administrator.as_str(), office.member.as_str());
    assert_eq!((office.banner(administrator).await, office.banner(member).await), (None, None));
    office.throttle(office.company).await;
    assert_eq!(office.banner(administrator).await, None, "it goes on by itself");
    for state in [AccountState::AuthFailed, AccountState::SenderRefused] {
        office.stop(office.company, state).await;
        assert_eq!(office.banner(administrator).await, Some(W.banner_stopped_company()), "{state:?}");
        assert_eq!(office.banner(member).await, Some(W.banner_stopped_ask()), "{state:?}");
    }
    let own = account(&office.house, AccountOwner::User(office.member_id().await)).await;
    assert_eq!(office.banner(member).await, None, "one's own makes it possible");
    assert_eq!(office.banner(administrator).await, Some(W.banner_stopped_company()), "who can mend it is told");
    office.stop(own, AccountState::AuthFailed).await;
    assert_eq!(office.banner(member).await, Some(W.banner_stopped_own()));
    office.stop(own, AccountState::Disabled).await;
    assert_eq!(office.banner(member).await, Some(W.banner_stopped_ask()));
    office.stop(office.company, AccountState::Disabled).await;
    assert_eq!(office.banner(member).await, Some(W.banner_no_account()));
}

/// S10
#[tokio::test]
async fn p52_a_link_is_only_said_to_leave_by_mail_when_it_can() {
    let office = office().await;
    let forgotten =
        async || office.post("none=0", "/api/access/forgotten", &[("email", "member@bonport.example")]).await;
    let invite = async |email: &str| {
        let fields = [("email", email), ("name", ""), ("role", "member")];
        office.post(&office.administrator, "/api/settings/invite", &fields).await.1
    };
    let door = async || text(office.house.get("/mot-de-passe-oublie").await).await;
    office.throttle(office.company).await;
    assert_eq!(forgotten().await.0, StatusCode::OK, "it leaves by itself, a little later");
    assert!(invite("zoe@acme.example").await.contains(&W.colleagues_invited_by_mail("zoe@acme.example")));
    for (state, email) in
        [(AccountState::AuthFailed, "luc@acme.example"), (AccountState::SenderRefused, "mia@acme.example")]
    {
        office.stop(office.company, state).await;
        assert!(door().await.contains(W.access_ask_administrator()), "{state:?}");
        let refused = forgotten().await;
        assert_eq!(refused.0, StatusCode::UNPROCESSABLE_ENTITY, "{state:?}");
        assert!(refused.1.contains("not_sent"), "{state:?}");
        assert!(invite(email).await.contains(&W.colleagues_invited_by_link(email)), "{state:?}");
        let users = text(office.house.get_as(&office.administrator, "/parametres/utilisateurs").await).await;
        assert!(users.contains(W.users_invite_by_link()), "{state:?}");
    }
    office.throttle(office.company).await;
    assert!(!door().await.contains(W.access_ask_administrator()));
}

/// The page is the same with the wasm and without.
#[tokio::test]
async fn p28_from_stands_at_an_account_that_works_and_says_which_one_stopped() {
    let office = office().await;
    let own = account(&office.house, AccountOwner::User(office.member_id().await)).await;
    let mut tx = office.house.fresh.pool.write().await.unwrap();
    let acme = client(&mut tx, "ACME").await;
    tx.commit().await.unwrap();
    // What is chosen, and what stands in the list.
    let shown = async || {
        let page = text(office.house.get_as(&office.member, &format!("/ecrire?client={acme}")).await).await;
        let list = page.split_once("name=\"account\"").unwrap().1.split_once("</select>").unwrap().0;
        let options: Vec<&str> = list.split("<option").skip(1).collect();
        let chosen: Vec<_> = options.iter().filter(|option| option.contains("selected")).collect();
        let id = chosen[0].split("value=\"").nth(1).unwrap().split('"').next().unwrap();
        let stopped = options.iter().filter(|option| option.contains("— ne fonctionne plus"));
        let stopped: Vec<bool> = stopped.map(|option| option.contains("(mon compte)")).collect();
        assert_eq!((options.len(), chosen.len()), (2, 1));
        (id.parse::<AccountId>().unwrap(), stopped)
    };
    assert_eq!(shown().await, (own, vec![]));
    office.throttle(own).await;
    assert_eq!(shown().await, (own, vec![]), "it goes on by itself");
    office.stop(own, AccountState::AuthFailed).await;
    assert_eq!(shown().await, (office.company, vec![true]));
    assert_eq!(office.banner(&office.member).await, Some(W.banner_stopped_own()), "it is still to be mended");
    office.stop(office.company, AccountState::SenderRefused).await;
    assert_eq!(shown().await, (own, vec![true, false]));
}

/// P52: on the page where it is mended: what happened, when, what to do, how many wait; and it can be tried at once.
#[tokio::test]
async fn p52_a_refused_password_says_what_to_do_and_can_be_tried_again() {
    let office = office().await;
    let (administrator, member) = (office.administrator.as_str(), office.member.as_str());
    let page = async |cookie: &str, path: &str| words_of(&text(office.house.get_as(cookie, path).await).await);
    let retry = W.account_retry();
    assert!(!page(administrator, "/parametres/societe").await.contains(retry));
    office.stop(office.company, AccountState::AuthFailed).await;
    let told = page(administrator, "/parametres/societe").await;
    for part in [
        "a refusé l’identifiant ou le mot de passe, aujourd’hui, ",
        "Saisissez de nouveau le mot de passe",
        "Réponse du serveur : « 535 5.7.8 no »",
        retry,
    ] {
        assert!(told.contains(part), "{part}: {told}");
    }
    let todo = "Régler le compte d’envoi de la société";
    let home = page(administrator, "/").await;
    assert!(home.contains(todo) && home.contains("href=\"/parametres/societe#compte-envoi\""), "{home}");
    assert!(told.contains("id=\"compte-envoi\""), "{told}");
    assert!(!page(member, "/").await.contains(todo), "who cannot mend it is not asked to");
    assert_eq!(
        office.post(member, "/api/settings/retry-account", &[("organisation", "true")]).await.0,
        StatusCode::FORBIDDEN
    );
    assert_eq!(
        office.post(member, "/api/settings/retry-account", &[]).await.0,
        StatusCode::NOT_FOUND,
        "none of one's own"
    );
    let retried = office.post(administrator, "/api/settings/retry-account", &[("organisation", "true")]).await;
    assert_eq!(retried.0, StatusCode::OK, "{}", retried.1);
    assert_eq!(office.banner(administrator).await, None);
    let told = page(administrator, "/parametres/societe").await;
    assert!(!told.contains(retry) && !told.contains("Nouvel essai lancé"), "{told}");
    let told = page(administrator, "/parametres/societe?essai=0").await;
    assert!(told.contains(W.outbox_tag_untried()) && !told.contains("Nouvel essai lancé"), "nothing waited: {told}");
    let told = page(administrator, "/parametres/societe?essai=1").await;
    assert!(told.contains(W.outbox_tag_untried()) && told.contains("Nouvel essai lancé"), "{told}");

    // A fault of the connection has a code where the server's words stand: it is said in words.
    let mut tx = office.house.fresh.pool.write().await.unwrap();
    let now = app::clock::now();
    accounts::throttle(&mut tx, office.company, "timeout", now.plus_seconds(3600), now).await.unwrap();
    tx.commit().await.unwrap();
    let told = page(administrator, "/parametres/societe").await;
    assert!(told.contains("Prochain essai automatique : ") && told.contains("n’a pas répondu à temps"), "{told}");
    assert!(!told.contains("Réponse du serveur") && told.contains(W.outbox_tag_unreachable()), "{told}");
    assert!(!told.contains(W.outbox_tag_throttled()), "{told}");
    // Nor is our own limit the server's wish.
    let mut tx = office.house.fresh.pool.write().await.unwrap();
    accounts::wait(&mut tx, office.company, model::LIMIT_DAY, now.plus_seconds(3600), now).await.unwrap();
    tx.commit().await.unwrap();
    let told = page(administrator, "/parametres/societe").await;
    assert!(told.contains(W.outbox_tag_limit()) && !told.contains(W.outbox_tag_throttled()), "{told}");
}
