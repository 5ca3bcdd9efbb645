//! AUTH PLAIN and LOGIN. The caller has made sure that the secret may be said here (S56).

use super::offers::Offers;
use super::server::Login;
use super::step::Step;
use super::wire::Wire;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use model::delivery::{Fault, Phase};
use secrecy::ExposeSecret;

pub(super) async fn sign_in(wire: &mut Wire, login: &Login, offers: &Offers) -> Result<(), Step> {
    let secret = login.secret.expose_secret();
    if login.name.contains('\0') || secret.contains('\0') {
        return Err(Step::fault(Phase::Auth, Fault::Unwritable));
    }
    if offers.plain {
        let proof = STANDARD.encode(format!("\0{}\0{secret}", login.name));
        wire.ask(Phase::Auth, &format!("AUTH PLAIN {proof}")).await?;
    } else if offers.login {
        prompted(wire, "AUTH LOGIN").await?;
        prompted(wire, &STANDARD.encode(&login.name)).await?;
        wire.ask(Phase::Auth, &STANDARD.encode(secret)).await?;
    } else {
        return Err(Step::fault(Phase::Auth, Fault::NoAuth));
    }
    Ok(())
}

async fn prompted(wire: &mut Wire, line: &str) -> Result<(), Step> {
    let reply = wire.exchange(Phase::Auth, line).await?;
    if reply.code == 334 { Ok(()) } else { Err(Step::reply(Phase::Auth, reply)) }
}
