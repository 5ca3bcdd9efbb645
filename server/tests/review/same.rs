//! One resolver (P31): the panel of a document and the review, each through its own HTTP entry point, reach the same addresses.

use crate::{
    form::Form,
    office::{Office, mails, office},
    support::words_of,
};
use model::{DocumentId, DocumentKind, NotificationType, SiteDraft, SiteId};
use store::testing::Fresh;

/// P31: every kind, with and without site and own contact, of a client with a contact of each type.
pub async fn answers(fresh: Fresh) {
    let office = office(fresh).await;
    let site = world(&office).await;
    let mut all: Vec<DocumentId> = vec![];
    for kind in DocumentKind::ALL {
        for (n, (site, contact)) in
            [(None, None), (Some(site), None), (None, Some(office.marie)), (Some(site), Some(office.marie))]
                .into_iter()
                .enumerate()
        {
            let number = format!("{}-{n}", kind.code());
            let change = |fields: &mut model::DocumentFields| {
                (fields.kind, fields.site, fields.contact) = (kind, site, contact);
            };
            all.push(office.document(office.desk.acme, &number, change, 0).await);
        }
    }
    let mut panel: Vec<Vec<String>> = vec![];
    for id in &all {
        panel.push(pressed(&office, *id).await);
    }
    let went = office.press(&Form::of(&office.page(&all).await)).await;
    let batch = office.batch(&went).await;
    let mut review: Vec<Vec<String>> = vec![];
    for mails in mails(&batch).chunk_by(|(a, _), (b, _)| a == b) {
        review.push(mails.iter().flat_map(|(_, to)| to.clone()).collect());
    }
    assert_eq!(review, panel);
    let different: std::collections::BTreeSet<_> = panel.iter().collect();
    assert!(different.len() > 5, "the world tells documents apart: {different:?}");
}

/// Somebody of each type, one of them tied to a site whose own address receives orders.
async fn world(office: &Office) -> SiteId {
    let mut tx = office.desk.house.fresh.pool.write().await.unwrap();
    let site = SiteDraft { label: "Gand".into(), email: "gand@acme.example".into(), ..SiteDraft::default() };
    let site = store::sites::add(&mut tx, office.desk.acme, &site.check().unwrap(), app::clock::now()).await.unwrap();
    let mut settings = store::settings(&mut tx).await.unwrap();
    settings.site_receives = vec![DocumentKind::Order];
    store::change_settings(&mut tx, &settings, app::clock::now()).await.unwrap();
    tx.commit().await.unwrap();
    let (client, place) = (office.desk.acme.to_string(), site.to_string());
    for (name, kind, at) in [
        ("all", NotificationType::All, ""),
        ("orders", NotificationType::Orders, ""),
        ("tied", NotificationType::All, place.as_str()),
        ("none", NotificationType::None, ""),
    ] {
        let email = format!("{name}@acme.example");
        let form = [
            ("head[client]", client.as_str()),
            ("contact[email]", email.as_str()),
            ("contact[last_name]", name),
            ("affiliation[notification_type]", kind.code()),
            ("affiliation[site]", at),
        ];
        let _: app::contacts::api::ContactSaved = office.desk.ask("/api/contacts/save", &form).await;
    }
    site
}

/// « Envoyer à tous ceux qui doivent le recevoir »: where it goes.
async fn pressed(office: &Office, id: DocumentId) -> Vec<String> {
    let at = format!("/documents/{id}");
    let page = words_of(&office.desk.show(&at).await);
    let start = page[..page.find("name=\"to\" value=\"all\"").unwrap()].rfind("<form").unwrap();
    let form = &page[start..start + page[start..].find("</form>").unwrap()];
    let value = |name: &str| {
        let (_, rest) = form.split_once(&format!("name=\"{name}\" value=\"")).unwrap();
        rest.split_once('"').unwrap().0.to_owned()
    };
    let fields = ["id", "to", "seen", "shown"].map(|name| (name, value(name)));
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let went = office.desk.plain(&at, "/api/documents/send", &fields).await;
    mails(&office.batch(&went).await).into_iter().flat_map(|(_, to)| to).collect()
}
