//! One resolver (P31) on generated worlds: the sending panel, the composer on a document, the review and the automatic sending, each through
//! its own HTTP entry point, reach whom a plain reading of the rule says, for the same reasons, and nobody else.

use crate::{
    form::Form,
    generated::{Dice, World, world},
    office::{Office, mails, office},
    programs,
    support::words_of,
};
use http::StatusCode;
use model::{DocumentId, DraftId, Secret, UserId, UserRole};
use std::{
    collections::{BTreeMap, BTreeSet},
    hash::{BuildHasher, Hasher, RandomState},
};
use store::{drafts, sends, testing::Fresh};

/// A program puts it in, and it leaves by itself: the document, and whom it reached.
async fn arrived(office: &Office, token: &str, world: &World, n: usize) -> (DocumentId, Vec<String>) {
    let number = format!("N-{n}");
    let site = world.site.map(|at| world.places[at].label.clone()).unwrap_or_default();
    let own = world.own.and_then(|at| world.people[at].email.clone()).unwrap_or_default();
    let fields = [
        ("kind", world.kind.code()),
        ("number", &number),
        ("day", "2026-11-23"),
        ("client", &world.reference),
        ("site", &site),
        ("contact", &own),
    ];
    let fields: Vec<(&str, &str)> = fields.into_iter().filter(|(_, value)| !value.is_empty()).collect();
    let body = programs::body(&fields, Some(("f.pdf", programs::PDF)));
    let (status, said) = programs::json(office.desk.house.ask(programs::request(token, body)).await).await;
    assert_eq!(status, StatusCode::CREATED, "{said}");
    let id = DocumentId(said["id"].as_i64().unwrap());
    let mut tx = office.desk.house.fresh.pool.read().await.unwrap();
    let sent = sends::list(&mut tx, sends::Filter::Document(id), None, 9).await.unwrap();
    let mut to = vec![];
    for one in sent {
        let batch = sends::get(&mut tx, one.id).await.unwrap();
        to.extend(mails(&batch).into_iter().flat_map(|(_, to)| to));
    }
    (id, to)
}

type Reasons = BTreeMap<String, String>;

fn between<'a>(text: &'a str, before: &str, after: &str) -> &'a str {
    let (_, rest) = text.split_once(before).unwrap_or_else(|| panic!("no {before}: {text}"));
    rest.split_once(after).unwrap().0
}

/// What the panel shows with « Envoyer à tous ceux… », and whom it reaches.
async fn panel(office: &Office, id: DocumentId) -> (Reasons, Vec<String>) {
    let at = format!("/documents/{id}");
    let page = words_of(&office.desk.show(&at).await);
    let Some(all) = page.find("name=\"to\" value=\"all\"") else { return (Reasons::new(), vec![]) };
    let start = page[..all].rfind("<form").unwrap();
    let rows = &page[..start];
    let rows = &rows[rows.rfind("<ul class=\"rows\">").unwrap()..];
    let reasons = rows.split("<li>").skip(1).map(|row| {
        let address = between(row, "<span class=\"meta\">", "</span>").to_owned();
        (address, between(row, "<p class=\"meta\">", "</p>").to_owned())
    });
    let form = &page[start..start + page[start..].find("</form>").unwrap()];
    let value = |name: &str| between(form, &format!("name=\"{name}\" value=\""), "\"").to_owned();
    let fields = ["id", "to", "seen", "shown"].map(|name| (name, value(name)));
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let went = office.desk.plain(&at, "/api/documents/send", &fields).await;
    (reasons.collect(), reached(office, &went).await)
}

/// With whom the composer opens on it.
async fn composer(office: &Office, id: DocumentId) -> Vec<String> {
    let went =
        office.desk.plain(&format!("/documents/{id}"), "/api/documents/compose", &[("id", &id.to_string())]).await;
    let draft = DraftId(went.trim_start_matches("/ecrire?brouillon=").parse().unwrap());
    let mut tx = office.desk.house.fresh.pool.read().await.unwrap();
    let saved = drafts::get(&mut tx, UserId(1), draft).await.unwrap();
    saved.draft.recipients.iter().map(|to| to.address.to_string()).collect()
}

/// What the review shows of it, and whom it reaches.
async fn review(office: &Office, id: DocumentId) -> (Reasons, Vec<String>) {
    let page = office.page(&[id]).await;
    let Some((_, chips)) = page.split_once("class=\"to\"") else { return (Reasons::new(), vec![]) };
    let chips = chips.split_once("</ul>").unwrap().0;
    let reasons = chips.split("<li").skip(1).map(|chip| {
        let (name, address) = (between(chip, "<b>", "</b>"), between(chip, "<span>", "</span>"));
        let address = if address.is_empty() { name } else { address };
        (address.to_owned(), between(chip, "<span class=\"why\">", "</span>").to_owned())
    });
    let went = office.press(&Form::of(&page)).await;
    (reasons.collect(), reached(office, &went).await)
}

async fn reached(office: &Office, went: &str) -> Vec<String> {
    mails(&office.batch(went).await).into_iter().flat_map(|(_, to)| to).collect()
}

async fn answers(fresh: Fresh, worlds: usize) {
    let seed = match std::env::var("BONPORT_SEED") {
        Ok(seed) => seed.parse().unwrap(),
        Err(_) => RandomState::new().build_hasher().finish() | 1,
    };
    eprintln!("BONPORT_SEED={seed} makes these worlds again");
    let mut dice = Dice(seed);
    let mut office = office(fresh).await;
    let admin = office.desk.house.signed_in(UserRole::Administrator).await;
    let member = std::mem::replace(&mut office.desk.cookie, admin);
    let token: Secret = office.desk.ask("/api/settings/add-program", &[("name", "Compta")]).await;
    office.desk.cookie = member;
    for n in 0..worlds {
        let world = world(&office, &mut dice, n).await;
        let told = format!("BONPORT_SEED={seed}, world {n}: {world:#?}");
        let (id, by_itself) = arrived(&office, token.expose(), &world, n).await;
        let (shown, pressed) = panel(&office, id).await;
        let opened = composer(&office, id).await;
        let (reviewed, sent) = review(&office, id).await;
        for (path, to) in [("automatic", &by_itself), ("panel", &pressed), ("composer", &opened), ("review", &sent)] {
            let set: BTreeSet<String> = to.iter().cloned().collect();
            assert_eq!(set.len(), to.len(), "{path}: nobody twice: {to:?}; {told}");
            assert_eq!(set, world.expected(path == "automatic"), "{path}; {told}");
        }
        assert_eq!(shown, reviewed, "the same reasons; {told}");
        let named: BTreeSet<String> = shown.into_keys().collect();
        assert_eq!(named, pressed.into_iter().collect(), "what is shown is what leaves; {told}");
        let waits = {
            let mut tx = office.desk.house.fresh.pool.read().await.unwrap();
            store::documents::arrivals::waiting(&mut tx, 500).await.unwrap().1.into_iter().any(|(one, _)| one.id == id)
        };
        // What could not leave by itself waits, until a person has sent it.
        assert_eq!(waits, by_itself.is_empty() && world.expected(false).is_empty(), "{told}");
    }
}

/// P31: four dozen worlds.
pub async fn many(fresh: Fresh) {
    answers(fresh, 48).await;
}

/// P31: the same on either database.
pub async fn one(fresh: Fresh) {
    answers(fresh, 1).await;
}
