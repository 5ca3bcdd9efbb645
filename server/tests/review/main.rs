//! Several documents at once (P34): reviewed, changed, sent as one batch, through the whole router on both databases.
#![allow(clippy::unwrap_used)]

#[path = "../book/desk.rs"]
#[allow(dead_code, reason = "the tests of the address book use the rest")]
mod desk;
mod doubts;
mod form;
mod generated;
mod office;
mod outcome;
#[path = "../programs/office.rs"]
#[allow(dead_code, reason = "the tests of programs use the rest")]
mod programs;
mod refused;
mod same;
mod sent;
#[path = "../support/mod.rs"]
mod support;
mod together;
mod worlds;

/// The same body on SQLite and on Postgres.
macro_rules! both {
    ($($name:ident => $body:path),+ $(,)?) => { $(
        mod $name {
            #[tokio::test]
            async fn on_sqlite() {
                $body(store::testing::sqlite().await).await;
            }

            #[tokio::test]
            async fn on_postgres() {
                $body(store::testing::postgres().await).await;
            }
        }
    )+ };
}

both! {
    p34_lines_of_every_sort => crate::sent::mixed,
    e14_a_card_completed_meanwhile => crate::sent::completed,
    p34_further_addresses => crate::sent::further,
    p29_typed_addresses_are_asked_about => crate::doubts::asked,
    p32_a_copy_for_oneself => crate::doubts::own_copy,
    p34_one_mail_for_each_client => crate::together::joined,
    p30_an_order_without_a_pdf_never_joins => crate::together::notice,
    p36_sent_again => crate::sent::again,
    p34_what_changed => crate::refused::changed,
    p34_gone_meanwhile => crate::refused::gone,
    p34_cannot_leave => crate::refused::cannot_leave,
    p52_without_an_account => crate::refused::without_account,
    p36_result_and_failures => crate::outcome::result,
    p31_panel_and_review => crate::same::answers,
    p31_four_paths => crate::worlds::one,
}

#[tokio::test]
async fn p31_four_paths_on_generated_worlds() {
    worlds::many(store::testing::sqlite().await).await;
}
