//! Writing an organisation as a file that describes it, the form in which one is founded.

use serde_json::Value;
use toml::value::{Array, Table, Value as Toml};

use crate::domain::text::printable;
use crate::domain::{Action, Error, Key, Result};
use crate::service::Op;
use crate::service::bulk::export::{export, may, written};
use crate::service::bulk::form::{GATHERED, TABLES};
use crate::store;

/// The organisation as the actor may view it; nothing that is gathered in the course of time, and no secret.
pub fn toml(op: &Op<'_>) -> Result<String> {
    let subscription = store::subscription::find(op.conn)?;
    let mut file = Table::new();
    file.insert("name".to_owned(), subscription.name.into());
    file.insert("primary_contact".to_owned(), subscription.primary_contact.name.into());
    let settings = if op.require(Action::SettingsView).is_ok() { settings(op) } else { Table::new() };
    if !settings.is_empty() {
        file.insert("settings".to_owned(), Toml::Table(settings));
    }
    for (name, kind) in TABLES.iter().filter(|(_, kind)| !GATHERED.contains(kind) && may(op, *kind)) {
        let (columns, mut rows) = (written(*kind), Array::new());
        export(op, *kind, &mut |values| {
            let mut row = Table::new();
            for (column, value) in columns.iter().zip(&values).filter(|(_, value)| says_something(value)) {
                let value = Toml::try_from(value).map_err(|error| unsayable(name, &values, column.name, error))?;
                row.insert(column.name.to_owned(), value);
            }
            rows.push(Toml::Table(row));
            Ok(())
        })?;
        if !rows.is_empty() {
            file.insert((*name).to_owned(), Toml::Array(rows));
        }
    }
    toml::to_string(&file).map_err(|error| Error::internal("the organisation could not be written").source(error))
}

/// Settings that are not what they would be anyway; the name stands above.
fn settings(op: &Op<'_>) -> Table {
    let defaults = crate::domain::Settings::default();
    let mut table = Table::new();
    for key in Key::ALL.iter().filter(|key| **key != Key::Name) {
        let (value, default) = (op.settings_asked().get(*key), defaults.get(*key));
        if value != default {
            table.insert(key.as_str().to_owned(), Toml::String(value.to_string()));
        }
    }
    table
}

fn says_something(value: &Value) -> bool {
    match value {
        Value::Null => false,
        Value::Array(items) => !items.is_empty(),
        Value::Object(items) => !items.is_empty(),
        _ => true,
    }
}

fn unsayable(table: &str, values: &[Value], column: &str, error: toml::ser::Error) -> Error {
    let name = values.first().map(crate::domain::cell::csv).unwrap_or_default();
    let name = printable(&name);
    Error::conflict(
        "CONF-1",
        format!("`{column}` of `{name}` in `{table}` holds what TOML cannot say, such as a `null`"),
    )
    .hint("write them as JSON instead: `provost export configs configs.json`")
    .source(error)
}
