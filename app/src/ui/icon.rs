//! The symbols of `style/icons.svg`. The server puts the sprite at the end of the page; an icon is a reference to it.

use leptos::prelude::*;

/// A symbol beside words; the words carry the meaning.
#[component]
pub fn Icon(symbol: Symbol) -> AnyView {
    view! { <svg class="icon" aria-hidden="true"><use href=symbol.href()/></svg> }.into_any()
}

macro_rules! symbols {
    ($($name:ident $id:literal),+ $(,)?) => {
        /// Every symbol of the sprite.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[allow(missing_docs)]
        pub enum Symbol { $($name),+ }

        impl Symbol {
            /// Where it stands in the page.
            pub fn href(self) -> &'static str {
                match self { $(Symbol::$name => concat!("#i-", $id)),+ }
            }

            #[cfg(test)]
            const ALL: &[&str] = &[$(concat!("\"i-", $id, "\"")),+];
        }
    };
}

symbols! {
    Home "home", Clients "clients", Person "person", People "people", List "list", Document "document", Calendar "calendar",
    Send "send", Write "write", Star "star", More "more", Search "search", Plus "plus", Close "close", Check "check",
    Warn "warn", Error "error", Clock "clock", Phone "phone", Mail "mail", Place "place", Clip "clip", Trash "trash",
    Next "next", Back "back", History "history", Theme "theme", Settings "settings", Help "help", Leave "leave",
}

/// The sprite, once per page, after the app: the browser never builds it, so it weighs nothing in the wasm.
#[cfg(feature = "ssr")]
pub fn symbols() -> AnyView {
    let sprite = include_str!("../../../style/icons.svg");
    view! { <div hidden inner_html=sprite></div> }.into_any()
}

/// The sprite is the server's.
#[cfg(not(feature = "ssr"))]
pub fn symbols() -> AnyView {
    ().into_any()
}

#[cfg(test)]
mod tests {
    use super::Symbol;

    #[test]
    fn every_symbol_is_in_the_sprite_and_the_other_way_round() {
        let sprite = include_str!("../../../style/icons.svg");
        for id in Symbol::ALL {
            assert!(sprite.contains(id), "{id} is not in style/icons.svg");
        }
        assert_eq!(sprite.matches("<symbol").count(), Symbol::ALL.len());
    }
}
