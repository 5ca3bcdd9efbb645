//! What every page needs before anything is asked: the language, who is signed in, the zone of its times. Plain values: a change
//! of any of them loads the page anew.
//!
//! The server finds them once a request (`facts::find`) and writes them into the page, where the browser reads them.

#[cfg(feature = "ssr")]
pub mod find;
#[cfg(feature = "ssr")]
mod zone;

#[cfg(feature = "hydrate")]
use base64::{Engine, prelude::BASE64_STANDARD};
use leptos::prelude::use_context;
#[cfg(not(feature = "hydrate"))]
use leptos::prelude::with_context;
use model::{Lang, Moment, Theme, User, Zone};
use serde::{Deserialize, Serialize};
#[cfg(feature = "hydrate")]
use std::sync::atomic::{AtomicI64, Ordering::Relaxed};

/// Facts of a page. The default ones are of no page: with them the server looks which paths there are.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Facts {
    /// The language of the page: the user's, else the cookie's, else the browser's.
    pub language: Lang,
    /// The theme: the user's, else the cookie's.
    pub theme: Theme,
    /// Who is signed in.
    pub user: Option<User>,
    /// The zone that times are shown in: the user's, else the organisation's.
    pub zone: Zone,
    /// When the page was made. « aujourd'hui » is told from [`now`], which goes on from there.
    pub now: Moment,
    /// Our company's name.
    pub organisation: String,
    /// How mails leave at present.
    pub sending: Sending,
    /// Codes of the `DisplayOption`s that are hidden (P10).
    pub hidden: Vec<String>,
}

/// How mails leave at present (P52).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Sending {
    /// By an account that this user may use.
    Possible,
    /// Into the test mailbox; nothing leaves.
    TestMailbox,
    /// Not at all, for anybody: a copy was put in place, and an administrator has to confirm it (S69).
    HeldAfterRestore,
    /// The user's own account, of which mails leave first, works only once somebody has put it right: till then they wait.
    OwnStopped,
    /// The same of the organisation's account, where the user has none; or can mend it.
    OrganisationStopped,
    /// Neither the user nor the organisation has an account: said before writing.
    #[default]
    Impossible,
}

/// The facts of this page.
pub fn use_facts() -> Facts {
    use_context::<Facts>().expect("App provides the facts")
}

/// The signed-in user; pages behind the sign-in always have one.
pub fn use_user() -> Option<User> {
    use_facts().user
}

/// How far the server's clock is ahead of the browser's, in milliseconds.
#[cfg(feature = "hydrate")]
static AHEAD: AtomicI64 = AtomicI64::new(0);

/// Now, by the server's clock: when the page was made, and what passed since it came alive.
pub fn now() -> Moment {
    #[cfg(feature = "hydrate")]
    return Moment(js_sys::Date::now() as i64 + AHEAD.load(Relaxed));
    #[cfg(not(feature = "hydrate"))]
    with_context(|facts: &Facts| facts.now).expect("App provides the facts")
}

/// The id of the element that carries the facts.
pub const ELEMENT: &str = "facts";

/// The facts that the server wrote into the page.
#[cfg(feature = "hydrate")]
pub fn from_page() -> Facts {
    let text = leptos::prelude::document()
        .get_element_by_id(ELEMENT)
        .and_then(|element| element.text_content())
        .expect("the server writes the facts into every page");
    let facts: Facts = BASE64_STANDARD
        .decode(text)
        .ok()
        .and_then(|packed| crate::wire::unpack(&packed).ok())
        .expect("the facts come from the same build");
    AHEAD.store(facts.now.0 - js_sys::Date::now() as i64, Relaxed);
    facts
}
