//! P43: the boxes of promotional mails, off by default, kept with when, how and by whom.

use crate::desk::desk;
use app::contacts::api::{ContactCard, ContactForm, ContactSaved};
use model::{ClientId, ConsentSource, Problem};

const SAVE: &str = "/api/contacts/save";

/// P43, P22
#[tokio::test]
async fn p43_a_contact_accepts_promotions_only_when_the_box_was_ticked() {
    let desk = desk().await;
    let form = [("contact[email]", "paul@acme.example"), ("head[starred]", "true")];
    let paul: ContactSaved = desk.ask(SAVE, &form).await;
    let id = paul.id.to_string();
    let card: ContactCard = desk.ask("/api/contacts/card", &[("id", &id)]).await;
    assert_eq!(card.consent, None, "off by default, and a favourite is no consent");

    let of =
        |version| vec![("head[id]", id.as_str()), ("head[version]", version), ("contact[email]", "paul@acme.example")];
    let ticked = [of("1"), vec![("contact[promotions]", "true")]].concat();
    let refused = desk.refused(SAVE, &ticked).await;
    assert_eq!(refused, [("promotions_source".to_owned(), Problem::Required)], "how is it known?");
    let card: ContactCard = desk.ask("/api/contacts/card", &[("id", &id)]).await;
    assert_eq!(card.consent, None);

    let given = [ticked, vec![("contact[promotions_source]", "spoken")]].concat();
    let _: ContactSaved = desk.ask(SAVE, &given).await;
    let card: ContactCard = desk.ask("/api/contacts/card", &[("id", &id)]).await;
    let consent = card.consent.unwrap();
    assert!(consent.holds());
    assert_eq!((consent.source, consent.by.as_str()), (Some(ConsentSource::Spoken), "Camille Roy"));
    let again: ContactForm = desk.ask("/api/contacts/form", &[("id", &id)]).await;
    assert_eq!((again.draft.promotions, again.draft.promotions_source.as_str()), (true, "spoken"));

    let _: ContactSaved = desk.ask(SAVE, &of("2")).await;
    let card: ContactCard = desk.ask("/api/contacts/card", &[("id", &id)]).await;
    assert!(!card.consent.unwrap().granted, "withdrawn");
}

/// P43: without the wasm, through the page.
#[tokio::test]
async fn p43_a_clients_main_address_has_a_box_of_its_own() {
    let desk = desk().await;
    let form = [
        ("draft[reference]", "C9"),
        ("draft[label]", "Moulin"),
        ("draft[kind]", "professional"),
        ("draft[promotions]", "true"),
        ("draft[promotions_source]", "contract"),
    ];
    let refused = desk.refused("/api/clients/save", &form).await;
    assert_eq!(refused, [("email".to_owned(), Problem::NeededForPromotions)]);
    let form = [form.as_slice(), &[("draft[email]", "info@moulin.example")]].concat();
    let id: ClientId = desk.ask("/api/clients/save", &form).await;
    let page = desk.show(&format!("/clients/{id}")).await;
    for part in ["E-mails promotionnels", "Acceptés · Dans un contrat ou une commande · noté le", "par Camille Roy"]
    {
        assert!(page.contains(part), "{part} in {page}");
    }
    let page = desk.show(&format!("/clients/{id}/modifier")).await;
    assert!(page.contains("Accepte les e-mails promotionnels"));
}
