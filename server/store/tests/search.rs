//! Searching by the beginnings of words, on both databases: what is saved is found, what is deleted is not, best first.
#![allow(clippy::unwrap_used)]

mod book;

use book::{a_client, a_contact, affiliated, at, client, contact};
use model::{
    ClientId,
    draft::ContactFields,
    listing::{ClientsAsked, ContactsAsked},
    recipients::Candidate,
};
use store::{Tx, affiliations, clients, contacts, search, testing::Fresh};

async fn suggested(tx: &mut Tx, client: Option<ClientId>, text: &str) -> Vec<Candidate> {
    search::suggest(tx, client, text, 50, at(10)).await.unwrap()
}

async fn names(tx: &mut Tx, text: &str) -> Vec<String> {
    suggested(tx, None, text).await.iter().map(|person| person.shown().to_owned()).collect()
}

async fn folded(fresh: &Fresh) {
    let mut tx = fresh.pool.write().await.unwrap();
    let epi = client(&mut tx, "C1", "Épi d’Or").await;
    let remi = contact(&mut tx, "Rémi Lœuvre-Ångström", "r.loeuvre@epidor.example").await;
    affiliated(&mut tx, remi, epi).await;
    contact(&mut tx, "Andréas Šimić", "").await;
    contact(&mut tx, "", "compta@epidor.example").await;
    for text in
        ["re", "rem", "remi", "RÉMI", "loeuv", "lœ", "ang", "epidor rem", "or épi", "r loeuvre", "r.loeuvre@epidor.exa"]
    {
        assert_eq!(names(&mut tx, text).await, ["Rémi Lœuvre-Ångström"], "{text}");
    }
    assert_eq!(names(&mut tx, "epidor").await, ["compta@epidor.example", "Rémi Lœuvre-Ångström"]);
    for text in ["", " ", "r", "r l", "emi", "remi x", "remi compta", "andreas", "%", "_e"] {
        assert_eq!(names(&mut tx, text).await, [""; 0], "{text}");
    }
}
// D65, D66: a contact without an address cannot be written to.
store::both!(d66_all_words_match_at_word_starts, folded);

async fn without_end(fresh: &Fresh) {
    let mut tx = fresh.pool.write().await.unwrap();
    let epi = client(&mut tx, "C1", "Épi d’Or").await;
    let marie = contact(&mut tx, "Marie Durand", "marie@epidor.example").await;
    affiliated(&mut tx, marie, epi).await;
    let hostile: Vec<String> = (0..5_000).map(|n| format!("w{n}x")).collect();
    let hostile = hostile.join(" ");
    let repeated = "marie durand ".repeat(5_000);
    assert_eq!(names(&mut tx, &hostile).await, [""; 0]);
    assert_eq!(names(&mut tx, &repeated).await, ["Marie Durand"]);
    for (text, found) in [(hostile, 0), (repeated, 1)] {
        assert_eq!(search::search(&mut tx, &text, 5).await.unwrap().contacts.len(), found);
        let people = ContactsAsked { search: text.clone(), ..ContactsAsked::default() };
        assert_eq!(contacts::list(&mut tx, &people).await.unwrap().total, found as i64);
        let houses = ClientsAsked { search: text, ..ClientsAsked::default() };
        assert_eq!(clients::list(&mut tx, &houses).await.unwrap().total, 0);
    }
}
// Each word is a condition, and SQLite takes no thousand of them.
store::both!(a_search_of_thousands_of_words_is_cut_short, without_end);

async fn best_first(fresh: &Fresh) {
    let mut tx = fresh.pool.write().await.unwrap();
    contact(&mut tx, "Zoé Martin", "zoe@a.example").await;
    contact(&mut tx, "Paul Petit", "martin@a.example").await;
    contact(&mut tx, "Martine Adam", "m.adam@a.example").await;
    for text in ["ma", "mar", "mart", "martin"] {
        assert_eq!(names(&mut tx, text).await, ["Martine Adam", "Zoé Martin", "Paul Petit"], "{text}");
    }
    assert_eq!(search::suggest(&mut tx, None, "ma", 2, at(0)).await.unwrap().len(), 2);
}
// D67
store::both!(d67_names_come_before_other_words_then_in_the_order_of_names, best_first);

async fn kept(fresh: &Fresh) {
    let mut tx = fresh.pool.write().await.unwrap();
    let epi = client(&mut tx, "C1", "Épi d’Or").await;
    let marie = contact(&mut tx, "Marie Durand", "marie@epidor.example").await;
    let link = affiliated(&mut tx, marie, epi).await;
    assert_eq!(names(&mut tx, "epi").await, ["Marie Durand"]);

    contacts::change(&mut tx, marie, 1, &a_contact("Maryse Roy", "maryse@gand.example"), at(1)).await.unwrap();
    for gone in ["marie", "ma du", "durand", "epidor"] {
        assert_eq!(names(&mut tx, gone).await, [""; 0], "{gone}");
    }
    assert_eq!(names(&mut tx, "roy mar").await, ["Maryse Roy"]);

    clients::change(&mut tx, epi, 1, &a_client("C1", "Boulangerie du Port"), at(2)).await.unwrap();
    assert_eq!(names(&mut tx, "épi").await, [""; 0]);
    assert_eq!(names(&mut tx, "boul roy").await, ["Maryse Roy"]);

    affiliations::end(&mut tx, link, at(3)).await.unwrap();
    assert_eq!(names(&mut tx, "boul").await, [""; 0]);
    affiliations::resume(&mut tx, link, at(4)).await.unwrap();
    assert_eq!(names(&mut tx, "boul").await, ["Maryse Roy"]);

    for away in [true, false] {
        if away {
            clients::deactivate(&mut tx, epi, at(5)).await.unwrap()
        } else {
            clients::reactivate(&mut tx, epi, at(6)).await.unwrap()
        };
        assert_eq!(names(&mut tx, "roy").await.is_empty(), away);
        assert_eq!(names(&mut tx, "boul").await.is_empty(), away);
    }
    contacts::remove(&mut tx, marie, at(7)).await.unwrap();
    assert_eq!(names(&mut tx, "roy").await, [""; 0]);
    assert!(search::search(&mut tx, "roy", 10).await.unwrap().contacts.is_empty(), "P06");
    contacts::restore(&mut tx, marie, at(8)).await.unwrap();
    assert_eq!(names(&mut tx, "roy").await, ["Maryse Roy"]);
    let before = names(&mut tx, "ma").await;
    assert_eq!(search::reindex_all(&mut tx).await.unwrap(), 2);
    assert_eq!(names(&mut tx, "ma").await, before);
}
// P05, P06
store::both!(what_is_saved_is_found_and_what_is_gone_is_not, kept);

async fn elsewhere(fresh: &Fresh) {
    let mut tx = fresh.pool.write().await.unwrap();
    let (epi, gand) = (client(&mut tx, "C1", "Épi d’Or").await, client(&mut tx, "C2", "Atelier de Gand").await);
    let marie = contact(&mut tx, "Marie Durand", "marie@epidor.example").await;
    let link = affiliated(&mut tx, marie, epi).await;
    affiliations::star(&mut tx, link, at(1)).await.unwrap();
    affiliated(&mut tx, marie, gand).await;
    contact(&mut tx, "Marc Seul", "marc@seul.example").await;

    let here = suggested(&mut tx, Some(epi), "mar dur").await.remove(0);
    assert_eq!((here.elsewhere, here.starred, here.contact), (None, true, Some(marie)));
    let other = client(&mut tx, "C3", "Autre").await;
    let there = suggested(&mut tx, Some(other), "mar").await;
    let labels: Vec<_> =
        there.iter().map(|person| (person.shown(), person.elsewhere.as_deref(), person.starred)).collect();
    assert_eq!(labels, [("Marie Durand", Some("Atelier de Gand, Épi d’Or"), false), ("Marc Seul", Some(""), false)]);
}
// P21, D69
store::both!(d69_people_of_other_clients_come_with_their_companies, elsewhere);

async fn many(fresh: &Fresh) {
    let mut tx = fresh.pool.write().await.unwrap();
    for n in 0..2_100 {
        let name = if n % 2 == 0 { "Marie" } else { "Mariette" };
        contact(&mut tx, &format!("{name} N{n:04}"), &format!("p{n}@a.example")).await;
    }
    contact(&mut tx, "Mariana Aaa", "a@a.example").await;
    contact(&mut tx, "Zoé Zzz", "marianne@a.example").await;
    let found = names(&mut tx, "mari").await;
    assert_eq!(found.len(), 50);
    assert_eq!(found[..4], ["Mariana Aaa", "Marie N0000", "Mariette N0001", "Marie N0002"]);
    assert_eq!(names(&mut tx, "mari").await, names(&mut tx, "mar").await);
    assert_eq!(names(&mut tx, "marie").await[..3], ["Marie N0000", "Mariette N0001", "Marie N0002"]);
    assert_eq!(names(&mut tx, "n0500 marie").await, ["Marie N0500"]);
    assert_eq!(names(&mut tx, "mari n1099").await, ["Mariette N1099"]);
    assert_eq!(names(&mut tx, "marian").await, ["Mariana Aaa", "Zoé Zzz"]);
}
store::both!(common_words_are_found_best_first_without_sorting_them_all, many);

async fn rail(fresh: &Fresh) {
    let mut tx = fresh.pool.write().await.unwrap();
    let mut fields = a_client("ACM-042", "Ateliers Céleste");
    fields.place.town = "Liège".into();
    fields.email = Some(book::email("accueil@celeste.example"));
    let celeste = clients::add(&mut tx, &fields, at(0)).await.unwrap();
    let site = store::sites::add(&mut tx, celeste, &book::a_site("Entrepôt"), at(0)).await.unwrap();
    let old = contact(&mut tx, "Éloïse Ancienne", "eloise@celeste.example").await;
    contact(&mut tx, "Éloïse Zimmer", "").await;
    affiliated(&mut tx, old, celeste).await;
    contacts::deactivate(&mut tx, old, at(1)).await.unwrap();

    for text in ["acm-042", "042", "cel", "celeste at", "liege", "li", "accueil", "entrepot"] {
        let found = search::search(&mut tx, text, 10).await.unwrap();
        assert_eq!(found.clients.iter().map(|client| client.id).collect::<Vec<_>>(), [celeste], "{text}");
    }
    let found = search::search(&mut tx, "eloise", 10).await.unwrap();
    let people: Vec<_> = found.contacts.iter().map(|person| (person.name.as_str(), person.inactive)).collect();
    assert_eq!(people.len(), 2);
    assert!(people.contains(&("Éloïse Ancienne", true)) && people.contains(&("Éloïse Zimmer", false)));

    store::sites::remove(&mut tx, site).await.unwrap();
    assert!(search::search(&mut tx, "entrepot", 10).await.unwrap().clients.is_empty());
    clients::deactivate(&mut tx, celeste, at(2)).await.unwrap();
    assert!(search::search(&mut tx, "celeste", 10).await.unwrap().clients[0].inactive);
}
store::both!(clients_and_contacts_are_found_from_the_rail, rail);

async fn at_once(fresh: &Fresh) {
    let mut tx = fresh.pool.write().await.unwrap();
    let epi = client(&mut tx, "C1", "Épi d’Or").await;
    let marie = contact(&mut tx, "Marie Durand", "marie@epidor.example").await;
    affiliated(&mut tx, marie, epi).await;
    tx.commit().await.unwrap();
    let reindexed = (0..8).map(|_| {
        let pool = fresh.pool.clone();
        tokio::spawn(async move {
            let mut tx = pool.write().await?;
            search::reindex_contacts_of(&mut tx, epi).await?;
            contacts::deactivate(&mut tx, marie, at(1)).await?;
            contacts::reactivate(&mut tx, marie, at(2)).await?;
            tx.commit().await
        })
    });
    for act in reindexed.collect::<Vec<_>>() {
        act.await.unwrap().unwrap();
    }
    let mut tx = fresh.pool.read().await.unwrap();
    assert_eq!(names(&mut tx, "epi mar").await, ["Marie Durand"]);
}
store::both!(saving_the_same_contact_at_once_leaves_its_words_whole, at_once);

/// Every word, beginning and filter that is kept, of each column in its order.
async fn index(fresh: &Fresh) -> Vec<(String, Vec<u8>)> {
    let mut all = store::testing::contents(&fresh.pool).await.unwrap();
    let kept = ["contact_word.", "contact_prefix.", "contact_facet.", "client_word.", "client_prefix."];
    all.retain(|(column, _)| kept.iter().any(|table| column.starts_with(table)));
    all.sort();
    all
}

async fn difference(fresh: &Fresh) {
    let mut tx = fresh.pool.write().await.unwrap();
    let epi = client(&mut tx, "C1", "Épi d’Or").await;
    let marie = contact(&mut tx, "Marie Durand", "marie@epidor.example").await;
    affiliated(&mut tx, marie, epi).await;
    let phone = |number: &str| model::Phone { label: "mobile".into(), number: number.into() };
    let one = a_contact("Marie Durand", "marie@epidor.example");
    let saves = [
        ContactFields { note: "rappeler".into(), ..one.clone() },
        ContactFields { email: Some(book::email("marie@gand.example")), ..one.clone() },
        ContactFields { email: None, phones: vec![phone("0470 12 34 56")], ..one.clone() },
        ContactFields {
            phones: vec![phone("0470 12 34 56"), phone("02 345 67 89")],
            ..a_contact("Marie Durandal", "")
        },
        ContactFields { phones: vec![phone("02 345 67 89"), phone("0470 12 34 56")], ..a_contact("", "m@epi.example") },
        one,
    ];
    tx.commit().await.unwrap();
    for (version, fields) in (1..).zip(&saves) {
        let mut tx = fresh.pool.write().await.unwrap();
        contacts::change(&mut tx, marie, version, fields, at(version)).await.unwrap();
        assert_eq!(contacts::get(&mut tx, marie).await.unwrap().phones, fields.phones);
        tx.commit().await.unwrap();
        let written = index(fresh).await;
        let mut tx = fresh.pool.write().await.unwrap();
        search::reindex_all(&mut tx).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(written, index(fresh).await, "save {version}");
    }
}
// D65
store::both!(writing_only_what_changed_leaves_what_writing_all_would, difference);

async fn few(fresh: &Fresh) {
    let mut tx = fresh.pool.write().await.unwrap();
    let epi = client(&mut tx, "C1", "Épi d’Or").await;
    let marie = contact(&mut tx, "Marie Durand", "marie@epidor.example").await;
    affiliated(&mut tx, marie, epi).await;
    let name = a_contact("Maryse Roy", "marie@epidor.example");
    let note = ContactFields { note: "rappeler".into(), ..name.clone() };
    let email = ContactFields { email: Some(book::email("m@epidor.example")), ..note.clone() };
    for (version, fields, most) in [(1, name, 10), (2, note, 5), (3, email, 11)] {
        store::testing::statements();
        contacts::change(&mut tx, marie, version, &fields, at(version)).await.unwrap();
        let taken = store::testing::statements();
        assert!(taken <= most, "save {version} took {taken} statements");
    }
}
// Each is a way to the server and back on Postgres: they are what a save costs.
store::both!(saving_a_contact_takes_few_statements, few);
