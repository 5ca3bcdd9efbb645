//! People at a glance: initials, a number to call, an address to write to.

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

/// An address that opens the person's own mail program.
#[component]
pub fn MailLink(#[prop(into)] email: String) -> AnyView {
    let href = format!("mailto:{email}");
    let (local, domain) = email
        .rsplit_once('@')
        .map_or((email.clone(), None), |(local, domain)| (local.to_owned(), Some(domain.to_owned())));
    // A long address may break before its @, rather than within a word.
    let domain = domain.map(|domain| view! { <wbr/>"@"{domain} });
    view! { <a href=href>{local}{domain}</a> }.into_any()
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
