//! What opening and sending a mail do on the server.

use super::{
    api::{Asked, Opening, Sheet},
    plain,
};
use crate::{error::AppError, services::Services};
use mail::SendDraft;
use model::{
    AccountState, ClientId, ContactId, DraftId, Moment, User,
    compose::Draft,
    recipients::{Found, State, prefill, prefill_contact},
    send::Enqueued,
};
use store::{Tx, sends::Filter};

/// How many of the client's latest sends stand beside the form.
const RECENT: i64 = 4;

/// Finds what `/ecrire` was asked for.
pub async fn open(tx: &mut Tx, user: &User, asked: Asked, now: Moment) -> Result<Opening, AppError> {
    let saved = match asked.draft {
        Some(id) => Some(store::drafts::get(tx, user.id, id).await?),
        None => None,
    };
    let client = match (saved.as_ref().and_then(|saved| saved.draft.client_id).or(asked.client), asked.contact) {
        (Some(client), _) => client,
        (None, None) if !store::clients::any(tx).await? => return Ok(Opening::NoClient),
        (None, None) => return Ok(Opening::Choose(String::new(), vec![])),
        (None, Some(contact)) => match only_client(tx, contact).await? {
            Ok(client) => client,
            Err(choice) => return Ok(choice),
        },
    };
    let facts = store::recipients::client_facts(tx, client, now).await?;
    let (draft, field) = match &saved {
        Some(saved) => (saved.draft.clone(), plain::field_of(&saved.draft)),
        None => {
            let field = asked.contact.map_or_else(|| prefill(&facts), |contact| prefill_contact(&facts, contact));
            (Draft { client_id: Some(client), ..Draft::default() }, field)
        }
    };
    let (draft, field, back) = match plain::take(client, asked.draft) {
        Some((draft, back)) => (draft.clone(), plain::field_of(&draft), Some(back)),
        None => (draft, field, None),
    };
    let mut accounts = store::accounts::list_for(tx, user.id).await?;
    accounts.retain(|account| account.state != AccountState::Disabled);
    let chosen = draft.account_id.filter(|id| accounts.iter().any(|account| account.id == *id));
    // What is shown is what is sent by, also when another account comes first by then.
    let account_id = chosen.or(accounts.first().map(|account| account.id));
    Ok(Opening::Form(Box::new(Sheet {
        saved: saved.as_ref().map(|saved| (saved.id, saved.version, saved.changed_at)),
        field: State::new(facts.clone(), field).field(),
        facts,
        draft: Draft { account_id, ..draft },
        attachments: saved.map(|saved| saved.attachments).unwrap_or_default(),
        accounts,
        idem_key: key(),
        back,
        recent: store::sends::list(tx, Filter::Client(client), None, RECENT).await?,
    })))
}

/// The one client of a contact; with several, the choice (P27).
async fn only_client(tx: &mut Tx, contact: ContactId) -> Result<Result<ClientId, Opening>, AppError> {
    let name = store::contacts::get(tx, contact).await?.name();
    let all = store::affiliations::of_contact(tx, contact).await?;
    let live = all.into_iter().filter(|a| a.ended_at.is_none() && !a.client_inactive);
    let clients: Vec<(ClientId, String)> = live.map(|a| (a.client_id, a.client_label)).collect();
    Ok(match clients.as_slice() {
        [(only, _)] => Ok(*only),
        _ => Err(Opening::Choose(name, clients)),
    })
}

/// 128 random bits for the form.
fn key() -> String {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).expect("the system gives random bytes");
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}

/// « Envoyer »: checked again here (D95), then into the outbox in one transaction with the draft.
pub async fn send(
    services: &Services,
    user: &User,
    (id, draft): (Option<DraftId>, Draft),
    idem_key: String,
    now: Moment,
) -> Result<Enqueued, AppError> {
    let draft = draft.check_sending().map_err(AppError::Refused)?;
    let mut tx = services.pool.read().await?;
    refuse_inactive(&mut tx, &draft).await?;
    drop(tx);
    let ask = SendDraft { user: user.id, draft_id: id, content: Some(draft), idem_key };
    let enqueued = mail::send(&services.pool, &ask, now).await?;
    services.outbox.wake();
    Ok(enqueued)
}

/// Somebody who became inactive while the draft was open is not written to (P05).
async fn refuse_inactive(tx: &mut Tx, draft: &Draft) -> Result<(), AppError> {
    let Some(client) = draft.client_id else { return Ok(()) };
    let addresses: Vec<String> = draft.recipients.iter().map(|r| r.address.to_string()).collect();
    let known = store::recipients::look_up(tx, Some(client), &addresses).await?;
    let inactive = known.iter().any(|(_, found)| matches!(found, Found::Candidate(candidate) if !candidate.active));
    if inactive { Err(AppError::NotPossible("recipients_changed".into())) } else { Ok(()) }
}
