//! Things that lists print: which of their keys a table shows, and the marks that it puts on them.

use serde_json::Value;

use crate::store::listing::Listed;

/// Something that lists print.
pub trait Tabular: Listed {
    /// The keys that tables show unless they are told otherwise.
    const SHOWN: &'static [&'static str];

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
