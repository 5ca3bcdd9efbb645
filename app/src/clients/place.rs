//! A postal address in a form, and its lines on a card.

use crate::{
    ui::{Field, Problems, TextArea, is_left_out},
    words::words,
};
use leptos::prelude::*;
use model::Place;

/// Fields `draft[street]` to `draft[country]`; nothing where the organisation hides them (P10).
pub fn place_fields(place: Place, problems: Problems) -> AnyView {
    if is_left_out("place") {
        return ().into_any();
    }
    let w = words();
    view! {
        <TextArea name="draft[street]" label=w.field_street() value=place.street rows=2 problems/>
        <div class="row">
            <Field name="draft[postal_code]" label=w.field_postal_code() value=place.postal_code problems autocomplete="off"/>
            <Field name="draft[town]" label=w.field_town() value=place.town problems autocomplete="off"/>
            <Field name="draft[country]" label=w.field_country() value=place.country problems autocomplete="off"/>
        </div>
    }
    .into_any()
}

/// Street, postal code and town, country: one line each, empty ones left out.
pub fn place_lines(place: &Place) -> String {
    let town = [place.postal_code.as_str(), place.town.as_str()].join(" ");
    let lines = [place.street.trim(), town.trim(), place.country.trim()];
    lines.into_iter().filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}
