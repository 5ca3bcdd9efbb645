//! What an import would do, before anything is written: the columns to correct, how many of what, and each line with its problems
//! and differences, the refused ones first.

use super::{ChooseColumns, PATH, RunImport, at, crumbs, said, trouble};
use crate::{
    ui::{Banner, Head, Trouble, dotted},
    words::{Words, words},
};
use leptos::{prelude::*, server_fn::ServerFn};
use model::import::{Column, Line, Plan, Row, Table, Verdict};
use store::imports::Import;

/// Lines that are shown; a person reads no more.
const LINES: usize = 200;

pub(super) fn page(import: Import, table: &Table, plan: Plan, only_problems: bool) -> AnyView {
    let w = words();
    let found = match (table.charset, table.separator) {
        (Some(charset), Some(separator)) => w.import_found_text(charset.code(), said::separator(w, separator)),
        _ => w.import_found_sheet().to_owned(),
    };
    let lead = dotted([import.file_name.as_str(), &found]);
    view! {
        <Head title=w.import_title() crumbs=crumbs(w)><p class="lead">{lead}</p></Head>
        <div class="stack">
            <Trouble error=Signal::stored(trouble())/>
            <section>
                <h2>{w.import_step_preview()}</h2>
                <div class="stack tight">
                    {counts(w, &plan)}
                    {left_out(w, &import, table)}
                    {acts(w, &import, &plan)}
                </div>
            </section>
            {columns(w, &import, table)}
            {lines(w, &import, table, plan.lines, only_problems)}
        </div>
    }
    .into_any()
}

fn counts(w: Words, plan: &Plan) -> AnyView {
    let lost = plan.lines.iter().filter(|line| !line.lost.is_empty()).count() as i64;
    let of = |verdict| plan.count(verdict);
    let new = [w.import_clients_new(plan.clients.len() as i64), ", ".into(), w.import_sites_new(plan.sites())].concat();
    let told = [
        (plan.clients.len() as i64, new),
        (of(Verdict::Refused), w.import_refused(of(Verdict::Refused))),
        (of(Verdict::Unchanged), w.import_unchanged(of(Verdict::Unchanged))),
        (of(Verdict::Differs), w.import_differs(of(Verdict::Differs))),
        (lost, w.import_lost(lost)),
    ];
    let told = told.into_iter().filter(|(many, _)| *many > 0).map(|(_, text)| view! { <li>{text}</li> }).collect_view();
    let families = (!plan.families.is_empty()).then(|| {
        let names = plan.families.join(", ");
        view! { <li>{w.import_families_new(&names)}</li> }
    });
    view! { <ul>{told}{families}</ul> }.into_any()
}

fn acts(w: Words, import: &Import, plan: &Plan) -> AnyView {
    let blocked = plan.is_refused().then(|| w.import_blocked());
    let blocked = blocked.or_else(|| plan.clients.is_empty().then(|| w.import_nothing()));
    let note = blocked.map(|text| view! { <Banner tone="info"><span>{text}</span></Banner> });
    let many = plan.clients.len() as i64;
    let aside = plan.is_refused().then(|| {
        let href = format!("{}/refusees.csv", at(import.id));
        view! { <a class="btn" href=href rel="external">{w.import_aside(plan.aside().len() as i64)}</a> }
    });
    let go = (many > 0).then(|| {
        let without = plan.is_refused();
        let (class, label) =
            if without { ("btn", w.import_go_without(many)) } else { ("btn primary", w.import_go(many)) };
        view! {
            <form class="inline" method="post" action=RunImport::PATH>
                <input type="hidden" name="id" value=import.id.to_string()/>
                {without.then(|| view! { <input type="hidden" name="without_refused" value="true"/> })}
                <button type="submit" class=class>{label}</button>
            </form>
        }
    });
    view! {
        {note}
        <div class="line">{aside}{go}<a class="btn" href=PATH rel="external">{w.import_other()}</a></div>
    }
    .into_any()
}

/// Columns of the file that nothing is taken from, by their headings.
fn left_out(w: Words, import: &Import, table: &Table) -> AnyView {
    let unused = |at: usize| import.columns.get(at).copied().flatten().is_none();
    let headings = table.header.iter().enumerate().filter(|(at, name)| unused(*at) && !name.trim().is_empty());
    let names: Vec<&str> = headings.map(|(_, name)| name.trim()).collect();
    let many = names.len() as i64;
    (many > 0).then(|| view! { <p>{w.import_left_out(many, &names.join(", "))}</p> }).into_any()
}

fn columns(w: Words, import: &Import, table: &Table) -> AnyView {
    let fields = table.header.iter().enumerate().map(|(at, name)| {
        let chosen = import.columns.get(at).copied().flatten();
        let label = if name.is_empty() { (at + 1).to_string() } else { name.clone() };
        let options = Column::ALL.iter().map(|column| {
            let here = chosen == Some(*column);
            view! { <option value=column.code() selected=here>{said::column_name(w, *column)}</option> }
        });
        let id = format!("f-column-{at}");
        view! {
            <div class="field">
                <label for=id.clone()>{label}</label>
                <select class="input" id=id name="columns[]">
                    <option value="" selected=chosen.is_none()>{w.import_ignored()}</option>
                    {options.collect_view()}
                </select>
            </div>
        }
    });
    view! {
        <details class="fold">
            <summary>{w.import_step_columns()}</summary>
            <form class="form" method="post" action=ChooseColumns::PATH>
                <p class="hint">{w.import_columns_hint()}</p>
                <input type="hidden" name="id" value=import.id.to_string()/>
                {fields.collect_view()}
                <div class="buttons"><button type="submit" class="btn">{w.import_apply()}</button></div>
            </form>
        </details>
    }
    .into_any()
}

fn lines(w: Words, import: &Import, table: &Table, lines: Vec<Line>, only_problems: bool) -> AnyView {
    // Each is of one row.
    let mut lines: Vec<(Line, &Row)> = lines.into_iter().zip(&table.rows).collect();
    let problems = lines.iter().filter(|(line, _)| line.is_problem()).count();
    let other = if only_problems {
        Some((at(import.id), w.import_all_lines()))
    } else {
        (problems > 0 && problems < lines.len())
            .then(|| (format!("{}?problemes=1", at(import.id)), w.import_only_problems()))
    };
    let other = other.map(|(href, label)| {
        view! { <p><a class="btn" href=format!("{href}#lignes") rel="external">{label}</a></p> }
    });
    if only_problems {
        lines.retain(|(line, _)| line.is_problem());
    }
    let rank = |(line, _): &(Line, &Row)| match line.verdict {
        Verdict::Refused => 0,
        _ if !line.lost.is_empty() => 1,
        Verdict::Held(_) => 2,
        Verdict::Differs => 3,
        Verdict::New => 4,
        Verdict::Unchanged => 5,
    };
    lines.sort_by_key(rank);
    let more = (lines.len() > LINES).then(|| view! { <p class="meta">{w.import_first_lines(LINES as i64)}</p> });
    lines.truncate(LINES);
    let rows = lines.into_iter().map(|(line, cells)| row(w, line, cells, &import.columns)).collect_view();
    view! {
        {other}
        <div class="table" id="lignes">
            <table>
                <thead>
                    <tr>
                        <th scope="col">{w.import_line()}</th>
                        <th scope="col">{w.import_client()}</th>
                        <th scope="col">{w.import_result()}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
        {more}
    }
    .into_any()
}

fn row(w: Words, line: Line, cells: &Row, columns: &[Option<Column>]) -> AnyView {
    let problems = line.problems.iter().map(|problem| said::problem(w, problem, cells, columns));
    let lost = line.lost.iter().map(|column| w.import_at(said::column_name(w, *column), w.import_lost_at()));
    let differences = line.differences.iter().map(|it| said::difference(w, it));
    // Of those that are there already only what differs.
    let said = matches!(line.verdict, Verdict::New | Verdict::Held(_) | Verdict::Refused)
        .then(|| said::values(w, cells, columns));
    let values = said.filter(|values| !values.is_empty());
    let told = problems
        .chain(lost)
        .chain(differences)
        .chain(values)
        .map(|text| view! { <span class="sub">{text}</span> })
        .collect_view();
    view! {
        <tr>
            <td class="num">{w.import_line_at(i64::from(line.line))}</td>
            <th scope="row" class="name">{line.label}<span class="sub">{line.reference}</span></th>
            <td>{said::verdict(w, line.verdict)}{told}</td>
        </tr>
    }
    .into_any()
}
