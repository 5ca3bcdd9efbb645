//! What stands in the way of sending, and what has to be confirmed first (D94, P25, P29).

use super::{Chip, ChipId, Known, Origin, Role, State};
use crate::address::{EmailAddress, Familiarity, familiarity};

/// The field's part in « Envoyer ».
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sending {
    /// For the button's label.
    pub count: usize,
    /// Any of these forbids it; the focus goes to the first.
    pub blocks: Vec<Block>,
    /// A short list to confirm, only of these.
    pub confirm: Vec<Confirm>,
    /// The server has not said yet who some of them are: `confirm` may lack a line.
    pub unchecked: bool,
}

/// Forbids sending.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    /// Nobody to send to (P25).
    Nobody,
    /// A chip to correct (D76).
    Invalid(ChipId, String),
    /// An inactive contact (D78).
    Inactive(ChipId, String),
    /// Text that is no complete address is left in a box (D52).
    Unfinished(Role, String),
}

/// Wants a yes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Confirm {
    /// Somebody of another client (D82): name, labels of the clients.
    Elsewhere(String, String),
    /// A domain made to look like one of the client (P29): address, the client's domain.
    LookAlike(String, String),
    /// Nobody in « À ».
    NobodyInTo,
    /// So many addresses that everybody will see.
    ManyVisible(usize),
    /// Neither subject nor text nor file.
    Empty,
}

impl Confirm {
    /// What a plain form sends back as the yes to exactly this line (§14).
    pub fn key(&self) -> String {
        match self {
            Confirm::Elsewhere(name, clients) => ["elsewhere ", name, " ", clients].concat(),
            Confirm::LookAlike(address, of) => ["look-alike ", address, " ", of].concat(),
            Confirm::NobodyInTo => "nobody-in-to".to_owned(),
            Confirm::ManyVisible(count) => ["visible ", &count.to_string()].concat(),
            Confirm::Empty => "empty".to_owned(),
        }
    }
}

impl Sending {
    /// Of the whole mail, which may be empty: no subject, no text, no file. That wants a yes as well (D94).
    pub fn of_mail(mut self, empty: bool) -> Sending {
        self.confirm.extend(empty.then_some(Confirm::Empty));
        self
    }
}

/// Addresses in « À » and « Cc » beyond which a yes is wanted (D94).
const MANY: usize = 20;

impl State {
    /// For the label of « Envoyer » and for what a press of it does.
    pub fn sending(&self) -> Sending {
        let field = self.field();
        let mut sending = Sending { count: field.count(), ..Sending::default() };
        for (_, chip) in field.chips() {
            match &chip.known {
                Known::Invalid => sending.blocks.push(Block::Invalid(chip.id, chip.address.clone())),
                Known::Inactive { .. } => sending.blocks.push(Block::Inactive(chip.id, chip.shown().to_owned())),
                Known::Elsewhere { clients, .. } => {
                    sending.confirm.push(Confirm::Elsewhere(chip.shown().to_owned(), clients.clone()));
                }
                Known::Unchecked => sending.unchecked = true,
                _ => {}
            }
            if let Some(Familiarity::LookAlike { of }) = self.familiarity(chip) {
                sending.confirm.push(Confirm::LookAlike(chip.address.clone(), of));
            }
        }
        for role in Role::ALL {
            let text = self.text(role).trim();
            if !text.is_empty() && !self.edits(role) {
                sending.blocks.push(Block::Unfinished(role, text.to_owned()));
            }
        }
        let [to, cc, _] = field.lines.each_ref().map(|line| line.chips.len());
        if sending.count == 0 && sending.blocks.is_empty() {
            sending.blocks.push(Block::Nobody);
        }
        if to == 0 {
            sending.confirm.push(Confirm::NobodyInTo);
        }
        if to + cc > MANY {
            sending.confirm.push(Confirm::ManyVisible(to + cc));
        }
        sending
    }

    /// How a chip's domain stands at this client; none for people of the client and for what was chosen from the list
    /// (P29).
    pub fn familiarity(&self, chip: &Chip) -> Option<Familiarity> {
        if chip.origin == Origin::Chosen || matches!(chip.known, Known::Here { .. } | Known::Invalid) {
            return None;
        }
        let address = EmailAddress::parse(&chip.address).ok()?;
        Some(familiarity(address.domain(), &self.domains))
    }
}
