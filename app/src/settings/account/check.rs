//! What « Tester » came to: five steps, the failing one named, with a plain sentence and the server's own words (E19).

use crate::{
    ui::{Icon, Symbol},
    words::{Words, words},
};
use leptos::prelude::*;
use model::delivery::{Answer, Check, CheckResult, CheckStage, CheckStep, Fault, Problem};

#[component]
pub(super) fn CheckView(check: Check) -> AnyView {
    let w = words();
    let heading = if check.passed() { w.account_passed() } else { w.account_failed() };
    let class = if check.passed() { "note" } else { "note bad" };
    let steps = check.steps.iter().map(step).collect_view();
    view! { <div class=class><p><b>{heading}</b></p><ol class="steps">{steps}</ol></div> }.into_any()
}

fn step(step: &CheckStep) -> AnyView {
    let w = words();
    let (symbol, state) = match step.result {
        CheckResult::Passed => (Symbol::Check, w.check_passed()),
        CheckResult::NotNeeded => (Symbol::Next, w.check_not_needed()),
        CheckResult::Failed(_) => (Symbol::Error, w.check_failed()),
        CheckResult::NotReached => (Symbol::Clock, w.check_not_reached()),
    };
    let why = match &step.result {
        CheckResult::Failed(problem) => Some(why(w, step.stage, problem)),
        _ => None,
    };
    view! { <li><p class="line"><Icon symbol/>{stage(w, step.stage)}<span class="hint">{state}</span></p>{why}</li> }
        .into_any()
}

fn stage(w: Words, stage: CheckStage) -> &'static str {
    match stage {
        CheckStage::Dns => w.check_dns(),
        CheckStage::Tcp => w.check_tcp(),
        CheckStage::Tls => w.check_tls(),
        CheckStage::Auth => w.check_auth(),
        CheckStage::Mail => w.check_mail(),
    }
}

fn why(w: Words, stage: CheckStage, problem: &Problem) -> AnyView {
    match &problem.answer {
        Answer::Fault(fault) => view! { <p>{sentence(w, *fault)}</p> }.into_any(),
        Answer::Reply(reply) => {
            let text = match stage {
                CheckStage::Auth => w.check_auth_refused(),
                CheckStage::Mail => w.check_mail_refused(),
                _ => w.check_refused(),
            };
            let said = [reply.code.to_string(), reply.text.clone()].join(" ");
            view! { <p>{text}</p><p>{w.sends_server_said(&said)}</p> }.into_any()
        }
    }
}

/// What to do about a fault.
pub(crate) fn sentence(w: Words, fault: Fault) -> &'static str {
    match fault {
        Fault::UnknownHost => w.fault_unknown_host(),
        Fault::NotAllowed => w.fault_not_allowed(),
        Fault::Refused => w.fault_refused(),
        Fault::Timeout => w.fault_timeout(),
        Fault::TlsFailed => w.fault_tls_failed(),
        Fault::Certificate => w.fault_certificate(),
        Fault::NoTls => w.fault_no_tls(),
        Fault::NoAuth => w.fault_no_auth(),
        Fault::International => w.fault_international(),
        Fault::Dropped | Fault::Garbage | Fault::Unsolicited | Fault::TooLarge | Fault::Unwritable | Fault::Stopped => {
            w.fault_odd()
        }
    }
}
