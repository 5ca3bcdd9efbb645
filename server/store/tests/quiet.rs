//! Whoever listens to the log hears what must not be there: each kind of leak is planted, and found (S59, S60, I12).
#![allow(clippy::unwrap_used)]

use std::sync::Arc;
use store::testing::quiet::Watch;
use store::testing::{self, run};

/// What a watch found while this was logged.
fn found(prepare: impl FnOnce(&Watch), log: impl FnOnce()) -> Vec<String> {
    let watch = Arc::new(Watch::default());
    prepare(&watch);
    tracing::subscriber::with_default(Watch::subscriber(&watch), || {
        tracing::trace!("begun");
        log();
    });
    assert!(watch.lines() > 0, "it listens");
    watch.found()
}

#[test]
fn each_kind_of_leak_is_found_i12() {
    let knows = |watch: &Watch| {
        watch.secret("a password", "sésame ouvre-toi");
        watch.private("a subject", "Devis d’été");
        watch.private("a body", "Bonjour,\r\n\r\nvoici le devis.\r\n");
    };
    let none: &dyn Fn() = &|| tracing::trace!(delivery = 7, code = 550, place = "a@b", "outbox.ended");
    assert_eq!(found(knows, none), Vec::<String>::new(), "numbers and words of ours are no leak");
    let leaks: [(&str, &dyn Fn()); 10] = [
        ("as a field", &|| tracing::trace!(password = "sésame ouvre-toi", "signed in")),
        ("as a message", &|| tracing::error!("{} is wrong", "sésame ouvre-toi")),
        ("as a list of bytes", &|| tracing::debug!(secret = ?"sésame ouvre-toi".as_bytes(), "sealed")),
        ("in hexadecimal", &|| tracing::info!(key = model::hex("sésame ouvre-toi".as_bytes()), "sealed")),
        ("a subject", &|| tracing::info!(subject = "Devis d’été", "sent")),
        ("a line of a body", &|| tracing::info!(body = ?"Bonjour,\r\n\r\nvoici le devis.\r\n", "sent")),
        ("an address", &|| tracing::warn!(reply = "550 5.1.1 <parti@x.example> is gone", "refused")),
        ("one with a quoted name", &|| tracing::warn!(reply = "550 \"deux mots\"@x.example", "refused")),
        ("an address of accents", &|| tracing::warn!(to = "éloïse@œuvre.example", "refused")),
        ("in a span", &|| drop(tracing::trace_span!("request", cookie = "sésame ouvre-toi").entered())),
    ];
    for (name, leak) in leaks {
        assert_eq!(found(knows, leak).len(), 1, "{name}");
    }
}

#[test]
fn a_secret_that_is_logged_as_it_is_made_is_found() {
    let watch = Arc::new(Watch::default());
    tracing::subscriber::with_default(Watch::subscriber(&watch), || tracing::trace!(token = "k7-Wx_09aBcD", "made"));
    assert!(watch.found().is_empty());
    watch.secret("a token", "k7-Wx_09aBcD");
    assert_eq!(watch.found().len(), 1);
}

/// What a database says of a value that it could not take quotes the value.
#[tokio::test]
async fn s59_an_error_of_the_database_tells_no_value() {
    // Nobody listens here: the statements themselves hold what others bind.
    let fresh = testing::postgres().await;
    for text in [
        "SELECT CAST('lea@maison.example' AS INTEGER)",
        "SELECT CAST('lea@maison.example' AS TIMESTAMP)",
        "INSERT INTO setting (name, value) VALUES ('lea@maison.example', 'without a day')",
        "INSERT INTO setting (name, value, changed_at) SELECT 'lea@maison.example', n, CURRENT_TIMESTAMP
          FROM (VALUES ('a'), ('b')) AS twice (n)",
    ] {
        let error = run(&mut fresh.pool.write().await.unwrap(), text).await.unwrap_err();
        assert!(!error.to_string().contains("lea"), "{error}");
    }
    let column = run(&mut fresh.pool.write().await.unwrap(), "SELECT nothing FROM setting").await.unwrap_err();
    assert!(column.to_string().contains("nothing"), "what is wrong with a statement is told: {column}");
}

#[test]
fn s59_what_cannot_be_read_is_not_repeated() {
    let error = store::StoreError::Unreadable { what: "draft.content", found: "invalid value: \"Devis\"".into() };
    assert_eq!(error.to_string(), "unreadable draft.content");
}
