//! E18, E19: `/parametres/limites`. How many connections an account may have, how many recipients in a minute and in a day, and what is left
//! of them (delivery.md §4). The server alone makes this page.

mod api;

pub use api::SaveLimits;

use self::api::FORM;
use super::SavedNotice;
use crate::{
    document::alone,
    error::AppError,
    typed,
    ui::{Empty, ErrorSummary, Field, Head, Trouble, TroublePage},
    wire::came_back,
    words::{Words, words},
};
use leptos::{prelude::*, server_fn::ServerFn};
use model::{Account, AccountLimits, AccountLimitsDraft, AccountOwner, AccountUsed, FieldProblem};

/// Where it is.
pub const PATH: &str = "/parametres/limites";

/// An account that the reader may limit.
#[derive(Clone, Debug)]
pub struct Limited {
    /// Which.
    pub account: Account,
    /// As they are set.
    pub limits: AccountLimits,
    /// What was used of them.
    pub used: AccountUsed,
}

/// The whole document, or why there is none.
pub fn document(found: Result<Vec<Limited>, AppError>) -> impl IntoView {
    alone(move || match found {
        Ok(found) => page(&found),
        Err(error) => view! { <TroublePage error/> }.into_any(),
    })
}

/// As they are, or as they were typed when they were refused.
fn page(accounts: &[Limited]) -> AnyView {
    let w = words();
    let typed = typed::take::<AccountLimitsDraft>(FORM);
    let problems = typed.as_ref().map(|typed| typed.problems.clone()).unwrap_or_default();
    let trouble = came_back(SaveLimits::PATH).filter(|_| problems.is_empty());
    let draft = typed.map(|typed| typed.draft);
    let crumbs = vec![(w.nav_settings().to_owned(), "/parametres/moi".to_owned())];
    let forms = accounts.iter().map(|limited| {
        let typed = draft.clone().filter(|draft| draft.account == Some(limited.account.id));
        let problems = if typed.is_some() { problems.clone() } else { vec![] };
        account(w, limited, typed, problems)
    });
    let none = accounts.is_empty().then(|| {
        view! {
            <Empty text=w.limits_none()><a class="btn" href="/parametres/moi" rel="external">{w.limits_add()}</a></Empty>
        }
    });
    view! {
        <Head title=w.limits_title().to_owned() crumbs><p class="lead">{w.limits_lead()}</p></Head>
        <div class="stack">
            <SavedNotice/>
            <ErrorSummary problems=Signal::stored(problems.clone()) labels=label/>
            <Trouble error=Signal::stored(trouble)/>
            {none}
            {forms.collect_view()}
        </div>
    }
    .into_any()
}

fn account(w: Words, limited: &Limited, typed: Option<AccountLimitsDraft>, problems: Vec<FieldProblem>) -> AnyView {
    let Limited { account, limits, used } = limited;
    let title = if account.owner == AccountOwner::Organisation { w.account_company() } else { w.account_mine() };
    let draft = typed.unwrap_or_else(|| AccountLimitsDraft::of(account.id, limits));
    let problems = Signal::stored(problems);
    let among = account.id.to_string();
    view! {
        <section class="block">
            <h2>{title}</h2>
            <p class="hint">{account.from_address.clone()}</p>
            <dl class="facts">
                <dt>{w.limits_minute()}</dt><dd>{left(w, used.minute, limits.per_minute)}</dd>
                <dt>{w.limits_day()}</dt><dd>{left(w, used.day, limits.per_day)}</dd>
            </dl>
            <form class="form" method="post" action=SaveLimits::PATH>
                <input type="hidden" name="account" value=account.id.to_string()/>
                <Field name="per_minute" label=w.limits_per_minute() hint=w.limits_empty() value=draft.per_minute inputmode="numeric" short=true among=among.clone() problems/>
                <Field name="per_day" label=w.limits_per_day() hint=w.limits_empty() value=draft.per_day inputmode="numeric" short=true among=among.clone() problems/>
                <Field name="connections" label=w.limits_connections() hint=w.limits_connections_hint() value=draft.connections inputmode="numeric" short=true among problems/>
                <div class="buttons"><button type="submit" class="btn primary">{w.act_save()}</button></div>
            </form>
        </section>
    }
    .into_any()
}

/// What is left, or what was sent where there is no limit.
fn left(w: Words, used: i64, limit: i64) -> String {
    if limit > 0 { w.limits_left((limit - used).max(0), limit) } else { w.limits_used(used) }
}

fn label(field: &str) -> &'static str {
    let w = words();
    match field {
        "per_minute" => w.limits_per_minute(),
        "per_day" => w.limits_per_day(),
        "connections" => w.limits_connections(),
        _ => "",
    }
}
