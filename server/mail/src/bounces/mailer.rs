//! Reports from before RFC 3464 that name for sure what they refuse: Exim's, by its field `X-Failed-Recipients`, and qmail's (QSBMF).
//! Both say for themselves that the error is permanent, and return the mail as text.

use super::fields::{bare, fields, message_ids, value};
use super::read::Recipient;
use mail_parser::Message;
use model::delivery::{Action, Enhanced, Reported, judge};

/// Recipients of one report.
const MOST: usize = 100;
/// How each begins the mail that it returns.
const COPIES: [&str; 2] = ["------ This is a copy of ", "--- Below this line is a copy of the message."];

/// The Message-ID of the mail that is returned, and the recipients; nothing for every other mail.
pub(super) fn read(mail: &Message<'_>) -> Option<(Vec<String>, Vec<Recipient>)> {
    let body = mail.body_text(0)?;
    let (said, copy) = match COPIES.iter().find_map(|begins| body.find(begins)) {
        Some(at) => body.split_at(at),
        None => (&body[..], ""),
    };
    let recipients = match mail.header_raw("X-Failed-Recipients") {
        Some(failed) => exim(failed, said),
        None => qmail(said)?,
    };
    let copied = fields(copy);
    let ids = value(&copied, "message-id").into_iter().flat_map(message_ids).collect();
    Some((ids, recipients))
}

fn exim(failed: &str, said: &str) -> Vec<Recipient> {
    let addresses = failed.split(',').map(|address| bare(address.trim())).filter(|address| address.contains('@'));
    let of = |address: &str| {
        // The paragraph begins with the address on a line of its own.
        let mut lines = said.lines().skip_while(|line| line.trim() != address).skip(1);
        let why: Vec<&str> = lines.by_ref().take_while(|line| !line.trim().is_empty()).map(str::trim).collect();
        recipient(address, &why.join(" "))
    };
    addresses.take(MOST).filter_map(of).collect()
}

/// `<address>:` and why, a paragraph each.
fn qmail(said: &str) -> Option<Vec<Recipient>> {
    if !said.trim_start().starts_with("Hi. This is the ") {
        return None;
    }
    let mut recipients = vec![];
    let mut lines = said.lines();
    while let Some(line) = lines.next() {
        let address = line.trim().strip_prefix('<').and_then(|rest| rest.strip_suffix(">:"));
        if let Some(address) = address.filter(|address| address.contains('@') && recipients.len() < MOST) {
            let why: Vec<&str> = lines.by_ref().take_while(|line| !line.trim().is_empty()).map(str::trim).collect();
            recipients.extend(recipient(address, &why.join(" ")));
        }
    }
    Some(recipients)
}

fn recipient(address: &str, why: &str) -> Option<Recipient> {
    let (action, status) = (Some(Action::Failed), Some(Enhanced(5, 0, 0)));
    let finding = judge(&Reported { action, status, diagnostic: answer(why).to_owned() })?;
    let addresses = vec![address.to_owned()];
    Some(Recipient { refused: addresses.clone(), addresses, finding })
}

/// From the code of the refusing server on, where there is one: after a colon, or before an enhanced code.
fn answer(why: &str) -> &str {
    let words = || why.split(' ');
    let mut at = 0;
    let mut before = "";
    for (word, next) in words().zip(words().skip(1).chain([""])) {
        let (code, rest) = word.split_once('-').unwrap_or((word, next));
        let is_code = code.len() == 3 && code.starts_with(['4', '5']) && code.bytes().all(|byte| byte.is_ascii_digit());
        if is_code && (before.ends_with(':') || rest.parse::<Enhanced>().is_ok()) {
            return &why[at..];
        }
        at += word.len() + 1;
        before = word;
    }
    why
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_servers_answer_is_found_among_the_words_of_the_mailer() {
        let said = "192.0.2.1 does not like recipient. Remote host said: 550 5.1.1 unknown Giving up";
        assert_eq!(answer(said), "550 5.1.1 unknown Giving up");
        assert_eq!(answer("after RCPT TO:<a@b>: 550-5.1.1 no such"), "550-5.1.1 no such");
        assert_eq!(answer("host said: 452 full"), "452 full");
        assert_eq!(answer("540 letters were lost"), "540 letters were lost", "no code, but the whole is kept");
        assert_eq!(answer("Unrouteable address"), "Unrouteable address");
        assert_eq!(answer(""), "");
    }
}
