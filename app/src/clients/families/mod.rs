//! `/clients/familles`: the families of clients, renamed and merged. The server alone makes this page: it is read once in a while,
//! and nothing in it has to be alive.

mod api;

pub use api::{MergeFamilies, RenameFamily, SeparateFamilies};

use crate::{
    document::alone,
    error::AppError,
    typed::{self, Typed},
    ui::{Banner, Empty, ErrorSummary, Field, Head, Trouble, TroublePage},
    wire::came_back,
    words::{Words, words},
};
use leptos::{prelude::*, server_fn::ServerFn};
use model::{FamilyId, FieldProblem, listing::FamilyLine};
use store::families::Merged;

/// Where the page is.
pub const PATH: &str = "/clients/familles";

/// What the address of the page says.
#[derive(Clone, Copy, Debug, Default)]
pub struct Asked {
    /// Merge this one…
    pub from: Option<FamilyId>,
    /// … into this one?
    pub into: Option<FamilyId>,
    /// This one was given its name just now.
    pub renamed: Option<FamilyId>,
    /// Another one was merged into this one just now.
    pub merged: Option<FamilyId>,
    /// This one is there again since just now.
    pub separated: Option<FamilyId>,
    /// So many clients had been changed meanwhile and stayed.
    pub left: Option<i64>,
}

/// What the page shows.
#[derive(Clone, Debug)]
pub struct Shown {
    /// All of them.
    pub families: Vec<FamilyLine>,
    /// Those that became one and can be separated again.
    pub merged: Vec<Merged>,
}

/// The whole document, or why there is none.
pub fn document(found: Result<Shown, AppError>, asked: Asked) -> impl IntoView {
    alone(move || match found {
        Ok(shown) => page(shown, asked),
        Err(error) => view! { <TroublePage error/> }.into_any(),
    })
}

type Kept = Typed<(FamilyId, String)>;

fn page(shown: Shown, asked: Asked) -> AnyView {
    let w = words();
    let Shown { families, merged } = shown;
    let typed = typed::take::<(FamilyId, String)>(api::FORM);
    let problems = typed.as_ref().map(at_its_row).unwrap_or_default();
    // What is said at a field is not said twice.
    let forms = [MergeFamilies::PATH, RenameFamily::PATH, SeparateFamilies::PATH];
    let trouble = forms.into_iter().find_map(came_back).filter(|_| problems.is_empty());
    let crumbs = vec![(w.clients_title().to_owned(), "/clients".to_owned())];
    let known = |id: Option<FamilyId>| id.and_then(|id| families.iter().find(|line| line.id == id));
    let question = known(asked.from).zip(known(asked.into)).filter(|(from, into)| from.id != into.id);
    let question = question.map(|(from, into)| merging(w, from, into));
    let notice = known(asked.renamed).map(|line| w.families_renamed(&line.name));
    let notice = notice.or_else(|| known(asked.merged).map(|line| w.families_merged(&named(w, line))));
    let notice = notice.or_else(|| known(asked.separated).map(|line| w.families_separated(&named(w, line))));
    let left = asked.left.filter(|left| *left > 0).map(|left| w.families_left(left));
    let notice = notice.into_iter().chain(left).reduce(|notice, left| [&notice, ". ", &left].concat());
    let notice = notice.map(|text| {
        view! { <div role="status"><Banner tone="info"><span>{text}</span></Banner></div> }
    });
    let list = if families.is_empty() {
        view! { <Empty text=w.families_none()><a class="btn" href="/clients">{w.clients_all()}</a></Empty> }.into_any()
    } else {
        let rows = families.into_iter().map(|line| row(line, typed.as_ref())).collect_view();
        view! { <ul class="rows">{rows}</ul> }.into_any()
    };
    view! {
        <Head title=w.families_title() crumbs><p class="lead">{w.families_lead()}</p></Head>
        <div class="stack">
            {notice}
            <ErrorSummary problems=Signal::stored(problems) labels=label/>
            <Trouble error=Signal::stored(trouble)/>
            {question}
            {list}
            {undo(w, merged)}
        </div>
    }
    .into_any()
}

fn label(_: &str) -> &'static str {
    words().families_new_name()
}

/// The problems of the form of one row: all rows have the same field.
fn at_its_row(typed: &Kept) -> Vec<FieldProblem> {
    let at = |problem: &FieldProblem| FieldProblem::new(format!("name-{}", typed.draft.0), problem.problem.clone());
    typed.problems.iter().map(at).collect()
}

/// Those that became one, each with its way back.
fn undo(w: Words, merged: Vec<Merged>) -> AnyView {
    if merged.is_empty() {
        return ().into_any();
    }
    let each = |Merged { id, name, into, clients }: Merged| {
        let text = w.families_joined(&name, &w.clients_count(clients), &into);
        view! {
            <li>
                <span class="grow">{text}</span>
                <form method="post" action=SeparateFamilies::PATH class="inline">
                    <input type="hidden" name="id" value=id.to_string()/>
                    <button type="submit" class="btn small" aria-label=w.families_undo_of(&name)>{w.act_undo()}</button>
                </form>
            </li>
        }
    };
    view! {
        <section>
            <h2>{w.families_last()}</h2>
            <p class="hint">{w.families_last_hint()}</p>
            <ul class="rows">{merged.into_iter().map(each).collect_view()}</ul>
        </section>
    }
    .into_any()
}

/// « Boulangeries (12 clients) »
fn named(w: Words, line: &FamilyLine) -> String {
    [&line.name, " (", &w.clients_count(line.clients), ")"].concat()
}

/// Both with how many clients they have.
fn merging(w: Words, from: &FamilyLine, into: &FamilyLine) -> AnyView {
    view! {
        <div class="note warn" role="alert">
            <p>{w.families_merge_ask(&named(w, from), &named(w, into))}</p>
            <form method="post" action=MergeFamilies::PATH class="line">
                <input type="hidden" name="from" value=from.id.to_string()/>
                <input type="hidden" name="into" value=into.id.to_string()/>
                <input type="hidden" name="seen" value=from.clients/>
                <button type="submit" class="btn danger">{w.families_merge()}</button>
                <a class="btn" href=PATH>{w.act_cancel()}</a>
            </form>
        </div>
    }
    .into_any()
}

fn row(line: FamilyLine, typed: Option<&Kept>) -> AnyView {
    let w = words();
    let FamilyLine { id, name, clients } = line;
    let typed = typed.filter(|typed| typed.draft.0 == id);
    let problems = typed.map(|typed| typed.problems.clone()).unwrap_or_default();
    let open = !problems.is_empty();
    let value = typed.map_or_else(|| name.clone(), |typed| typed.draft.1.clone());
    // Inactive clients are counted, too.
    let href = format!("/clients?famille={id}&etat=all");
    view! {
        <li>
            <div class="grow">
                <a class="rowlink" href=href>{name.clone()}</a>
                <span class="sub num">{w.clients_count(clients)}</span>
                <details class="fold" open=open>
                    <summary>{w.families_rename()}<span class="sr">" "{name}</span></summary>
                    <form method="post" action=RenameFamily::PATH class="filters">
                        <Field name="name" label=w.families_new_name() value among=id.to_string() required=true problems=Signal::stored(problems) autocomplete="off"/>
                        <input type="hidden" name="id" value=id.to_string()/>
                        <button type="submit" class="btn">{w.act_save()}</button>
                    </form>
                </details>
            </div>
        </li>
    }
    .into_any()
}
