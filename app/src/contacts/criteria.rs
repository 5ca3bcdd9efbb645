//! What the directory answers (E10): its page, its criteria in words, and lists that are one click away.

use super::{
    answers::{Criterion, Directory},
    asked::path,
};
use crate::{
    error::AppError,
    ui::{kind_name, notification_name},
    words::Words,
};
use model::{
    ClientId, ClientKind, DisplayOption, FamilyId, NotificationType, Settings, User,
    listing::{ContactsAsked, PageFrom},
};
use store::{StoreError, Tx};

/// Functions among the links.
const FUNCTIONS: usize = 5;
/// Of so many affiliations they are the most frequent: read with each page, so never many.
const LATEST: i64 = 2_000;

/// A page of the directory with what stands above it.
pub(super) async fn directory(tx: &mut Tx, user: &User, asked: &ContactsAsked) -> Result<Directory, AppError> {
    let w = Words(user.language);
    let settings = store::settings(tx).await?;
    let mut page = store::contacts::list(tx, asked).await?;
    if settings.hidden.contains(&DisplayOption::ContactFunction) {
        let links = page.rows.iter_mut().flat_map(|line| &mut line.clients);
        links.for_each(|(.., function)| function.clear());
    }
    let criteria = criteria(tx, w, asked).await?;
    let views = views(tx, user, &settings, asked).await?;
    let counted = match page.total {
        _ if page.rows.is_empty() && page.paused_at.is_some() => w.directory_none_yet().to_owned(),
        total if page.whole => w.contacts_count(total),
        total => w.directory_at_least(total),
    };
    let everybody = (page.earlier || page.later).then(|| {
        let text = if page.whole { w.directory_choose_all(page.total) } else { w.directory_choose_all_of(page.total) };
        let query = path(&ContactsAsked { from: PageFrom::Start, ..asked.clone() });
        let and = if query.contains('?') { "&" } else { "?" };
        (text, format!("{query}{and}tous=true").replacen("/contacts", "/contacts/choisis", 1))
    });
    Ok(Directory {
        page,
        everybody,
        counted,
        criteria,
        views,
        more: path(asked).replacen("/contacts", super::filters::PATH, 1),
    })
}

/// Those that no field above the list shows.
pub(super) async fn criteria(tx: &mut Tx, w: Words, asked: &ContactsAsked) -> Result<Vec<Criterion>, AppError> {
    let asked = ContactsAsked { from: PageFrom::Start, ..asked.clone() };
    let mut all = vec![];
    let mut add = |name: &str, value: String, text: String, without: ContactsAsked| {
        all.push(Criterion { name: name.to_owned(), value, text, without: path(&without) });
    };
    if let Some(id) = asked.client {
        let text = w.directory_client(&client_name(tx, w, id).await?);
        add("client", id.to_string(), text, ContactsAsked { client: None, ..asked.clone() });
    }
    if let Some(kind) = asked.kind {
        let text = w.directory_kind(kind_name(w, kind));
        add("type", ClientKind::code(kind).to_owned(), text, ContactsAsked { kind: None, ..asked.clone() });
    }
    if let Some(id) = asked.family {
        let text = w.directory_family(&family_name(tx, w, id).await?);
        add("famille", id.to_string(), text, ContactsAsked { family: None, ..asked.clone() });
    }
    if !asked.function.trim().is_empty() {
        let text = w.directory_function(asked.function.trim());
        add("fonction", asked.function.clone(), text, ContactsAsked { function: String::new(), ..asked.clone() });
    }
    if let Some(kind) = asked.notification {
        let (value, text) = (NotificationType::code(kind).to_owned(), notification_name(w, kind).to_owned());
        add("notifications", value, text, ContactsAsked { notification: None, ..asked.clone() });
    }
    if asked.incomplete {
        let text = w.directory_incomplete().to_owned();
        add("incomplets", "true".into(), text, ContactsAsked { incomplete: false, ..asked.clone() });
    }
    if asked.without_email {
        let text = w.directory_without_email().to_owned();
        add("sans_email", "true".into(), text, ContactsAsked { without_email: false, ..asked.clone() });
    }
    Ok(all)
}

pub(super) async fn client_name(tx: &mut Tx, w: Words, id: ClientId) -> Result<String, AppError> {
    match store::clients::get(tx, id).await {
        Ok(client) => Ok(client.label),
        Err(StoreError::NotFound) => Ok(w.directory_gone().to_owned()),
        Err(error) => Err(error.into()),
    }
}

async fn family_name(tx: &mut Tx, w: Words, id: FamilyId) -> Result<String, AppError> {
    let mut all = store::families::list(tx).await?.into_iter();
    let name = all.find(|(family, _)| *family == id).map(|(_, name)| name);
    Ok(name.unwrap_or_else(|| w.directory_gone().to_owned()))
}

/// What somebody kept under a name, then the most frequent functions: « Comptable · 12 ». These narrow what is shown, and are counted
/// where that is everybody.
async fn views(
    tx: &mut Tx,
    user: &User,
    settings: &Settings,
    asked: &ContactsAsked,
) -> Result<Vec<(String, String)>, AppError> {
    let w = Words(user.language);
    let saved = store::saved_views::list(tx, user.id).await?;
    let mut views: Vec<_> = saved.into_iter().map(|(_, name, query)| (name, address(&query))).collect();
    if settings.hidden.contains(&DisplayOption::ContactFunction) {
        return Ok(views);
    }
    let everybody = *asked == ContactsAsked { from: asked.from, ..ContactsAsked::default() };
    let frequent = store::contacts::frequent_functions(tx, LATEST, FUNCTIONS).await?;
    for (function, contacts) in frequent.rows {
        let narrowed = ContactsAsked { function: function.clone(), from: PageFrom::Start, ..asked.clone() };
        let to = path(&narrowed);
        let text = if everybody && frequent.whole { format!("{function} · {}", w.number(contacts)) } else { function };
        views.push((text, to));
    }
    Ok(views)
}

/// Of a view that was saved.
pub(super) fn address(query: &str) -> String {
    if query.is_empty() { "/contacts".to_owned() } else { format!("/contacts?{query}") }
}
