//! The rule of merging: what both know is kept.

use super::*;
use crate::{AffiliationId, Civility, ClientId, Lang};
use proptest::prelude::*;

fn contact(id: i64) -> Contact {
    Contact {
        id: ContactId(id),
        civility: None,
        first_name: "Marie".into(),
        last_name: "Durand".into(),
        email: Some(format!("marie{id}@a.example")),
        language: Lang::Fr,
        phones: vec![],
        note: String::new(),
        inactive_at: None,
        erased_at: None,
        version: 1,
    }
}

fn link(id: i64, contact: i64) -> Affiliation {
    Affiliation {
        id: AffiliationId(id),
        contact_id: ContactId(contact),
        client_id: ClientId(1),
        client_label: "Épi d’Or".into(),
        client_inactive: false,
        function: String::new(),
        site: None,
        notification_type: NotificationType::None,
        starred_at: None,
        since: Moment(id),
        ended_at: None,
        version: 1,
    }
}

fn pair() -> Pair {
    Pair { a: contact(1), b: contact(2), links_a: vec![link(1, 1)], links_b: vec![link(2, 2)] }
}

fn united(pair: &Pair, draft: &MergeDraft) -> Result<United, Vec<FieldProblem>> {
    draft.check(pair, |address| format!("Autre e-mail : {address}"))
}

fn phone(number: &str) -> Phone {
    Phone { label: String::new(), number: number.into() }
}

#[test]
fn the_active_contact_stays_and_of_two_the_older_one() {
    let mut pair = pair();
    assert_eq!(MergeDraft::proposed(&pair).keep, "a");
    (pair.a.id, pair.b.id) = (pair.b.id, pair.a.id);
    assert_eq!(MergeDraft::proposed(&pair).keep, "b");
    pair.b.inactive_at = Some(Moment(1));
    assert_eq!(MergeDraft::proposed(&pair).keep, "a");
}

#[test]
fn what_is_empty_is_taken_from_the_other_and_no_address_is_lost() {
    let mut pair = pair();
    pair.a.first_name = String::new();
    pair.b.civility = Some(Civility::Mrs);
    pair.b.language = Lang::En;
    (pair.a.note, pair.b.note) = ("Le matin".into(), "Le soir".into());
    pair.a.phones = vec![phone("06 01 02 03 04")];
    pair.b.phones = vec![phone("0601020304"), phone("+32 2 123 45 67")];
    let proposed = MergeDraft::proposed(&pair);
    let all = united(&pair, &proposed).unwrap();
    let fields = &all.fields;
    assert_eq!((all.keep, fields.first_name.as_str(), fields.civility), (Side::A, "Marie", Some(Civility::Mrs)));
    assert_eq!((fields.language, fields.email.as_ref().unwrap().as_str()), (Lang::Fr, "marie1@a.example"));
    assert_eq!(fields.note, "Le matin\n\nLe soir\nAutre e-mail : marie2@a.example");
    assert_eq!(fields.phones, [phone("06 01 02 03 04"), phone("+32 2 123 45 67")]);
    // A form that says nothing is as proposed, but for a box that is not ticked.
    let nothing = united(&pair, &MergeDraft::default()).unwrap();
    assert_eq!(nothing.fields.note, "Le matin\n\nLe soir");
    assert_eq!(
        ContactFields { note: String::new(), ..nothing.fields },
        ContactFields { note: String::new(), ..all.fields }
    );
}

#[test]
fn what_was_chosen_counts_whichever_contact_stays() {
    let mut pair = pair();
    (pair.a.note, pair.b.note) = ("Le matin".into(), "Le soir".into());
    pair.b.last_name = "Dupont".into();
    let draft = MergeDraft {
        keep: "b".into(),
        last_name: "a".into(),
        email: "a".into(),
        note: "b".into(),
        keep_email: true,
        ..MergeDraft::default()
    };
    let all = united(&pair, &draft).unwrap();
    assert_eq!((all.keep, all.fields.last_name.as_str()), (Side::B, "Durand"));
    assert_eq!(all.fields.email.unwrap().as_str(), "marie1@a.example");
    assert_eq!(all.fields.note, "Le soir\nAutre e-mail : marie2@a.example");
}

#[test]
fn what_is_no_choice_or_leaves_nobody_is_refused_at_its_field() {
    let mut pair = pair();
    let fields = |refused: Result<United, Vec<FieldProblem>>| -> Vec<String> {
        refused.unwrap_err().into_iter().map(|problem| problem.field).collect()
    };
    let wrong = MergeDraft { keep: "c".into(), email: "both".into(), ..MergeDraft::default() };
    assert_eq!(fields(united(&pair, &wrong)), ["keep", "email"]);
    pair.a.email = None;
    pair.b.last_name = String::new();
    let nobody = MergeDraft { email: "a".into(), last_name: "b".into(), ..MergeDraft::default() };
    assert_eq!(fields(united(&pair, &nobody)), ["last_name"]);
    pair.a.note = "x".repeat(3000);
    pair.b.note = "y".repeat(3000);
    assert_eq!(fields(united(&pair, &MergeDraft::default())), ["note"]);
}

/// P12
#[test]
fn p12_what_was_seen_is_another_one_as_soon_as_any_of_it_was_saved() {
    let seen = pair().seen();
    let changes: [fn(&mut Pair); 5] = [
        |pair| pair.a.version += 1,
        |pair| pair.b.version += 1,
        |pair| pair.links_a[0].version += 1,
        |pair| pair.links_b.clear(),
        |pair| pair.links_b.push(link(3, 2)),
    ];
    for change in changes {
        let mut changed = pair();
        change(&mut changed);
        assert_ne!(changed.seen(), seen);
    }
    assert_eq!(pair().seen(), seen);
}

#[test]
fn of_two_links_the_wider_one_counts() {
    let (mut kept, mut gone) = (link(1, 1), link(2, 2));
    gone.function = "Comptable".into();
    gone.starred_at = Some(Moment(5));
    kept.site = Some((SiteId(7), "Gand".into()));
    let one = united_link(&kept, &gone);
    assert_eq!((one.function.as_str(), one.site, one.starred_at), ("Comptable", None, Some(Moment(5))));
    gone.site = Some((SiteId(8), "Namur".into()));
    kept.function = "Directrice".into();
    kept.starred_at = Some(Moment(9));
    let one = united_link(&kept, &gone);
    assert_eq!((one.function.as_str(), one.site, one.starred_at), ("Directrice", Some(SiteId(7)), Some(Moment(5))));
    assert_eq!(one.since, Moment(1));
}

#[test]
fn two_stay_inactive_only_when_both_were() {
    let mut pair = pair();
    pair.a.inactive_at = Some(Moment(1));
    assert!(!stays_inactive(&pair.a, &pair.b));
    pair.b.inactive_at = Some(Moment(2));
    assert!(stays_inactive(&pair.a, &pair.b));
}

fn types() -> impl Strategy<Value = NotificationType> {
    proptest::sample::select(NotificationType::ALL.to_vec())
}

proptest! {
    /// P09: whoever received a kind by one of two links receives it by the one they became, and nothing that neither covered.
    #[test]
    fn p09_nobody_misses_what_they_had_nor_gets_more(a in types(), b in types(), stars in any::<(Option<i64>, Option<i64>)>()) {
        let receives = |kind: NotificationType| match kind {
            NotificationType::None => (false, false),
            NotificationType::Administrative => (true, false),
            NotificationType::Orders => (false, true),
            NotificationType::All => (true, true),
        };
        let (one, other, both) = (receives(a), receives(b), receives(a.and(b)));
        prop_assert_eq!(both, (one.0 || other.0, one.1 || other.1));
        let (mut kept, mut gone) = (link(1, 1), link(2, 2));
        (kept.notification_type, gone.notification_type) = (a, b);
        (kept.starred_at, gone.starred_at) = (stars.0.map(Moment), stars.1.map(Moment));
        let (there, back) = (united_link(&kept, &gone), united_link(&gone, &kept));
        prop_assert_eq!(&there, &back, "the order makes no difference to what is received");
        prop_assert_eq!(there.starred_at.is_some(), stars.0.is_some() || stars.1.is_some());
    }

    /// The names of a pair come from one of both, whatever was chosen, and phones are never fewer.
    #[test]
    fn every_value_is_one_of_both(keep in "[ab]?", first in "[ab]?", email in "[ab]?", note in "(a|b|both)?") {
        let mut pair = pair();
        pair.a.phones = vec![phone("0601")];
        pair.b.phones = vec![phone("0602"), phone("0601")];
        let draft = MergeDraft { keep, first_name: first, email, note, ..MergeDraft::default() };
        let all = united(&pair, &draft).unwrap();
        let mail = all.fields.email.map(|mail| mail.as_str().to_owned());
        prop_assert!(mail == pair.a.email || mail == pair.b.email);
        prop_assert_eq!(all.fields.phones.len(), 2);
    }
}
