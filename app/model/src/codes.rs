//! The words by which choices stand in the database, in forms and in URLs: one table each, read in both directions.

/// `codes!(Theme { System => "system", … })` gives `ALL`, `code` and `from_code`; `codes!(Role[3] { … })` makes `ALL` an array.
macro_rules! codes {
    ($type:ident { $($variant:ident => $code:literal),+ $(,)? }) => {
        impl $type {
            /// Every one, in the order in which they are offered.
            pub const ALL: &'static [$type] = &[$($type::$variant),+];
        }
        $crate::codes::words!($type { $($variant => $code),+ });
    };
    ($type:ident[$many:literal] { $($variant:ident => $code:literal),+ $(,)? }) => {
        impl $type {
            /// Every one, in order.
            pub const ALL: [$type; $many] = [$($type::$variant),+];
        }
        $crate::codes::words!($type { $($variant => $code),+ });
    };
}
pub(crate) use codes;

macro_rules! words {
    ($type:ident { $($variant:ident => $code:literal),+ }) => {
        impl $type {
            /// The word of the database, of forms and of URLs.
            pub fn code(self) -> &'static str {
                match self { $($type::$variant => $code),+ }
            }

            /// The one with this code.
            pub fn from_code(code: &str) -> Option<$type> {
                match code { $($code => Some($type::$variant),)+ _ => None }
            }
        }
    };
}
pub(crate) use words;
