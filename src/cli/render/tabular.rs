//! Things that lists print: their keys, and which of them a table shows.

use serde_json::Value;

/// A key of a row.
#[derive(Debug, Clone, Copy)]
pub struct ListColumn {
    /// The JSON key; dotted for a key of a nested object.
    pub key: &'static str,
    /// Whether tables show it unless told otherwise.
    pub shown: bool,
}

/// A key that tables show.
pub const fn shown(key: &'static str) -> ListColumn {
    ListColumn { key, shown: true }
}

/// A key that tables leave out unless it is asked for.
pub const fn more(key: &'static str) -> ListColumn {
    ListColumn { key, shown: false }
}

/// Something that lists print.
pub trait Tabular {
    /// Its keys in the order in which they are printed.
    const COLUMNS: &'static [ListColumn];

    /// The text of a cell, with the marks that tables put on it.
    fn mark(_key: &str, text: String, _row: &Value) -> String {
        text
    }

    /// Whether a table shows the row in grey.
    fn is_faint(_row: &Value) -> bool {
        false
    }
}

/// Whether a key of a row says yes.
pub fn is_true(row: &Value, key: &str) -> bool {
    row.get(key) == Some(&Value::Bool(true))
}
