//! The directory's filters as they stand in its address: `/contacts?fonction=comptable&famille=3`.

use crate::clients::query::{Query, page_from};
use leptos_router::params::ParamsMap;
use model::{
    ClientId, ClientKind, FamilyId, NotificationType,
    listing::{Activity, ContactsAsked},
};

/// Reads the address; what cannot be read is left out.
pub(super) fn from_query(query: &ParamsMap) -> ContactsAsked {
    let text = |name: &str| query.get(name).unwrap_or_default();
    let ticked = |name: &str| !text(name).is_empty();
    ContactsAsked {
        search: text("q"),
        activity: Activity::from_code(&text("etat")).unwrap_or_default(),
        independent: ticked("independants"),
        client: text("client").parse().ok().map(ClientId),
        kind: ClientKind::from_code(&text("type")),
        family: text("famille").parse().ok().map(FamilyId),
        function: text("fonction"),
        notification: NotificationType::from_code(&text("notifications")),
        incomplete: ticked("incomplets"),
        without_email: ticked("sans_email"),
        from: page_from(query),
    }
}

/// The address of these filters.
pub(super) fn path(asked: &ContactsAsked) -> String {
    let mut query = Query::new("/contacts");
    let ticked = |on| if on { "true" } else { "" };
    let id = |id: Option<i64>| id.map(|id| id.to_string()).unwrap_or_default();
    query.add("q", asked.search.trim());
    query.add("etat", if asked.activity == Activity::Active { "" } else { asked.activity.code() });
    query.add("independants", ticked(asked.independent));
    query.add("client", &id(asked.client.map(|id| id.0)));
    query.add("type", asked.kind.map(ClientKind::code).unwrap_or_default());
    query.add("famille", &id(asked.family.map(|id| id.0)));
    query.add("fonction", asked.function.trim());
    query.add("notifications", asked.notification.map(NotificationType::code).unwrap_or_default());
    query.add("incomplets", ticked(asked.incomplete));
    query.add("sans_email", ticked(asked.without_email));
    query.page(asked.from);
    query.0
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::listing::PageFrom;

    /// E10: an address can be shared and kept.
    #[test]
    fn e10_the_address_holds_every_filter_and_gives_it_back() {
        assert_eq!(path(&ContactsAsked::default()), "/contacts");
        let asked = ContactsAsked {
            search: "épi".into(),
            activity: Activity::All,
            independent: true,
            client: Some(ClientId(3)),
            kind: Some(ClientKind::Producer),
            family: Some(FamilyId(4)),
            function: "comptable".into(),
            notification: Some(NotificationType::Orders),
            incomplete: true,
            without_email: true,
            from: PageFrom::Letter('m'),
        };
        let address = path(&asked);
        let expected = "/contacts?q=%C3%A9pi&etat=all&independants=true&client=3&type=producer&famille=4&fonction=comptable\
                        &notifications=orders&incomplets=true&sans_email=true&initiale=m";
        assert_eq!(address, expected);
        let mut query = ParamsMap::new();
        for (name, value) in address.split_once('?').unwrap().1.split('&').map(|pair| pair.split_once('=').unwrap()) {
            query.insert(name.to_owned(), value.replace("%C3%A9", "é"));
        }
        assert_eq!(from_query(&query), asked);
    }
}
