//! The head of a page: where one is, its one `<h1>`, its acts, and the title of the window.

use super::{anew, text_area::escaped};
use crate::words::words;
use leptos::{html::H1, prelude::*};
use leptos_meta::Title;
use leptos_router::hooks::use_location;

/// Whether the page's title says « Erreur : », and whether people have navigated since the page was loaded.
#[derive(Clone, Copy)]
pub struct Titles {
    erroneous: RwSignal<bool>,
    /// Where the page was loaded; none once people have gone elsewhere.
    loaded: StoredValue<Option<String>>,
}

impl Titles {
    /// For the context of the whole app, inside the router.
    pub fn provide() -> Titles {
        let here = use_location().pathname.get_untracked();
        let titles = Titles { erroneous: RwSignal::new(false), loaded: StoredValue::new(Some(here)) };
        provide_context(titles);
        titles
    }

    /// A form was refused, or mended.
    pub fn set_erroneous(self, yes: bool) {
        if self.erroneous.get_untracked() != yes {
            self.erroneous.set(yes);
        }
    }

    /// The router has shown another page than the one that was loaded: its heading takes the focus. Never the first page's,
    /// where somebody may be typing before the wasm arrives.
    fn navigated(self, here: &str) -> bool {
        if self.loaded.with_value(|loaded| loaded.as_deref().is_some_and(|loaded| loaded != here)) {
            self.loaded.set_value(None);
        }
        self.loaded.with_value(Option::is_none)
    }
}

/// One step of where one is: words, and the page's path.
pub type Crumb = (String, String);

/// The children are tags, then one `<div class="acts">` with the page's acts.
#[component]
pub fn Head(
    #[prop(into)] title: Signal<String>,
    #[prop(optional)] crumbs: Vec<Crumb>,
    #[prop(optional)] children: Option<Children>,
) -> AnyView {
    let titles = expect_context::<Titles>();
    let node = NodeRef::<H1>::new();
    let here = use_location().pathname;
    Effect::new(move |_| {
        if let Some(heading) = node.get()
            && titles.navigated(&here.get_untracked())
        {
            // It may not be in the page yet: the rest of its page is still being made.
            request_animation_frame(move || drop(heading.focus()));
        }
    });
    let w = words();
    let window = move || {
        // Asked once more after the page has gone, before its title is taken away.
        let Some(title) = title.try_get() else { return w.app_name().to_owned() };
        let text = w.app_title(&title);
        in_title(if titles.erroneous.get() { w.app_title_error(&text) } else { text })
    };
    view! {
        <Title text=window/>
        <header class="head">
            {trail(crumbs)}
            <h1 tabindex="-1" node_ref=node>{anew(move || title.get())}</h1>
            {children.map(|children| children())}
        </header>
    }
    .into_any()
}

/// The server writes it into `<title>` as it is; the browser sets it as text.
fn in_title(text: String) -> String {
    if cfg!(feature = "ssr") { escaped(&text) } else { text }
}

fn trail(crumbs: Vec<Crumb>) -> AnyView {
    if crumbs.is_empty() {
        return ().into_any();
    }
    let steps = crumbs.into_iter().map(|(text, path)| view! { <li><a href=path>{text}</a></li> }).collect_view();
    view! { <nav class="crumbs" aria-label=words().nav_breadcrumb()><ol>{steps}</ol></nav> }.into_any()
}
