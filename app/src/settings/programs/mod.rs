//! E18: `/parametres/programmes`. Programs that put documents in (P30): their tokens, each shown once, and how to use one. The server alone
//! makes this page; the button that copies is a few lines of script.

mod api;

pub use api::{AddProgram, RestoreProgram, RevokeProgram};

use self::api::{FORM, Kept};
use crate::{
    document::alone,
    error::AppError,
    typed,
    ui::{Day, Empty, ErrorSummary, Field, Head, PageScript, Select, Trouble, TroublePage, When},
    wire::came_back,
    words::{Words, words},
};
use leptos::{prelude::*, server_fn::ServerFn};
use model::{PROGRAM_DAYS, Program, ProgramDraft};

/// Where it is.
pub const PATH: &str = "/parametres/programmes";

/// What the page shows.
#[derive(Clone, Debug)]
pub struct Page {
    /// Those that are not revoked.
    pub programs: Vec<Program>,
    /// Revoked just now.
    pub revoked: Option<Program>,
    /// The address people open.
    pub home: String,
}

/// The whole document, or why there is none.
pub fn document(found: Result<Page, AppError>) -> impl IntoView {
    alone(move || match found {
        Ok(found) => page(&found),
        Err(error) => view! { <TroublePage error/> }.into_any(),
    })
}

fn page(page: &Page) -> AnyView {
    let w = words();
    let kept = typed::take::<Kept>(FORM);
    let problems = kept.as_ref().map(|kept| kept.problems.clone()).unwrap_or_default();
    let made =
        kept.as_ref().and_then(|kept| Some((kept.draft.draft.name.trim().to_owned(), kept.draft.token.clone()?)));
    let made = made.map(|(name, token)| made_now(w, &name, token.expose()));
    // What was made is not offered to be made again.
    let draft = kept.filter(|kept| kept.draft.token.is_none()).map(|kept| kept.draft.draft).unwrap_or_default();
    let paths = [AddProgram::PATH, RevokeProgram::PATH, RestoreProgram::PATH];
    let trouble = paths.into_iter().find_map(came_back).filter(|_| problems.is_empty());
    let crumbs = vec![(w.nav_company().to_owned(), "/parametres/societe".to_owned())];
    view! {
        <Head title=w.programs_title().to_owned() crumbs><p class="lead">{w.programs_lead()}</p></Head>
        <div class="stack">
            <ErrorSummary problems=Signal::stored(problems.clone()) labels=label/>
            <Trouble error=Signal::stored(trouble)/>
            {made}
            {page.revoked.as_ref().map(|program| undo(w, program))}
            {list(w, &page.programs)}
            {form(w, draft, problems)}
            {how(w, &page.home)}
        </div>
        <PageScript code=include_str!("copy.js")/>
    }
    .into_any()
}

/// The token, this once.
fn made_now(w: Words, name: &str, token: &str) -> AnyView {
    view! {
        <section class="note" role="status">
            <h2>{w.programs_made(name)}</h2>
            <p>{w.programs_once()}</p>
            <div class="line">
                <input class="input" id="token" readonly aria-label=w.programs_token() value=token.to_owned() autocomplete="off" spellcheck="false"/>
                <button type="button" class="btn" id="copy" data-copied=w.programs_copied() hidden>{w.act_copy()}</button>
            </div>
        </section>
    }
    .into_any()
}

fn undo(w: Words, program: &Program) -> AnyView {
    view! {
        <div class="note" role="status">
            <form method="post" action=RestoreProgram::PATH class="line">
                <span>{w.programs_revoked(&program.name)}</span>
                <input type="hidden" name="id" value=program.id.to_string()/>
                <button type="submit" class="btn small">{w.act_undo()}</button>
            </form>
        </div>
    }
    .into_any()
}

fn list(w: Words, programs: &[Program]) -> AnyView {
    let body = if programs.is_empty() {
        view! { <Empty text=w.programs_none()/> }.into_any()
    } else {
        let rows = programs.iter().map(|program| row(w, program)).collect_view();
        view! { <ul class="rows">{rows}</ul> }.into_any()
    };
    view! { <section class="block"><h2>{w.programs_list()}</h2>{body}</section> }.into_any()
}

fn row(w: Words, program: &Program) -> AnyView {
    let used = match program.last_used_at {
        Some(at) => view! { {w.programs_used()}" "<When at/> }.into_any(),
        None => w.programs_unused().into_any(),
    };
    let end = program.expires_at.map(|at| {
        let past = at <= crate::clock::now();
        let said = if past { w.programs_expired() } else { w.programs_expires() };
        view! { " · "{said}" "<Day at/> }
    });
    let stopped = program.by_disabled.then(|| view! { <span class="sub">{w.programs_by_disabled(&program.by)}</span> });
    view! {
        <li>
            <span class="grow">
                <b>{program.name.clone()}</b>
                <span class="sub">{w.programs_may()}" · "{w.programs_by(&program.by)}" "<Day at=program.created_at/></span>
                <span class="sub">{used}{end}</span>
                {stopped}
            </span>
            <form method="post" action=RevokeProgram::PATH class="inline">
                <input type="hidden" name="id" value=program.id.to_string()/>
                <button type="submit" class="btn small" aria-label=w.programs_revoke_of(&program.name)>{w.programs_revoke()}</button>
            </form>
        </li>
    }
    .into_any()
}

fn form(w: Words, draft: ProgramDraft, problems: Vec<model::FieldProblem>) -> AnyView {
    let days = PROGRAM_DAYS.iter().map(|days| (days.to_string(), w.programs_days(*days)));
    let options = std::iter::once((String::new(), w.programs_forever().to_owned())).chain(days).collect();
    let problems = Signal::stored(problems);
    view! {
        <section class="block">
            <h2>{w.programs_add()}</h2>
            <form class="form" method="post" action=AddProgram::PATH>
                <Field name="name" label=w.programs_name() hint=w.programs_name_hint() value=draft.name required=true autocomplete="off" problems/>
                <Select name="days" label=w.programs_end() options value=draft.days problems/>
                <div class="buttons"><button type="submit" class="btn primary">{w.programs_create()}</button></div>
            </form>
        </section>
    }
    .into_any()
}

fn label(field: &str) -> &'static str {
    let w = words();
    match field {
        "name" => w.programs_name(),
        "days" => w.programs_end(),
        _ => "",
    }
}

/// How a program puts a document in, ready to be copied.
fn how(w: Words, home: &str) -> AnyView {
    let example = [
        "curl -H \"Authorization: Bearer $JETON\" \\\n",
        "  -F kind=invoice -F number=F-2026-0147 -F day=2026-11-23 \\\n",
        "  -F amount=1204,50 -F currency=EUR -F client=C-0042 \\\n",
        "  -F file=@F-2026-0147.pdf \\\n  ",
        home,
        "/api/documents\n# ",
        w.programs_how_optional(),
        " -F site=Gand -F contact=marie@client.example",
    ]
    .concat();
    let facts = [
        ("kind", w.programs_how_kind()),
        ("number, day", w.programs_how_number()),
        ("amount, currency", w.programs_how_amount()),
        ("client", w.programs_how_client()),
        ("site, contact", w.programs_how_site()),
        ("file", w.programs_how_file()),
    ];
    let facts = facts.map(|(name, what)| view! { <dt><code>{name}</code></dt><dd>{what}</dd> }).collect_view();
    let answers = [
        ("201", w.programs_how_201()),
        ("200", w.programs_how_200()),
        ("400", w.programs_malformed()),
        ("409", w.programs_how_409()),
        ("422", w.programs_how_422()),
        ("401", w.programs_how_401()),
        ("413", w.programs_how_413()),
        ("429", w.programs_how_429()),
    ];
    let answers = answers.map(|(code, what)| view! { <dt><code>{code}</code></dt><dd>{what}</dd> }).collect_view();
    view! {
        <section class="block">
            <h2>{w.programs_how()}</h2>
            <p>{w.programs_how_lead()}</p>
            <p class="mail-text"><code>{example}</code></p>
            <dl class="facts">{facts}</dl>
            <h3>{w.programs_how_answers()}</h3>
            <dl class="facts">{answers}</dl>
        </section>
    }
    .into_any()
}
