//! The invoice book through the whole router: its filters, what it says of each row, its way to the review.

use crate::{
    desk::{Desk, desk_on},
    put::ADD,
    support::words_of,
};
use store::testing::Fresh;

impl Desk {
    async fn order(&self, number: &str, day: &str) {
        let client = self.acme.to_string();
        let form =
            [("client", client.as_str()), ("draft[kind]", "order"), ("draft[number]", number), ("draft[day]", day)];
        assert_eq!(self.send(ADD, &form).await.status(), 200);
    }
}

async fn listed(fresh: Fresh) {
    let desk = desk_on(fresh).await;
    for empty in ["/factures?etat=all", "/factures"] {
        let page = words_of(&desk.show(empty).await);
        assert!(
            page.contains("Aucune facture.") && page.matches("Ajouter des documents").count() == 2,
            "{empty}: {page}"
        );
    }
    desk.order("C-2", "2026-11-20").await;
    desk.order("C-1", "2026-11-19").await;
    let page = desk.show("/factures").await;
    let words = words_of(&page);
    let count = |tag: &str, n: i64| format!("{tag} <span class=\"num\">{n}</span>");
    for said in [count("Non envoyées", 2), count("Échecs", 0), count("Toutes", 2), "C-1".into(), "ACME".into()] {
        assert!(words.contains(&said), "{said}: {words}");
    }
    assert!(page.contains("action=\"/factures/envoi\"") && page.contains("name=\"d\""), "without the script, too");
    assert!(words_of(&desk.show("/factures?etat=failed").await).contains("Aucun échec."));
    let narrowed = words_of(&desk.show("/factures?q=c-1&type=order&du=2026-11-19&au=2026-11-19").await);
    assert!(narrowed.contains("C-1") && !narrowed.contains("C-2"), "{narrowed}");
    let nothing = words_of(&desk.show("/factures?q=%3Cb%3E&type=zzz&du=hier&client=x&apres=y").await);
    assert!(nothing.contains("Aucun document ne correspond à ces critères."), "{nothing}");
}

#[tokio::test]
async fn e13_the_book_lists_what_its_address_asks_on_sqlite() {
    listed(store::testing::sqlite().await).await;
}

#[tokio::test]
async fn e13_the_book_lists_what_its_address_asks_on_postgres() {
    listed(store::testing::postgres().await).await;
}
