//! Tables for people.

use comfy_table::presets::NOTHING;
use comfy_table::{Attribute, Cell, ColumnConstraint, ContentArrangement, LineStyle, Table};
use serde_json::{Map, Value};

use super::cell;
use super::style::{Style, tint};

/// The fewest columns of the terminal that a column of free text is worth.
const NARROWEST: u16 = 10;
/// Blanks between two columns.
const GAP: u16 = 2;

/// Keys whose text wraps where a row does not fit; every other column stays whole if it can.
const WRAPPING: &[&str] = &[
    "title",
    "details",
    "explanation",
    "targets",
    "asset_groups",
    "units",
    "addresses",
    "domains",
    "appliances",
    "comments",
    "assigned_to",
    "tags",
    "accepts",
    "permissions",
    "groups",
    "attributes",
    "content",
    "objects",
    "changes",
    "actions",
    "allow",
    "description",
    "email_contact",
    "last_error",
    "members",
    "primary_contact",
    "path",
    "paths",
    "when",
    "creator",
    "reviewers",
    "error",
];
/// Keys that name a row, and are never cut.
const NAMING: &[&str] = &["login", "name", "address", "action", "key", "recipient"];

/// What a table calls a key: the key, but for the many roles of the matrix.
fn title(key: &str) -> &str {
    match key {
        "role:user-administrator" => "user-adm.",
        "role:unit-manager" => "unit-mgr.",
        "role:remediation-user" => "remed.",
        key => key.strip_prefix("role:").unwrap_or(key),
    }
}

/// Rows under a header. On a terminal fitted to its width, the naming column whole; elsewhere one
/// line a row, nothing cut, nothing drawn.
pub fn columns(style: &Style, header: &[String], rows: Vec<(Vec<String>, bool)>) -> String {
    let mut table = Table::new();
    table.load_style(NOTHING).set_content_arrangement(ContentArrangement::Disabled);
    if style.color {
        table.enforce_styling();
    } else {
        table.force_no_tty();
    }
    table.set_header(header.iter().map(|key| Cell::new(title(key)).add_attribute(Attribute::Bold)));
    for (cells, faint) in rows {
        table.add_row(header.iter().zip(cells).map(|(key, text)| {
            let color = tint(key, &text);
            let cell = Cell::new(style.cell(key, text));
            match color {
                _ if faint => cell.add_attribute(Attribute::Dim),
                Some(color) => cell.fg(color),
                None => cell,
            }
        }));
    }
    table.column_iter_mut().for_each(|column| {
        column.set_padding((0, GAP - 1));
    });
    if style.terminal {
        fit(&mut table, style, header);
    }
    table.lines().map(|line| line.trim_end().to_owned() + "\n").collect()
}

fn fit(table: &mut Table, style: &Style, header: &[String]) {
    let line = if style.unicode { '─' } else { '-' };
    table.style_mut().header_separator = LineStyle::none().fill(line).junction(line);
    table.set_content_arrangement(ContentArrangement::Dynamic).set_width(style.width);
    let wraps = |key: &String| WRAPPING.contains(&key.as_str());
    let widths = table.column_max_content_widths();
    let rigid: u16 = header.iter().zip(&widths).filter(|(key, _)| !wraps(key)).map(|(_, width)| width + GAP).sum();
    let soft = u16::try_from(header.iter().filter(|key| wraps(key)).count()).unwrap_or(u16::MAX);
    let fits = rigid.saturating_add(soft.saturating_mul(NARROWEST + GAP)) <= style.width;
    for (at, key) in header.iter().enumerate() {
        let whole = if fits { !wraps(key) } else { NAMING.contains(&key.as_str()) };
        if let Some(column) = table.column_mut(at).filter(|_| whole) {
            column.set_constraint(ColumnConstraint::ContentWidth);
        }
    }
}

/// One object: a key and its value on each line, nested objects indented, lists of objects as columns.
pub fn object(style: &Style, value: &Value) -> String {
    let mut text = String::new();
    if let Value::Object(map) = value {
        entries(&mut text, style, "", map);
    }
    text
}

fn entries(text: &mut String, style: &Style, indent: &str, map: &Map<String, Value>) {
    let width = map.keys().map(|key| key.chars().count()).max().unwrap_or_default();
    for (key, value) in map {
        match value {
            Value::Array(items) if items.iter().any(Value::is_object) => {
                text.push_str(&format!("{indent}{key}:\n"));
                for line in rows(style, items).lines() {
                    text.push_str(&format!("{indent}  {line}\n"));
                }
            }
            Value::Object(inner) if !inner.is_empty() => {
                text.push_str(&format!("{indent}{key}:\n"));
                entries(text, style, &format!("{indent}  "), inner);
            }
            Value::String(lines) if lines.trim_end().contains('\n') => {
                text.push_str(&format!("{indent}{key}:\n"));
                for line in lines.lines() {
                    text.push_str(format!("{indent}  {}", cell::safe(line)).trim_end());
                    text.push('\n');
                }
            }
            other => {
                let shown = style.value(key, cell::text(other));
                let shown = if shown.is_empty() { "-".to_owned() } else { shown };
                text.push_str(&entry(style, indent, &format!("{key:<width$}"), &shown));
            }
        }
    }
}

/// A key and its value; on a terminal the value goes on below itself where it does not fit.
fn entry(style: &Style, indent: &str, key: &str, value: &str) -> String {
    let first = format!("{indent}{key}  ");
    if !style.terminal {
        return format!("{first}{value}\n");
    }
    let below = " ".repeat(first.chars().count());
    let options = textwrap::Options::new(style.width.into())
        .initial_indent(&first)
        .subsequent_indent(&below)
        .break_words(false)
        .word_splitter(textwrap::WordSplitter::NoHyphenation);
    textwrap::fill(value, options) + "\n"
}

/// Objects as columns: the keys of the first that say something in any of them.
fn rows(style: &Style, items: &[Value]) -> String {
    let cell_of = |item: &Value, key: &str| item.get(key).map(cell::text).unwrap_or_default();
    let keys =
        items.first().and_then(Value::as_object).map(|map| map.keys().cloned().collect::<Vec<_>>()).unwrap_or_default();
    let keys: Vec<String> =
        keys.into_iter().filter(|key| items.iter().any(|item| !cell_of(item, key).is_empty())).collect();
    let cells = items.iter().map(|item| (keys.iter().map(|key| cell_of(item, key)).collect(), false)).collect();
    let narrower = Style { width: style.width.saturating_sub(GAP), ..style.clone() };
    columns(&narrower, &keys, cells)
}
