//! Asking the server who addresses are, all at once (D46), and taking in what it says.

use super::{Chip, Effect, Found, Known, State, chip::same};

impl State {
    /// Asks the server about every address that neither the facts nor an answer knows, all at once (D46).
    pub(super) fn look_up(&mut self) {
        let unknown = |chip: &Chip| {
            chip.known != Known::Invalid
                && self.own(&chip.address).is_none()
                && !self.answers.iter().any(|(address, _)| same(address, &chip.address))
                && !self.asking.iter().any(|address| same(address, &chip.address))
        };
        let addresses: Vec<String> =
            self.field.chips().filter(|(_, chip)| unknown(chip)).map(|(_, chip)| chip.address.clone()).collect();
        if !addresses.is_empty() {
            self.asking.extend_from_slice(&addresses);
            self.emit(Effect::LookUp(addresses));
        }
    }

    pub(super) fn looked_up(&mut self, answers: Vec<(String, Found)>) {
        let before = self.field.clone();
        let opening = answers.iter().all(|(address, _)| self.opening.contains(address));
        if opening {
            self.opening.clear();
        }
        for (address, found) in answers {
            self.asking.retain(|asked| !same(asked, &address));
            self.answers.retain(|(answered, _)| !same(answered, &address));
            match found {
                Found::Candidate(candidate) if candidate.elsewhere.is_none() => self.learn(candidate),
                found => self.answers.push((address, found)),
            }
        }
        self.recognise();
        self.refresh_rows_unmarked();
        let asked = self.ask_unknown();
        if !opening {
            self.say_unknown(asked);
        }
        if self.field != before {
            self.changed();
        }
    }
}
