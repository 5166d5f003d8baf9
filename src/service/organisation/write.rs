//! Writing an organisation as a file that describes it, the form in which one is founded.

use serde_json::Value;
use toml::value::{Array, Table, Value as Toml};

use super::source::TABLES;
use crate::domain::{Error, Key, Result};
use crate::service::Op;
use crate::service::bulk::export::{export, may, written};
use crate::store;

/// The organisation as the actor may view it; nothing of monitoring, and no secret.
///
/// # Errors
/// `not-permitted` by ROLE-7.
pub fn toml(op: &Op<'_>) -> Result<String> {
    let subscription = store::subscription::find(op.conn)?;
    let mut file = Table::new();
    file.insert("name".to_owned(), subscription.name.into());
    file.insert("primary_contact".to_owned(), subscription.primary_contact.name.into());
    let settings = settings(op);
    if !settings.is_empty() {
        file.insert("settings".to_owned(), Toml::Table(settings));
    }
    for (name, kind) in TABLES.iter().filter(|(_, kind)| may(op, *kind)) {
        let (columns, mut rows) = (written(*kind), Array::new());
        export(op, *kind, &mut |values| {
            let cells =
                columns.iter().zip(values).filter_map(|(column, value)| Some((column.name.to_owned(), plain(value)?)));
            rows.push(Toml::Table(cells.collect()));
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
        let (value, default) = (op.settings.get(*key), defaults.get(*key));
        if value != default {
            table.insert(key.as_str().to_owned(), Toml::String(value.to_string()));
        }
    }
    table
}

/// A value as TOML has it; what says nothing is left out.
fn plain(value: Value) -> Option<Toml> {
    match value {
        Value::Null => None,
        Value::Array(items) if items.is_empty() => None,
        Value::Object(items) if items.is_empty() => None,
        other => Toml::try_from(other).ok(),
    }
}
