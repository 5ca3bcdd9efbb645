//! « Tester » (P52, E19): the real dialogue with a mail to oneself, told step by step. It calls only where mails may go (S51–S53),
//! says nothing of the secret, and takes at most 20 s (`Timeouts::for_check`). To cancel it, drop the future.

use crate::smtp::{Dialer, Envelope, Server, Step};
use model::Security;
use model::delivery::{Check, Problem};

/// `mail` goes from the account's address to itself; it is the caller who has the words for it.
pub async fn check(dialer: &Dialer, server: &Server, address: &str, mail: &[u8]) -> Check {
    let dialer = Dialer { timeouts: dialer.timeouts.for_check(), ..dialer.clone() };
    let problem = try_out(&dialer, server, address, mail).await.err();
    let problem = problem.map(|step| Problem { phase: step.phase, answer: step.answer });
    Check::new(server.security != Security::None, server.login.is_some(), problem)
}

async fn try_out(dialer: &Dialer, server: &Server, address: &str, mail: &[u8]) -> Result<(), Step> {
    let mut connection = dialer.open(server).await?;
    let envelope = Envelope { from: address.to_owned(), to: vec![address.to_owned()] };
    let outcome = connection.deliver(&envelope, mail, || ()).await;
    connection.quit().await;
    match outcome.steps.into_iter().find(|step| !step.is_accepted()) {
        Some(step) => Err(step),
        None => Ok(()),
    }
}
