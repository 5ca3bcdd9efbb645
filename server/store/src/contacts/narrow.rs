//! What the filters of the directory's address ask of each row that is looked at. They cumulate.

use super::functions;
use crate::{
    Result, Tx,
    search::{self, facets},
};
use model::{
    fold,
    listing::{ContactsAsked, Expected},
};

/// The filters, as the index of criteria has them.
#[derive(Clone)]
pub(super) struct Criteria {
    /// Each holds by itself, as a row of `contact_facet`.
    pub(super) facets: Vec<String>,
    /// Several must hold for one and the same affiliation, or its function is asked for: the affiliations decide.
    pub(super) link: bool,
    /// Every spelling of the function that is asked for.
    pub(super) functions: Option<Vec<String>>,
    /// What was searched.
    pub(super) words: Vec<String>,
}

pub(super) async fn criteria(tx: &mut Tx, asked: &ContactsAsked) -> Result<Criteria> {
    let function = fold(&asked.function);
    let functions = if function.is_empty() { None } else { Some(functions::spelled(tx, &function).await?) };
    let mut facets = of_link(asked);
    let link = functions.is_some() || facets.len() > 1;
    if link {
        facets.clear();
    }
    facets.extend(asked.independent.then(|| facets::INDEPENDENT.to_owned()));
    facets.extend(asked.without_email.then(|| facets::WITHOUT_EMAIL.to_owned()));
    if asked.incomplete {
        let expected = crate::settings(tx).await?.expected_of_contacts();
        let of = |what| expected.contains(&what);
        facets.push(facets::incomplete(of(Expected::FirstName), of(Expected::Phone)).to_owned());
    }
    Ok(Criteria { facets, link, functions, words: search::searched(&asked.search) })
}

/// What is asked of an affiliation beside its function, the rarest first.
pub(super) fn of_link(asked: &ContactsAsked) -> Vec<String> {
    let client = asked.client.map(|id| facets::of_client(id.0));
    let family = asked.family.map(|id| facets::of_family(id.0));
    let kind = asked.kind.map(|kind| facets::of_kind(kind.code()));
    let notification = asked.notification.map(|kind| facets::of_notification(kind.code()));
    [client, family, kind, notification].into_iter().flatten().collect()
}

/// What each row under the name `l` is still asked, `$id` being its contact. A subquery that gives a value, and not EXISTS: Postgres
/// would make a join of it that reads the other table whole.
macro_rules! push_rest {
    ($query:ident, $id:expr, $asked:ident, $rest:expr) => {
        for facet in &$rest.facets {
            $query.push(" AND (SELECT 1 FROM contact_facet f WHERE f.contact_id = ").push($id);
            $query.push(" AND f.facet = ").push_bind(facet.clone()).push(") = 1");
        }
        if $rest.link {
            $query.push(" AND (SELECT 1 FROM affiliation a");
            if $asked.kind.is_some() || $asked.family.is_some() {
                $query.push(" JOIN client cl ON cl.id = a.client_id");
            }
            $query.push(" WHERE a.contact_id = ").push($id).push(" AND a.ended_at IS NULL");
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
            if let Some(spellings) = &$rest.functions {
                $query.push(" AND a.function IN (");
                let mut list = $query.separated(", ");
                for spelling in spellings {
                    list.push_bind(spelling.clone());
                }
                $query.push(")");
            }
            $query.push(" LIMIT 1) = 1");
        }
        for word in &$rest.words {
            $query.push(" AND (SELECT 1 FROM contact_word w WHERE w.contact_id = ").push($id);
            $query.push(" AND w.word >= ").push_bind(word.clone());
            $query.push(" AND w.word < ").push_bind(crate::search::end_of(word)).push(" LIMIT 1) = 1");
        }
    };
}
pub(super) use push_rest;
