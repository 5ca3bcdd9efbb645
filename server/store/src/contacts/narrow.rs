//! The filters of the directory's address as conditions of one statement. They cumulate.

use super::functions;
use crate::{
    Result, Tx,
    search::{self, Narrowing},
};
use model::{
    fold,
    listing::{ContactsAsked, Expected},
};

/// What the filters need to know before.
pub(super) struct Criteria {
    pub(super) words: Narrowing,
    /// Every spelling of the function that is asked for.
    pub(super) functions: Option<Vec<String>>,
    /// One of these is missing; empty when incomplete contacts are not asked for.
    pub(super) expected: Vec<Expected>,
}

pub(super) async fn criteria(tx: &mut Tx, asked: &ContactsAsked) -> Result<Criteria> {
    let words = search::narrowing(tx, &search::CONTACTS, &asked.search).await?;
    let function = fold(&asked.function);
    let functions = if function.is_empty() { None } else { Some(functions::spelled(tx, &function).await?) };
    let expected = if asked.incomplete { crate::settings(tx).await?.expected_of_contacts() } else { vec![] };
    Ok(Criteria { words, functions, expected })
}

/// Every place there is: the index begins with it.
pub(super) const LED: &str =
    " AND ct.id IN (SELECT w.contact_id FROM contact_word w WHERE w.place IN (0, 1, 2, 3) AND w.word >= ";

pub(super) fn lacks(expected: Expected) -> &'static str {
    match expected {
        Expected::LastName => "ct.last_name = ''",
        Expected::FirstName => "ct.first_name = ''",
        Expected::Email => "ct.email_key IS NULL",
        Expected::Phone => "NOT EXISTS (SELECT 1 FROM phone p WHERE p.contact_id = ct.id)",
    }
}

/// The people of one client, one family or one function are few and looked up first; of a kind or notification type there are
/// so many that each row of the list is asked instead.
pub(super) fn of_few(asked: &ContactsAsked) -> bool {
    asked.client.is_some() || asked.family.is_some() || !fold(&asked.function).is_empty()
}

/// The filters, added to a query on `contact` under the name `ct`.
macro_rules! narrow {
    ($query:ident, $asked:ident, $criteria:ident) => {
        match $asked.activity {
            Activity::Active => $query.push(" AND ct.inactive_at IS NULL"),
            Activity::Inactive => $query.push(" AND ct.inactive_at IS NOT NULL"),
            Activity::All => &mut $query,
        };
        if $asked.independent {
            $query.push(
                " AND NOT EXISTS (SELECT 1 FROM affiliation i WHERE i.contact_id = ct.id AND i.ended_at IS NULL)",
            );
        }
        if $asked.without_email {
            $query.push(" AND ct.email_key IS NULL");
        }
        if !$criteria.expected.is_empty() {
            for (at, expected) in $criteria.expected.iter().enumerate() {
                $query.push(if at == 0 { " AND (" } else { " OR " }).push(narrow::lacks(*expected));
            }
            $query.push(")");
        }
        if $asked.asks_for_a_link() {
            let few = narrow::of_few($asked);
            $query.push(if few { " AND ct.id IN (SELECT a.contact_id" } else { " AND EXISTS (SELECT 1" });
            $query.push(" FROM affiliation a");
            if $asked.kind.is_some() || $asked.family.is_some() {
                $query.push(" JOIN client cl ON cl.id = a.client_id");
            }
            $query.push(" WHERE a.ended_at IS NULL");
            if !few {
                $query.push(" AND a.contact_id = ct.id");
            }
            if let Some(client) = $asked.client {
                $query.push(" AND a.client_id = ").push_bind(client.0);
            }
            if let Some(kind) = $asked.kind {
                $query.push(" AND cl.kind = ").push_bind(kind.code());
            }
            if let Some(family) = $asked.family {
                $query.push(" AND cl.family_id = ").push_bind(family.0);
            }
            if let Some(notification) = $asked.notification {
                $query.push(" AND a.notification_type = ").push_bind(notification.code());
            }
            match &$criteria.functions {
                // Nobody does that: `IN ()` is no SQL on Postgres.
                Some(spellings) if spellings.is_empty() => {
                    $query.push(" AND 1 = 0");
                }
                Some(spellings) => {
                    $query.push(" AND a.function IN (");
                    let mut list = $query.separated(", ");
                    for spelling in spellings {
                        list.push_bind(spelling.clone());
                    }
                    $query.push(")");
                }
                None => {}
            }
            $query.push(")");
        }
        if let Some(word) = &$criteria.words.leader {
            $query.push(narrow::LED);
            $query.push_bind(word.clone()).push(" AND w.word < ").push_bind(search::end_of(word)).push(")");
        }
        for word in &$criteria.words.others {
            $query.push(" AND EXISTS (SELECT 1 FROM contact_word w WHERE w.contact_id = ct.id AND w.word >= ");
            $query.push_bind(word.clone()).push(" AND w.word < ").push_bind(search::end_of(word)).push(")");
        }
    };
}
pub(super) use narrow;
