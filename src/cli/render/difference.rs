//! Fields that differ, line by line.

use serde_json::Value;

use crate::domain::phrase::first_names;
use crate::service::diff::FieldDiff;

/// How many values a line names.
const MOST: usize = 6;

/// Each field with what it was and is; of lists, what came and went.
pub fn fields(fields: &[FieldDiff]) -> Vec<String> {
    fields.iter().map(field).collect()
}

fn field(diff: &FieldDiff) -> String {
    let name = &diff.field;
    if let (Some(old), Some(new)) = (items(&diff.old), items(&diff.new)) {
        let beyond = |these: &[String], those: &[String], sign: &str| -> Vec<String> {
            these.iter().filter(|one| !those.contains(one)).map(|one| format!("{sign}{one}")).collect()
        };
        let both = [beyond(&new, &old, "+"), beyond(&old, &new, "-")].concat();
        return format!("{name}: {}", first_names(&both, MOST));
    }
    match (&diff.old, &diff.new) {
        (Value::Null, new) => format!("{name}: {}", text(new)),
        (old, new) => format!("{name}: {} -> {}", text(old), text(new)),
    }
}

/// The items of a list; nothing for what is none.
fn items(value: &Value) -> Option<Vec<String>> {
    value.as_array().map(|items| items.iter().map(text).collect())
}

/// A value in one line.
pub fn text(value: &Value) -> String {
    match value {
        Value::Null => "nothing".to_owned(),
        Value::String(text) => text.clone(),
        Value::Bool(yes) => if *yes { "yes" } else { "no" }.to_owned(),
        Value::Array(items) if items.is_empty() => "nothing".to_owned(),
        Value::Array(items) => first_names(&items.iter().map(text).collect::<Vec<_>>(), MOST),
        Value::Object(_) => value.to_string(),
        Value::Number(number) => number.to_string(),
    }
}
