//! The sending panel (P32), through the whole router: what a press puts into the outbox, once, and what is refused.

use crate::{
    desk::{Desk, desk},
    put::{INVOICE, value},
    support::{text, words_of},
};
use http::StatusCode;
use model::{AccountOwner, BatchId, DocumentKind, Lang, NotificationType, Phrase, send::BatchView};
use store::{
    accounts, blobs,
    phrases::{self, Seen},
    sends,
    testing::mailbox_account,
};

const SEND: &str = "/api/documents/send";

/// A desk with an account, Marie who receives invoices, and an invoice.
pub async fn office() -> (Desk, String) {
    let desk = desk().await;
    let (fresh, now) = (&desk.house.fresh, app::clock::now());
    let mut tx = fresh.pool.write().await.unwrap();
    let form = mailbox_account("compta@maison.example").check(None, &[]).unwrap();
    accounts::add(&mut tx, &desk.house.keys, AccountOwner::Organisation, &form, now).await.unwrap();
    // Held so long that nothing leaves while it is looked at.
    let settings = model::Settings { organisation_name: "Maison Roy".into(), undo_seconds: 120, ..Default::default() };
    store::change_settings(&mut tx, &settings, now).await.unwrap();
    tx.commit().await.unwrap();
    desk.addresses("info@acme.example", "").await;
    let marie = desk.marie().await;
    let link = desk.link(marie).await.unwrap();
    let form = [
        ("affiliation", link.id.to_string()),
        ("version", link.version.to_string()),
        ("notification_type", NotificationType::Administrative.code().to_owned()),
    ];
    let form: Vec<(&str, &str)> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
    desk.plain("/", "/api/contacts/notify-at", &form).await;
    let page = desk.chosen("Facture été.pdf", "%PDF-1.7 été").await;
    let went = desk.put(&value(&page, "hash"), "Facture été.pdf", &INVOICE).await;
    (desk, went.trim_end_matches("?ajoute=1").to_owned())
}

/// The fields of the form behind the button of this code.
fn form(page: &str, to: &str) -> Vec<(String, String)> {
    let marks = format!("name=\"to\" value=\"{to}\"");
    let at = page.find(&marks).unwrap_or_else(|| panic!("no button {to}: {page}"));
    let start = page[..at].rfind("<form").unwrap();
    let form = &page[start..start + page[start..].find("</form>").unwrap()];
    ["id", "to", "seen", "shown"].map(|name| (name.to_owned(), value(form, name))).to_vec()
}

impl Desk {
    async fn press(&self, page: &str, fields: &[(String, String)]) -> String {
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        self.plain(page, SEND, &fields).await
    }

    async fn phrase(&self, phrase: &Phrase, version: i64) {
        let mut tx = self.house.fresh.pool.write().await.unwrap();
        let seen = Seen { kind: DocumentKind::Invoice, language: Lang::Fr, version };
        phrases::save(&mut tx, seen, phrase, model::UserId(1), app::clock::now()).await.unwrap();
        tx.commit().await.unwrap();
    }

    pub async fn batch(&self, went: &str) -> BatchView {
        let id = BatchId(went.trim_start_matches("/envois/").parse().unwrap());
        sends::get(&mut self.house.fresh.pool.read().await.unwrap(), id).await.unwrap()
    }
}

/// P32, P35, P50
#[tokio::test]
async fn p32_everybody_who_should_have_it_gets_a_mail_with_the_very_pdf() {
    let (desk, page) = office().await;
    let shown = desk.show(&page).await;
    assert!(words_of(&shown).contains("Envoyer à tous ceux qui doivent le recevoir (2)"), "{shown}");
    let fields = form(&shown, "all");
    let went = desk.press(&page, &fields).await;
    assert_eq!(desk.press(&page, &fields).await, went, "pressed twice is one act");
    let batch = desk.batch(&went).await;
    let to: Vec<_> = batch.messages.iter().flat_map(|m| &m.deliveries).map(|d| d.address.as_str()).collect();
    assert_eq!(to, ["info@acme.example", "marie@acme.example"]);
    for message in &batch.messages {
        assert_eq!(message.deliveries.len(), 1, "nobody sees who else has it");
        assert_eq!(message.subject, "Facture 2026-0147");
        assert!(
            message.body.replace('\u{a0}', " ").contains("facture 2026-0147 du 23 novembre 2026"),
            "{}",
            message.body
        );
        assert_eq!(message.attachments.len(), 1);
        let file = format!("{went}/messages/{}/fichiers/{}", message.id, message.attachments[0].id);
        assert_eq!(message.attachments[0].name, "Facture été.pdf");
        assert_eq!(text(desk.house.get_as(&desk.cookie, &file).await).await, "%PDF-1.7 été", "byte for byte");
    }
    let after = words_of(&desk.show(&page).await);
    assert!(after.contains("Envois de ce document") && after.contains("Facture 2026-0147"), "{after}");
    let history = words_of(&desk.show(&format!("/clients/{}/historique", desk.acme)).await);
    assert!(history.contains("Facture 2026-0147"), "{history}");
    assert_eq!(value(&desk.show(&page).await, "seen"), "2");
    assert_eq!(blobs::sweep(&desk.house.fresh.pool, app::clock::now().plus_seconds(1)).await.unwrap(), 0);
}

/// P32
#[tokio::test]
async fn p32_one_address_and_oneself_are_written_to_at_once() {
    let (desk, page) = office().await;
    let marie = desk.marie_id().await;
    for (to, address) in [
        ("main", "info@acme.example"),
        (&*format!("contact-{marie}"), "marie@acme.example"),
        ("me", "member@bonport.example"),
    ] {
        let shown = desk.show(&page).await;
        let went = desk.press(&page, &form(&shown, to)).await;
        let batch = desk.batch(&went).await;
        assert_eq!((batch.messages.len(), batch.messages[0].deliveries.len()), (1, 1));
        assert_eq!(batch.messages[0].deliveries[0].address, address, "{to}");
    }
    let shown = words_of(&desk.show(&page).await);
    assert!(!shown.contains("value=\"billing\""), "no button where there is no address");
    assert!(shown.contains("disabled") && shown.contains("Pas d’adresse e-mail"), "but the reason: {shown}");
}

/// P32, P05
#[tokio::test]
async fn p32_nothing_leaves_for_an_address_that_was_not_shown() {
    let (desk, page) = office().await;
    let shown = desk.show(&page).await;
    let (all, main) = (form(&shown, "all"), form(&shown, "main"));
    desk.addresses("autre@acme.example", "").await;
    for fields in [&all, &main] {
        let back = desk.press(&page, fields).await;
        let told = words_of(&desk.show(&back).await);
        assert!(told.contains("Les adresses ont changé entre-temps"), "{told}");
    }
    let marie = desk.marie_id().await;
    let () = desk.ask("/api/contacts/deactivate", &[("id", &marie.to_string())]).await;
    let shown = desk.show(&page).await;
    assert!(!shown.contains(&format!("value=\"contact-{marie}\"")), "P05: no button");
    let id = page.trim_start_matches("/documents/").to_owned();
    let tried = [("id", &*id), ("to", &*format!("contact-{marie}")), ("shown", "marie@acme.example"), ("seen", "0")];
    assert_eq!(desk.send(SEND, &tried).await.status(), StatusCode::UNPROCESSABLE_ENTITY);
    let mut tx = desk.house.fresh.pool.read().await.unwrap();
    assert!(sends::list(&mut tx, sends::Filter::Client(desk.acme), None, 10).await.unwrap().is_empty());
    drop(tx);
    let odd = [("id", &*id), ("to", "everybody")];
    assert_eq!(desk.send(SEND, &odd).await.status(), StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(desk.send(SEND, &[("id", "999"), ("to", "all")]).await.status(), StatusCode::NOT_FOUND);
}

/// P35
#[tokio::test]
async fn p35_the_organisations_phrase_goes_along_and_what_it_cannot_say_blocks_the_line() {
    let (desk, page) = office().await;
    let own = |subject: &str, text: &str| Phrase { subject: subject.into(), text: text.into() };
    desk.phrase(&own("Votre facture <NUMFACT>", "<b>Bonjour</b> <NOMCLIENT>, <MONTANT>.\n<NOMSOC>"), 0).await;
    let went = desk.press(&page, &form(&desk.show(&page).await, "main")).await;
    let batch = desk.batch(&went).await;
    assert_eq!(batch.messages[0].subject, "Votre facture 2026-0147");
    let body = batch.messages[0].body.replace(['\u{a0}', '\u{202f}'], " ");
    assert_eq!(body, "<b>Bonjour</b> ACME, 1 204,50 €.\nMaison Roy");

    let without: Vec<(&str, &str)> = INVOICE
        .iter()
        .map(|field| match field.0 {
            "draft[amount]" => ("draft[amount]", ""),
            "draft[number]" => ("draft[number]", "2026-0148"),
            _ => *field,
        })
        .collect();
    let chosen = desk.chosen("Facture été.pdf", "%PDF-1.7 été").await;
    let other = desk.put(&value(&chosen, "hash"), "Facture été.pdf", &without).await;
    let other = other.trim_end_matches("?ajoute=1");
    let back = desk.press(other, &form(&desk.show(other).await, "main")).await;
    let told = words_of(&desk.show(&back).await);
    assert!(told.contains("utilise &lt;MONTANT&gt;, et ce document n’en a pas"), "{told}");
    let mut tx = desk.house.fresh.pool.read().await.unwrap();
    assert_eq!(sends::list(&mut tx, sends::Filter::Client(desk.acme), None, 10).await.unwrap().len(), 1);
}

/// P33: where the client has one address, « Envoyer » in the list starts at once; a setting turns that off.
#[tokio::test]
async fn p33_one_address_is_written_to_at_once_unless_a_setting_says_no() {
    let (desk, page) = office().await;
    let list = desk.show(&desk.at("")).await;
    assert!(!list.contains("value=\"all\"") && list.contains("Envoyer : Facture 2026-0147"), "two addresses: {list}");
    let marie = desk.marie_id().await;
    let () = desk.ask("/api/contacts/deactivate", &[("id", &marie.to_string())]).await;
    let list = desk.show(&desk.at("")).await;
    let fields = form(&list, "all");
    assert_eq!(fields[3].1, "info@acme.example");

    let mut tx = desk.house.fresh.pool.write().await.unwrap();
    let on = store::settings(&mut tx).await.unwrap();
    let off = model::Settings { at_once_to_one: false, ..on.clone() };
    store::change_settings(&mut tx, &off, app::clock::now()).await.unwrap();
    tx.commit().await.unwrap();
    let list = desk.show(&desk.at("")).await;
    assert!(!list.contains("value=\"all\"") && list.contains(&format!("href=\"{page}\"")), "by the panel: {list}");
    let mut tx = desk.house.fresh.pool.write().await.unwrap();
    store::change_settings(&mut tx, &on, app::clock::now()).await.unwrap();
    tx.commit().await.unwrap();

    let went = desk.press(&desk.at(""), &fields).await;
    let batch = desk.batch(&went).await;
    assert!(batch.undo_until.is_some(), "it can be cancelled");
    assert_eq!(batch.messages[0].deliveries[0].address, "info@acme.example");
}
