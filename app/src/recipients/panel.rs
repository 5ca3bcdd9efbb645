//! « Nouvelle adresse » (D84–D92): in the page under the field, never over it.

use super::Handle;
use crate::{
    clients::query::Query,
    ui::{self, Button, Kind, Row, StarButton, anew, heard, sentence},
    words::{Words, words},
};
use leptos::{
    ev::KeyboardEvent,
    prelude::*,
    wasm_bindgen::JsCast,
    web_sys::{Element, HtmlInputElement},
};
use model::{
    ClientId,
    recipients::{Asked, Event, Named, PanelEvent, Stage},
};

pub(super) const PANEL: &str = "recip-new";

#[component]
pub(super) fn Panel(handle: Handle) -> AnyView {
    let w = words();
    let state = handle.state;
    let rows = Memo::new(move |_| state.with(|state| state.panel().to_vec()));
    let is_empty = Memo::new(move |_| rows.with(Vec::is_empty));
    let addable = Memo::new(move |_| state.with(|state| state.addable()));
    let asked = move || rows.with(|rows| rows.iter().map(|row| row.address.clone()).collect::<Vec<_>>());
    let list = move || asked().into_iter().map(move |address| row(handle, rows, address));
    let title = move || if rows.with(|rows| rows.len() > 1) { w.recip_new_title_all() } else { w.recip_new_title() };
    let section = move || {
        let keys = move |e: KeyboardEvent| keys(handle, &e);
        view! {
            <section class="ask" id=PANEL aria-labelledby="recip-new-title" on:keydown=heard(keys)>
                <h2 id="recip-new-title">{anew(title)}</h2>
                <div class="ask-rows">
                    {ui::rows(list)}
                </div>
                {anew(move || (addable.get() > 1).then(|| all(handle, w, addable.get())))}
            </section>
        }
    };
    view! { {anew(move || (!is_empty.get()).then(section))} }.into_any()
}

/// « Tout ajouter (3) », « Tout ignorer »
fn all(handle: Handle, w: Words, count: usize) -> AnyView {
    let add = move |_| {
        let people = document().get_element_by_id(PANEL).map(|panel| filled_in(&panel)).unwrap_or_default();
        let asked = handle.state.with_untracked(|state| {
            let wanted =
                |person: &Named| state.panel().iter().any(|row| row.address == person.address && row.holder.is_none());
            people.into_iter().filter(wanted).collect()
        });
        handle.send(Event::Panel(PanelEvent::Add(asked)));
    };
    let ignore = move |_| handle.send(Event::Panel(PanelEvent::IgnoreAll { escaped: false }));
    view! {
        <div class="push">
            <Button label=w.recip_add_all(count as i64) small=true press=add/>
            <Button label=w.recip_ignore_all() kind=Kind::Quiet small=true press=ignore/>
        </div>
    }
    .into_any()
}

fn row(handle: Handle, rows: Memo<Vec<Asked>>, address: String) -> Row {
    Row::new(address.clone(), move || view! { <AskedRow handle rows address/> })
}

#[component]
fn AskedRow(handle: Handle, rows: Memo<Vec<Asked>>, address: String) -> AnyView {
    let w = words();
    let (key, star_key) = (StoredValue::new(address.clone()), address.clone());
    let asked = Memo::new(move |_| {
        rows.with(|rows| key.with_value(|key| rows.iter().find(|row| row.address == *key).cloned()))
    });
    let starred = Signal::derive(move || asked.with(|asked| asked.as_ref().is_some_and(|asked| asked.starred)));
    let star = Callback::new(move |()| handle.send(Event::Panel(PanelEvent::Star(star_key.clone()))));
    let client = handle.state.with_untracked(|state| state.facts().label.clone());
    let facts = move || asked.with(|asked| asked.as_ref().map(|asked| standing(w, asked, &client)));
    let stage = Memo::new(move |_| {
        asked.with(|asked| asked.as_ref().map(|asked| (asked.stage.clone(), asked.holder.is_some())))
    });
    let (client, host) = handle.state.with_untracked(|state| (state.facts().label.clone(), state.facts().client));
    view! {
        <div class="ask-row" data-address=address.clone()>
            <div class="line">
                <StarButton name=address.clone() on=starred toggle=star alone=true/>
                <span class="what"><b>{address.clone()}</b>" "<span class="meta">{anew(facts)}</span></span>
                {anew(move || stage.get().map(|(stage, held)| acts(handle, w, key, stage, held, &client)))}
            </div>
            {anew(move || stage.get().and_then(|(stage, held)| (!held).then(|| fields(w, host, asked, stage)).flatten()))}
        </div>
    }
    .into_any()
}

/// « n'est pas encore un contact de ACME », « Contact de Beta SA : Jean Petit »
fn standing(w: Words, asked: &Asked, client: &str) -> String {
    match (&asked.stage, &asked.holder) {
        (Stage::Added(_), _) if asked.starred => w.recip_added_starred().to_owned(),
        (Stage::Added(_), _) => w.recip_added().to_owned(),
        (Stage::Saving, _) => w.recip_saving().to_owned(),
        (Stage::Failed, _) => w.recip_add_failed(&asked.address),
        (_, Some(holder)) => match holder.elsewhere.as_deref() {
            Some(clients) if !clients.is_empty() => w.recip_holder(clients, holder.shown()),
            _ => w.recip_holder_independent(holder.shown()),
        },
        _ => w.recip_not_yet(client),
    }
}

fn acts(handle: Handle, w: Words, key: StoredValue<String>, stage: Stage, held: bool, client: &str) -> AnyView {
    let send = move |event: fn(String) -> PanelEvent| handle.send(Event::Panel(event(key.get_value())));
    let ignore =
        view! { <Button label=w.act_ignore() kind=Kind::Quiet small=true press=move |_| send(PanelEvent::Ignore)/> };
    let buttons = match (stage, held) {
        (Stage::Saving, _) => return ().into_any(),
        (Stage::Added(_), _) => {
            view! { <Button label=w.act_undo() kind=Kind::Quiet small=true press=move |_| send(PanelEvent::TakeBack)/> }
                .into_any()
        }
        (_, true) => view! {
            <Button label=w.recip_use() small=true press=move |_| send(PanelEvent::Use)/>
            <Button label=w.recip_affiliate(client) small=true press=move |_| send(PanelEvent::Affiliate)/>
            {ignore}
        }
        .into_any(),
        _ => view! {
            <Button label=w.act_add() small=true press=move |_| add(handle, key)/>
            {ignore}
        }
        .into_any(),
    };
    view! { <span class="push">{buttons}</span> }.into_any()
}

/// Prénom, Nom, Fonction: open when something is known or wanted. Not part of the mail's form: Enter adds the row.
fn fields(w: Words, client: ClientId, asked: Memo<Option<Asked>>, stage: Stage) -> Option<AnyView> {
    let asked = asked.get_untracked().filter(Asked::is_open)?;
    let problems = match stage {
        Stage::Refused(problems) => problems,
        _ => vec![],
    };
    let open = !problems.is_empty() || !asked.first_name.is_empty();
    // P01: what is asked for here is less than may be required.
    let here = ["first_name", "last_name", "function"];
    let more = problems.iter().any(|problem| !here.contains(&problem.field.as_str())).then(|| {
        let mut form = Query::new("/contacts/nouveau");
        form.add("client", &client.to_string());
        form.add("email", &asked.address);
        form.add("prenom", &asked.first_name);
        form.add("nom", &asked.last_name);
        form.add("fonction", &asked.function);
        view! { <p class="error" role="alert">{w.recip_more_needed()}" "<a class="btn small" href=form.0 target="_blank">{w.recip_whole_form()}</a></p> }
    });
    let field = |name: &'static str, label: &'static str, value: String| {
        let problem =
            problems.iter().find(|problem| problem.field == name).map(|problem| sentence(w, &problem.problem));
        view! {
            <label class="small-field">
                <span>{label}</span>
                <input type="text" class="input" form="none" name=name value=value autocomplete="off" aria-invalid=problem.is_some().then_some("true")/>
                {problem.map(|problem| view! { <span class="error">{problem}</span> })}
            </label>
        }
    };
    let view = view! {
        {more}
        <details open=open>
            <summary>{w.recip_details()}</summary>
            <div class="small-fields">
                {field("first_name", w.recip_first_name(), asked.first_name)}
                {field("last_name", w.recip_last_name(), asked.last_name)}
                {field("function", w.recip_function(), asked.function)}
            </div>
        </details>
    };
    Some(view.into_any())
}

fn add(handle: Handle, key: StoredValue<String>) {
    let people = document().get_element_by_id(PANEL).map(|panel| filled_in(&panel)).unwrap_or_default();
    let person = people.into_iter().filter(|person| key.with_value(|key| *key == person.address)).collect();
    handle.send(Event::Panel(PanelEvent::Add(person)));
}

/// Escape ignores all, Enter in a field adds its row (D87).
fn keys(handle: Handle, e: &KeyboardEvent) {
    // 229: Safari says it instead of isComposing (D57).
    if e.is_composing() || e.key_code() == 229 {
        return;
    }
    let target = e.target().and_then(|target| target.dyn_into::<Element>().ok());
    match e.key().as_str() {
        "Escape" => {
            e.prevent_default();
            e.stop_propagation();
            handle.send(Event::Panel(PanelEvent::IgnoreAll { escaped: true }));
        }
        "Enter" if !e.ctrl_key() && !e.meta_key() => {
            let row = target
                .filter(|target| target.tag_name() == "INPUT")
                .and_then(|input| input.closest(".ask-row").ok().flatten());
            if let Some(person) = row.and_then(|row| named(&row)) {
                e.prevent_default();
                handle.send(Event::Panel(PanelEvent::Add(vec![person])));
            }
        }
        _ => {}
    }
}

/// What stands in the fields of every row.
fn filled_in(panel: &Element) -> Vec<Named> {
    let Ok(found) = panel.query_selector_all(".ask-row") else { return vec![] };
    (0..found.length()).filter_map(|at| named(&found.item(at)?.dyn_into().ok()?)).collect()
}

fn named(row: &Element) -> Option<Named> {
    let field = |name: &str| {
        let input = row.query_selector(&["input[name=", name, "]"].concat()).ok().flatten();
        input.and_then(|input| input.dyn_into::<HtmlInputElement>().ok()).map(|input| input.value()).unwrap_or_default()
    };
    Some(Named {
        address: row.get_attribute("data-address")?,
        first_name: field("first_name"),
        last_name: field("last_name"),
        function: field("function"),
    })
}
