//! One person of the list, with what an administrator may do.

use super::api::{ActOnUser, UserAct, UserLine};
use crate::{
    facts::use_user,
    ui::{Icon, Menu, SendForm, Symbol, Tag, Tone, When},
    wire::Sending,
    words::{Words, words},
};
use leptos::prelude::*;
use model::{User, UserRole};

pub(super) fn row(line: &UserLine, action: Sending<ActOnUser>) -> AnyView {
    let w = words();
    let user = line.user.clone();
    let shown = if user.name.is_empty() { user.email.clone() } else { user.name.clone() };
    let (state, tone) = state(w, &user);
    let acts = acts(line);
    let address = (!user.name.is_empty()).then(|| view! { <span class="sub">{user.email.clone()}</span> });
    let seen = line.last_seen_at.map(|at| view! { <When at/> });
    view! {
        <tr class:inactive=user.disabled_at.is_some()>
            <th scope="row" class="name">{shown.clone()}{address}</th>
            <td>{role_name(w, user.role)}</td>
            <td><Tag text=state tone/></td>
            <td class="wide-only">{seen}</td>
            <td class="last tight">
                <Menu id=format!("user-{}", user.id) label=w.act_more_about(&shown)>
                    <SendForm to=action class="">
                        <input type="hidden" name="user" value=user.id.0/>
                        <input type="hidden" name="version" value=user.version/>
                        {acts}
                    </SendForm>
                </Menu>
            </td>
        </tr>
    }
    .into_any()
}

/// The name of a role.
pub(super) fn role_name(w: Words, role: UserRole) -> &'static str {
    match role {
        UserRole::Administrator => w.users_administrator(),
        UserRole::Member => w.users_member(),
    }
}

fn state(w: Words, user: &User) -> (&'static str, Tone) {
    match (user.disabled_at, user.joined) {
        (Some(_), _) => (w.users_disabled(), Tone::Off),
        (None, true) => (w.users_active(), Tone::Ok),
        (None, false) => (w.users_invited(), Tone::Info),
    }
}

fn acts(line: &UserLine) -> AnyView {
    let w = words();
    let user = &line.user;
    let oneself = use_user().is_some_and(|me| me.id == user.id);
    let active = user.disabled_at.is_none();
    let mut all: Vec<(UserAct, Symbol, String)> = vec![];
    if active {
        all.push(match user.role {
            UserRole::Administrator => (UserAct::MakeMember, Symbol::Person, w.users_make_member().into()),
            UserRole::Member => (UserAct::MakeAdministrator, Symbol::Settings, w.users_make_administrator().into()),
        });
    }
    match (active, user.joined) {
        (true, true) => {
            all.push((UserAct::ResetLink, Symbol::Mail, w.users_reset_link().into()));
            if line.sessions > 0 {
                all.push((UserAct::EndSessions, Symbol::Leave, w.users_end_sessions(line.sessions)));
            }
        }
        (true, false) => {
            all.push((UserAct::InviteAgain, Symbol::Mail, w.users_invite_again().into()));
            all.push((UserAct::TakeBack, Symbol::Trash, w.users_take_back().into()));
        }
        (false, _) => all.push((UserAct::Enable, Symbol::Check, w.act_reactivate().into())),
    }
    if active && user.joined && !oneself {
        all.push((UserAct::Disable, Symbol::Close, w.act_deactivate().into()));
    }
    let button = |(act, symbol, label): (UserAct, Symbol, String)| {
        let danger = matches!(act, UserAct::Disable | UserAct::TakeBack);
        view! {
            <button type="submit" name="act" value=act.code() role="menuitem" class:danger=danger><Icon symbol/>{label}</button>
        }
    };
    all.into_iter().map(button).collect_view().into_any()
}
