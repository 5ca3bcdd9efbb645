//! The directory (E10), on both databases: its filters, what is done to several contacts at once, views.
#![allow(clippy::unwrap_used)]

#[path = "../book/mod.rs"]
mod book;
mod bulk;
mod facets;
mod town;

use book::{at, contact};
use model::{
    ClientId, ClientKind, NotificationType, Settings,
    draft::ContactField,
    listing::{Activity, ContactsAsked, PageFrom},
};
use store::{StoreError, affiliations, contacts, saved_views, testing::Fresh};
use town::{names, town, user};

async fn filters(fresh: &Fresh) {
    let mut tx = fresh.pool.write().await.unwrap();
    let t = town(&mut tx).await;
    let all = ContactsAsked::default;
    let comptable = || ContactsAsked { function: " Compt".into(), ..all() };
    for (asked, expected) in [
        (all(), vec!["Marie Durand", "Jean Petit", "Paul Roy", "seule@ailleurs.example", "Zoé"]),
        (comptable(), vec!["Marie Durand", "Jean Petit", "Paul Roy"]),
        (ContactsAsked { function: "comptable adj".into(), ..all() }, vec!["Paul Roy"]),
        (ContactsAsked { function: "directeur".into(), ..all() }, vec![]),
        (ContactsAsked { client: Some(t.epi), ..all() }, vec!["Marie Durand", "Jean Petit"]),
        (ContactsAsked { client: Some(ClientId(999)), ..all() }, vec![]),
        (ContactsAsked { kind: Some(ClientKind::Producer), ..all() }, vec!["Marie Durand", "Jean Petit"]),
        (ContactsAsked { kind: Some(ClientKind::Individual), ..all() }, vec![]),
        (ContactsAsked { family: Some(t.bakeries), ..all() }, vec!["Marie Durand", "Jean Petit", "Paul Roy", "Zoé"]),
        (ContactsAsked { notification: Some(NotificationType::Orders), ..all() }, vec!["Jean Petit"]),
        (ContactsAsked { without_email: true, ..all() }, vec!["Zoé"]),
        (ContactsAsked { independent: true, ..all() }, vec!["seule@ailleurs.example"]),
        // They cumulate, and those of a link hold for the same link: Jean is no accountant at a bakery.
        (ContactsAsked { family: Some(t.bakeries), ..comptable() }, vec!["Marie Durand", "Paul Roy"]),
        (ContactsAsked { client: Some(t.epi), ..comptable() }, vec!["Marie Durand"]),
        (ContactsAsked { kind: Some(ClientKind::Producer), ..comptable() }, vec!["Jean Petit"]),
        (
            ContactsAsked {
                kind: Some(ClientKind::Professional),
                notification: Some(NotificationType::All),
                ..comptable()
            },
            vec!["Marie Durand"],
        ),
        (
            ContactsAsked { kind: Some(ClientKind::Producer), notification: Some(NotificationType::All), ..all() },
            vec![],
        ),
        (ContactsAsked { search: "roy".into(), ..comptable() }, vec!["Paul Roy"]),
        (ContactsAsked { search: "durand epi".into(), ..all() }, vec!["Marie Durand"]),
        (ContactsAsked { search: "durand personne".into(), ..all() }, vec![]),
        (ContactsAsked { search: "personne".into(), activity: Activity::Inactive, ..all() }, vec![]),
        (ContactsAsked { independent: true, ..comptable() }, vec![]),
        (ContactsAsked { activity: Activity::Inactive, ..comptable() }, vec![]),
        (ContactsAsked { without_email: true, family: Some(t.bakeries), ..all() }, vec!["Zoé"]),
    ] {
        assert_eq!(names(&mut tx, &asked).await, expected, "{asked:?}");
    }
    let after = ContactsAsked { from: PageFrom::After(t.marie.0), ..comptable() };
    let page = contacts::list(&mut tx, &after).await.unwrap();
    assert_eq!((page.rows.len(), page.earlier, page.total), (2, true, 3));
    let letter = ContactsAsked { from: PageFrom::Letter('p'), client: Some(t.epi), ..all() };
    assert!(contacts::list(&mut tx, &letter).await.unwrap().earlier);

    // What ended counts no more.
    let jean = affiliations::of_contact(&mut tx, t.jean).await.unwrap();
    let link = jean.iter().find(|link| link.function == "comptable").unwrap().id;
    affiliations::end(&mut tx, link, at(1)).await.unwrap();
    assert_eq!(names(&mut tx, &comptable()).await, ["Marie Durand", "Paul Roy"]);
}
store::both!(e10_every_filter_of_the_directory_narrows_it_and_they_cumulate, filters);

async fn incomplete(fresh: &Fresh) {
    let mut tx = fresh.pool.write().await.unwrap();
    town(&mut tx).await;
    let asked = ContactsAsked { incomplete: true, ..ContactsAsked::default() };
    let without_phone = ["Jean Petit", "Paul Roy", "seule@ailleurs.example", "Zoé"];
    assert_eq!(names(&mut tx, &asked).await, without_phone);
    let hidden = vec![model::DisplayOption::ContactPhones];
    let settings = Settings { hidden, ..Settings::default() };
    store::save_settings(&mut tx, &settings, 0, at(0)).await.unwrap();
    assert_eq!(names(&mut tx, &asked).await, ["seule@ailleurs.example", "Zoé"], "nobody can fill in what is hidden");
    let required_contact_fields = vec![ContactField::Email, ContactField::FirstName];
    let settings = Settings { required_contact_fields, ..settings };
    let version = store::settings_version(&mut tx).await.unwrap();
    store::save_settings(&mut tx, &settings, version, at(1)).await.unwrap();
    contact(&mut tx, "Dupont", "dupont@a.example").await;
    assert_eq!(names(&mut tx, &asked).await, ["Dupont", "seule@ailleurs.example", "Zoé"]);
}
// P01, P10
store::both!(e10_a_contact_is_incomplete_without_what_the_organisation_expects, incomplete);

async fn frequent(fresh: &Fresh) {
    let mut tx = fresh.pool.write().await.unwrap();
    let t = town(&mut tx).await;
    contacts::deactivate(&mut tx, t.zoe, at(1)).await.unwrap();
    let found = contacts::frequent_functions(&mut tx, 100, 9).await.unwrap();
    let rows: Vec<_> = found.rows.iter().map(|(function, n)| (function.clone(), *n)).collect();
    let expected = [("Comptable", 3), ("COMPTABLE adjoint", 1), ("Gérante", 1)];
    assert_eq!(rows, expected.map(|(function, n)| (function.to_owned(), n)));
    assert!(found.whole);
    let latest = contacts::frequent_functions(&mut tx, 3, 9).await.unwrap();
    assert!(!latest.whole && latest.rows.len() == 1, "{latest:?}");
}
store::both!(e10_the_frequent_functions_are_counted_as_their_lists_show_them, frequent);

async fn views(fresh: &Fresh) {
    let mut tx = fresh.pool.write().await.unwrap();
    let (one, two) = (user(&mut tx, "un@a.example").await, user(&mut tx, "deux@a.example").await);
    let mut kept = async |user, name: &str, query: &str| saved_views::save(&mut tx, user, name, query, at(0)).await;
    let id = kept(one, "Comptables", "fonction=comptable").await.unwrap();
    assert_eq!(kept(one, "COMPTABLES", "fonction=compt").await.unwrap(), id, "replaced");
    kept(two, "Comptables", "").await.unwrap();
    let star = kept(one, "★", "incomplets=true").await.unwrap();
    assert_ne!(star, id, "a name of signs is a name, too");
    let mine =
        |rows: Vec<(model::ViewId, String, String)>| rows.into_iter().map(|(_, name, _)| name).collect::<Vec<_>>();
    assert_eq!(mine(saved_views::list(&mut tx, one).await.unwrap()), ["COMPTABLES", "★"]);

    assert!(matches!(saved_views::remove(&mut tx, two, id, at(1)).await, Err(StoreError::NotFound)));
    saved_views::remove(&mut tx, one, id, at(1)).await.unwrap();
    assert_eq!(mine(saved_views::list(&mut tx, one).await.unwrap()), ["★"]);
    assert!(matches!(saved_views::restore(&mut tx, two, id).await, Err(StoreError::NotFound)));
    saved_views::restore(&mut tx, one, id).await.unwrap();
    assert_eq!(saved_views::list(&mut tx, one).await.unwrap().len(), 2);

    for n in 0..48 {
        saved_views::save(&mut tx, one, &format!("Vue {n}"), "", at(2)).await.unwrap();
    }
    let full = saved_views::save(&mut tx, one, "Une de trop", "", at(2)).await;
    assert!(matches!(full, Err(StoreError::Refused(_))));
    saved_views::save(&mut tx, one, "vue 3", "sans_email=true", at(2)).await.unwrap();
    saved_views::remove(&mut tx, one, star, at(3)).await.unwrap();
    saved_views::save(&mut tx, one, "Une de plus", "", at(90_000)).await.unwrap();
    assert!(matches!(saved_views::restore(&mut tx, one, star).await, Err(StoreError::NotFound)), "gone after a day");
}
store::both!(e10_a_person_keeps_views_under_names_and_takes_them_away, views);
