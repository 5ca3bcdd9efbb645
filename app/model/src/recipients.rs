//! The recipient field as a state machine: `(State, Event) -> (State, Effect)`, without a clock, without randomness and
//! without a browser. Ids `D..` are lines of its specification.
//!
//! Three principles: nothing is accepted that the person did not see marked for exactly the text now in the box; text
//! typed is never lost; a wrong recipient is the worst failure.

mod asked;
mod candidate;
mod chip;
mod commit;
mod doubt;
mod edit;
mod effect;
mod event;
mod facts;
mod field;
mod keys_in_text;
mod keys_on_chip;
mod known;
mod list;
mod menu;
mod notice;
mod panel;
mod posted;
mod prefill;
mod rank;
mod remote;
mod role;
mod say;
mod sending;
mod star;
mod state;
mod step;
mod typed;
mod undo;

pub use asked::{Asked, Found, Stage, split_name};
pub use candidate::{Candidate, Slot};
pub(crate) use chip::same;
pub use chip::{Chip, ChipId, Known, Origin};
pub use doubt::Doubt;
pub use effect::{Effect, NewContact, Select, Timer};
pub use event::{Cut, Event, Key, Named, PanelEvent, Pointer, Press};
pub use facts::ClientFacts;
pub use field::{FieldState, Line};
pub use list::{Active, Group, List, ListMessage, Row, Who};
pub use menu::MenuItem;
pub use notice::Notice;
pub use posted::{Tick, posted};
pub use prefill::{prefill, prefill_contacts};
pub use remote::Progress;
pub use role::Role;
pub use say::{Counts, Say};
pub use sending::{Block, Confirm, Sending};
pub use state::State;
