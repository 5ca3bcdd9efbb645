//! P63 on both databases: a file of clients comes in all or nothing, once, and goes again as far as nobody has touched what it made.
#![allow(clippy::unwrap_used)]

mod book;

use book::{a_client, a_site, at, client, contact, email};
use model::{
    ClientId, ImportId, Phone,
    import::{Column, NewClient, Plan, Row, Table, plan, reference_keys},
};
use std::collections::BTreeSet;
use store::{
    StoreError, Tx, clients, families, imports, search, sites,
    testing::{Fresh, contents},
};

/// `C1;Épi d’Or;Boulangeries;Fournil`
fn table(lines: &[&str]) -> Table {
    let cells = |line: &str| line.split(';').map(str::to_owned).collect::<Vec<_>>();
    let rows = lines.iter().enumerate().map(|(n, line)| Row { line: n as u32 + 2, cells: cells(line) }).collect();
    Table { header: cells("Référence;Nom;Famille;Site"), rows, charset: None, separator: None }
}

async fn planned(tx: &mut Tx, table: &Table) -> Plan {
    let columns = Column::recognised(&table.header);
    let known = imports::known(tx, &reference_keys(table, &columns)).await.unwrap();
    let families: Vec<String> = families::list(tx).await.unwrap().into_iter().map(|(_, name)| name).collect();
    plan(table, &columns, &known, &families)
}

async fn begin(tx: &mut Tx, table: &Table) -> ImportId {
    let columns = Column::recognised(&table.header);
    imports::add(tx, None, ("clients.csv", b"le fichier"), &columns, at(0)).await.unwrap()
}

async fn import(fresh: &Fresh, lines: &[&str]) -> ImportId {
    let mut tx = fresh.pool.write().await.unwrap();
    let table = table(lines);
    let id = begin(&mut tx, &table).await;
    let plan = planned(&mut tx, &table).await;
    imports::run(&mut tx, id, &plan, at(1), |_| true).await.unwrap();
    tx.commit().await.unwrap();
    id
}

async fn undo(fresh: &Fresh, id: ImportId) -> imports::Import {
    let mut tx = fresh.pool.write().await.unwrap();
    let undone = imports::undo(&mut tx, id, at(9)).await.unwrap();
    tx.commit().await.unwrap();
    undone
}

/// Everything but the list of imports itself, and how far SQLite has counted.
async fn book_of(fresh: &Fresh) -> BTreeSet<(String, Vec<u8>)> {
    let all = contents(&fresh.pool).await.unwrap();
    all.into_iter()
        .filter(|(column, _)| !column.starts_with("import") && !column.starts_with("sqlite_sequence"))
        .collect()
}

async fn once(fresh: &Fresh) {
    let lines = ["C1;Épi d’Or;Boulangeries;Fournil", "C1;;;Boutique", "C2;Garage;;", "C3;Autre;boulangeries;"];
    let id = import(fresh, &lines).await;
    let mut tx = fresh.pool.write().await.unwrap();
    let done = imports::get(&mut tx, id).await.unwrap();
    assert_eq!((done.clients, done.sites, done.families, done.imported_at), (3, 2, 1, Some(at(1))));
    assert!(matches!(imports::file(&mut tx, id).await, Err(StoreError::NotFound)) && done.file_name.is_empty());
    let found = search::search(&mut tx, "fourn", 5).await.unwrap();
    assert_eq!(found.clients.len(), 1, "found by the name of its site");
    let second = planned(&mut tx, &table(&lines)).await;
    assert!(second.clients.is_empty() && second.families.is_empty());
    assert_eq!(second.count(model::import::Verdict::Unchanged), 4, "{:?}", second.lines);
    let other = planned(&mut tx, &table(&["C9;Neuf;;"])).await;
    let again = imports::run(&mut tx, id, &other, at(2), |_| true).await;
    assert!(again.is_ok() && imports::known(&mut tx, &["c9".to_owned()]).await.unwrap().is_empty(), "pressed twice");
}
store::both!(p63_an_import_is_made_once_and_a_second_one_changes_nothing, once);

/// Every field is written as the form would write it.
async fn alike(fresh: &Fresh) {
    let mut fields = a_client("C1", "Épi d’Or");
    fields.family = Some("Boulangeries".into());
    fields.email = Some(email("Bonjour@Epidor.example"));
    fields.billing_email = Some(email("compta@epidor.example"));
    fields.phones = vec![Phone { label: "mobile".into(), number: "+33 6 01".into() }, Phone::default()];
    fields.phones[1].number = "123".into();
    fields.place.town = "Évry".into();
    let site = model::draft::SiteFields { email: Some(email("four@epidor.example")), ..a_site("Fournil") };
    let read = async |tx: &mut Tx, id: ClientId| {
        let mut client = clients::get(tx, id).await.unwrap();
        let mut sites = sites::of_client(tx, id).await.unwrap();
        client.id = ClientId(0);
        sites.iter_mut().for_each(|site| (site.id, site.client_id) = (model::SiteId(0), ClientId(0)));
        (client, sites)
    };
    let mut tx = fresh.pool.write().await.unwrap();
    let id = begin(&mut tx, &table(&[])).await;
    let new = NewClient { fields: fields.clone(), sites: vec![site.clone()] };
    let plan = Plan { clients: vec![new], ..Plan::default() };
    imports::run(&mut tx, id, &plan, at(1), |_| true).await.unwrap();
    let made = store::search::search(&mut tx, "epi", 5).await.unwrap().clients[0].id;
    let imported = read(&mut tx, made).await;
    drop(tx);
    let mut tx = fresh.pool.write().await.unwrap();
    let typed = clients::add(&mut tx, &fields, at(1)).await.unwrap();
    sites::add(&mut tx, typed, &site, at(1)).await.unwrap();
    let mut expected = read(&mut tx, typed).await;
    // The families of two transactions have different ids.
    expected.0.family = imported.0.family.clone().filter(|(_, name)| Some(name) == fields.family.as_ref());
    assert_eq!(imported, expected);
}
store::both!(p63_what_is_imported_is_as_if_it_had_been_typed, alike);

async fn nothing(fresh: &Fresh) {
    let before = book_of(fresh).await;
    let mut tx = fresh.pool.write().await.unwrap();
    let table = table(&["C1;Épi d’Or;Boulangeries;", "C2;;;"]);
    let id = begin(&mut tx, &table).await;
    let plan = planned(&mut tx, &table).await;
    let refused = imports::run(&mut tx, id, &plan, at(1), |_| true).await;
    assert!(matches!(refused, Err(StoreError::Refused(_))));
    // Somebody takes a reference between the preview and the import.
    client(&mut tx, "c7", "Sept").await;
    let late = Plan { clients: vec![NewClient { fields: a_client("C7", "Autre"), sites: vec![] }], ..Plan::default() };
    assert!(matches!(imports::run(&mut tx, id, &late, at(1), |_| true).await, Err(StoreError::Conflict)));
    drop(tx);
    assert_eq!(book_of(fresh).await, before);
}
store::both!(p63_nothing_is_written_while_a_line_is_refused, nothing);

async fn stopped(fresh: &Fresh) {
    let lines: Vec<String> = (0..900).map(|n| format!("C{n};Client {n};;Atelier")).collect();
    let table = table(&lines.iter().map(String::as_str).collect::<Vec<_>>());
    let mut tx = fresh.pool.write().await.unwrap();
    let id = begin(&mut tx, &table).await;
    tx.commit().await.unwrap();
    let before = book_of(fresh).await;
    let mut tx = fresh.pool.write().await.unwrap();
    let plan = planned(&mut tx, &table).await;
    let mut heard = vec![];
    let ran = imports::run(&mut tx, id, &plan, at(1), |made| {
        heard.push(made);
        made < 800
    });
    assert!(matches!(ran.await, Err(StoreError::Refused(_))));
    assert_eq!(heard, [400, 800]);
    drop(tx);
    assert_eq!(book_of(fresh).await, before);
    // It waits as it did.
    let mut tx = fresh.pool.write().await.unwrap();
    imports::run(&mut tx, id, &plan, at(2), |_| true).await.unwrap();
    assert_eq!(imports::get(&mut tx, id).await.unwrap().clients, 900);
}
// E21
store::both!(p63_an_import_that_is_stopped_leaves_nothing, stopped);

async fn back(fresh: &Fresh) {
    import(fresh, &["A;Avant;Écoles;Siège"]).await;
    let before = book_of(fresh).await;
    let id = import(fresh, &["C1;Épi d’Or;Boulangeries;Fournil", "C2;Garage;Écoles;", "A;Avant;;"]).await;
    assert_ne!(book_of(fresh).await, before);
    let undone = undo(fresh, id).await;
    assert_eq!((undone.kept, undone.undone_at), (0, Some(at(9))));
    assert_eq!(book_of(fresh).await, before, "exactly as it was");
    assert_eq!(undo(fresh, id).await, undone, "twice changes nothing");
    import(fresh, &["C1;Épi d’Or;Boulangeries;Fournil"]).await;
}
store::both!(p63_an_undo_gives_back_exactly_what_was, back);

async fn touched(fresh: &Fresh) {
    let lines = ["C1;Un;;", "C2;Deux;F;", "C3;Trois;;S", "C4;Quatre;G;", "C5;Cinq;;S", "C6;Six;;"];
    let id = import(fresh, &lines).await;
    let mut tx = fresh.pool.write().await.unwrap();
    let mut ids = vec![];
    for n in ["un", "deux", "trois", "quatre", "cinq", "six"] {
        ids.push(search::search(&mut tx, n, 5).await.unwrap().clients[0].id);
    }
    let marie = contact(&mut tx, "Marie Durand", "marie@a.example").await;
    book::affiliated(&mut tx, marie, ids[0]).await;
    clients::change(&mut tx, ids[1], 1, &a_client("C2", "Deux bis"), at(5)).await.unwrap();
    sites::add(&mut tx, ids[2], &a_site("De plus"), at(5)).await.unwrap();
    let own = sites::of_client(&mut tx, ids[4]).await.unwrap()[0].id;
    sites::remove(&mut tx, own).await.unwrap();
    clients::deactivate(&mut tx, ids[5], at(5)).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(undo(fresh, id).await.kept, 5, "each of them is left whole");
    let mut tx = fresh.pool.read().await.unwrap();
    assert!(matches!(clients::get(&mut tx, ids[3]).await, Err(StoreError::NotFound)));
    assert_eq!(sites::of_client(&mut tx, ids[2]).await.unwrap().len(), 2);
    let names: Vec<String> = families::list(&mut tx).await.unwrap().into_iter().map(|(_, name)| name).collect();
    assert!(names.is_empty(), "{names:?}");
}
store::both!(p63_an_undo_leaves_what_somebody_has_touched_and_counts_it, touched);

async fn large(fresh: &Fresh) {
    let before = book_of(fresh).await;
    let lines: Vec<String> = (0..20_000).map(|n| format!("N{n};Maison {n};Famille {};Siège", n % 50)).collect();
    let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    let id = import(fresh, &lines).await;
    let mut tx = fresh.pool.read().await.unwrap();
    let done = imports::get(&mut tx, id).await.unwrap();
    assert_eq!((done.clients, done.sites, done.families), (20_000, 20_000, 50));
    assert!(planned(&mut tx, &table(&lines)).await.clients.is_empty());
    drop(tx);
    assert_eq!(undo(fresh, id).await.kept, 0);
    assert_eq!(book_of(fresh).await, before);
}
store::both!(p63_twenty_thousand_lines_come_in_and_go_again, large);

async fn waiting(fresh: &Fresh) {
    let mut tx = fresh.pool.write().await.unwrap();
    let bytes: Vec<u8> = (0..600_000).map(|n| (n % 251) as u8).collect();
    let old = imports::add(&mut tx, None, ("vieux.csv", b"x"), &[None], at(0)).await.unwrap();
    let id = imports::add(&mut tx, None, ("a.csv", &bytes), &[None], at(86_401)).await.unwrap();
    assert!(matches!(imports::get(&mut tx, old).await, Err(StoreError::NotFound)), "a day is over");
    assert_eq!(imports::file(&mut tx, id).await.unwrap(), bytes);
    imports::choose_columns(&mut tx, id, &[Some(Column::Label)]).await.unwrap();
    assert_eq!(imports::get(&mut tx, id).await.unwrap().columns, [Some(Column::Label)]);
    assert!(imports::list(&mut tx).await.unwrap().is_empty(), "nothing is imported yet");
    assert!(matches!(imports::undo(&mut tx, id, at(0)).await, Err(StoreError::NotFound)));
}
store::both!(p63_a_file_waits_a_day_for_its_import, waiting);
