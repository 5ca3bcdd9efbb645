//! Puts one file on the server, telling how far it is.

use crate::{
    error::AppError,
    wire::{OUR_PACKED, unpack},
};
use model::{DraftId, compose::Attachment};
use wasm_bindgen::{JsCast, JsValue, prelude::Closure};
use wasm_bindgen_futures::JsFuture;
use web_sys::{File, ProgressEvent, XmlHttpRequest, XmlHttpRequestResponseType};

/// `progress` gets the bytes sent so far, and says false when nobody wants the file any more. The body is the file itself; its name and type are in the address.
///
/// # Errors
/// What the server answered; `Unreachable` without an answer.
pub async fn put(draft: DraftId, file: File, progress: impl Fn(i64) -> bool + 'static) -> Result<Attachment, AppError> {
    let name = js_sys::encode_uri_component(&file.name()).as_string().unwrap_or_default();
    let kind = js_sys::encode_uri_component(&file.type_()).as_string().unwrap_or_default();
    let request = XmlHttpRequest::new().map_err(|_| AppError::Unreachable)?;
    let url = format!("/ecrire/{draft}/fichiers?nom={name}&type={kind}");
    request.open("POST", &url).map_err(|_| AppError::Unreachable)?;
    // A file with the type of a script stays bytes on its way; its own type is in the address.
    request.set_request_header("Content-Type", "application/octet-stream").map_err(|_| AppError::Unreachable)?;
    request.set_request_header("Accept", OUR_PACKED).map_err(|_| AppError::Unreachable)?;
    request.set_response_type(XmlHttpRequestResponseType::Arraybuffer);
    let sending = request.clone();
    let told = Closure::<dyn Fn(ProgressEvent)>::new(move |e: ProgressEvent| {
        // Once all of it went out the server may have it: then its answer is waited for, and the file taken off.
        if !progress(e.loaded() as i64) && e.loaded() < e.total() {
            let _ = sending.abort();
        }
    });
    if let Ok(upload) = request.upload() {
        upload.set_onprogress(Some(told.as_ref().unchecked_ref()));
    }
    let ended = finished(&request, &file);
    let _ = JsFuture::from(ended).await;
    let packed = request.response().map(|buffer| js_sys::Uint8Array::new(&buffer).to_vec()).unwrap_or_default();
    match request.status().unwrap_or(0) {
        200 => unpack(&packed),
        0 => Err(AppError::Unreachable),
        status => Err(unpack(&packed).unwrap_or_else(|_| AppError::of_status(status))),
    }
}

/// Resolves when the request ended, well or not.
fn finished(request: &XmlHttpRequest, file: &File) -> js_sys::Promise {
    js_sys::Promise::new(&mut |resolve, _| {
        let done = Closure::once_into_js(move || {
            let _ = resolve.call0(&JsValue::NULL);
        });
        request.set_onloadend(Some(done.unchecked_ref()));
        let _ = request.send_with_opt_blob(Some(file));
    })
}
