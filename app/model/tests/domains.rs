//! Slips in common domains (D83) and domains that look like the client's (P29).
#![allow(clippy::unwrap_used, reason = "a test ends where it cannot go on")]

use model::address::typo::meant;
use model::address::{Familiarity, familiarity};

#[test]
fn d83_slips_of_common_domains_are_recognised() {
    for (typed, suggested) in [
        ("jean@gmial.com", "jean@gmail.com"),
        ("jean@gmai.com", "jean@gmail.com"),
        ("jean@gmail.con", "jean@gmail.com"),
        ("jean@gmail.co", "jean@gmail.com"),
        ("jean@gmail.fr", "jean@gmail.com"),
        ("jean@gmailcom", "jean@gmail.com"),
        ("Jean.P@GMIAL.COM", "Jean.P@gmail.com"),
        ("jean@hotmial.fr", "jean@hotmail.fr"),
        ("jean@hotmial.con", "jean@hotmail.com"),
        ("jean@hotmail.f", "jean@hotmail.fr"),
        ("jean@orange.rf", "jean@orange.fr"),
        ("jean@ornage.fr", "jean@orange.fr"),
        ("jean@free.f", "jean@free.fr"),
        ("jean@wanado.fr", "jean@wanadoo.fr"),
        ("jean@outllok.com", "jean@outlook.com"),
        ("jean@laposte.ne", "jean@laposte.net"),
        ("jean@proximsu.be", "jean@proximus.be"),
        ("jean@videotro.ca", "jean@videotron.ca"),
    ] {
        assert_eq!(meant(typed).as_deref(), Some(suggested), "{typed}");
    }
}

#[test]
fn d83_what_looks_intended_is_left_alone() {
    for typed in [
        "jean@gmail.com",
        "jean@mail.com",
        "jean@email.com",
        "jean@orange.be",
        "jean@orange.com",
        "jean@tree.fr",
        "jean@acme.fr",
        "jean@sfl.fr",
        "jean@free.com",
        "jean@live.nl",
        "jean@yahoo.co.uk",
        "jean",
        "@gmial.com",
        "",
    ] {
        assert_eq!(meant(typed), None, "{typed}");
    }
}

#[test]
fn p29_a_domain_seen_at_the_client_is_known_and_others_are_unusual() {
    let seen = ["acme.fr", "gmail.com"];
    assert_eq!(familiarity("ACME.fr", &seen), Familiarity::Known);
    assert_eq!(familiarity("gmail.com", &seen), Familiarity::Known);
    for domain in ["autre.fr", "orange.fr", "compta.acme.fr", "gmal.com", "am.fr"] {
        assert_eq!(familiarity(domain, &seen), Familiarity::Unusual, "{domain}");
    }
    assert_eq!(familiarity::<&str>("acme.fr", &[]), Familiarity::Unusual);
}

#[test]
fn p29_a_domain_that_reads_like_the_clients_is_a_look_alike() {
    for (domain, of) in [
        ("acme.com", "acme.fr"),
        ("acne.fr", "acme.fr"),
        ("acrne.fr", "acme.fr"),
        ("amce.fr", "acme.fr"),
        ("acme.fr.exemple.net", "acme.fr"),
        ("аcme.fr", "acme.fr"),
        ("dup0nt.be", "dupont.be"),
        ("dupond.be", "dupont.be"),
        ("dupont.co.uk", "dupont.be"),
        ("atelier-lumiere.example", "atelierlumiere.example"),
        ("atelierlumière.example", "atelierlumiere.example"),
        ("ateliarlumlere.example", "atelierlumiere.example"),
        ("mail.acme.com", "acme.fr"),
    ] {
        let seen = ["gmail.com", "acme.fr", "dupont.be", "atelierlumiere.example"];
        assert_eq!(familiarity(domain, &seen), Familiarity::LookAlike { of: of.into() }, "{domain}");
    }
}

#[test]
fn p29_public_mail_is_never_the_clients() {
    for (domain, seen) in [
        ("gmial.com", "gmail.com"),
        ("orange.com", "orange.fr"),
        ("proximus.fr", "proximus.be"),
        ("videotron.com", "videotron.ca"),
    ] {
        assert_eq!(familiarity(domain, &[seen]), Familiarity::Unusual, "{domain}");
    }
    assert_eq!(familiarity("orange.fr", &["orage.fr"]), Familiarity::Unusual);
}

#[test]
fn p29_short_names_are_different_companies() {
    assert_eq!(familiarity("abd.fr", &["abc.fr"]), Familiarity::Unusual);
    assert_eq!(familiarity("abc.com", &["abc.fr"]), Familiarity::LookAlike { of: "abc.fr".into() });
}
