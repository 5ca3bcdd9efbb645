//! E16, through the whole router: the list of all sends and what is done from it; a delivery with its tries.

use crate::desk::Desk;
use crate::support::{URL, text, words_of};
use crate::trials::{SENT, claim, desk_that_holds, put_off, settle};
use http::{Method, StatusCode, header};
use model::BatchId;
use model::send::Waits;
use store::outbox::{self, Next};

impl Desk {
    /// A form of the list, without the wasm: where the browser goes then.
    pub async fn press(&self, path: &str, body: &str, list: &str) -> String {
        let mut request = self.page(Method::POST, path, body);
        request.headers_mut().insert(header::REFERER, format!("{URL}{list}").parse().unwrap());
        let answer = self.house.ask(request).await;
        assert!(answer.status().is_redirection(), "{path}: {}", answer.status());
        answer.headers()[header::LOCATION].to_str().unwrap().trim_start_matches(URL).trim_end_matches('?').to_owned()
    }

    pub async fn list(&self, path: &str) -> String {
        words_of(&self.show(path).await)
    }

    /// Some of it left, one is leaving, the others wait.
    pub async fn in_the_middle(&self) -> BatchId {
        let batch = self.mail("k", 4).await;
        let mut tx = self.house.fresh.pool.write().await.unwrap();
        let (lease, ids) = claim(&mut tx).await;
        settle(&mut tx, &lease, &ids[..1], &[SENT]).await;
        outbox::begin(&mut tx, &lease, &ids[1..2], app::clock::now()).await.unwrap();
        outbox::give_back(&mut tx, &lease, &ids[2..]).await.unwrap();
        tx.commit().await.unwrap();
        batch
    }
}

#[tokio::test]
async fn e16_a_send_is_paused_taken_up_again_and_stopped_from_the_list_with_exact_counts() {
    let desk = desk_that_holds(120).await;
    let batch = desk.in_the_middle().await;
    let page = desk.list("/envois").await;
    for shown in ["1 envoyé, 3 en attente", "Mettre en pause : Devis", "Annuler le reste : Devis", "<progress"] {
        assert!(page.contains(shown), "{shown}: {page}");
    }
    assert!(page.contains("data-moving") && !page.contains(".wasm"), "{page}");
    let body = format!("batch={batch}&back=%2Fenvois%3Fq%3Ddevis");
    let went = desk.press("/api/sends/pause", &body, "/envois?q=devis").await;
    assert_eq!(went, format!("/envois?q=devis&fait={batch}#envoi-{batch}"));
    let page = desk.list(went.split('#').next().unwrap()).await;
    for shown in [
        "Envoi mis en pause : 2 destinataires attendent. Pour 1 destinataire, l’e-mail était déjà en route et part quand même.",
        "En pause, par Camille Roy, aujourd’hui, ",
        "Reprendre : Devis",
    ] {
        assert!(page.contains(shown), "{shown}: {page}");
    }
    assert!(!page.contains("Mettre en pause"), "{page}");
    assert!(desk.list("/envois?etat=en-pause").await.contains("Devis"));
    let result = words_of(&desk.result(batch).await);
    assert!(result.contains("En pause, par Camille Roy") && result.contains("Reprendre"), "{result}");
    assert!(desk.list("/").await.contains("1 envoi en pause : le reprendre ou l’annuler"));

    let went = desk.press("/api/sends/resume", &format!("batch={batch}&back=%2Fenvois"), "/envois").await;
    let page = desk.list(went.split('#').next().unwrap()).await;
    assert!(
        page.contains("L’envoi reprend : 2 destinataires ne sont plus retenus.") && page.contains("Mettre en pause"),
        "{page}"
    );
    // What had left before is no news.
    assert!(page.contains(&format!("form=\"arreter-{batch}\" name=\"gone\" value=\"1\"")), "{page}");
    let went = desk.press("/api/sends/cancel", &format!("batch={batch}&back=%2Fenvois&gone=1"), "/envois").await;
    assert_eq!(went, format!("/envois?fait={batch}&partis=1#envoi-{batch}"));
    let page = desk.list(went.split('#').next().unwrap()).await;
    assert!(page.contains("Envoi arrêté pour 2 destinataires. Trop tard pour 1 destinataire :"), "{page}");
    assert!(!page.contains("Mettre en pause") && !page.contains("Annuler le reste"), "{page}");
}

/// S20, S24
#[tokio::test]
async fn an_act_that_comes_too_late_changes_nothing_and_leads_nowhere_else() {
    let desk = desk_that_holds(120).await;
    let batch = desk.ended("k", &[SENT, SENT]).await;
    let went = desk.press("/api/sends/pause", &format!("batch={batch}&back=%2Fenvois"), "/envois").await;
    assert!(went.starts_with("/envois"), "{went}");
    let page = desk.list(&went).await;
    assert!(page.contains("role=\"alert\"") && page.contains("cet envoi est déjà terminé ou annulé"), "{page}");
    for act in ["pause", "resume"] {
        let answer = desk.act(&format!("/api/sends/{act}"), &format!("batch={batch}")).await;
        assert_eq!(answer.status(), StatusCode::UNPROCESSABLE_ENTITY);
        assert!(text(answer).await.contains("ended"));
        let unknown = desk.act(&format!("/api/sends/{act}"), "batch=9999").await;
        assert_eq!(unknown.status(), StatusCode::NOT_FOUND);
    }
    let waiting = desk.mail("k2", 2).await;
    for elsewhere in ["%2F%2Fevil.example", "https%3A%2F%2Fevil.example", "%2F%5Cevil", "%2Fclients"] {
        let body = format!("batch={waiting}&back={elsewhere}");
        let went = desk.press("/api/sends/pause", &body, "/envois").await;
        assert!(went.starts_with("/envois"), "{elsewhere}: {went}");
        let waits: Waits = desk.answer("/api/sends/resume", &format!("batch={waiting}")).await;
        assert_eq!(waits, Waits { waiting: 2, in_flight: 0 });
    }
}

/// What cannot be stopped any more is no refusal, and yet it is said, with its count.
#[tokio::test]
async fn e16_a_cancelling_that_comes_too_late_says_for_how_many() {
    let desk = desk_that_holds(120).await;
    let left = desk.ended("k1", &[SENT, SENT]).await;
    let went = desk.press("/api/sends/cancel", &format!("batch={left}&back=%2Fenvois"), "/envois").await;
    assert_eq!(went, format!("/envois?fait={left}&trop-tard=2#envoi-{left}"));
    let page = desk.list(went.split('#').next().unwrap()).await;
    assert!(page.contains("Trop tard pour 2 destinataires") && !page.contains("Envoi arrêté"), "{page}");
    let failed = desk.ended("k2", &[Next::Failed]).await;
    let went = desk.press("/api/sends/cancel", &format!("batch={failed}&back=%2Fenvois"), "/envois").await;
    let page = desk.list(went.split('#').next().unwrap()).await;
    assert!(page.contains("Rien n’a changé : cet envoi est déjà terminé ou annulé."), "{page}");
}

/// P36
#[tokio::test]
async fn p36_the_list_offers_only_what_was_not_corrected_since() {
    let desk = desk_that_holds(120).await;
    let batch = desk.ended("k", &[SENT, Next::Failed, Next::Failed]).await;
    assert!(desk.list("/envois").await.contains("Renvoyer les 2 échecs"));
    let failed: Vec<_> =
        desk.batch(&format!("/envois/{batch}")).await.messages[0].deliveries[1..].iter().map(|one| one.id).collect();
    for (at, offered) in [(0, "Renvoyer l’échec"), (1, "")] {
        let body = format!("delivery={}&address=neuf{at}%40x.example&seen=0", failed[at]);
        assert_eq!(desk.act("/api/sends/correct", &body).await.status(), StatusCode::OK);
        let page = desk.list("/envois").await;
        assert!(!page.contains("Renvoyer les 2 échecs") && page.contains("/renvoyer") != offered.is_empty(), "{page}");
        assert!(page.contains(offered), "{page}");
    }
}

/// Plain forms of the result: it says what they came to, and why they changed nothing.
#[tokio::test]
async fn e15_a_result_says_what_pausing_it_came_to() {
    let desk = desk_that_holds(120).await;
    let ended = desk.ended("k2", &[SENT]).await;
    let batch = desk.in_the_middle().await;
    let (result, body) = (format!("/envois/{batch}"), format!("batch={batch}&back=%2Fenvois%2F{batch}"));
    assert!(desk.list(&result).await.contains(&format!("name=\"back\" value=\"{result}\"")));
    for (act, said) in [
        (
            "pause",
            "Envoi mis en pause : 2 destinataires attendent. Pour 1 destinataire, l’e-mail était déjà en route et part quand même.",
        ),
        ("resume", "L’envoi reprend : 2 destinataires ne sont plus retenus."),
    ] {
        let went = desk.press(&format!("/api/sends/{act}"), &body, &result).await;
        assert_eq!(went, format!("{result}?fait={batch}"));
        assert!(desk.list(&went).await.contains(said), "{act}");
        assert!(!desk.list(&result).await.contains(said), "{act}: once");
    }
    let result = format!("/envois/{ended}");
    let went = desk.press("/api/sends/pause", &format!("batch={ended}&back=%2Fenvois%2F{ended}"), &result).await;
    assert!(went.starts_with(&result), "{went}");
    assert!(desk.list(&went).await.contains("Rien n’a changé : cet envoi est déjà terminé ou annulé."));
    let elsewhere = desk.press("/api/sends/cancel", &format!("batch={ended}&back=%2Fenvois%2F{batch}"), &result).await;
    assert!(elsewhere.starts_with(&result), "only its own result: {elsewhere}");
}

#[tokio::test]
async fn e16_filters_stand_in_the_address_and_nothing_found_has_a_next_step() {
    let desk = desk_that_holds(120).await;
    let page = desk.list("/envois").await;
    assert!(page.contains("Aucun envoi pour l’instant.") && page.contains("Choisir un client à qui écrire"), "{page}");
    let failed = desk.ended("k1", &[SENT, Next::Failed]).await;
    desk.ended("k2", &[SENT]).await;
    let row = format!("href=\"/envois/{failed}\"");
    for found in [
        "/envois",
        "/envois?etat=echecs",
        "/envois?etat=a-traiter",
        "/envois?q=DEVIS&sorte=one_off",
        "/envois?q=acme&par=1",
    ] {
        assert!(desk.list(found).await.contains(&row), "{found}");
    }
    let page = desk.list("/envois?etat=echecs&q=devis").await;
    assert!(page.contains("Renvoyer l’échec : Devis") && page.contains("value=\"devis\""), "{page}");
    assert!(
        page.contains("href=\"/envois?etat=en-pause&amp;q=devis\"") && page.contains("aria-current=\"page\""),
        "{page}"
    );
    for empty in [
        "/envois?etat=en-pause",
        "/envois?q=rien",
        "/envois?au=2020-01-01",
        "/envois?du=2999-12-31&au=2999-12-31",
        "/envois?compte=77",
    ] {
        let page = desk.list(empty).await;
        assert!(page.contains("Aucun envoi ne correspond") && page.contains("Voir tous les envois"), "{empty}: {page}");
    }
    // What cannot be read is left out.
    for odd in
        ["/envois?etat=x&par=y&avant=z&du=2026-02-31&compte=-", "/envois?sorte=system", "/envois?fait=9999&avant=-1"]
    {
        desk.list(odd).await;
    }
}

/// Each page leads to the one before it, not to the first.
#[tokio::test]
async fn e16_a_page_of_sends_leads_back_to_the_page_before() {
    let desk = desk_that_holds(120).await;
    for n in 0..2 * model::send::SENDS_PAGE + 1 {
        desk.mail(&format!("k{n}"), 1).await;
    }
    let follow = async |path: &str, rel: &str| {
        let page = desk.list(path).await;
        let link = page.split("<a ").find(|link| link.contains(&format!("rel=\"{rel}\"")));
        link.map(|link| link.split("href=\"").nth(1).unwrap().split('"').next().unwrap().replace("&amp;", "&"))
    };
    let second = follow("/envois", "next").await.unwrap();
    let third = follow(&second, "next").await.unwrap();
    assert_eq!(follow(&third, "next").await, None);
    assert_eq!(follow(&third, "prev").await, Some(second.clone()));
    assert_eq!(follow(&second, "prev").await.as_deref(), Some("/envois"));
    for odd in ["/envois?retour=x,,1", "/envois?avant=9&retour=-5"] {
        desk.list(odd).await;
    }
}

/// delivery.md §4, S38
#[tokio::test]
async fn e16_a_delivery_tells_each_try_in_plain_words_and_what_comes_next() {
    let desk = desk_that_holds(120).await;
    let batch = desk.mail("k", 2).await;
    let mut tx = desk.house.fresh.pool.write().await.unwrap();
    let (lease, ids) = claim(&mut tx).await;
    settle(&mut tx, &lease, &ids, &[put_off(), Next::Uncertain]).await;
    outbox::release_account(&mut tx, &lease).await.unwrap();
    tx.commit().await.unwrap();
    let path = format!("/envois/{batch}/{}", ids[0]);
    assert!(words_of(&desk.result(batch).await).contains(&format!("href=\"{path}\"")));
    let page = desk.list(&path).await;
    for shown in [
        "Essai 1",
        "Réponse finale",
        "la connexion s’est coupée",
        "Prochain essai",
        "Dernier essai au plus tard",
        "1 essai",
    ] {
        assert!(page.to_lowercase().contains(&shown.to_lowercase()), "{shown}: {page}");
    }
    let uncertain = format!("/envois/{batch}/{}", ids[1]);
    let page = desk.list(&uncertain).await;
    assert!(page.contains("Considérer comme envoyé") && page.contains(">Renvoyer<"), "{page}");
    let went = desk.press("/api/sends/consider-sent", &format!("delivery={}", ids[1]), &uncertain).await;
    assert_eq!(went, uncertain);
    assert!(!desk.list(&uncertain).await.contains("Considérer comme envoyé"));
    for other in [format!("/envois/{}/{}", batch.0 + 1, ids[0]), format!("/envois/{batch}/9999")] {
        let answer = desk.house.ask(desk.page(Method::GET, &other, "")).await;
        assert_eq!(answer.status(), StatusCode::NOT_FOUND, "{other}");
    }
    for odd in [format!("/envois/{batch}/xx"), format!("/envois/x/{}", ids[0]), "/envois/abc/renvoyer".into()] {
        let answer = desk.house.ask(desk.page(Method::GET, &odd, "")).await;
        assert_eq!(answer.status(), StatusCode::NOT_FOUND, "{odd}");
        assert!(text(answer).await.contains("Page introuvable"), "{odd}");
    }
    for odd in ["/envois/abc/resultat.csv", "/envois/1/messages/x/eml", "/envois/1/messages/1/fichiers/x"] {
        assert_eq!(desk.house.get_as(&desk.cookie, odd).await.status(), StatusCode::NOT_FOUND, "{odd}");
    }
}
