//! P02: several save the same e-mail at the same instant, however each writes it, on both databases: one wins, everybody else is
//! told who has it, as when they had come later. Never a raw error.

use crate::{
    desk::{Desk, desk_on},
    support::{ours, text},
};
use app::{contacts::api::ContactSaved, error::AppError, recipients::api::Outcome};
use axum::response::Response;
use futures_util::future::join_all;
use http::{Method, StatusCode, header};
use model::{ContactId, EmailHolder, FieldProblem, Problem, listing::ContactsAsked};
use store::testing;

const SAVE: &str = "/api/contacts/save";
/// One address.
const SPELLINGS: [&str; 6] = [
    "marie@école.example",
    " MARIE@École.Example ",
    "marie@xn--cole-9oa.example",
    "Marie@ÉCOLE.example",
    "marie@e\u{301}cole.example",
    "MARIE@XN--COLE-9OA.EXAMPLE",
];

macro_rules! both {
    ($name:ident, $body:path) => {
        mod $name {
            use super::*;

            #[tokio::test]
            async fn on_sqlite() {
                $body(desk_on(testing::sqlite().await).await).await;
            }

            #[tokio::test]
            async fn on_postgres() {
                $body(desk_on(testing::postgres().await).await).await;
            }
        }
    };
}

/// Whoever won, or the holder that the refusal names.
async fn told(answer: Response) -> Result<ContactId, EmailHolder> {
    let (status, body) = (answer.status(), text(answer).await);
    if status == StatusCode::OK {
        return Ok(serde_json::from_str::<ContactSaved>(&body).unwrap().id);
    }
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{body}");
    match serde_json::from_str(&body).unwrap() {
        AppError::Refused(problems) => match &problems[..] {
            [FieldProblem { field, problem: Problem::TakenByContact(holder) }] if field == "email" => {
                Err(holder.clone())
            }
            other => panic!("{other:?}"),
        },
        other => panic!("{other:?}"),
    }
}

fn one_won(answers: Vec<Result<ContactId, EmailHolder>>) -> (ContactId, Vec<EmailHolder>) {
    let (won, told): (Vec<_>, Vec<_>) = answers.into_iter().partition(Result::is_ok);
    let [Ok(winner)] = won[..] else { panic!("not one: {won:?}") };
    let told: Vec<EmailHolder> = told.into_iter().map(Result::unwrap_err).collect();
    assert!(told.iter().all(|holder| holder.contact_id == winner), "{told:?}");
    (winner, told)
}

async fn creations(desk: Desk) {
    let (acme, beta) = (desk.acme.to_string(), desk.beta.to_string());
    let save = async |n: usize| {
        let client = if n.is_multiple_of(2) { &acme } else { &beta };
        let form = [("head[client]", client.as_str()), ("contact[email]", SPELLINGS[n])];
        told(desk.send(SAVE, &form).await).await
    };
    let answers = join_all((0..SPELLINGS.len()).map(save)).await;
    let at_acme = answers.iter().position(Result::is_ok).unwrap().is_multiple_of(2);
    let here: Vec<bool> = answers.iter().filter_map(|answer| answer.as_ref().err()).map(|holder| holder.here).collect();
    let (_, told) = one_won(answers);
    // « Associer » is offered at the other client, « Ouvrir » everywhere; nobody is inactive.
    assert_eq!(here.iter().filter(|here| **here).count(), 2, "of three at the winner's client");
    assert!(told.iter().all(|holder| !holder.inactive && holder.clients == [if at_acme { "ACME" } else { "Beta" }]));
    let mut tx = desk.house.fresh.pool.read().await.unwrap();
    assert_eq!(store::contacts::list(&mut tx, &ContactsAsked::default()).await.unwrap().total, 1);
}
both!(p02_of_several_who_create_the_same_address_at_once_one_wins, creations);

/// The form of a contact that has this e-mail from now on.
async fn renamed(desk: &Desk, id: ContactId, email: &str) -> Result<ContactId, EmailHolder> {
    let version = desk.contact(id).await.version.to_string();
    let form = [("head[id]", id.to_string()), ("head[version]", version), ("contact[email]", email.to_owned())];
    let form: Vec<(&str, &str)> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
    told(desk.send(SAVE, &form).await).await
}

async fn renames(desk: Desk) {
    let mut people = vec![];
    for n in 0..SPELLINGS.len() {
        let saved: ContactSaved = desk.ask(SAVE, &[("contact[email]", &format!("p{n}@acme.example"))]).await;
        people.push(saved.id);
    }
    let answers = join_all(people.iter().zip(SPELLINGS).map(|(id, email)| renamed(&desk, *id, email))).await;
    let (winner, _) = one_won(answers);
    // Later it is the same, and nothing of the refused was changed.
    for (n, id) in people.into_iter().enumerate().filter(|(_, id)| *id != winner) {
        assert_eq!(renamed(&desk, id, SPELLINGS[n]).await.unwrap_err().contact_id, winner);
        assert_eq!(desk.contact(id).await.email, Some(format!("p{n}@acme.example")));
    }
}
both!(p02_of_several_who_take_the_same_address_at_once_one_gets_it, renames);

/// P22: two mails with the same unknown addresses, in another order, at two clients.
async fn from_mails(desk: Desk) {
    let add = async |client: model::ClientId, addresses: [&str; 3]| {
        let people = addresses
            .map(|at| format!(r#"{{"address":"{at}","first_name":"","last_name":"","function":"","starred":true}}"#));
        let body = format!(r#"{{"client":{client},"people":[{}]}}"#, people.join(","));
        let mut request = ours(Method::POST, "/api/recipients/add", "application/json", &body);
        request.headers_mut().insert(header::COOKIE, desk.cookie.parse().unwrap());
        let answer = desk.house.ask(request).await;
        let (status, body) = (answer.status(), text(answer).await);
        assert_eq!(status, StatusCode::OK, "{body}");
        serde_json::from_str::<Vec<(String, Outcome)>>(&body).unwrap()
    };
    for n in 0..6 {
        let names = ["a", "b", "c"].map(|name| format!("{name}{n}@x.example"));
        let [a, b, c] = [0, 1, 2].map(|at| names[at].as_str());
        let (one, two, three) =
            tokio::join!(add(desk.acme, [a, b, c]), add(desk.beta, [c, b, a]), add(desk.acme, [b, c, a]),);
        assert_eq!(
            one.iter().map(|(address, _)| address.as_str()).collect::<Vec<_>>(),
            [a, b, c],
            "in the order asked"
        );
        for address in [a, b, c] {
            let all = one.iter().chain(&two).chain(&three).filter(|(own, _)| own == address);
            let added = all.filter(|(_, outcome)| matches!(outcome, Outcome::Added(_))).count();
            assert_eq!(added, 1, "{address}");
        }
    }
}
both!(p02_of_several_mails_with_the_same_unknown_addresses_one_creates_each, from_mails);
