//! One JSON value as text in a table.

use serde_json::{Map, Value};

pub use crate::domain::cell::{at_path, csv};
use crate::domain::text::is_forbidden;

/// Text that a terminal may show: what could steer it is escaped.
pub fn safe(text: &str) -> String {
    if !text.chars().any(is_forbidden) {
        return text.to_owned();
    }
    text.chars().map(|c| if is_forbidden(c) { c.escape_unicode().to_string() } else { c.to_string() }).collect()
}

/// A value as a person reads it.
pub fn text(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::Bool(true) => "yes".to_owned(),
        Value::Bool(false) => "no".to_owned(),
        Value::Number(number) => number.to_string(),
        Value::String(text) => safe(text),
        Value::Array(items) => items.iter().map(text).collect::<Vec<_>>().join(", "),
        Value::Object(map) if map.contains_key("name") && map.contains_key("email") => person(map),
        Value::Object(map) => {
            map.iter().map(|(key, value)| format!("{key}={}", text(value))).collect::<Vec<_>>().join(" ")
        }
    }
}

/// Somebody to turn to: name, address, and the telephone number if there is one.
fn person(map: &Map<String, Value>) -> String {
    let part = |key: &str| map.get(key).map(text).unwrap_or_default();
    let phone = Some(part("phone")).filter(|phone| !phone.is_empty());
    format!("{} <{}>{}", part("name"), part("email"), phone.map(|phone| format!(", {phone}")).unwrap_or_default())
}
