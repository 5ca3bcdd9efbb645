//! What a hidden page sends may be the last that it does: its tab is being closed, or the phone turned to something else. The
//! request outlives the page.

/// Bytes of a body above which browsers refuse: 64 KB of such requests at a time (Fetch standard, 4.6).
#[cfg(feature = "hydrate")]
const MOST: usize = 60_000;

/// The request, to be finished by the browser when the page goes.
#[cfg(feature = "hydrate")]
pub(super) fn lasting<R: 'static>(mut request: R, bytes: usize) -> R {
    if bytes <= MOST && leptos::prelude::document().hidden() {
        keep_alive(&mut request);
    }
    request
}

#[cfg(not(feature = "hydrate"))]
pub(super) fn lasting<R>(request: R, _: usize) -> R {
    request
}

/// As a new request made of this one: of one that is made nothing can be changed.
#[cfg(feature = "hydrate")]
fn keep_alive(request: &mut dyn std::any::Any) {
    use js_sys::{Object, Reflect};
    use leptos::server_fn::request::browser::BrowserRequest;
    use wasm_bindgen::{JsCast, JsValue};
    use web_sys::Request;
    let Some(request) = request.downcast_mut::<BrowserRequest>() else { return };
    let none: Request = JsValue::NULL.unchecked_into();
    let made: Request = std::mem::replace(&mut **request, none.into()).into();
    let options = Object::new();
    let _ = Reflect::set(&options, &"keepalive".into(), &JsValue::TRUE);
    let kept = Request::new_with_request_and_init(&made, options.unchecked_ref());
    **request = kept.unwrap_or(made).into();
}
