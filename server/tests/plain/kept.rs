//! What a form without the wasm keeps instead of sending it, and what a draft is known by.

use crate::desk::desk;
use model::compose::Draft;

/// D100, D21: the return key in a field presses the first button of the form, which only keeps what was typed.
#[tokio::test]
async fn d100_the_return_key_adds_the_typed_address_and_nothing_leaves() {
    let desk = desk().await;
    let blank = desk.show(&format!("/ecrire?client={}", desk.client)).await;
    let form = blank.split("action=\"/api/compose/post\"").nth(1).expect("the form");
    let first = form.split("type=\"submit\"").nth(1).expect("a button");
    assert!(first.split('>').next().unwrap().contains("name=\"add\""), "before « Envoyer » in the tree");
    let fields = [("to", "contact@acme.example"), ("to_text", "jean@acme.example"), ("add", "1")];
    let back = desk.post("k1", &fields).await;
    assert_eq!(back, format!("/ecrire?client={}", desk.client), "nothing is written yet: no draft");
    let page = desk.show(&back).await;
    for chip in ["contact@acme.example", "jean@acme.example"] {
        assert!(page.contains(&format!("name=\"to\" value=\"{chip}\"")), "{chip}");
    }
    assert!(!page.contains("Rien n’est parti") && !page.contains("name=\"confirmed\""), "nobody wanted to send");
    let written = [&fields[..], &[("subject", "Devis"), ("body", "Bonjour")]].concat();
    let back = desk.post("k2", &written).await;
    assert!(back.starts_with("/ecrire?brouillon="), "{back}");
    assert_eq!((desk.sends().await, desk.drafts().await.len()), (0, 1));
    assert_eq!(desk.drafts().await[0].recipients.len(), 2);
    let bad = [("to_text", "durand"), ("subject", "Devis"), ("add", "1")];
    assert!(desk.show(&desk.post("k3", &bad).await).await.contains("value=\"durand\""), "text stays text");
    assert_eq!(desk.sends().await, 0);
}

/// D94
#[tokio::test]
async fn d94_a_mail_without_subject_and_text_wants_a_yes() {
    let desk = desk().await;
    let said = "n’a ni objet ni texte";
    let fields = [("to", "contact@acme.example"), ("subject", " "), ("body", "\r\n")];
    let back = desk.post("k1", &fields).await;
    let page = desk.show(&back).await;
    assert!(page.contains(said) && page.contains("value=\"empty\""), "{page}");
    assert_eq!(desk.sends().await, 0);
    let yes = [&fields[..], &[("line", "empty"), ("confirmed", "true")]].concat();
    assert!(desk.post("k2", &yes).await.starts_with("/envois/"));
    let subject = [("to", "contact@acme.example"), ("subject", "Rappel")];
    assert!(desk.post("k3", &subject).await.starts_with("/envois/"), "a subject says something");

    let mut tx = desk.house.fresh.pool.write().await.unwrap();
    let draft = Draft { client_id: Some(desk.client), ..Draft::default() };
    let draft = store::drafts::add(&mut tx, desk.user, &draft, app::clock::now()).await.unwrap();
    tx.commit().await.unwrap();
    desk.attach(draft, "plan.pdf").await;
    let draft = draft.to_string();
    let file = [("draft", draft.as_str()), ("to", "contact@acme.example")];
    assert!(desk.post_draft("k4", &file).await.starts_with("/envois/"), "and so does a file");
}

/// P28: a draft without a subject is known by whom it is to and its first words.
#[tokio::test]
async fn a_row_of_the_drafts_names_its_recipients() {
    let desk = desk().await;
    let fields = [("to_text", "Jean Petit <jean@acme.example>, durand"), ("body", "Bonjour Jean,\r\nvoici.")];
    desk.post("k1", &fields).await;
    let page = desk.show("/brouillons").await;
    assert!(page.contains("Bonjour Jean, voici.") && page.contains("Jean Petit"), "{page}");
}
