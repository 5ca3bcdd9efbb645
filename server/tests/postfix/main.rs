//! A real Postfix, of its own for each test (delivery.md §4, §5): what another server refuses comes back as a report that lands on its
//! delivery; mails travel inside TLS; whoever stands between and takes STARTTLS away, or puts words in, hears no secret.
#![allow(clippy::unwrap_used)]

mod between;
mod house;
#[path = "../../mail/tests/support/mod.rs"]
mod support;
mod system;

use between::{Between, Mangle};
use house::{House, reports_until};
use mail::smtp::{Envelope, Login, Server};
use model::Security;
use model::delivery::{Fault, Phase};
use model::recipients::Role::{self, Cc, To};
use model::send::Shown;
use store::testing::Fresh;
use support::{Act, At, Authority, Script, SmtpServer};
use system::Postfix;

/// The server of client.example, to which Postfix hands on.
fn far() -> Script {
    Script::default().on(At::Rcpt, |asked| {
        let answers = [
            ("partie@client.example", "550 5.1.1 no such user here"),
            ("pleine@client.example", "552 5.2.2 mailbox full"),
            ("lente@client.example", "451 4.2.1 come back later"),
        ];
        let answer = answers.iter().find(|(address, _)| asked.about(address));
        answer.map_or(Act::Usual, |(_, answer)| Act::say(answer))
    })
}

async fn refused(fresh: &Fresh) {
    let far = SmtpServer::start(far()).await;
    let postfix = Postfix::start(&far).await;
    let house = House::new(fresh, &postfix).await;
    let everybody: [(Role, &str); 5] = [
        (To, "marie@client.example"),
        (To, "partie@client.example"),
        (Cc, "pleine@client.example"),
        (Cc, "lente@client.example"),
        (Cc, "inconnue@maison.example"),
    ];
    let first = house.sent(&everybody).await;
    let shown = house.shown(first).await;
    assert_eq!(shown, [Shown::Sent; 5], "Postfix took it for everybody: {shown:?}");
    // Postfix puts what failed at once into one report or several; each line of ours is a recipient.
    let told = reports_until(&house, &postfix.maildir(), 4).await;
    assert!(told.iter().filter(|line| line.contains(": refused")).count() == 3, "{told:#?}");
    assert!(told.iter().filter(|line| line.contains(": late")).count() == 1, "{told:#?}");
    let shown = house.shown(first).await;
    assert_eq!(shown, [Shown::Sent, Shown::Bounced, Shown::Bounced, Shown::Sent, Shown::Bounced], "each on its own");

    let deliveries = house.deliveries(first).await;
    let bounce = |n: usize| deliveries[n].bounce.clone().unwrap();
    assert_eq!((bounce(1).hard, bounce(1).code, bounce(1).enhanced.as_str()), (true, Some(550), "5.1.1"));
    assert!(bounce(1).text.contains("no such user here"), "{:?}", bounce(1));
    assert_eq!((bounce(2).hard, bounce(2).code, bounce(2).enhanced.as_str()), (false, Some(552), "5.2.2"));
    assert!(bounce(4).hard && bounce(4).text.contains("unknown user"), "{:?}", bounce(4));
    assert!(!house.is_blocked("partie@client.example").await, "once is not enough");

    let second = house.sent(&[(To, "partie@client.example")]).await;
    let told = reports_until(&house, &postfix.maildir(), 1).await;
    assert!(told[0].contains("the address is blocked from now on"), "{told:#?}");
    assert_eq!(house.shown(second).await, [Shown::Bounced]);
    assert!(house.is_blocked("partie@client.example").await && !house.is_blocked("pleine@client.example").await);
    assert_eq!(far.accepted().len(), 1, "for Marie");
}
store::both!(a_refused_mailbox_comes_back_as_a_report_and_lands_on_its_delivery, refused);

fn envelope() -> Envelope {
    Envelope { from: "compta@maison.example".into(), to: vec!["compta@maison.example".into()] }
}

const MAIL: &[u8] = b"Message-ID: <1@maison.example>\r\nSubject: Essai\r\n\r\nBonjour\r\n";

#[tokio::test]
async fn mails_travel_inside_tls_under_a_private_authority_s55() {
    let postfix = Postfix::start(&SmtpServer::start(far()).await).await;
    for (security, port) in [(Security::StartTls, postfix.port()), (Security::Tls, postfix.tls_port())] {
        let server = Server { host: "127.0.0.1".into(), port, security, login: None };
        let mut connection = postfix.dialer(&postfix.authority).open(&server).await.unwrap();
        assert!(connection.tls().unwrap().starts_with("TLSv1"), "{security:?}: {:?}", connection.tls());
        let outcome = connection.deliver(&envelope(), MAIL, || ()).await;
        assert!(outcome.steps[0].is_accepted(), "{:?}", outcome.steps);
        connection.quit().await;

        let stranger = Authority::new();
        let step = postfix.dialer(&stranger).open(&server).await.map(drop).unwrap_err();
        assert_eq!((step.phase, step.answer.fault()), (Phase::Tls, Some(Fault::Certificate)), "{security:?}");
    }
}

#[tokio::test]
async fn whoever_takes_starttls_away_or_puts_words_in_hears_no_secret_s55() {
    let postfix = Postfix::start(&SmtpServer::start(far()).await).await;
    let cases = [
        (Mangle::Nothing, None),
        (Mangle::Strip, Some((Phase::StartTls, Fault::NoTls))),
        (Mangle::Blot, Some((Phase::StartTls, Fault::NoTls))),
        (Mangle::Inject, Some((Phase::StartTls, Fault::Unsolicited))),
    ];
    for (mangle, expected) in cases {
        let between = Between::start(mangle, postfix.port()).await;
        let login = Login { name: "compta-secrete".into(), secret: "sésame".to_owned().into() };
        let port = between.port();
        let server = Server { host: "127.0.0.1".into(), port, security: Security::StartTls, login: Some(login) };
        let mut dialer = postfix.dialer(&postfix.authority);
        dialer.policy = dialer.policy.with(&[format!("127.0.0.1:{port}")]);
        let step = dialer.open(&server).await.map(drop).unwrap_err();
        match expected {
            Some((phase, fault)) => assert_eq!((step.phase, step.answer.fault()), (phase, Some(fault)), "{mangle:?}"),
            // Left alone, the way leads through TLS to a server that has no passwords.
            None => assert_eq!((step.phase, step.answer.fault()), (Phase::Auth, Some(Fault::NoAuth)), "{mangle:?}"),
        }
        let heard = between.heard();
        for word in ["AUTH", "MAIL", "compta-secrete", "sésame"] {
            assert!(!heard.contains(word), "{mangle:?}: {heard}");
        }
        assert!(heard.starts_with("EHLO "), "the way led through here: {heard}");
    }
}
