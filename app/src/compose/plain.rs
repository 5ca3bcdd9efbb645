//! The form as a browser posts it without the wasm (recipient-field.md §14, D105): read by the functions that read what is typed,
//! held to the same rules, sent the same way. What may not leave goes back to its page with everything in it, saved as a draft.

use super::{api::Back, writing};
use crate::{
    access::Caller,
    error::AppError,
    services::Services,
    typed::{self, Typed},
};
use model::{
    AccountId, ClientId, DraftId, Moment, UserId,
    compose::Draft,
    recipients::{ClientFacts, Event, FieldState, Known, Role, Sending, State, posted},
};
use serde::{Deserialize, Serialize};
use std::str::FromStr;

/// The name under which a refused form is kept for its page.
const FORM: &str = "compose";

/// The fields of the form.
#[derive(Clone, Debug)]
pub struct Posted {
    client: ClientId,
    draft: Option<DraftId>,
    idem_key: String,
    account: Option<AccountId>,
    subject: String,
    body: String,
    boxes: Vec<(Role, String)>,
    texts: Vec<(Role, String)>,
    /// The lines of D94 that were shown, when the box under them was ticked.
    confirmed: Vec<String>,
    /// The return key in a field, not « Envoyer » (D100).
    add: bool,
}

impl Posted {
    /// Of names and values in the order of the form; names that are not its own are left out (S24).
    ///
    /// # Errors
    /// `Malformed` without a client or a key: not our form.
    pub fn read(fields: &[(String, String)]) -> Result<Posted, AppError> {
        let all = |name: &str| {
            let found = fields.iter().filter(move |(n, _)| n == name).map(|(_, value)| value.clone());
            found.collect::<Vec<_>>()
        };
        let one = |name: &str| all(name).into_iter().next().unwrap_or_default();
        let of_roles = |end: &str| {
            let each = Role::ALL.into_iter().flat_map(|role| {
                all(&[role.code(), end].concat()).into_iter().map(move |value| (role, value)).collect::<Vec<_>>()
            });
            each.filter(|(_, value)| !value.trim().is_empty()).collect::<Vec<_>>()
        };
        let idem_key = one("idem_key");
        writing::check_key(&idem_key)?;
        Ok(Posted {
            client: id(&one("client")).ok_or(AppError::Malformed)?,
            draft: id(&one("draft")),
            idem_key,
            account: id(&one("account")),
            subject: one("subject"),
            body: one("body"),
            boxes: of_roles(""),
            texts: of_roles("_text"),
            confirmed: if one("confirmed").is_empty() { vec![] } else { all("line") },
            add: !one("add").is_empty(),
        })
    }

    /// The page that it came from.
    fn page(&self) -> String {
        match self.draft {
            Some(draft) => format!("/ecrire?brouillon={draft}"),
            None => format!("/ecrire?client={}", self.client),
        }
    }
}

fn id<T: FromStr>(text: &str) -> Option<T> {
    text.parse().ok()
}

/// A form that went back to its page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Kept {
    client: ClientId,
    draft_id: Option<DraftId>,
    idem_key: String,
    draft: Draft,
    why: Option<AppError>,
    /// Nobody wanted it to leave: nothing is said of why it did not (D100).
    #[serde(default)]
    added: bool,
}

/// Sends it, or keeps it; the page to go to.
pub async fn post(services: &Services, caller: &Caller, form: Posted, now: Moment) -> String {
    let (state, files, trouble) = match state(services, caller.user.id, &form, now).await {
        Ok((state, files)) => (state, files, None),
        Err(AppError::NotFound) => return form.page(),
        Err(error) => (State::new(nobody(form.client), read(nobody(form.client), &form)), false, Some(error)),
    };
    let draft = draft(&form, &state);
    let empty = draft.is_blank() && !files;
    let error = match trouble {
        Some(error) => Some(error),
        None if form.add => None,
        None if !may_leave(&state.sending().of_mail(empty), &form.confirmed) => None,
        None => {
            let content = (form.draft, draft.clone());
            match writing::send(services, &caller.user, content, None, form.idem_key.clone(), now).await {
                Ok(enqueued) => return format!("/envois/{}", enqueued.batch_id),
                Err(error) => Some(error),
            }
        }
    };
    go_back(services, caller, form, draft, error, now).await
}

/// The field as it would stand in the browser after the server's answers, and whether the draft has files.
async fn state(services: &Services, user: UserId, form: &Posted, now: Moment) -> Result<(State, bool), AppError> {
    let mut tx = services.pool.read().await?;
    let facts = store::recipients::client_facts(&mut tx, form.client, now).await?;
    let before = match form.draft {
        Some(id) => store::drafts::get(&mut tx, user, id).await.ok(),
        None => None,
    };
    let files = before.as_ref().is_some_and(|saved| !saved.attachments.is_empty());
    let before = before.map(|saved| field_of(&saved.draft)).unwrap_or_default();
    let field = as_before(read(facts.clone(), form), before);
    let mut state = State::new(facts, field);
    let asked: Vec<String> = state
        .field()
        .chips()
        .filter(|(_, chip)| !matches!(chip.known, Known::Here { .. } | Known::Invalid))
        .map(|(_, chip)| chip.address.clone())
        .collect();
    let answers = store::recipients::look_up(&mut tx, Some(form.client), &asked).await?;
    state.step(Event::LookedUp(answers));
    Ok((state, files))
}

fn read(facts: ClientFacts, form: &Posted) -> FieldState {
    posted(facts, &form.boxes, &form.texts)
}

/// A box says only whom it is for: how that address came into the draft, and what was ignored there, is known from before
/// (P29, D87).
fn as_before(mut field: FieldState, before: FieldState) -> FieldState {
    for chip in field.lines.iter_mut().flat_map(|line| &mut line.chips) {
        if let Some((_, same)) = before.find_address(&chip.address) {
            chip.origin = same.origin;
        }
    }
    FieldState { ignored: before.ignored, ..field }
}

/// When the database cannot say who the client is.
fn nobody(client: ClientId) -> ClientFacts {
    ClientFacts {
        client,
        label: String::new(),
        may_have_contacts: false,
        candidates: vec![],
        domains: vec![],
        total: 0,
    }
}

pub(super) fn field_of(draft: &Draft) -> FieldState {
    serde_json::from_str(&draft.field_state).unwrap_or_default()
}

fn draft(form: &Posted, state: &State) -> Draft {
    let field = state.field();
    Draft {
        client_id: Some(form.client),
        account_id: form.account,
        recipients: field.recipients(),
        answered: field.ignored.clone(),
        field_state: serde_json::to_string(&field).expect("the field is plain data"),
        subject: form.subject.clone(),
        body: form.body.replace("\r\n", "\n"),
    }
}

/// Nothing stands in the way, and what wants a yes has it (D94).
fn may_leave(sending: &Sending, confirmed: &[String]) -> bool {
    sending.blocks.is_empty() && sending.confirm.iter().all(|line| confirmed.contains(&line.key()))
}

/// Keeps it for the page: in the drafts, and in memory with what is wrong.
async fn go_back(
    services: &Services,
    caller: &Caller,
    mut form: Posted,
    draft: Draft,
    error: Option<AppError>,
    now: Moment,
) -> String {
    // A double click is one draft.
    let twin = services.forms.kept::<Kept>(caller.session, FORM).filter(|kept| kept.draft.idem_key == form.idem_key);
    let known = form.draft.or(twin.and_then(|twin| twin.draft.draft_id));
    form.draft = match save(services, caller.user.id, known, &draft, now).await {
        Ok(saved) => saved,
        Err(error) => {
            tracing::warn!(%error, "a plain form could not be saved as a draft");
            known
        }
    };
    let problems = error.as_ref().map(|error| error.problems().to_vec()).unwrap_or_default();
    let added = form.add && error.is_none();
    let why = error.filter(|error| error.problems().is_empty());
    let kept = Kept { client: form.client, draft_id: form.draft, idem_key: form.idem_key.clone(), draft, why, added };
    services.forms.keep(caller.session, FORM, &Typed { draft: kept, problems, conflict: false });
    form.page()
}

/// Its draft. What cannot be saved as it is stays as it was; where the draft went away meanwhile there is a new one.
async fn save(
    services: &Services,
    user: UserId,
    id: Option<DraftId>,
    draft: &Draft,
    now: Moment,
) -> store::Result<Option<DraftId>> {
    let mut tx = services.pool.write().await?;
    let open = match id {
        Some(id) => store::drafts::get(&mut tx, user, id).await.ok(),
        None => None,
    };
    let id = match (open, draft.check()) {
        (open, Err(_)) => return Ok(open.map(|open| open.id)),
        (Some(open), Ok(draft)) => {
            store::drafts::save(&mut tx, user, open.id, &draft, open.version, now).await?;
            open.id
        }
        (None, Ok(draft)) if draft.is_blank() => return Ok(None),
        (None, Ok(draft)) => store::drafts::add(&mut tx, user, &draft, now).await?,
    };
    tx.commit().await?;
    Ok(Some(id))
}

/// What went back to the page of this client or draft, once; with why, when it was to leave.
pub(super) fn take(client: ClientId, draft: Option<DraftId>) -> Option<(Draft, Option<Back>)> {
    let typed = typed::take::<Kept>(FORM)?;
    let kept = typed.draft;
    let back = (!kept.added).then_some(Back { problems: typed.problems, why: kept.why });
    (kept.client == client && kept.draft_id == draft).then_some((kept.draft, back))
}
