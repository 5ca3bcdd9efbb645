//! A result that stays true while one looks at it: the server says « changed », the page asks again (E15).

use leptos::prelude::*;
use model::BatchId;

/// Counts up with each change of the batch. `lost` is true while the server cannot be heard; the browser reconnects by itself.
#[derive(Clone, Copy)]
pub struct Live {
    /// To be tracked by whoever reads the batch.
    pub tick: RwSignal<u32>,
    /// No news since the connection broke.
    pub lost: RwSignal<bool>,
}

impl Live {
    /// Listens until the page goes.
    pub fn to(batch: BatchId) -> Live {
        let live = Live { tick: RwSignal::new(0), lost: RwSignal::new(false) };
        #[cfg(feature = "hydrate")]
        Effect::new(move |_| listen(live, batch));
        #[cfg(not(feature = "hydrate"))]
        let _ = batch;
        live
    }
}

#[cfg(feature = "hydrate")]
fn listen(live: Live, batch: BatchId) {
    use wasm_bindgen::{JsCast, prelude::Closure};
    let Ok(source) = web_sys::EventSource::new(&format!("/envois/{batch}/direct")) else { return };
    let heard = Closure::<dyn Fn()>::new(move || {
        live.lost.set(false);
        live.tick.update(|n| *n += 1);
    });
    let broken = Closure::<dyn Fn()>::new(move || live.lost.set(true));
    source.set_onmessage(Some(heard.as_ref().unchecked_ref()));
    source.set_onerror(Some(broken.as_ref().unchecked_ref()));
    let kept = StoredValue::new_local((source, heard, broken));
    on_cleanup(move || {
        kept.with_value(|(source, ..)| source.close());
        kept.dispose();
    });
}
