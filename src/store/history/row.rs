//! A row as it is kept: JSON by columns, without those that are absent; bytes as `\x` and hexadecimal digits, as servers write them.

use std::collections::BTreeMap;

use serde_json::Value as Json;

use crate::domain::log::hex;
use crate::domain::{Error, Result};
use crate::store::engine::{Kind, Named, Value};

/// A row, by columns.
pub type Cells = BTreeMap<String, Json>;

/// A row `alias` as JSON, in the words of a file's engine.
pub fn as_json(columns: &[Named], alias: &str) -> String {
    let cell = |column: &Named| {
        let name = &column.name;
        match column.kind {
            Kind::Bytes => format!("'{name}', '\\x' || lower(hex({alias}.{name}))"),
            _ => format!("'{name}', {alias}.{name}"),
        }
    };
    format!("json_patch('{{}}', json_object({}))", columns.iter().map(cell).collect::<Vec<_>>().join(", "))
}

/// A column of a row that is kept as `old`, as SQL.
pub fn cell_of(column: &Named, on_a_server: bool) -> String {
    let name = &column.name;
    let alike = ALIKE.iter().find(|alike| alike.contains(&name.as_str()));
    let cell = match alike {
        Some([one, other]) => format!("COALESCE({}, {})", path_to(one, on_a_server), path_to(other, on_a_server)),
        None => path_to(name, on_a_server),
    };
    match (column.kind, on_a_server) {
        (Kind::Integer, true) => format!("({cell})::bigint"),
        (Kind::Text, true) => format!("({cell}) COLLATE \"C\""),
        (Kind::Bytes, true) => format!("decode(substr({cell}, 3), 'hex')"),
        // With the affinity of the column itself, both parts of a view are one to whoever plans a query.
        (Kind::Bytes, false) => format!("CAST(unhex(substr({cell}, 3)) AS BLOB)"),
        (Kind::Integer, false) => format!("CAST({cell} AS INTEGER)"),
        (Kind::Text, false) => format!("CAST({cell} AS TEXT)"),
    }
}

/// What things are looked for by, of which no row has both: there is one index for all tables.
const ALIKE: [[&str; 2]; 2] = [["login_key", "name_key"], ["block", "address"]];

fn path_to(name: &str, on_a_server: bool) -> String {
    if on_a_server { format!("h.old::jsonb->>'{name}'") } else { format!("h.old->>'$.{name}'") }
}

/// The row that was kept.
pub fn parse(old: &str) -> Result<Cells> {
    serde_json::from_str(old).map_err(|error| Error::internal("a row of the history could not be read").source(error))
}

/// A row of a table as it would be kept.
pub fn of(columns: &[Named], values: Vec<Value<'_>>) -> Cells {
    let cells = columns.iter().zip(values).filter_map(|(column, value)| Some((column.name.clone(), json(value)?)));
    cells.collect()
}

fn json(value: Value<'_>) -> Option<Json> {
    Some(match value {
        Value::Null(_) => return None,
        Value::Integer(number) => number.into(),
        Value::Text(text) => text.into_owned().into(),
        Value::Bytes(bytes) => format!("\\x{}", hex(&bytes)).into(),
    })
}

/// What goes into a column.
pub fn value(column: &Named, cells: &Cells) -> Result<Value<'static>> {
    match cells.get(&column.name) {
        None => Ok(Value::Null(column.kind)),
        Some(Json::Number(number)) if let Some(number) = number.as_i64() => Ok(Value::Integer(number)),
        Some(Json::String(text)) => typed(column.kind, text),
        Some(_) => Err(Error::internal(format!("the history of `{}` could not be read", column.name))),
    }
}

/// A value from how it is written.
pub fn typed(kind: Kind, text: &str) -> Result<Value<'static>> {
    let unread = || Error::internal("a key of the history could not be read");
    Ok(match kind {
        Kind::Text => Value::Text(text.to_owned().into()),
        Kind::Integer => Value::Integer(text.parse().map_err(|_| unread())?),
        Kind::Bytes => {
            let digits = text.strip_prefix("\\x").ok_or_else(unread)?;
            Value::Bytes(crate::domain::log::unhex(digits).ok_or_else(unread)?.into())
        }
    })
}
