//! Writing to several contacts of the directory. A mail goes to one client: its addresses are offered with it, and its history keeps
//! it (P20, P27). So people are put together by client, and who cannot be written to is named.

use crate::error::AppError;
use model::{Affiliation, ClientId, Contact, ContactId};
use store::Tx;

/// A client with those of the chosen ones whom it has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// The client; none for somebody without one.
    pub client: Option<(ClientId, String)>,
    /// Who, with their names.
    pub people: Vec<(ContactId, String)>,
}

impl Group {
    /// The composer, with all of them in « À ».
    pub fn address(&self) -> String {
        let client = self.client.iter().map(|(id, _)| format!("client={id}"));
        let people = self.people.iter().map(|(id, _)| format!("contact={id}"));
        format!("/ecrire?{}", client.chain(people).collect::<Vec<_>>().join("&"))
    }
}

/// To whom one may write, and to whom not.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Writing {
    /// The largest first; somebody of two clients is in both.
    pub groups: Vec<Group>,
    /// Inactive (P05), or without an e-mail.
    pub left_out: Vec<(ContactId, String)>,
}

impl Writing {
    /// Nothing to choose and nobody to be told of: straight to the composer.
    pub fn only(&self) -> Option<&Group> {
        match (self.groups.as_slice(), self.left_out.is_empty()) {
            ([only], true) => Some(only),
            _ => None,
        }
    }
}

/// Those who are there and their clients, put together.
///
/// # Errors
/// Only general ones; who is no longer there is passed over.
pub(super) async fn writing(tx: &mut Tx, ids: &[ContactId]) -> Result<Writing, AppError> {
    let mut people = vec![];
    for id in ids {
        match store::contacts::get(tx, *id).await {
            Ok(contact) if contact.erased_at.is_none() => {
                people.push((contact, store::affiliations::of_contact(tx, *id).await?));
            }
            Ok(_) | Err(store::StoreError::NotFound) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(grouped(people))
}

fn grouped(people: Vec<(Contact, Vec<Affiliation>)>) -> Writing {
    let mut writing = Writing::default();
    for (contact, links) in people {
        let who = (contact.id, contact.name());
        if !contact.active() || contact.email.is_none() {
            writing.left_out.push(who);
            continue;
        }
        let live = links.into_iter().filter(|link| link.ended_at.is_none() && !link.client_inactive);
        let clients: Vec<_> = live.map(|link| Some((link.client_id, link.client_label))).collect();
        if clients.is_empty() {
            // The composer asks which client; each alone, for it may be another for each.
            writing.groups.push(Group { client: None, people: vec![who.clone()] });
        }
        for client in clients {
            match writing.groups.iter_mut().find(|group| group.client == client) {
                Some(group) => group.people.push(who.clone()),
                None => writing.groups.push(Group { client, people: vec![who.clone()] }),
            }
        }
    }
    // Somebody's other client is no question while another client has everybody.
    let all = writing.groups.iter().map(|group| group.people.len()).max().unwrap_or_default();
    let everybody =
        writing.groups.iter().flat_map(|group| &group.people).collect::<std::collections::BTreeSet<_>>().len();
    if all == everybody {
        writing.groups.retain(|group| group.people.len() == all);
    }
    writing.groups.sort_by_key(|group| std::cmp::Reverse(group.people.len()));
    writing
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::{AffiliationId, Lang, Moment, NotificationType};

    fn person(id: i64, email: Option<&str>, clients: &[i64]) -> (Contact, Vec<Affiliation>) {
        let contact = Contact {
            id: ContactId(id),
            civility: None,
            first_name: String::new(),
            last_name: format!("P{id}"),
            email: email.map(Into::into),
            language: Lang::Fr,
            phones: vec![],
            note: String::new(),
            inactive_at: None,
            erased_at: None,
            version: 1,
        };
        let link = |client: &i64| Affiliation {
            id: AffiliationId(id * 10 + client),
            contact_id: ContactId(id),
            client_id: ClientId(*client),
            client_label: format!("C{client}"),
            client_inactive: false,
            function: String::new(),
            site: None,
            notification_type: NotificationType::None,
            starred_at: None,
            since: Moment(0),
            ended_at: None,
            version: 1,
        };
        (contact, clients.iter().map(link).collect())
    }

    /// P20, P27
    #[test]
    fn p27_people_of_one_client_are_one_mail_also_when_one_of_them_has_another() {
        let writing = grouped(vec![person(1, Some("a@x.example"), &[1, 2]), person(2, Some("b@x.example"), &[1])]);
        assert_eq!(writing.only().unwrap().address(), "/ecrire?client=1&contact=1&contact=2");
    }

    /// P20, P27, P05
    #[test]
    fn p27_people_of_several_clients_are_several_mails_and_who_has_no_email_is_named() {
        let all = vec![
            person(1, Some("a@x.example"), &[1]),
            person(2, Some("b@x.example"), &[2]),
            person(3, Some("c@x.example"), &[2]),
            person(4, None, &[2]),
            person(5, Some("d@x.example"), &[]),
        ];
        let writing = grouped(all);
        assert!(writing.only().is_none());
        let addresses: Vec<_> = writing.groups.iter().map(Group::address).collect();
        assert_eq!(
            addresses,
            ["/ecrire?client=2&contact=2&contact=3", "/ecrire?client=1&contact=1", "/ecrire?contact=5"]
        );
        assert_eq!(writing.left_out, [(ContactId(4), "P4".to_owned())]);
        let inactive = |mut person: (Contact, Vec<Affiliation>)| {
            person.0.inactive_at = Some(Moment(0));
            person
        };
        let nobody = grouped(vec![inactive(person(1, Some("a@x.example"), &[1]))]);
        assert!(nobody.groups.is_empty() && nobody.left_out.len() == 1);
    }
}
