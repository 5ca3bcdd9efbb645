//! Correcting a document as a browser without the wasm does it (P30, P12).

use crate::{
    desk::{Desk, desk},
    put::{INVOICE, value},
    support::words_of,
};

const CHANGE: &str = "/api/documents/change";

impl Desk {
    /// Sends the form of this page with these fields.
    async fn corrected(&self, page: &str, version: &str, draft: &[(&str, &str)]) -> String {
        let id = page.trim_start_matches("/documents/").trim_end_matches("/modifier");
        let mut form = vec![("id", id), ("version", version)];
        form.extend(draft);
        self.plain(page, CHANGE, &form).await
    }
}

#[tokio::test]
async fn p30_p12_a_document_is_corrected_and_the_later_of_two_is_told() {
    let desk = desk().await;
    let chosen = desk.chosen("Facture.pdf", "%PDF-1.7").await;
    let went = desk.put(&value(&chosen, "hash"), "Facture.pdf", &INVOICE).await;
    let document = went.trim_end_matches("?ajoute=1");
    assert!(desk.show(document).await.contains(&format!("href=\"{document}/modifier\"")));
    let page = format!("{document}/modifier");
    let shown = words_of(&desk.show(&page).await);
    for part in ["value=\"2026-0147\"", "value=\"1204,50\"", "value=\"2026-11-23\"", "value=\"EUR\""] {
        assert!(shown.contains(part), "{part}: {shown}");
    }
    let version = value(&shown, "version");
    let mut draft = INVOICE;
    draft[3] = ("draft[amount]", "1.204");
    let back = desk.corrected(&page, &version, &draft).await;
    let told = words_of(&desk.show(&back).await);
    assert!(told.contains("1 champ à corriger") && told.contains("value=\"1.204\""), "{told}");
    draft[3] = ("draft[amount]", "99");
    let went = desk.corrected(&page, &version, &draft).await;
    assert_eq!(went, format!("{document}?modifie=1"));
    assert!(words_of(&desk.show(&went).await).contains("99,00 €"));

    draft[1] = ("draft[number]", "2026-0148");
    let back = desk.corrected(&page, &version, &draft).await;
    let told = words_of(&desk.show(&back).await);
    assert!(told.contains("2026-0147") && told.contains("value=\"2026-0148\""), "both are shown: {told}");
    let went = desk.corrected(&page, &value(&told, "version"), &draft).await;
    assert!(words_of(&desk.show(&went).await).contains("Facture 2026-0148"));
}
