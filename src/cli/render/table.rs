//! Tables for people.

use comfy_table::presets::NOTHING;
use comfy_table::{Attribute, Cell, ContentArrangement, LineStyle, Table};
use serde_json::{Map, Value};

use super::cell;
use super::fitting::{Span, cell_lines, header_lines, widths};
use super::style::{Style, tint};

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
/// What a table calls a key: the key, but for the many roles of the matrix.
fn title(key: &str) -> &str {
    match key {
        "role:manager" => "mgr.",
        "role:user-administrator" => "user adm.",
        "role:unit-manager" => "unit mgr.",
        "role:auditor" => "aud.",
        "role:remediation-user" => "remed.",
        key => key.strip_prefix("role:").unwrap_or(key),
    }
}

/// Rows under a header, each with whether it is grey. On a terminal fitted to its width; where its words do not fit, one
/// below the other. Elsewhere one line a row, nothing cut, nothing drawn.
pub fn columns(style: &Style, header: &[String], rows: Vec<(Vec<String>, bool)>) -> String {
    let shown = |cells: Vec<String>| header.iter().zip(cells).map(|(key, text)| style.cell(key, text)).collect();
    let rows: Vec<(Vec<String>, bool)> = rows.into_iter().map(|(cells, is_faint)| (shown(cells), is_faint)).collect();
    if !style.terminal {
        return drawn(style, header, &rows, None, GAP);
    }
    let spans: Vec<Span> = header
        .iter()
        .enumerate()
        .map(|(at, key)| {
            let cells = rows.iter().filter_map(|(cells, _)| cells.get(at)).map(String::as_str);
            Span::of(title(key), cells, !WRAPPING.contains(&key.as_str()))
        })
        .collect();
    let fitted = [GAP, 1].into_iter().find_map(|gap| Some((gap, widths(&spans, style.width.into(), gap.into())?)));
    match fitted {
        Some((gap, widths)) => drawn(style, header, &rows, Some(&widths), gap),
        None => records(style, header, &rows),
    }
}

fn drawn(style: &Style, header: &[String], rows: &[(Vec<String>, bool)], widths: Option<&[usize]>, gap: u16) -> String {
    let mut table = Table::new();
    table.load_style(NOTHING).set_content_arrangement(ContentArrangement::Disabled);
    if style.color {
        table.enforce_styling();
    } else {
        table.force_no_tty();
    }
    let width = |at: usize| widths.and_then(|widths| widths.get(at)).copied();
    let titles = header.iter().enumerate().map(|(at, key)| {
        let title = title(key);
        width(at).map_or_else(|| title.to_owned(), |width| header_lines(title, width))
    });
    table.set_header(titles.map(|title| Cell::new(title).add_attribute(Attribute::Bold)));
    for (cells, is_faint) in rows {
        table.add_row(header.iter().zip(cells).enumerate().map(|(at, (key, text))| {
            let cell = Cell::new(width(at).map_or_else(|| text.clone(), |width| cell_lines(text, width)));
            match tint(key, text) {
                _ if *is_faint => cell.add_attribute(Attribute::Dim),
                Some(color) => cell.fg(color),
                None => cell,
            }
        }));
    }
    let last = header.len().saturating_sub(1);
    for (at, column) in table.column_iter_mut().enumerate() {
        column.set_padding((0, if at == last { 0 } else { gap - 1 }));
    }
    if widths.is_some() {
        let line = if style.unicode { '─' } else { '-' };
        table.style_mut().header_separator = LineStyle::none().fill(line).junction(line);
    }
    table.lines().map(|line| line.trim_end().to_owned() + "\n").collect()
}

/// Each row as lines of its own, a blank line between two.
fn records(style: &Style, header: &[String], rows: &[(Vec<String>, bool)]) -> String {
    let width = header.iter().map(|key| key.chars().count()).max().unwrap_or_default();
    let record = |(cells, _): &(Vec<String>, bool)| -> String {
        let said = header.iter().zip(cells).filter(|(_, text)| !text.is_empty());
        said.map(|(key, text)| entry(style, "", &format!("{key:<width$}"), text)).collect()
    };
    rows.iter().map(record).collect::<Vec<_>>().join("\n")
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
