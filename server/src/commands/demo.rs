//! `bonport demo`: invented data in an empty database, then `serve`. Its password is published: real data get neither.

use super::{open_database, serve};
use crate::{
    cli::{Place, Serve},
    data_folder,
    demo::{self, Found},
};
use anyhow::{Result, anyhow, bail};
use app::access::commands::{Addition, add_user};
use model::{Secret, UserRole};
use store::Pool;

pub(super) async fn run(place: &Place, load_only: bool, options: Serve) -> Result<()> {
    let pool = open_database(place).await?;
    match demo::find(&pool).await? {
        Found::Nothing => load(&pool, place).await?,
        Found::Demo => {}
        Found::Other => bail!(
            "this is no demo: the database has users or clients that are not invented; name another with --data or --database-url"
        ),
    }
    pool.close().await;
    println!("Sign in to the demo as {} with the password: {}", demo::EMAIL, demo::PASSWORD);
    if load_only { Ok(()) } else { serve::run(place, options).await }
}

async fn load(pool: &Pool, place: &Place) -> Result<()> {
    let mut tx = pool.read().await?;
    let known = demo::person(&mut tx).await?;
    drop(tx);
    if known.is_none() {
        add_user(pool, &person()).await.map_err(|told| anyhow!(told))?;
    }
    let mut tx = pool.read().await?;
    let Some(user) = demo::person(&mut tx).await? else { bail!("the demo's person is gone") };
    drop(tx);
    demo::load(pool, &data_folder::keys(place)?, user, app::clock::now()).await
}

fn person() -> Addition {
    Addition {
        email: demo::EMAIL.into(),
        name: Some(demo::PERSON.into()),
        role: UserRole::Administrator,
        password: Secret::new(demo::PASSWORD),
    }
}
