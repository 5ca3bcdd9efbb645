//! What servers are asked for, so that their reports can be matched (RFC 3461).

use crate::support::{Script, SmtpServer};
use mail::smtp::Envelope;

const MAIL: &[u8] = b"Subject: Devis\r\nMessage-ID: <00ff+1@maison.example>\r\n\r\nBonjour\r\n";
const OFFERS: [&str; 4] = ["PIPELINING", "SMTPUTF8", "8BITMIME", "DSN"];

async fn heard(offers: &[&str], to: &[&str]) -> Vec<String> {
    let server = SmtpServer::start(Script::default().offering(offers)).await;
    let mut connection = server.dialer().open(&server.account()).await.unwrap();
    let to = to.iter().map(|to| (*to).to_owned()).collect();
    let outcome = connection.deliver(&Envelope { from: "moi@maison.example".into(), to }, MAIL, || ()).await;
    assert!(outcome.steps.iter().all(|step| step.is_accepted()), "{:?}", outcome.steps);
    assert_eq!(server.accepted()[0].bytes, MAIL);
    let said = server.lines().into_iter();
    said.filter(|line| line.starts_with("MAIL") || line.starts_with("RCPT")).collect()
}

#[tokio::test]
async fn reports_of_what_fails_or_is_late_are_asked_for_where_they_are_offered() {
    let said = heard(&OFFERS, &["a+b@x.example", "éloïse@école.example"]).await;
    let expected = [
        "MAIL FROM:<moi@maison.example> SMTPUTF8 RET=HDRS ENVID=00ff+2B1@maison.example",
        "RCPT TO:<a+b@x.example> NOTIFY=FAILURE,DELAY ORCPT=rfc822;a+2Bb@x.example",
        "RCPT TO:<éloïse@xn--cole-9oa.example> NOTIFY=FAILURE,DELAY ORCPT=utf-8;\\x{E9}lo\\x{EF}se@xn--cole-9oa.example",
    ];
    assert_eq!(said, expected);
}

#[tokio::test]
async fn a_server_that_does_not_offer_them_hears_nothing_of_it() {
    for offers in [&["PIPELINING"][..], &[]] {
        let said = heard(offers, &["a@x.example"]).await;
        assert_eq!(said, ["MAIL FROM:<moi@maison.example>", "RCPT TO:<a@x.example>"]);
    }
}
