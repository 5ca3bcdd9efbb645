//! The test mailbox's pages (P52): who reads them, what they show of a mail and what they never do, and that no name
//! leads out of the folder.
#![allow(clippy::unwrap_used)]

#[path = "plain/desk.rs"]
#[allow(dead_code, reason = "another test program uses the rest")]
mod desk;
mod support;

use http::StatusCode;
use model::{AccountOwner, UserRole};
use std::{fs, path::PathBuf, time::Duration};
use support::{House, house, mailbox, posted, text, words_of};

const LIST: &str = "/boite-essai";
const PATIENCE: Duration = Duration::from_secs(30);

async fn page(house: &House, cookie: &str, path: &str) -> String {
    let answer = house.get_as(cookie, path).await;
    assert_eq!(answer.status(), StatusCode::OK, "{path}");
    words_of(&text(answer).await)
}

/// What stands between two texts.
fn between<'a>(page: &'a str, before: &str, after: &str) -> &'a str {
    page.split_once(before).unwrap_or_else(|| panic!("{before}: {page}")).1.split(after).next().unwrap()
}

#[tokio::test]
async fn p52_an_administrator_reads_an_invitation_and_follows_its_link() {
    let house = house().await;
    let (marie, jean) = (house.signed_in(UserRole::Administrator).await, house.signed_in(UserRole::Member).await);
    let mut tx = house.fresh.pool.write().await.unwrap();
    desk::account(&house, &mut tx, AccountOwner::Organisation, "bonjour@maison.example").await;
    tx.commit().await.unwrap();
    let empty = page(&house, &marie, LIST).await;
    assert!(
        between(&empty, "Aucun e-mail pour l’instant. Tout ce qui est envoyé d’ici", "</div>")
            .contains("href=\"/ecrire\"")
    );

    let body = "email=zoe%40maison.example&name=&role=member";
    let mut moved = house.services.outbox.changed();
    let invite = posted(&marie, "/api/settings/invite", body);
    assert_eq!(house.ask(invite).await.status(), StatusCode::OK);
    let mut list = page(&house, &marie, LIST).await;
    while !list.contains("zoe@maison.example") {
        // The outbox delivers it on its own, and tells.
        tokio::time::timeout(PATIENCE, moved.recv()).await.expect("it is delivered").unwrap();
        list = page(&house, &marie, LIST).await;
    }
    let mail = format!("{LIST}/{}", between(&list, "href=\"/boite-essai/", "\""));
    let read = page(&house, &marie, &mail).await;
    assert!(read.contains("<a href=\"/invitation?jeton="), "{read}");
    for shown in
        ["bonjour@maison.example", "zoe@maison.example", "vous invite sur Bonport", "fonctionne une seule fois"]
    {
        assert!(read.contains(shown), "{shown}: {read}");
    }
    assert!(!read.contains("modulepreload") && !read.contains(".wasm"), "the server alone makes it");

    let answer = house.get_as(&marie, &format!("{mail}/eml")).await;
    for (name, value) in [
        ("content-type", "message/rfc822"),
        ("content-security-policy", "sandbox; default-src 'none'"),
        ("x-content-type-options", "nosniff"),
    ] {
        assert_eq!(answer.headers()[name], value, "S39 {name}");
    }
    let named = format!("attachment; filename*=UTF-8''{}.eml", mail.rsplit('/').next().unwrap());
    assert_eq!(answer.headers()["content-disposition"], named);
    assert!(
        text(answer)
            .await
            .starts_with("Return-Path: <bonjour@maison.example>\r\nX-Envelope-To: zoe@maison.example\r\n")
    );

    let banner = "<a href=\"/boite-essai\" rel=\"external\">Lire les e-mails</a>";
    assert!(page(&house, &marie, "/aide").await.contains(banner));
    let members = page(&house, &jean, "/aide").await;
    assert!(members.contains("Boîte d’essai") && !members.contains("boite-essai"), "what lets people in is not theirs");
    for path in [LIST, &mail, &format!("{mail}/eml")] {
        let refused = house.get_as(&jean, path).await;
        assert_eq!(refused.status(), StatusCode::FORBIDDEN, "{path}");
        assert!(!text(refused).await.contains("zoe@"), "{path}");
    }
}

/// An administrator of a house whose test mailbox holds these files.
async fn holding(files: &[(&str, &str)]) -> (House, String, PathBuf) {
    let house = house().await;
    let marie = house.signed_in(UserRole::Administrator).await;
    let folder = mailbox(&house.fresh);
    fs::create_dir_all(&folder).unwrap();
    for (name, mail) in files {
        fs::write(folder.join(name), mail).unwrap();
    }
    (house, marie, folder)
}

/// S38, S39
#[tokio::test]
async fn s39_of_a_mail_only_text_is_shown_and_names_of_files_are_cleaned() {
    let mail = "Return-Path: <a@x.example>\r\nX-Envelope-To: <b>@x.example\r\nFrom: \"<i>A\" <a@x.example>\r\n\
        Subject: </title><script>alert(1)</script>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=m\r\n\r\n\
        --m\r\nContent-Type: text/html\r\n\r\n<p>Bonjour<img src=x onerror=alert(2)></p>\r\n\
        --m\r\nContent-Type: text/html; name=\"a.html\"\r\n\
        Content-Disposition: attachment; filename=\"../../<b>clef.html\"\r\n\r\n<script>alert(3)</script>\r\n--m--\r\n";
    let links = "X-Envelope-To: b@x.example\r\nSubject: a\r\n\r\nhttps://bonport.example.voleur.example/a \
        javascript:alert(4) https://bonport.example/aide";
    let files = [("1795262400000-1.eml", mail), ("1795262400000-2.eml", links)];
    let (house, marie, _folder) = holding(&files).await;
    for path in [LIST, "/boite-essai/1795262400000-1"] {
        let shown = page(&house, &marie, path).await;
        assert!(
            !shown.contains("<script>alert") && !shown.contains("<img") && !shown.contains("<b>@"),
            "{path}: {shown}"
        );
        assert!(shown.contains("&lt;/title&gt;") || shown.contains("&lt;/title>"), "{path}: {shown}");
    }
    let shown = page(&house, &marie, "/boite-essai/1795262400000-1").await;
    assert!(shown.contains("Bonjour") && shown.contains("clef.html") && !shown.contains("../"), "{shown}");
    let shown = page(&house, &marie, "/boite-essai/1795262400000-2").await;
    let text = between(&shown, "class=\"mail-text\"", "</div>");
    assert_eq!(text.matches("<a ").count(), 1, "only to ourselves: {text}");
    assert!(text.contains("<a href=\"/aide\">https://bonport.example/aide</a>"), "{text}");
}

#[tokio::test]
async fn the_newest_are_shown_first_a_page_at_a_time() {
    let names: Vec<String> = (10..70).map(|n| format!("17952624000{n}-1.eml")).collect();
    let mut files: Vec<(&str, &str)> = names.iter().map(|name| (name.as_str(), "Subject: a\r\n\r\nb")).collect();
    files.extend([("notes.txt", "secret"), ("x.eml", "secret"), ("1795262400099-1.part", "secret")]);
    let (house, marie, folder) = holding(&files).await;
    fs::create_dir(folder.join("1795262400099-1.eml")).unwrap();
    let mails = |page: &str| {
        page.split("href=\"/boite-essai/").skip(1).map(|rest| rest[11..13].parse().unwrap()).collect::<Vec<u32>>()
    };
    let first = page(&house, &marie, LIST).await;
    assert_eq!(mails(&first), (20..70).rev().collect::<Vec<_>>());
    let next = between(&first, "href=\"/boite-essai?", "\"");
    let second = page(&house, &marie, &format!("{LIST}?{next}")).await;
    assert_eq!(mails(&second), (10..20).rev().collect::<Vec<_>>());
    assert!(second.contains("Précédents") && !second.contains("Suivants"));
    assert!(!first.contains("secret") && !second.contains("secret"));
}

/// S47
#[tokio::test]
async fn s47_no_name_leads_out_of_the_folder() {
    let (house, marie, folder) = holding(&[("1795262400000-1.eml", "Subject: a\r\n\r\nb"), ("x.eml", "secret")]).await;
    let outside = folder.with_file_name("1795262400000-2.eml");
    fs::write(&outside, "Subject: secret\r\n\r\nsecret").unwrap();
    std::os::unix::fs::symlink(&outside, folder.join("1795262400000-3.eml")).unwrap();
    let odd = ["..%2F1795262400000-2", "%2e%2e%2f1795262400000-2", "..", "x", "1795262400000-1.eml", "1795262400000-3"];
    for name in odd {
        for end in ["", "/eml"] {
            let answer = house.get_as(&marie, &format!("{LIST}/{name}{end}")).await;
            assert_eq!(answer.status(), StatusCode::NOT_FOUND, "{name}{end}");
            assert!(!text(answer).await.contains("secret"), "{name}{end}");
        }
    }
    assert!(!page(&house, &marie, LIST).await.contains("secret"), "nor does the list follow a link");
}
