//! Tables for people.

use comfy_table::presets::{ASCII_HORIZONTAL_ONLY, NOTHING, UTF8_HORIZONTAL_ONLY};
use comfy_table::{Attribute, Cell, ColumnConstraint, ContentArrangement, Table};
use serde_json::Value;

use super::cell;
use super::style::Style;

/// Rows under a header. On a terminal fitted to its width, the first column whole; elsewhere one
/// line a row, nothing cut, nothing drawn.
pub fn columns(style: &Style, header: &[String], rows: Vec<(Vec<String>, bool)>) -> String {
    let mut table = Table::new();
    if style.color {
        table.enforce_styling();
    } else {
        table.force_no_tty();
    }
    table.set_header(header.iter().map(|title| Cell::new(title).add_attribute(Attribute::Bold)));
    for (cells, faint) in rows {
        table.add_row(cells.into_iter().map(|text| {
            let cell = Cell::new(text);
            if faint { cell.add_attribute(Attribute::Dim) } else { cell }
        }));
    }
    if style.terminal {
        table.load_style(if style.unicode { UTF8_HORIZONTAL_ONLY } else { ASCII_HORIZONTAL_ONLY });
        table.style_mut().row_separator.fill = None;
        table.set_content_arrangement(ContentArrangement::Dynamic).set_width(style.width);
        let naming = header.iter().position(|key| NAMING.contains(&key.as_str())).unwrap_or(0);
        if let Some(column) = table.column_mut(naming) {
            column.set_constraint(ColumnConstraint::ContentWidth);
        }
    } else {
        table.load_style(NOTHING).set_content_arrangement(ContentArrangement::Disabled);
        table.column_iter_mut().for_each(|column| {
            column.set_padding((0, 2));
        });
    }
    table.lines().map(|line| line.trim_end().to_owned() + "\n").collect()
}

/// Keys that name a row.
const NAMING: &[&str] = &["login", "name", "address", "action", "key"];

/// One object: a key and its value on each line, nested objects indented.
pub fn object(value: &Value) -> String {
    let mut text = String::new();
    if let Value::Object(map) = value {
        let width = map.keys().map(|key| key.chars().count()).max().unwrap_or_default();
        for (key, value) in map {
            entry(&mut text, "", width, key, value);
        }
    }
    text
}

fn entry(text: &mut String, indent: &str, width: usize, key: &str, value: &Value) {
    match value {
        Value::Array(items) if items.iter().any(Value::is_object) => {
            text.push_str(&format!("{indent}{key}:\n"));
            for item in items {
                text.push_str(&format!("{indent}  - {}\n", cell::text(item)));
            }
        }
        Value::Object(map) if !map.is_empty() => {
            text.push_str(&format!("{indent}{key}:\n"));
            let inner = map.keys().map(|key| key.chars().count()).max().unwrap_or_default();
            for (key, value) in map {
                entry(text, &format!("{indent}  "), inner, key, value);
            }
        }
        other => {
            let shown = cell::text(other);
            let shown = if shown.is_empty() { "-".to_owned() } else { shown };
            text.push_str(&format!("{indent}{key:<width$}  {shown}\n"));
        }
    }
}
