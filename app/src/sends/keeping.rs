//! A typed address becomes a contact after the mail (D91).

use crate::{
    error::AppError,
    recipients::{
        adding::{add_one, host},
        api::{NewPerson, Outcome},
    },
    typed,
};
use model::{
    DeliveryId, Moment,
    send::{BatchView, NewAddress},
};
use store::{Tx, sends};

/// The name under which a refused form is kept for its page.
pub(super) const FORM: &str = "new-address";

/// Makes the contact, affiliated to the mail's client; the mail is in its history from now on.
pub(super) async fn keep(tx: &mut Tx, delivery: DeliveryId, person: &NewPerson, now: Moment) -> Result<(), AppError> {
    let (batch, new) = asked(tx, delivery).await?;
    let client = batch.messages.first().and_then(|message| message.client.as_ref()).ok_or(AppError::NotFound)?.0;
    let person = NewPerson { address: new.address, ..person.clone() };
    let host = host(tx, client).await?;
    match add_one(tx, &host, &person, now).await? {
        Outcome::Refused(problems) => Err(AppError::Refused(problems)),
        Outcome::Added(candidate) | Outcome::Taken(candidate) => match candidate.contact {
            Some(contact) => Ok(sends::file_under(tx, delivery, contact).await?),
            None => Ok(()),
        },
    }
}

/// Nobody is asked about it again.
pub(super) async fn ignore(tx: &mut Tx, delivery: DeliveryId) -> Result<(), AppError> {
    let (batch, new) = asked(tx, delivery).await?;
    Ok(sends::ignore_address(tx, &batch, &new.address).await?)
}

async fn asked(tx: &mut Tx, delivery: DeliveryId) -> Result<(BatchView, NewAddress), AppError> {
    let id = sends::batch_of(tx, delivery).await?;
    let mut batch = sends::get(tx, id).await?;
    let at = batch.new_addresses.iter().position(|new| new.delivery == delivery).ok_or(AppError::NotFound)?;
    let new = batch.new_addresses.swap_remove(at);
    Ok((batch, new))
}

/// What was refused a moment ago stands in its form again.
pub(super) fn show_again(all: &mut [NewAddress]) {
    if all.is_empty() {
        return;
    }
    let Some(typed) = typed::take::<(DeliveryId, NewPerson)>(FORM) else { return };
    let (delivery, person) = typed.draft;
    if let Some(new) = all.iter_mut().find(|new| new.delivery == delivery) {
        new.first_name = person.first_name;
        new.last_name = person.last_name;
        new.function = person.function;
        new.starred = person.starred;
        new.problems = typed.problems;
    }
}
