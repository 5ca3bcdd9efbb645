//! What is measured.

use crate::people::{Dice, FAMILIES, Lists};
use model::{
    ClientId, ClientKind, ContactId, EmailAddress, FamilyId, NotificationType,
    draft::ContactFields,
    listing::{Activity, ContactsAsked, PageFrom},
    merge::DoublesFrom,
};
use store::{Pool, Result, contacts};

pub struct Case {
    pub name: &'static str,
    pub does: Does,
}

type Asked = Box<dyn Fn(&mut Dice, usize) -> ContactsAsked>;
type Begins = Box<dyn Fn(&mut Dice, usize) -> DoublesFrom>;

pub enum Does {
    Page(Asked),
    Functions,
    Doubles(Begins),
    Save,
}

fn page(name: &'static str, asked: impl Fn(&mut Dice, usize) -> ContactsAsked + 'static) -> Case {
    Case { name, does: Does::Page(Box::new(asked)) }
}

fn anybody(dice: &mut Dice, contacts: usize) -> i64 {
    1 + dice.below(contacts) as i64
}

fn letter(dice: &mut Dice) -> PageFrom {
    PageFrom::Letter(char::from(b'a' + dice.below(26) as u8))
}

/// A family, the large ones more often.
fn family(dice: &mut Dice) -> Option<FamilyId> {
    Some(FamilyId(1 + dice.small(FAMILIES) as i64))
}

/// So many letters of a first or last name as it occurs.
fn beginning(dice: &mut Dice, letters: usize) -> String {
    let lists = Lists::new();
    let name = if dice.below(2) == 0 { lists.first(dice).to_owned() } else { lists.last(dice) };
    name.chars().take(letters).collect()
}

pub fn all() -> Vec<Case> {
    let all = ContactsAsked::default;
    let (kind, rare_kind) = (Some(ClientKind::Professional), Some(ClientKind::Producer));
    let (notified, rare) = (Some(NotificationType::All), Some(NotificationType::Orders));
    let mut cases = vec![
        page("first page", move |_, _| all()),
        page("a page in the middle", move |d, n| ContactsAsked { from: PageFrom::After(anybody(d, n)), ..all() }),
        page("backwards", move |d, n| ContactsAsked { from: PageFrom::Before(anybody(d, n)), ..all() }),
        page("a letter", move |d, _| ContactsAsked { from: letter(d), ..all() }),
        page("active and inactive", move |_, _| ContactsAsked { activity: Activity::All, ..all() }),
        page("inactive", move |_, _| ContactsAsked { activity: Activity::Inactive, ..all() }),
        page("independent", move |_, _| ContactsAsked { independent: true, ..all() }),
        page("incomplete", move |_, _| ContactsAsked { incomplete: true, ..all() }),
        page("without e-mail", move |_, _| ContactsAsked { without_email: true, ..all() }),
        page("a kind", move |_, _| ContactsAsked { kind, ..all() }),
        page("a rare kind", move |_, _| ContactsAsked { kind: rare_kind, ..all() }),
        page("a type", move |_, _| ContactsAsked { notification: notified, ..all() }),
        page("a rare type", move |_, _| ContactsAsked { notification: rare, ..all() }),
        page("a family", move |d, _| ContactsAsked { family: family(d), ..all() }),
        page("a client", move |d, n| ContactsAsked { client: Some(ClientId(1 + d.small(n / 5) as i64)), ..all() }),
        page("a function", move |_, _| ContactsAsked { function: "Comptabilité".into(), ..all() }),
        page("a kind, in the middle", move |d, n| ContactsAsked {
            kind,
            from: PageFrom::After(anybody(d, n)),
            ..all()
        }),
        page("a type, a letter", move |d, _| ContactsAsked { notification: notified, from: letter(d), ..all() }),
        page("kind and type", move |_, _| ContactsAsked { kind, notification: notified, ..all() }),
        page("rare kind and rare type", move |_, _| ContactsAsked { kind: rare_kind, notification: rare, ..all() }),
        page("function and kind", move |_, _| ContactsAsked { function: "Comptabilité".into(), kind, ..all() }),
        page("function, kind and type, a letter", move |d, _| ContactsAsked {
            function: "Direction".into(),
            kind,
            notification: notified,
            from: letter(d),
            ..all()
        }),
        page("family and type", move |d, _| ContactsAsked { family: family(d), notification: notified, ..all() }),
        page("kind, without e-mail", move |_, _| ContactsAsked { kind, without_email: true, ..all() }),
        page("type, incomplete", move |_, _| ContactsAsked { notification: notified, incomplete: true, ..all() }),
        page("type, without e-mail: nobody", move |_, _| ContactsAsked {
            notification: notified,
            without_email: true,
            ..all()
        }),
        page("inactive, of a kind", move |_, _| ContactsAsked { activity: Activity::Inactive, kind, ..all() }),
        page("independent, without e-mail", move |_, _| ContactsAsked {
            independent: true,
            without_email: true,
            ..all()
        }),
    ];
    for (letters, name) in [(2, "search, 2 letters"), (3, "search, 3 letters"), (4, "search, 4 letters")] {
        cases.push(page(name, move |d, _| ContactsAsked { search: beginning(d, letters), ..all() }));
    }
    cases.extend([
        page("search, a name", move |d, _| ContactsAsked { search: beginning(d, 40), ..all() }),
        page("search, two names", move |d, _| ContactsAsked {
            search: format!("{} {}", Lists::new().first(d), Lists::new().last(d)),
            ..all()
        }),
        page("search and kind", move |d, _| ContactsAsked { search: beginning(d, 3), kind, ..all() }),
        page("search, a letter", move |d, _| ContactsAsked { search: beginning(d, 2), from: letter(d), ..all() }),
        Case { name: "frequent functions", does: Does::Functions },
        Case { name: "doubles", does: Does::Doubles(Box::new(|_, _| DoublesFrom::Start)) },
        Case {
            name: "doubles, further",
            does: Does::Doubles(Box::new(|d, n| DoublesFrom::AfterName(ContactId(anybody(d, n)), ContactId(0)))),
        },
        Case {
            name: "doubles by phone",
            does: Does::Doubles(Box::new(|d, n| DoublesFrom::AfterPhone(ContactId(anybody(d, n)), ContactId(0)))),
        },
        Case { name: "saving a contact", does: Does::Save },
    ]);
    cases
}

/// Somebody with another last name: the most that one save changes.
pub async fn changed(pool: &Pool, dice: &mut Dice, contacts: usize) -> Result<(ContactId, ContactFields, i64)> {
    let id = ContactId(anybody(dice, contacts));
    let mut tx = pool.read().await?;
    let contact = contacts::get(&mut tx, id).await?;
    tx.commit().await?;
    let fields = ContactFields {
        civility: contact.civility,
        first_name: contact.first_name,
        last_name: Lists::new().last(dice),
        email: contact.email.and_then(|email| EmailAddress::parse(&email).ok()),
        language: contact.language,
        phones: contact.phones,
        note: contact.note,
    };
    Ok((id, fields, contact.version))
}
