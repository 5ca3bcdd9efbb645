//! What server functions speak: JSON from our own code, form fields from `<form>`; back comes what was asked for, postcard or JSON.

use super::answer::{Answer, JSON, post, text};
#[cfg(feature = "ssr")]
use super::packed::Format;
use crate::error::AppError;
use leptos::server_fn::{
    Http, Protocol,
    client::Client,
    codec::{Json, PostUrl, Postcard},
    request::Req,
    server::Server,
};
use serde::{Serialize, de::DeserializeOwned};
use std::future::Future;

/// The protocol of every server function: `#[server(…, protocol = Wire)]`.
pub struct Wire;

impl<Input, Output, C, S> Protocol<Input, Output, C, S, AppError> for Wire
where
    Input: Serialize + Send,
    Output: DeserializeOwned + Send,
    C: Client<AppError> + 'static,
    S: Server<AppError>,
    S::Request: Send,
    Http<Json, Json>: Protocol<Input, Output, C, S, AppError>,
    Http<PostUrl, Json>: Protocol<Input, Output, C, S, AppError>,
    Http<Json, Postcard>: Protocol<Input, Output, C, S, AppError>,
    Http<PostUrl, Postcard>: Protocol<Input, Output, C, S, AppError>,
{
    const METHOD: http::Method = http::Method::POST;

    async fn run_server<F, Fut>(request: S::Request, server_fn: F) -> Result<S::Response, AppError>
    where
        F: Fn(Input) -> Fut + Send,
        Fut: Future<Output = Result<Output, AppError>> + Send,
    {
        let json = request.to_content_type().is_some_and(|kind| kind.starts_with(JSON));
        #[cfg(feature = "ssr")]
        let packed = Format::accepted(request.accepts().as_deref())? == Format::Packed;
        #[cfg(not(feature = "ssr"))]
        let packed = true;
        match (json, packed) {
            (true, true) => serve::<Http<Json, Postcard>, _, _, _, C, S>(request, server_fn).await,
            (true, false) => serve::<Http<Json, Json>, _, _, _, C, S>(request, server_fn).await,
            (false, true) => serve::<Http<PostUrl, Postcard>, _, _, _, C, S>(request, server_fn).await,
            (false, false) => serve::<Http<PostUrl, Json>, _, _, _, C, S>(request, server_fn).await,
        }
    }

    fn run_client(path: &str, input: Input) -> impl Future<Output = Result<Output, AppError>> + Send {
        let coming = text(&input).map(|body| post::<C>(path, JSON, body));
        async move {
            let answer: Answer = coming?.await;
            answer.read()
        }
    }
}

async fn serve<P, Input, Output, Fut, C, S>(
    request: S::Request,
    server_fn: impl Fn(Input) -> Fut + Send,
) -> Result<S::Response, AppError>
where
    P: Protocol<Input, Output, C, S, AppError>,
    Fut: Future<Output = Result<Output, AppError>> + Send,
    C: Client<AppError>,
    S: Server<AppError>,
{
    P::run_server(request, server_fn).await
}
