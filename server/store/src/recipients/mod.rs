//! What the recipient field asks of the address book: whom a client's mail can be offered to, and whose an address is.

mod facts;
mod look_up;
mod reach;

pub use facts::client_facts;
pub use look_up::look_up;
pub use reach::{Reach, reach};
