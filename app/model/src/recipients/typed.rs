//! Text that was typed, by whatever means, and text that was pasted (D26, D27, D43–D46, D52–D54, D58).

use super::{
    Counts, Effect, Notice, Origin, Role, Say, Select, State,
    commit::{Put, complete},
    say::SOON,
    undo::Act,
};
use crate::address::{looks_complete, paste};

impl State {
    /// The box holds `before` and `after` around the caret. A separator ends a complete address, and accepts nothing
    /// else: people type « Durand, Marie » (D26).
    pub(super) fn typed(&mut self, role: Role, before: &str, after: &str, inserted: &str, composing: bool) {
        let text = [before, after].concat();
        let same = self.field.line(role).text == text;
        self.field.line_mut(role).text = text;
        if !composing && !inserted.is_empty() && after.trim().is_empty() && self.separator_ends(role, before) {
            return self.close();
        }
        if !same {
            self.changed();
            self.follow_text(role);
        }
    }

    fn separator_ends(&mut self, role: Role, before: &str) -> bool {
        let words = before.trim_end();
        if let Some(head) = words.strip_suffix([',', ';']) {
            return !is_open(head) && self.commit_head(role, head);
        }
        words.len() < before.len() && looks_complete(words) && self.commit_head(role, words)
    }

    fn commit_head(&mut self, role: Role, head: &str) -> bool {
        let Some(mailboxes) = complete(head) else { return false };
        self.commit(role, mailboxes, Origin::Typed, String::new());
        true
    }

    /// D43, D44: one plain thing is left to the browser; anything else becomes chips, and the rest stays as text.
    pub(super) fn pasted(&mut self, role: Role, text: &str, before: &str, after: &str) {
        if paste::is_plain_text(text) {
            return;
        }
        self.emit(Effect::Prevent);
        let read = paste::read(text);
        let chips = self.snapshot();
        let (mut added, mut present, mut over) = (0, read.duplicates.len(), vec![]);
        for mailbox in &read.entries {
            match self.put(role, mailbox, Origin::Pasted) {
                Put::New(_) => added += 1,
                Put::Already(..) => present += 1,
                Put::Full => over.push(mailbox.to_string()),
            }
        }
        let (left, full) = (read.left + over.len(), !over.is_empty());
        over.extend(Some(read.rest).filter(|rest| !rest.is_empty()));
        let aside = if added > 0 { self.end_edit(role) } else { String::new() };
        // Never run together: two texts side by side could read as an address that nobody wrote.
        let parts = [before, &over.join(", "), after, &aside];
        let kept: Vec<&str> = parts.into_iter().map(str::trim).filter(|text| !text.is_empty()).collect();
        let kept = kept.join(" ");
        self.set_text(role, kept, Select::End);
        if added > 0 {
            self.helped = false;
            self.remember(chips, Act::Pasted);
        }
        self.report_pasted(Counts { added, present, left }, full);
        self.chips_changed();
        self.close();
    }

    fn report_pasted(&mut self, counts: Counts, full: bool) {
        if full {
            self.notify(Notice::TooMany);
            self.say(Say::TooMany, SOON);
        } else if counts.added + counts.present > 0 {
            self.notify(Notice::Pasted(counts));
            self.say(Say::Pasted(counts), SOON);
        }
    }

    /// The focus went: a complete address becomes a chip, other text stays and is marked (D52).
    pub(super) fn left(&mut self, role: Role) {
        self.close();
        if self.settle_edit(role) || self.commit_text(role) {
            return;
        }
        self.leave_edit(role);
        let text = self.text(role).trim().to_owned();
        if !text.is_empty() {
            self.errors[role as usize] = true;
            self.say(Say::Incomplete(text), SOON);
        }
    }
}

/// Inside quotes or angle brackets, where a separator is a letter like any other.
fn is_open(head: &str) -> bool {
    let quotes = head.chars().filter(|c| *c == '"').count();
    quotes % 2 == 1 || head.rfind('<') > head.rfind('>')
}
