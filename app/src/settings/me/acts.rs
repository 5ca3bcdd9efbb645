//! The acts of E19.

use super::api::{MySettings, OpenSession};
use crate::{
    access::{
        Caller, confirm,
        links::chosen,
        session::{AGES, open},
    },
    clock::now,
    error::AppError,
    services::{Services, reading},
    settings::{account::standing, zones},
    shell::api::remember,
};
use model::{
    AccountOwner, Problem, Secret,
    access::{NewPassword, ProfileDraft},
};
use store::{
    access_tokens::{self, Purpose},
    accounts, sessions, users,
};

pub(super) async fn mine(caller: &Caller) -> Result<MySettings, AppError> {
    let mut tx = reading().await?;
    let open = sessions::list(&mut tx, caller.user.id, AGES, now()).await?.into_iter().map(|session| OpenSession {
        browser: browser(&session.user_agent),
        last_seen_at: session.last_seen_at,
        is_this: session.id == caller.session,
    });
    let mut account = accounts::find(&mut tx, AccountOwner::User(caller.user.id)).await?;
    let standing = standing(&mut tx, account.as_mut(), &caller.user).await?;
    Ok(MySettings {
        profile: ProfileDraft::of(&caller.user),
        email: caller.user.email.clone(),
        zones: zones::zones(),
        sessions: open.collect(),
        common_zone: store::settings(&mut tx).await?.time_zone,
        account,
        standing,
    })
}

pub(super) async fn save_profile(services: &Services, caller: &Caller, draft: &ProfileDraft) -> Result<(), AppError> {
    let checked = draft.check().map_err(AppError::Refused)?;
    if checked.time_zone.as_deref().is_some_and(|zone| !zones::exists(zone)) {
        return Err(AppError::field("time_zone", Problem::NotAChoice));
    }
    let profile = users::Profile {
        name: checked.name,
        language: checked.language,
        theme: checked.theme,
        time_zone: checked.time_zone,
        signature: checked.signature,
    };
    let mut tx = services.pool.write().await?;
    users::change_profile(&mut tx, caller.user.id, draft.version, &profile, now()).await?;
    tx.commit().await?;
    // So that the sign-in page of this browser speaks and looks the same.
    remember(crate::facts::find::LANGUAGE_COOKIE, profile.language.code());
    remember(crate::facts::find::THEME_COOKIE, profile.theme.code());
    Ok(())
}

pub(super) async fn change_password(
    services: &Services,
    caller: &Caller,
    current: &Secret,
    new: NewPassword,
) -> Result<(), AppError> {
    new.check().map_err(AppError::Refused)?;
    let wrong = || AppError::field("current", Problem::WrongPassword);
    let old = confirm(services, &caller.user, current).await?.ok_or_else(wrong)?;
    let hash = chosen(services, &new, &[&caller.user.email, &caller.user.name]).await?;
    let mut tx = services.pool.write().await?;
    // A reset, or another change, came first: what this one was judged by holds no more (S06).
    if !users::hold(&mut tx, caller.user.id, &old).await? {
        return Err(wrong());
    }
    users::change_password(&mut tx, caller.user.id, &hash, now()).await?;
    access_tokens::remove(&mut tx, Purpose::Reset, Some(caller.user.id)).await?;
    sessions::remove_all(&mut tx, caller.user.id, None).await?;
    open(&mut tx, services, caller.user.id).await?;
    tx.commit().await?;
    Ok(())
}

pub(super) async fn end_sessions(services: &Services, caller: &Caller) -> Result<(), AppError> {
    let mut tx = services.pool.write().await?;
    sessions::remove_all(&mut tx, caller.user.id, Some(caller.session)).await?;
    tx.commit().await?;
    Ok(())
}

/// The names that people know, out of what browsers say of themselves: the more particular ones first.
fn browser(agent: &str) -> String {
    let first =
        |names: &[(&str, &'static str)]| names.iter().find(|(sign, _)| agent.contains(sign)).map(|(_, name)| *name);
    let program = first(&[
        ("Edg", "Edge"),
        ("OPR/", "Opera"),
        ("Firefox", "Firefox"),
        ("Chrome", "Chrome"),
        ("Safari", "Safari"),
    ]);
    let system = first(&[
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Windows", "Windows"),
        ("Mac OS", "macOS"),
        ("Linux", "Linux"),
    ]);
    [program, system].into_iter().flatten().collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::browser;

    #[test]
    fn a_browser_is_named_as_people_know_it() {
        let edge = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/142.0 Safari/537.36 Edg/142.0";
        assert_eq!(browser(edge), "Edge, Windows");
        let phone =
            "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1 Version/19.0 Safari/604.1";
        assert_eq!(browser(phone), "Safari, iPhone");
        assert_eq!(browser("curl/8"), "");
    }
}
