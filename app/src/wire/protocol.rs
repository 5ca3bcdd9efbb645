//! What server functions speak: JSON from our own code, form fields from `<form>`; JSON back.

use super::answer::Answer;
use super::answer::{JSON, post, text};
use crate::error::AppError;
use leptos::server_fn::{
    Http, Protocol,
    client::Client,
    codec::{Json, PostUrl},
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
{
    const METHOD: http::Method = http::Method::POST;

    async fn run_server<F, Fut>(request: S::Request, server_fn: F) -> Result<S::Response, AppError>
    where
        F: Fn(Input) -> Fut + Send,
        Fut: Future<Output = Result<Output, AppError>> + Send,
    {
        let json = request.to_content_type().is_some_and(|kind| kind.starts_with(JSON));
        if json {
            <Http<Json, Json> as Protocol<Input, Output, C, S, AppError>>::run_server(request, server_fn).await
        } else {
            <Http<PostUrl, Json> as Protocol<Input, Output, C, S, AppError>>::run_server(request, server_fn).await
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
