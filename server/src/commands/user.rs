//! `bonport user`: people who sign in, from the command line.

use super::open_database;
use crate::cli::{Place, User as Act};
use anyhow::{Context, Result, anyhow};
use app::access::commands::{Addition, add_user, list_users, set_password};
use model::{Secret, User};

pub(super) async fn run(place: &Place, act: Act) -> Result<()> {
    let pool = open_database(place).await?;
    match act {
        Act::Add { email, name, role, password_stdin: _ } => {
            let new = Addition { email, name, role, password: password()? };
            add_user(&pool, &new).await.map_err(|told| anyhow!(told))?;
            println!("{} can sign in", new.email.trim());
        }
        Act::List => {
            for user in list_users(&pool).await.map_err(|told| anyhow!(told))? {
                println!("{}\t{}\t{}\t{}", user.email, user.role.code(), state(&user), user.name);
            }
        }
        Act::Password { email, password_stdin: _ } => {
            let ended = set_password(&pool, &email, &password()?).await.map_err(|told| anyhow!(told))?;
            println!("the password is set; sessions ended: {ended}");
        }
    }
    pool.close().await;
    Ok(())
}

/// The first line of standard input, blanks included.
fn password() -> Result<Secret> {
    let mut line = String::new();
    std::io::stdin().read_line(&mut line).context("standard input: expected a password on its first line")?;
    Ok(Secret::new(line.trim_end_matches(['\r', '\n'])))
}

fn state(user: &User) -> &'static str {
    match (user.disabled_at, user.joined) {
        (Some(_), _) => "disabled",
        (None, true) => "active",
        (None, false) => "invited",
    }
}
