//! One value in a cell of CSV; lists stand in one cell, separated by `|`.

use serde_json::Value;

/// What separates the members of a list.
const SEPARATOR: char = '|';
/// What takes a separator's meaning away, and its own.
const ESCAPE: char = '\\';

/// A value as a spreadsheet or a program reads it back.
pub fn csv(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Array(items) => join(items.iter().map(csv)),
        other => other.to_string(),
    }
}

/// The members of a list in one cell.
pub fn join(items: impl IntoIterator<Item = String>) -> String {
    let mut joined = String::new();
    for (at, item) in items.into_iter().enumerate() {
        if at > 0 {
            joined.push(SEPARATOR);
        }
        for c in item.chars() {
            if c == SEPARATOR || c == ESCAPE {
                joined.push(ESCAPE);
            }
            joined.push(c);
        }
    }
    joined
}

/// The members of a list that stands in one cell, trimmed; empty ones are left out.
pub fn split(cell: &str) -> Vec<String> {
    let (mut items, mut item, mut chars) = (Vec::new(), String::new(), cell.chars().peekable());
    while let Some(c) = chars.next() {
        match c {
            ESCAPE => match chars.next_if(|next| *next == SEPARATOR || *next == ESCAPE) {
                Some(escaped) => item.push(escaped),
                // A backslash before anything else, as in `DOMAIN\user`, is itself.
                None => item.push(ESCAPE),
            },
            SEPARATOR => items.push(std::mem::take(&mut item)),
            c => item.push(c),
        }
    }
    items.push(item);
    items.into_iter().map(|item| item.trim().to_owned()).filter(|item| !item.is_empty()).collect()
}

/// The value at a dotted path; through an array, the values of its members.
pub fn at_path(value: &Value, path: &str) -> Value {
    let Some((head, rest)) = path.split_once('.') else {
        return member(value, path);
    };
    at_path(&member(value, head), rest)
}

fn member(value: &Value, key: &str) -> Value {
    match value {
        Value::Object(map) => map.get(key).cloned().unwrap_or(Value::Null),
        Value::Array(items) => Value::Array(items.iter().map(|item| member(item, key)).collect()),
        _ => Value::Null,
    }
}

/// Whether a spreadsheet has made another number of it: `1.23457E+11`.
pub fn is_damaged_number(cell: &str) -> bool {
    let Some((digits, power)) = cell.split_once("E+") else { return false };
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let (whole, rest) = digits.split_once(['.', ',']).unwrap_or((digits, "0"));
    whole.len() == 1 && is_number(whole) && is_number(rest) && is_number(power)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn lists_are_separated_by_bars() {
        assert_eq!(split(" Ops | |Net\\|Sec|DOM\\user"), ["Ops", "Net|Sec", "DOM\\user"]);
        assert!(split("").is_empty());
        assert_eq!(csv(&serde_json::json!(["a|b", "c\\", 7, null])), "a\\|b|c\\\\|7|");
    }

    proptest! {
        #[test]
        fn what_is_joined_is_split_again(items in prop::collection::vec("[a-z|\\\\]{1,6}", 0..5)) {
            prop_assert_eq!(split(&join(items.clone())), items);
        }
    }

    #[test]
    fn numbers_that_a_spreadsheet_has_damaged_are_known() {
        for damaged in ["1.23457E+11", "4,17E+02", "1E+15"] {
            assert!(is_damaged_number(damaged), "{damaged}");
        }
        for whole in ["123457", "12E+5", "E+11", "1.2E11", "00417", "+49 30 1"] {
            assert!(!is_damaged_number(whole), "{whole}");
        }
    }
}
