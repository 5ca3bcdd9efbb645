//! Acts on what was sent, through the whole router: stopping what waits (E15, P33), deciding about what is uncertain,
//! opening exactly what left (P50).
#![allow(clippy::unwrap_used)]

mod all;
mod bounces;
#[path = "../plain/desk.rs"]
#[allow(dead_code, reason = "another test program uses the rest")]
mod desk;
mod restored;
#[path = "../support/mod.rs"]
mod support;
mod told;
mod trials;

use app::compose::api::Opening;
use http::{Method, StatusCode};
use model::{
    DraftId,
    compose::Draft,
    delivery::DeliveryState,
    recipients::{Known, Role, Slot},
    send::{Cancelled, Shown},
};
use store::outbox::{self, Next};
use support::{text, words_of};
use trials::{SENT, claim, desk_that_holds, put_off, settle};

const ALL: &str = "Annuler l’envoi";
const REST: &str = "Annuler le reste";

/// What was put off waits up to three days, long after its seconds.
#[tokio::test]
async fn e15_whatever_waits_can_be_stopped_and_the_answer_tells_what_had_left() {
    let desk = desk_that_holds(120).await;
    let cases: [(&[Next], Option<&str>, Cancelled); 4] = [
        (&[SENT, put_off()], Some(REST), Cancelled { stopped: 1, too_late: 1, draft_id: None }),
        (&[SENT, Next::Failed], None, Cancelled { stopped: 0, too_late: 1, draft_id: None }),
        (&[put_off(), put_off()], Some(ALL), Cancelled { stopped: 2, too_late: 0, draft_id: Some(DraftId(3)) }),
        (&[Next::Failed, put_off()], Some(ALL), Cancelled { stopped: 1, too_late: 0, draft_id: Some(DraftId(4)) }),
    ];
    for (n, (ends, button, answer)) in cases.into_iter().enumerate() {
        let batch = desk.ended(&format!("k{n}"), ends).await;
        let page = words_of(&desk.result(batch).await);
        for act in [ALL, REST] {
            assert_eq!(page.contains(act), button == Some(act), "{n}: {act}");
        }
        let given: Cancelled = desk.answer("/api/sends/cancel", &format!("batch={batch}")).await;
        assert_eq!(given, answer, "{n}");
        let page = words_of(&desk.result(batch).await);
        assert!(!page.contains(ALL) && !page.contains(REST), "{n}: nothing waits any more");
        if let Some(draft) = answer.draft_id {
            assert!(desk.show(&format!("/ecrire?brouillon={draft}")).await.contains("Devis"), "{n}");
        }
    }
}

#[tokio::test]
async fn e15_without_seconds_for_cancelling_what_waits_can_be_stopped_too() {
    let desk = desk_that_holds(0).await;
    desk.stop_account().await;
    let batch = desk.mail("k1", 2).await;
    let page = words_of(&desk.result(batch).await);
    assert!(page.contains(ALL) && page.contains("2 en attente"), "{page}");
    assert!(page.contains("peut être arrêté") && !page.contains("Départ dans"), "{page}");
    let given: Cancelled = desk.answer("/api/sends/cancel", &format!("batch={batch}")).await;
    assert_eq!((given.stopped, given.too_late, given.draft_id.is_some()), (2, 0, true));
    assert!(words_of(&desk.result(batch).await).contains("2 annulés"));
}

/// The button without the wasm, and what is in flight meanwhile: it cannot be stopped, but it is not tried again.
#[tokio::test]
async fn e15_what_is_in_flight_is_said_to_be_on_its_way_and_not_tried_again() {
    let desk = desk_that_holds(120).await;
    let batch = desk.mail("k1", 2).await;
    let mut tx = desk.house.fresh.pool.write().await.unwrap();
    let (lease, ids) = claim(&mut tx).await;
    outbox::begin(&mut tx, &lease, &ids[..1], app::clock::now()).await.unwrap();
    tx.commit().await.unwrap();
    assert!(words_of(&desk.result(batch).await).contains("2 en attente"));
    let form = desk.page(Method::POST, "/api/sends/cancel", &format!("batch={batch}"));
    assert!(desk.house.ask(form).await.status().is_redirection());
    let page = words_of(&desk.result(batch).await);
    assert!(page.contains("1 en attente, 1 annulé") && !page.contains(REST), "{page}");
    let given: Cancelled = desk.answer("/api/sends/cancel", &format!("batch={batch}")).await;
    assert_eq!(given, Cancelled { stopped: 0, too_late: 1, draft_id: None });
    let mut tx = desk.house.fresh.pool.write().await.unwrap();
    settle(&mut tx, &lease, &ids[..1], &[put_off()]).await;
    tx.commit().await.unwrap();
    assert!(words_of(&desk.result(batch).await).contains("2 annulés"));
}

/// P28, P33
#[tokio::test]
async fn p33_a_cancelled_mail_is_a_draft_again_with_its_files_its_copies_and_their_reasons() {
    let desk = desk_that_holds(120).await;
    let mut tx = desk.house.fresh.pool.write().await.unwrap();
    let blank = Draft { client_id: Some(desk.client), subject: "Devis".into(), ..Draft::default() };
    let draft = store::drafts::add(&mut tx, desk.user, &blank, app::clock::now()).await.unwrap();
    tx.commit().await.unwrap();
    for name in ["devis.pdf", "plan.pdf"] {
        desk.attach(draft, name).await;
    }
    let fields = [
        ("draft", draft.to_string()),
        ("to", "contact@acme.example".into()),
        ("cc_text", "Luc Petit <luc@acme.example>".into()),
        ("bcc_text", "zoe@acme.example".into()),
        ("subject", "Devis".into()),
        ("body", "Bonjour".into()),
    ];
    let fields: Vec<_> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let batch = desk.batch(&desk.post_draft("k1", &fields).await).await;
    assert_eq!(batch.messages[0].attachments.len(), 2);
    let given: Cancelled = desk.answer("/api/sends/cancel", &format!("batch={}", batch.id)).await;
    assert_eq!(given, Cancelled { stopped: 3, too_late: 0, draft_id: Some(draft) });

    let asked = format!(r#"{{"asked":{{"draft":{draft}}}}}"#);
    let Opening::Form(sheet) = desk.answer("/api/compose/open", &asked).await else { panic!("no form") };
    let chips: Vec<_> = sheet.field.chips().map(|(role, chip)| (role, chip.address.as_str(), &chip.name[..])).collect();
    let expected = [
        (Role::To, "contact@acme.example", ""),
        (Role::Cc, "luc@acme.example", "Luc Petit"),
        (Role::Bcc, "zoe@acme.example", ""),
    ];
    assert_eq!(chips, expected);
    let known: Vec<_> = sheet.field.chips().map(|(_, chip)| chip.known.clone()).collect();
    let main = Known::Here { contact: None, slots: vec![Slot::Main], starred: false };
    assert_eq!(known, [main, Known::Unknown, Known::Unknown]);
    let files: Vec<_> = sheet.attachments.iter().map(|file| (file.name.as_str(), file.size)).collect();
    assert_eq!(files, [("devis.pdf", 9), ("plan.pdf", 8)]);
    assert_eq!((sheet.draft.subject.as_str(), sheet.draft.body.as_str()), ("Devis", "Bonjour"));
}

/// delivery.md §2
#[tokio::test]
async fn what_is_uncertain_is_sent_again_or_taken_for_sent_once() {
    let desk = desk_that_holds(120).await;
    let batch = desk.ended("k1", &[Next::Uncertain, Next::Uncertain]).await;
    // What leaves again waits here.
    desk.stop_account().await;
    let page = words_of(&desk.result(batch).await);
    for act in ["Renvoyer à a0@x.example", "Considérer comme envoyé : a1@x.example", "2 incertains"] {
        assert!(page.contains(act), "{act}");
    }
    let lines = desk.batch(&format!("/envois/{batch}")).await.messages.remove(0).deliveries;
    let acts = [("again", lines[0].id), ("consider-sent", lines[1].id)];
    for (act, delivery) in acts {
        let form = desk.page(Method::POST, &format!("/api/sends/{act}"), &format!("delivery={delivery}"));
        assert!(desk.house.ask(form).await.status().is_redirection(), "{act}");
    }
    let after = desk.batch(&format!("/envois/{batch}")).await.messages.remove(0).deliveries;
    assert_eq!((after[0].state, after[0].dup_risk), (DeliveryState::Queued, true));
    assert_eq!((after[1].shown(), after[1].dup_risk), (Shown::Sent, false));
    let page = words_of(&desk.result(batch).await);
    assert!(page.contains("1 envoyé, 1 en attente") && page.contains("peut-être reçu deux fois"), "{page}");
    assert!(!page.contains("Considérer comme envoyé") && !page.contains("Renvoyer à"));
    // P51: no server accepted it.
    assert!(page.contains("considéré comme envoyé,") && !page.contains("accepté par le serveur"), "{page}");
    let tries = words_of(&desk.show(&format!("/envois/{batch}/{}", lines[1].id)).await);
    assert!(tries.contains("Considéré comme envoyé par "), "{tries}");
    let csv = desk.house.get_as(&desk.cookie, &format!("/envois/{batch}/resultat.csv")).await;
    assert!(words_of(&text(csv).await).contains("Considéré comme envoyé : aucun serveur ne l’a confirmé."));
    for (act, delivery) in acts {
        let again = desk.act(&format!("/api/sends/{act}"), &format!("delivery={delivery}")).await;
        assert_eq!(again.status(), StatusCode::UNPROCESSABLE_ENTITY, "{act}");
        assert!(text(again).await.contains("not_uncertain"));
    }
    // A copy may have arrived: stopped, it is as uncertain as before.
    let given: Cancelled = desk.answer("/api/sends/cancel", &format!("batch={batch}")).await;
    assert_eq!(given, Cancelled { stopped: 0, too_late: 2, draft_id: None });
    assert!(words_of(&desk.result(batch).await).contains("1 envoyé, 1 incertain"));
}

/// P50, S39
#[tokio::test]
async fn s39_what_was_sent_is_downloaded_byte_for_byte_and_never_run_here() {
    let desk = desk_that_holds(120).await;
    let mut tx = desk.house.fresh.pool.write().await.unwrap();
    let draft = store::drafts::add(&mut tx, desk.user, &Draft::default(), app::clock::now()).await.unwrap();
    tx.commit().await.unwrap();
    desk.attach(draft, "%C3%A9t%C3%A9.html&type=text/html").await;
    let fields = [("draft", &draft.to_string()[..]), ("to", "contact@acme.example"), ("subject", "a"), ("body", "b")];
    let batch = desk.batch(&desk.post_draft("k1", &fields).await).await;
    let mail = &batch.messages[0];
    let mut tx = desk.house.fresh.pool.read().await.unwrap();
    let (hash, size) = store::sends::raw(&mut tx, mail.id).await.unwrap();
    let bytes = store::blobs::get(&mut tx, hash).await.unwrap();
    drop(tx);
    let base = format!("/envois/{}/messages/{}", batch.id, mail.id);
    let eml = format!("attachment; filename*=UTF-8''{}.eml", mail.id);
    for (path, kind, name, length) in [
        (format!("{base}/eml"), "message/rfc822", eml.as_str(), size),
        (
            format!("{base}/fichiers/{}", mail.attachments[0].id),
            "text/html",
            "attachment; filename*=UTF-8''%C3%A9t%C3%A9.html",
            mail.attachments[0].size,
        ),
    ] {
        let answer = desk.house.get_as(&desk.cookie, &path).await;
        assert_eq!(answer.status(), StatusCode::OK, "{path}");
        for (header, value) in [
            ("content-type", kind),
            ("content-disposition", name),
            ("content-length", &length.to_string()[..]),
            ("content-security-policy", "sandbox; default-src 'none'"),
            ("x-content-type-options", "nosniff"),
        ] {
            assert_eq!(answer.headers()[header], value, "{path}: {header}");
        }
        let cache = answer.headers()["cache-control"].to_str().unwrap();
        assert!(cache.contains("no-store"), "{path}: {cache}");
        let body = axum::body::to_bytes(answer.into_body(), 1_000_000).await.unwrap();
        assert_eq!(body.len() as i64, length);
        assert!(kind != "message/rfc822" || body == bytes, "I6");
    }
}
