//! « Tester » (P52, E19): the real dialogue with a mail to oneself, told step by step. It calls only where mails may go (S51–S53),
//! says nothing of the secret, and takes at most 20 s (`Timeouts::for_check`). To cancel it, drop the future.

use crate::smtp::{Dialer, Envelope, Server, Step};
use model::Security;
use model::delivery::{Check, Problem};

/// `mail` goes from the account's address to itself; it is the caller who has the words for it. The second is the largest mail that
/// the server takes, when it took this one and says so.
pub async fn check(dialer: &Dialer, server: &Server, address: &str, mail: &[u8]) -> (Check, Option<i64>) {
    let dialer = Dialer { timeouts: dialer.timeouts.for_check(), ..dialer.clone() };
    let (max_size, problem) = match try_out(&dialer, server, address, mail).await {
        Ok(max_size) => (max_size, None),
        Err(step) => (None, Some(Problem { phase: step.phase, answer: step.answer })),
    };
    (Check::new(server.security != Security::None, server.login.is_some(), problem), max_size)
}

async fn try_out(dialer: &Dialer, server: &Server, address: &str, mail: &[u8]) -> Result<Option<i64>, Step> {
    let mut connection = dialer.open(server).await?;
    let max_size = connection.max_size().and_then(|size| i64::try_from(size).ok());
    let envelope = Envelope { from: address.to_owned(), to: vec![address.to_owned()] };
    let outcome = connection.deliver(&envelope, mail, || ()).await;
    connection.quit().await;
    match outcome.steps.into_iter().find(|step| !step.is_accepted()) {
        Some(step) => Err(step),
        None => Ok(max_size),
    }
}
