//! People at a glance: initials, a number to call, an address to write to.

use super::{Icon, Symbol};
use leptos::prelude::*;
use model::Phone;

/// The initials in a circle; the name stands beside it.
#[component]
pub fn Avatar(#[prop(into)] name: String) -> AnyView {
    view! { <span class="ava" aria-hidden="true">{initials(&name)}</span> }.into_any()
}

/// Of the first and the last word, or the first two letters of a single one: « Éloïse Lefèvre » is ÉL, « compta@… » is CO.
pub fn initials(name: &str) -> String {
    let words: Vec<&str> = name.split([' ', '\u{a0}', '-']).filter(|w| w.starts_with(char::is_alphanumeric)).collect();
    let letters: String = match words.as_slice() {
        [] => "?".into(),
        [word] => word.chars().take(2).collect(),
        [first, .., last] => first.chars().take(1).chain(last.chars().take(1)).collect(),
    };
    letters.to_uppercase()
}

/// A number to press, shown as people wrote it.
#[component]
pub fn PhoneLink(phone: Phone) -> AnyView {
    let href = format!("tel:{}", phone.dialled());
    let label = (!phone.label.is_empty()).then(|| view! { <span class="meta">" "{phone.label}</span> });
    view! { <span><a class="num" href=href>{phone.number}</a>{label}</span> }.into_any()
}

/// The same in a cell of a table; where its rows become cards, a symbol beside the name (style/lists.css).
#[component]
pub fn PhoneCell(phone: Option<Phone>) -> AnyView {
    let link = phone.map(|phone| {
        let href = format!("tel:{}", phone.dialled());
        view! { <a class="num" href=href><Icon symbol=Symbol::Phone/><span>{phone.number}</span></a> }
    });
    view! { <td class="sign tel">{link}</td> }.into_any()
}

/// An address that opens the person's own mail program.
#[component]
pub fn MailLink(#[prop(into)] email: String) -> AnyView {
    view! { <a href=format!("mailto:{email}")>{breakable(&email)}</a> }.into_any()
}

/// The same in a cell of a table; where its rows become cards, a symbol beside the name (style/lists.css).
#[component]
pub fn MailCell(email: Option<String>) -> AnyView {
    let link = email.map(|email| {
        let href = format!("mailto:{email}");
        view! { <a href=href><Icon symbol=Symbol::Mail/><span>{breakable(&email)}</span></a> }
    });
    view! { <td class="sign">{link}</td> }.into_any()
}

/// A long address may break before its @, rather than within a word.
fn breakable(email: &str) -> AnyView {
    match email.rsplit_once('@') {
        Some((local, domain)) => view! { {local.to_owned()}<wbr/>"@"{domain.to_owned()} }.into_any(),
        None => email.to_owned().into_any(),
    }
}

/// What there is of these, side by side: « Comptable · Atelier de Gand ».
pub fn dotted<'a>(parts: impl IntoIterator<Item = &'a str>) -> String {
    let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    parts.join(" · ")
}

#[cfg(test)]
mod tests {
    use super::initials;

    #[test]
    fn initials_are_of_the_first_and_last_word() {
        let all = ["Éloïse Lefèvre", "compta@epidor.example", "Jean-François Œuvrard", "", "O"].map(initials);
        assert_eq!(all, ["ÉL", "CO", "JŒ", "?", "O"]);
    }
}
