//! What opening and sending a mail do on the server.

use super::{
    api::{Asked, Choice, Opening, Sheet},
    choose::MOST,
    plain,
};
use crate::{error::AppError, services::Services};
use mail::SendDraft;
use model::{
    Account, AccountOwner, AttachmentId, ClientId, ContactId, Document, DraftId, Moment, Phrase, User, UserId,
    bulk::CHOSEN_MAX,
    compose::Draft,
    listing::ClientsAsked,
    recipients::{FieldState, Found, State, prefill, prefill_contacts},
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
        (None, contact) => match only_client(tx, contact, asked.search).await? {
            Ok(client) => client,
            Err(choice) => return Ok(Opening::Choose(choice)),
        },
    };
    let facts = store::recipients::client_facts(tx, client, now).await?;
    let (draft, field) = match &saved {
        Some(saved) => (saved.draft.clone(), plain::field_of(&saved.draft)),
        None => {
            let field = match asked.contact {
                Some(contact) => to_contacts(tx, client, contact, &asked.with).await?,
                None => prefill(&facts),
            };
            (Draft { client_id: Some(client), ..Draft::default() }, field)
        }
    };
    let (draft, field, back) = match plain::take(client, asked.draft) {
        Some((draft, back)) => (draft.clone(), plain::field_of(&draft), back),
        None => (draft, field, None),
    };
    let accounts = Account::offered(store::accounts::list_for(tx, user.id).await?);
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

/// The one client of a contact; with several, the choice (P27); without a contact or a client of its own, among all.
async fn only_client(
    tx: &mut Tx,
    contact: Option<ContactId>,
    search: String,
) -> Result<Result<ClientId, Choice>, AppError> {
    let (mut name, mut clients) = (String::new(), vec![]);
    if let Some(contact) = contact {
        name = store::contacts::get(tx, contact).await?.name();
        let all = store::affiliations::of_contact(tx, contact).await?;
        let live = all.into_iter().filter(|a| a.ended_at.is_none() && !a.client_inactive);
        clients = live.map(|a| (a.client_id, a.client_label)).collect();
    }
    if let [(only, _)] = clients.as_slice() {
        return Ok(Ok(*only));
    }
    let any = clients.is_empty();
    if any {
        let found = store::clients::list(tx, &ClientsAsked { search, ..ClientsAsked::default() }).await?;
        clients = found.rows.into_iter().take(MOST + 1).map(|client| (client.id, client.label)).collect();
    }
    Ok(Err(Choice { name, clients, any }))
}

/// « À » with these contacts, also when the client was only chosen for the one and is not its own.
async fn to_contacts(
    tx: &mut Tx,
    client: ClientId,
    contact: ContactId,
    with: &[ContactId],
) -> Result<FieldState, AppError> {
    let mut emails: Vec<String> = vec![];
    // More than may be chosen at once come from no page of ours.
    for id in std::iter::once(&contact).chain(with).take(CHOSEN_MAX) {
        emails.extend(store::contacts::get(tx, *id).await?.email);
    }
    to_addresses(tx, client, &emails).await
}

/// « À » with these addresses, as far as somebody is known by them.
async fn to_addresses(tx: &mut Tx, client: ClientId, emails: &[String]) -> Result<FieldState, AppError> {
    let found = store::recipients::look_up(tx, Some(client), emails).await?;
    let known = found.iter().filter_map(|(_, found)| match found {
        Found::Candidate(candidate) => Some(candidate),
        Found::Nobody | Found::Refused => None,
    });
    Ok(prefill_contacts(known))
}

/// A draft about a document (P27): P31's recipients, its PDF, its phrase, from the organisation's account (P28).
///
/// # Errors
/// `TooLarge` when the PDF is more than a mail can hold.
pub async fn about(
    tx: &mut Tx,
    user: &User,
    (document, phrase): (&Document, Phrase),
    emails: &[String],
    now: Moment,
) -> Result<DraftId, AppError> {
    let client = document.client.0;
    let facts = store::recipients::client_facts(tx, client, now).await?;
    let field = State::new(facts, to_addresses(tx, client, emails).await?).field();
    let offered = Account::offered(store::accounts::list_for(tx, user.id).await?);
    let own = |account: &&Account| account.owner == AccountOwner::Organisation && account.state.is_working();
    let draft = Draft {
        client_id: Some(client),
        account_id: offered.iter().find(own).map(|account| account.id),
        recipients: field.recipients(),
        field_state: serde_json::to_string(&field).expect("the field is plain data"),
        subject: phrase.subject,
        body: phrase.text,
        answered: vec![],
    };
    let draft = draft.check().map_err(AppError::Refused)?;
    Ok(store::drafts::begin(tx, user.id, &draft, document, now).await?)
}

/// 128 random bits for the form.
fn key() -> String {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).expect("the system gives random bytes");
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}

/// Anything short will do: it only has to be the same at the next try.
pub fn check_key(key: &str) -> Result<(), AppError> {
    if (1..=100).contains(&key.len()) && key.bytes().all(|byte| byte.is_ascii_graphic()) {
        Ok(())
    } else {
        Err(AppError::Malformed)
    }
}

/// « Envoyer »: checked again here (D95), then into the outbox in one transaction with the draft. `files` are those that the form
/// shows, when it says so.
pub async fn send(
    services: &Services,
    user: &User,
    (id, draft): (Option<DraftId>, Draft),
    files: Option<Vec<AttachmentId>>,
    idem_key: String,
    now: Moment,
) -> Result<Enqueued, AppError> {
    let draft = draft.check_sending().map_err(AppError::Refused)?;
    let mut tx = services.pool.read().await?;
    refuse_inactive(&mut tx, &draft).await?;
    if let Some(files) = files {
        refuse_other_files(&mut tx, user.id, id, files).await?;
    }
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

/// Nothing leaves that the form does not show, and nothing it shows stays behind: files are added and taken off in other tabs too.
async fn refuse_other_files(
    tx: &mut Tx,
    user: UserId,
    id: Option<DraftId>,
    mut shown: Vec<AttachmentId>,
) -> Result<(), AppError> {
    let mut kept = vec![];
    if let Some(id) = id {
        // One that is not open is a double click, or refused by the outbox.
        let Ok(saved) = store::drafts::get(tx, user, id).await else { return Ok(()) };
        kept.extend(saved.attachments.iter().map(|file| file.id));
    }
    kept.sort();
    shown.sort();
    if kept == shown { Ok(()) } else { Err(AppError::NotPossible("files_changed".into())) }
}
