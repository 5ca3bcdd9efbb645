//! What every request passes through, outermost first: headers, size of the head, its own task, its line in the log,
//! same origin, content type, time of the body; what is sent to a server function as a whole, then the session. The client's address is found before, with the connection.

mod body_time;
mod client_address;
mod content_type;
mod head_size;
mod headers;
mod noted;
mod own_task;
mod same_origin;
mod whole_body;

pub use body_time::body_time;
pub use client_address::client_address;
pub use content_type::content_type;
pub use head_size::{HEAD_SIZE, head_size};
pub use headers::{Transport, headers};
pub use noted::noted;
pub use own_task::{note_panics, own_task};
pub use same_origin::{Home, same_origin};
pub use whole_body::{BODY, whole_body};
