//! Who may come in (S01–S12), through the whole router.

mod support;

use app::access::commands::{self, Addition};
use model::{Secret, UserRole};
use store::testing;

const PHRASE: &str = "un mot de passe bien long";

fn addition(email: &str, password: &str) -> Addition {
    Addition { email: email.into(), name: None, role: UserRole::Administrator, password: Secret::new(password) }
}

#[tokio::test]
async fn s05_the_command_line_keeps_the_rules_of_the_browser() {
    let fresh = testing::sqlite().await;
    commands::add_user(&fresh.pool, &addition("marie@acme.example", PHRASE)).await.unwrap();
    let again = commands::add_user(&fresh.pool, &addition("MARIE@acme.example", PHRASE)).await.unwrap_err();
    assert!(again.contains("already a user"), "{again}");
    for (email, password) in [("marie", PHRASE), ("jean@acme.example", "court"), ("jean@acme.example", "motdepasse123")]
    {
        assert!(commands::add_user(&fresh.pool, &addition(email, password)).await.is_err(), "{email} {password}");
    }
    let all = commands::list_users(&fresh.pool).await.unwrap();
    assert_eq!(all.iter().map(|user| user.name.as_str()).collect::<Vec<_>>(), ["marie@acme.example"]);
    let another = Secret::new("encore une phrase");
    assert_eq!(commands::set_password(&fresh.pool, "marie@acme.example", &another).await, Ok(0));
    assert!(commands::set_password(&fresh.pool, "jean@acme.example", &another).await.is_err());
}
