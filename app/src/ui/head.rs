//! The head of a page: where one is, its one `<h1>`, its acts, and the title of the window.

use super::{anew, dotted, text_area::escaped};
use crate::words::words;
use leptos::{html::H1, prelude::*, wasm_bindgen::JsCast, web_sys::HtmlElement};
use leptos_meta::Title;
use leptos_router::hooks::use_location;

/// Whether the page's title says « Erreur : », and which page had the last heading.
#[derive(Clone, Copy)]
pub struct Titles {
    erroneous: RwSignal<bool>,
    /// Its path and query; at first where the page was loaded.
    last: StoredValue<String>,
}

impl Titles {
    /// For the context of the whole app, inside the router.
    pub fn provide() -> Titles {
        let here = here();
        let titles = Titles { erroneous: RwSignal::new(false), last: StoredValue::new(here()) };
        provide_context(titles);
        titles
    }

    /// A form was refused, or mended.
    pub fn set_erroneous(self, yes: bool) {
        if self.erroneous.get_untracked() != yes {
            self.erroneous.set(yes);
        }
    }

    /// The same on a page that the server makes: a form came back to it.
    #[cfg(feature = "ssr")]
    pub fn refused() {
        if let Some(titles) = use_context::<Titles>() {
            titles.set_erroneous(true);
        }
    }

    /// The router has shown another page: its heading takes the focus. Not that of a page that is only asked for again after an
    /// act, nor the first one's, where somebody may be typing before the wasm arrives.
    fn navigated(self, here: String) -> bool {
        let elsewhere = self.last.with_value(|last| *last != here);
        self.last.set_value(here);
        elsewhere
    }
}

/// The page stays where it is: who comes back to a list by « Précédent » of the browser finds the row again.
fn focus_in_place(element: &HtmlElement) {
    let window = window();
    let place = (window.scroll_x(), window.scroll_y());
    let _ = element.focus();
    if let (Ok(x), Ok(y)) = place {
        window.scroll_to_with_x_and_y(x, y);
    }
}

/// The heading takes the focus: of whatever had it there is nothing left.
pub(super) fn focus_heading() {
    if let Some(heading) = document().query_selector("main h1").ok().flatten()
        && let Ok(heading) = heading.dyn_into::<HtmlElement>()
    {
        focus_in_place(&heading);
    }
}

/// Tells where one is: « Écrire » asks for the client and opens its form on one path.
fn here() -> impl Fn() -> String + Copy + 'static {
    let location = use_location();
    let (path, query) = (location.pathname, location.search);
    move || [path.get_untracked(), query.get_untracked()].concat()
}

/// One step of where one is: words, and the page's path.
pub type Crumb = (String, String);

/// The children are tags, then one `<div class="acts">` with the page's acts.
#[component]
pub fn Head(
    #[prop(into)] title: Signal<String>,
    /// Tells this page from others of the same heading, in the title of the window.
    #[prop(optional, into)]
    section: String,
    #[prop(optional)] crumbs: Vec<Crumb>,
    #[prop(optional)] children: Option<Children>,
) -> AnyView {
    let titles = expect_context::<Titles>();
    let node = NodeRef::<H1>::new();
    let here = here();
    Effect::new(move |_| {
        if let Some(heading) = node.get()
            && titles.navigated(here())
        {
            // It may not be in the page yet: the rest of its page is still being made.
            request_animation_frame(move || focus_in_place(&heading));
        }
    });
    let w = words();
    let window = move || {
        // Asked once more after the page has gone, before its title is taken away.
        let Some(title) = title.try_get() else { return w.app_name().to_owned() };
        let text = w.app_title(&dotted([section.as_str(), &title]));
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

/// The only page of the server alone that screens lie below.
const ALONE: &str = "/envois";

fn trail(crumbs: Vec<Crumb>) -> AnyView {
    if crumbs.is_empty() {
        return ().into_any();
    }
    let step = |(text, path): Crumb| {
        let external = (path == ALONE).then_some("external");
        view! { <li><a href=path rel=external>{text}</a></li> }
    };
    let steps = crumbs.into_iter().map(step).collect_view();
    view! { <nav class="crumbs" aria-label=words().nav_breadcrumb()><ol>{steps}</ol></nav> }.into_any()
}
