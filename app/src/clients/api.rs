//! What the screens of clients ask of the server.
#![allow(missing_docs, reason = "the arguments of a server function become fields of a struct of the macro")]

use crate::{error::AppError, wire::Wire};
use leptos::prelude::*;
use model::{
    AffiliatedContact, Client, ClientDraft, ClientId, Consent, FamilyId, FieldProblem,
    listing::{ClientLine, ClientsAsked, Page},
    send::BatchSummary,
};
use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
use crate::{
    access::caller,
    clock::now,
    services::{reading, writing},
    typed,
};
#[cfg(feature = "ssr")]
use model::{Hides, Purpose, UserId};
#[cfg(feature = "ssr")]
use store::consents::Of;

/// What stands above every tab of a client.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClientHead {
    /// The client.
    pub client: Client,
    /// Live affiliations.
    pub contacts: i64,
    /// Sites.
    pub sites: i64,
    /// Documents (P30).
    pub documents: i64,
    /// Interventions, past ones too.
    pub interventions: i64,
    /// Its kind may have contacts (P07). While it is inactive it gets none all the same.
    pub may_have_contacts: bool,
}

/// The first tab.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClientCard {
    /// Above.
    pub head: ClientHead,
    /// The first five contacts.
    pub people: Vec<AffiliatedContact>,
    /// What was last said of promotional mails to its main address (P43).
    pub consent: Option<Consent>,
    /// The last mails.
    pub sends: Vec<BatchSummary>,
}

/// A form to fill, or to fill again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClientForm {
    /// The client; none for a new one.
    pub id: Option<ClientId>,
    /// As it was read (P12).
    pub version: i64,
    /// What the fields show.
    pub draft: ClientDraft,
    /// What is wrong with them.
    pub problems: Vec<FieldProblem>,
    /// What is stored, when somebody saved it while it was being typed.
    pub stored: Option<ClientDraft>,
    /// The families there are.
    pub families: Vec<String>,
}

/// One page of the list.
#[server(prefix = "/api", endpoint = "clients/list", protocol = Wire)]
pub async fn clients_list(asked: ClientsAsked) -> Result<Page<ClientLine>, AppError> {
    caller()?;
    Ok(store::clients::list(&mut reading().await?, &asked).await?)
}

/// The families, for the filter.
#[server(prefix = "/api", endpoint = "clients/families", protocol = Wire)]
pub async fn families() -> Result<Vec<(FamilyId, String)>, AppError> {
    caller()?;
    Ok(store::families::list(&mut reading().await?).await?)
}

/// The card of a client.
#[server(prefix = "/api", endpoint = "clients/card", protocol = Wire)]
pub async fn load_client_card(id: ClientId) -> Result<ClientCard, AppError> {
    use store::affiliations::{Which, of_client};
    caller()?;
    let mut tx = reading().await?;
    let head = head(&mut tx, id).await?;
    let mut people = of_client(&mut tx, id, Which::First(5)).await?;
    hide_of_people(&mut people, &store::settings(&mut tx).await?.hidden);
    let sends = store::sends::list(&mut tx, store::sends::Filter::Client(id), None, 5).await?;
    let consent = store::consents::find(&mut tx, Of::Client(id), Purpose::Promotions).await?;
    Ok(ClientCard { head, people, consent, sends })
}

/// What stands above every tab.
#[cfg(feature = "ssr")]
pub async fn head(tx: &mut store::Tx, id: ClientId) -> Result<ClientHead, AppError> {
    let mut client = store::clients::get(tx, id).await?;
    let counts = store::clients::counts(tx, id).await?;
    let settings = store::settings(tx).await?;
    let may_have_contacts = settings.may_get_contacts(&client) != Err(model::NoContacts::Kind);
    client.hide(&settings.hidden);
    let store::clients::Counts { contacts, sites, documents, interventions } = counts;
    Ok(ClientHead { client, contacts, sites, documents, interventions, may_have_contacts })
}

/// What a list of people shows of them (P10).
#[cfg(feature = "ssr")]
pub fn hide_of_people(people: &mut [AffiliatedContact], hidden: &[model::DisplayOption]) {
    for person in people {
        person.contact.hide(hidden);
        person.affiliation.hide(hidden);
    }
}

/// The form of a client, or an empty one.
#[server(prefix = "/api", endpoint = "clients/form", protocol = Wire)]
pub async fn load_client_form(#[server(default)] id: Option<ClientId>) -> Result<ClientForm, AppError> {
    caller()?;
    let mut tx = reading().await?;
    let settings = store::settings(&mut tx).await?;
    let families = match settings.hidden.contains(&model::DisplayOption::ClientFamily) {
        true => vec![],
        false => store::families::list(&mut tx).await?.into_iter().map(|(_, name)| name).collect(),
    };
    let (version, mut stored) = stored(&mut tx, id, &settings).await?;
    stored.hide(&settings.hidden);
    let typed = typed::take::<(Option<ClientId>, ClientDraft)>("client").filter(|typed| typed.draft.0 == id);
    Ok(match typed {
        Some(typed) => ClientForm {
            id,
            version,
            draft: typed.draft.1,
            problems: typed.problems,
            stored: typed.conflict.then_some(stored),
            families,
        },
        None => ClientForm { id, version, draft: stored, problems: vec![], stored: None, families },
    })
}

/// Saves a client, new or changed, then shows its card.
#[server(prefix = "/api", endpoint = "clients/save", protocol = Wire)]
pub async fn save_client(
    #[server(default)] id: Option<ClientId>,
    #[server(default)] version: i64,
    draft: ClientDraft,
) -> Result<ClientId, AppError> {
    let by = caller()?.user.id;
    match save(id, version, &draft, by).await {
        Ok(id) => {
            leptos_axum::redirect(&format!("/clients/{id}"));
            Ok(id)
        }
        Err(error) => Err(typed::refused("client", (id, draft), error)),
    }
}

#[cfg(feature = "ssr")]
async fn save(id: Option<ClientId>, version: i64, draft: &ClientDraft, by: UserId) -> Result<ClientId, AppError> {
    let mut tx = writing().await?;
    let settings = store::settings(&mut tx).await?;
    let mut draft = draft.clone();
    draft.keep_hidden(&settings.hidden, &stored(&mut tx, id, &settings).await?.1);
    let fields = draft.check().map_err(AppError::Refused)?;
    let id = match id {
        Some(id) => {
            store::clients::change(&mut tx, id, version, &fields, now()).await?;
            id
        }
        None => store::clients::add(&mut tx, &fields, now()).await?,
    };
    store::consents::settle(&mut tx, Of::Client(id), Purpose::Promotions, draft.consent(), by, now()).await?;
    tx.commit().await?;
    Ok(id)
}

/// Its version and its form; of a new one, what holds when nothing is chosen.
#[cfg(feature = "ssr")]
async fn stored(
    tx: &mut store::Tx,
    id: Option<ClientId>,
    settings: &model::Settings,
) -> Result<(i64, ClientDraft), AppError> {
    let Some(id) = id else {
        return Ok((0, ClientDraft { language: settings.language.code().into(), ..ClientDraft::default() }));
    };
    let client = store::clients::get(tx, id).await?;
    let consent = store::consents::find(tx, Of::Client(id), Purpose::Promotions).await?;
    let (promotions, promotions_source) = model::consent::as_typed(consent.as_ref());
    Ok((client.version, ClientDraft { promotions, promotions_source, ..ClientDraft::of(&client) }))
}

/// Makes a client inactive (P04); how many contacts went along.
#[server(prefix = "/api", endpoint = "clients/deactivate", protocol = Wire)]
pub async fn deactivate_client(id: ClientId) -> Result<i64, AppError> {
    caller()?;
    let mut tx = writing().await?;
    let along = store::clients::deactivate(&mut tx, id, now()).await?;
    tx.commit().await?;
    Ok(along.len() as i64)
}

/// Makes it active again, with those who went along.
#[server(prefix = "/api", endpoint = "clients/reactivate", protocol = Wire)]
pub async fn reactivate_client(id: ClientId) -> Result<i64, AppError> {
    caller()?;
    let mut tx = writing().await?;
    let back = store::clients::reactivate(&mut tx, id, now()).await?;
    tx.commit().await?;
    Ok(back.len() as i64)
}
