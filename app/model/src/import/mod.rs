//! P63: clients come in from a table, in the manner of P61. Which column is which, what each line would do, and why one is refused.
//! What is imported went through the same checks as what is typed.

mod aside;
mod column;
mod compared;
mod group;
mod plan;
mod value;

use crate::codes::codes;
use serde::{Deserialize, Serialize};

pub use aside::filled;
pub use column::Column;
pub use plan::{CellProblem, Difference, Known, Line, LineProblem, NewClient, Plan, Verdict, plan, reference_keys};

/// A file as it was read: each row has at least as many cells as the header.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    /// Trimmed; may hold empty names.
    pub header: Vec<String>,
    /// Without the empty ones.
    pub rows: Vec<Row>,
    /// Of a text; none of an XLSX.
    pub charset: Option<Charset>,
    /// Of a text; none of an XLSX.
    pub separator: Option<Separator>,
}

/// A line of a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Row {
    /// Where it begins, as a person counts: from 1, the header included.
    pub line: u32,
    /// As they stand there.
    pub cells: Vec<String>,
}

/// The character set of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Charset {
    /// With or without its mark.
    Utf8,
    /// Either order, with or without its mark.
    Utf16,
    /// Also what is called ANSI, and Latin 1: letters outside it are lost before they reach us.
    Windows1252,
}
codes!(Charset { Utf8 => "UTF-8", Utf16 => "UTF-16", Windows1252 => "Windows-1252" });

/// What parts the cells of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Separator {
    /// `;`
    Semicolon,
    /// `,`
    Comma,
    /// A tab.
    Tab,
}
codes!(Separator { Semicolon => "semicolon", Comma => "comma", Tab => "tab" });

impl Separator {
    /// Itself.
    pub fn character(self) -> char {
        match self {
            Separator::Semicolon => ';',
            Separator::Comma => ',',
            Separator::Tab => '\t',
        }
    }
}
