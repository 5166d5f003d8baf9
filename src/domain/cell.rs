//! One value in a cell of CSV.

use serde_json::Value;

/// A value as a spreadsheet or a program reads it back; lists are separated by `|`.
pub fn csv(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Array(items) => items.iter().map(csv).collect::<Vec<_>>().join("|"),
        other => other.to_string(),
    }
}
