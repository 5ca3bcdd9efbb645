//! Lists of interventions, what is removed and given back, and the reports of one.

use crate::book::{at, site};
use crate::world;
use model::{
    Day, DocumentFields, DocumentKind, InterventionId, InterventionState,
    draft::InterventionFields,
    intervention::{InterventionsAsked, InterventionsWhen},
    listing::{PAGE, PageFrom},
};
use store::{
    StoreError, affiliations, blobs, clients, contacts, documents,
    interventions::{add, change, get, list, remove, restore},
    sites,
    testing::{Fresh, contents},
};

async fn lists(fresh: &Fresh) {
    let mut tx = fresh.pool.write().await.unwrap();
    let w = world(&mut tx).await;
    let many = PAGE as i64 + 3;
    for n in 0..many {
        let at = at((n - 2) * 60);
        w.noted(&mut tx, &InterventionFields { at, subject: format!("n° {n}"), ..w.visit(None, None) }).await;
    }
    let beta =
        InterventionFields { client: w.beta, state: InterventionState::Done, at: at(-7200), ..w.visit(None, None) };
    w.noted(&mut tx, &beta).await;
    let mut page = async |asked: InterventionsAsked| {
        let page = list(&mut tx, &asked, at(0)).await.unwrap();
        (page.rows.into_iter().map(|row| row.id.0).collect::<Vec<_>>(), page.earlier, page.later)
    };
    let upcoming = InterventionsAsked::default();
    let first = page(upcoming).await;
    assert_eq!(first, ((3..3 + PAGE as i64).collect(), false, true), "the next one first");
    let next = page(InterventionsAsked { from: PageFrom::After(2 + PAGE as i64), ..upcoming }).await;
    assert_eq!(next, (vec![many], true, false));
    let back = page(InterventionsAsked { from: PageFrom::Before(many), ..upcoming }).await;
    assert_eq!((back.0, back.1, back.2), (first.0, false, true));
    let past = InterventionsAsked { when: InterventionsWhen::Past, ..upcoming };
    assert_eq!(page(past).await.0, [2, 1, many + 1], "the last one first");
    assert_eq!(page(InterventionsAsked { client: Some(w.epi), ..past }).await.0, [2, 1]);
    assert_eq!(page(InterventionsAsked { state: Some(InterventionState::Done), ..past }).await.0, [many + 1]);
    let all = InterventionsAsked { when: InterventionsWhen::All, client: Some(w.beta), ..upcoming };
    assert_eq!(page(all).await.0, [many + 1]);
}
store::both!(e17_lists_are_read_by_pages_from_either_end, lists);

async fn removed(fresh: &Fresh) {
    let mut tx = fresh.pool.write().await.unwrap();
    let w = world(&mut tx).await;
    let lyon = site(&mut tx, w.epi, "Lyon").await;
    let id = w.noted(&mut tx, &w.visit(Some(lyon), Some(w.zoe))).await;
    let refused = sites::remove(&mut tx, lyon).await;
    assert!(matches!(refused, Err(StoreError::Refused(why)) if why == sites::SITE_IN_USE), "{refused:?}");
    for _ in ["once", "twice changes nothing"] {
        remove(&mut tx, id, at(10)).await.unwrap();
    }
    assert!(matches!(get(&mut tx, id).await, Err(StoreError::NotFound)));
    assert!(matches!(change(&mut tx, id, 1, &w.visit(None, None), at(11)).await, Err(StoreError::NotFound)));
    assert!(list(&mut tx, &InterventionsAsked::default(), at(0)).await.unwrap().rows.is_empty());
    assert_eq!(clients::counts(&mut tx, w.epi).await.unwrap().interventions, 0);
    restore(&mut tx, id).await.unwrap();
    assert_eq!(get(&mut tx, id).await.unwrap().site, Some((lyon, "Lyon".into())));
    remove(&mut tx, id, at(20)).await.unwrap();
    contacts::forget_removed(&mut tx, at(20 + 86_400)).await.unwrap();
    sites::remove(&mut tx, lyon).await.unwrap();
    restore(&mut tx, id).await.unwrap();
    assert_eq!(get(&mut tx, id).await.unwrap().site, None, "the site went meanwhile");
    remove(&mut tx, id, at(20)).await.unwrap();
    contacts::forget_removed(&mut tx, at(21 + 86_400)).await.unwrap();
    assert!(matches!(restore(&mut tx, id).await, Err(StoreError::NotFound)));
    tx.commit().await.unwrap();
    let left =
        contents(&fresh.pool).await.unwrap().into_iter().filter(|(column, _)| column.starts_with("intervention."));
    assert_eq!(left.count(), 0);
}
store::both!(e17_a_removed_intervention_can_be_given_back_for_a_day, removed);

async fn deleted_contact(fresh: &Fresh) {
    let mut tx = fresh.pool.write().await.unwrap();
    let w = world(&mut tx).await;
    let id = w.noted(&mut tx, &w.visit(Some(w.gand), Some(w.marie))).await;
    contacts::remove(&mut tx, w.marie, at(1)).await.unwrap();
    assert_eq!(get(&mut tx, id).await.unwrap().contact, Some((w.marie, String::new())), "nobody's name");
    contacts::restore(&mut tx, w.marie, at(2)).await.unwrap();
    assert_eq!(get(&mut tx, id).await.unwrap().contact, Some((w.marie, "Marie Durand".into())));
    contacts::remove(&mut tx, w.marie, at(3)).await.unwrap();
    contacts::forget_removed(&mut tx, at(100)).await.unwrap();
    let visit = get(&mut tx, id).await.unwrap();
    assert_eq!((visit.contact, visit.notes.as_str()), (Some((w.marie, String::new())), "Code 12"));
}
store::both!(p06_the_intervention_of_a_deleted_contact_stays_without_its_name, deleted_contact);

/// P30: site and contact of a report are those of its intervention.
async fn reported(fresh: &Fresh) {
    let mut tx = fresh.pool.write().await.unwrap();
    let w = world(&mut tx).await;
    let visit = add(&mut tx, &w.visit(Some(w.gand), Some(w.marie)), w.nadia, at(0)).await.unwrap();
    let pdf = blobs::add(&mut tx, b"%PDF-1.7", at(0)).await.unwrap();
    let report = |number: &str| DocumentFields {
        kind: DocumentKind::InterventionReport,
        number: number.into(),
        day: Day::new(2026, 11, 23).unwrap(),
        amount: None,
        site: Some(w.beta_site),
        contact: Some(w.luc),
    };
    let file = Some(("rapport.pdf", &pdf));
    let invoice = DocumentFields { kind: DocumentKind::Invoice, ..report("R-0") };
    let refused = documents::add_report(&mut tx, visit, &invoice, file, w.nadia, at(1)).await;
    assert!(matches!(refused, Err(StoreError::Problem(problem)) if problem.field == "kind"));
    let missing = documents::add_report(&mut tx, InterventionId(99), &report("R-0"), file, w.nadia, at(1)).await;
    assert!(matches!(missing, Err(StoreError::NotFound)));
    let first = documents::add_report(&mut tx, visit, &report("R-1"), file, w.nadia, at(1)).await.unwrap();
    // Who left since is not written to as its contact (P05).
    let link = affiliations::live(&mut tx, w.epi, w.marie).await.unwrap().unwrap();
    affiliations::end(&mut tx, link.id, at(2)).await.unwrap();
    let second = documents::add_report(&mut tx, visit, &report("R-2"), file, w.nadia, at(3)).await.unwrap();
    tx.commit().await.unwrap();

    let mut tx = fresh.pool.write().await.unwrap();
    let found = documents::reports(&mut tx, visit).await.unwrap();
    let facts: Vec<_> = found.iter().map(|x| (x.id, x.client.0, x.contact.as_ref().map(|(id, _)| *id))).collect();
    assert_eq!(facts, [(first, w.epi, Some(w.marie)), (second, w.epi, None)]);
    assert!(found.iter().all(|x| x.site.as_ref().map(|(id, _)| *id) == Some(w.gand)));
    assert_eq!(documents::intervention(&mut tx, first).await.unwrap(), Some((visit, "Chaudière".into())));
    // What goes leaves the report.
    remove(&mut tx, visit, at(4)).await.unwrap();
    assert_eq!(documents::intervention(&mut tx, first).await.unwrap(), None);
    documents::remove(&mut tx, second, at(4)).await.unwrap();
    assert_eq!(documents::reports(&mut tx, visit).await.unwrap().len(), 1);
}
store::both!(p30_a_report_has_the_site_and_contact_of_its_intervention, reported);
