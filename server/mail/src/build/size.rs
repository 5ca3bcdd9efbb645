//! How large a mail will be as encoded, before its files are read: 25 MB are counted like this, and so does a server's SIZE.

use super::{File, Letter, Party, build, parts};
use model::Moment;
use model::compose::{Attachment, Draft};
use model::recipients::Role;

/// What a file adds: three bytes become four characters, 76 a line, and its own header.
pub fn attachment_size(name: &str, media_type: &str, bytes: i64) -> i64 {
    let file = File { name: name.to_owned(), media_type: media_type.to_owned(), bytes: vec![] };
    let head = parts::attached(&file).formatted().len() as i64;
    let characters = (bytes + 2) / 3 * 4;
    let breaks = (characters - 1).max(0) / 76 * 2;
    // The boundary in front of it, with its line breaks.
    head + characters + breaks + 40
}

/// The whole mail, never less than it will be: names, addresses and the account's own header are counted at their longest.
pub fn encoded_size(draft: &Draft, signature: &str, attachments: &[Attachment]) -> i64 {
    let party = |name: &str, address: &str| Party { name: name.to_owned(), address: address.to_owned() };
    let letter = Letter {
        from: party("", "nobody@invalid.example"),
        reply_to: None,
        recipients: draft
            .recipients
            .iter()
            .map(|r| {
                (
                    if r.role == Role::Bcc { Role::Cc } else { r.role },
                    party(r.name.as_deref().unwrap_or(""), r.address.as_str()),
                )
            })
            .collect(),
        subject: draft.subject.clone(),
        text: crate::sending::with_signature(&draft.body, signature),
        files: vec![],
        date: Moment(0),
        token: "0".repeat(32),
    };
    let frame = build(&letter).map_or(0, |mail| mail.len() as i64) + HEAD;
    frame + attachments.iter().map(|a| attachment_size(&a.name, &a.media_type, a.size)).sum::<i64>()
}

/// The account's name and address, a reply address, and the outer boundary.
const HEAD: i64 = 1500;
