//! The list's filters as they stand in its address: `/clients?q=epi&tri=town&apres=12`.

use super::query::{Query, page_from};
use leptos_router::params::ParamsMap;
use model::{
    ClientKind, FamilyId,
    listing::{Activity, ClientSort, ClientsAsked},
};

/// Reads the address; what cannot be read is left out.
pub(super) fn from_query(query: &ParamsMap) -> ClientsAsked {
    let text = |name: &str| query.get(name).unwrap_or_default();
    ClientsAsked {
        search: text("q"),
        family: text("famille").parse().ok().map(FamilyId),
        kind: ClientKind::from_code(&text("type")),
        activity: Activity::from_code(&text("etat")).unwrap_or_default(),
        without_email: !text("sans_email").is_empty(),
        sort: ClientSort::from_code(&text("tri")).unwrap_or_default(),
        from: page_from(query),
    }
}

/// The address of these filters.
pub(super) fn path(asked: &ClientsAsked) -> String {
    let mut query = Query::new("/clients");
    query.add("q", asked.search.trim());
    query.add("famille", &asked.family.map(|id| id.to_string()).unwrap_or_default());
    query.add("type", asked.kind.map(ClientKind::code).unwrap_or_default());
    query.add("etat", if asked.activity == Activity::Active { "" } else { asked.activity.code() });
    query.add("sans_email", if asked.without_email { "true" } else { "" });
    query.add("tri", if asked.sort == ClientSort::Label { "" } else { asked.sort.code() });
    query.page(asked.from);
    query.0
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::listing::PageFrom;

    #[test]
    fn the_address_holds_the_filters_and_nothing_empty() {
        assert_eq!(path(&ClientsAsked::default()), "/clients");
        let asked = ClientsAsked {
            search: "épi d’or".into(),
            without_email: true,
            sort: ClientSort::Town,
            from: PageFrom::After(7),
            ..ClientsAsked::default()
        };
        assert_eq!(path(&asked), "/clients?q=%C3%A9pi%20d%E2%80%99or&sans_email=true&tri=town&apres=7");
    }
}
