//! `bonport demo`: invented data in an empty database, then `serve`.

use super::{open_database, serve};
use crate::{
    cli::{Place, Serve},
    data_folder, demo,
};
use anyhow::{Context, Result, anyhow, bail};
use app::access::commands::{Addition, add_user};
use model::{EmailAddress, Secret, UserRole};

pub(super) async fn run(place: &Place, load_only: bool, options: Serve) -> Result<()> {
    let pool = open_database(place).await?;
    if demo::is_empty(&pool).await? {
        let email = EmailAddress::parse(demo::EMAIL).context("the demo's person")?;
        let mut tx = pool.read().await?;
        let known = store::users::find_by_email(&mut tx, &email).await?;
        drop(tx);
        if known.is_none() {
            add_user(&pool, &person()).await.map_err(|told| anyhow!(told))?;
        }
        let mut tx = pool.read().await?;
        let Some(user) = store::users::find_by_email(&mut tx, &email).await? else {
            bail!("the demo's person is gone")
        };
        drop(tx);
        demo::load(&pool, &data_folder::keys(place)?, user.id, app::clock::now()).await?;
    }
    pool.close().await;
    println!("Sign in to the demo as {} with the password: {}", demo::EMAIL, demo::PASSWORD);
    if load_only { Ok(()) } else { serve::run(place, options).await }
}

fn person() -> Addition {
    Addition {
        email: demo::EMAIL.into(),
        name: Some(demo::PERSON.into()),
        role: UserRole::Administrator,
        password: Secret::new(demo::PASSWORD),
    }
}
