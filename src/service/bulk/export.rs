//! Writing what is there as rows, so that it can be read back.

use serde::Serialize;
use serde_json::Value;

use super::form::{BulkKind, Sink};
use crate::domain::sheet::SheetColumn;
use crate::domain::{Action, Result};
use crate::service::Op;
use crate::service::record::fields;
use crate::service::then;

/// Writes every row of a kind that the actor may view.
///
/// # Errors
/// `not-permitted` by ROLE-7; whatever `sink` refuses.
pub fn export(op: &Op<'_>, kind: BulkKind, sink: Sink<'_>) -> Result<()> {
    (kind.form().export)(op, sink)
}

/// What is said of what was there then and is not written (TIME-1).
pub fn told_hidden(op: &Op<'_>) -> Option<String> {
    let hidden = op.then.as_ref().map_or(0, |then| then.hidden.get());
    (hidden > 0).then(|| then::told_hidden(hidden))
}

/// The action that shows what is written.
pub fn view(kind: BulkKind) -> Action {
    kind.form().object.view()
}

/// Whether the actor may write any of a kind.
pub fn may(op: &Op<'_>, kind: BulkKind) -> bool {
    let units = kind != BulkKind::Bus || !op.settings.is_lite();
    units && op.require(view(kind)).is_ok()
}

/// Whether the actor views all there is of every kind, so that nothing is missing in an export of the whole.
pub fn sees_all(op: &Op<'_>) -> bool {
    BulkKind::ALL.iter().all(|kind| op.holds_everywhere(view(*kind)))
}

/// The columns that are written: secrets are not, nor what rows only bring along.
pub fn written(kind: BulkKind) -> Vec<&'static SheetColumn> {
    kind.form().columns.iter().filter(|column| column.is_written).collect()
}

/// A record's values by column; what a record does not hold is not written.
pub fn row_of<T: Serialize>(columns: &[SheetColumn], record: &T) -> Result<Vec<Value>> {
    let record = fields(record)?;
    let value = |column: &SheetColumn| match column.name {
        "notify_scans" => record.pointer("/notifications/scans"),
        "notify_tickets" => record.pointer("/notifications/tickets"),
        name => record.get(name),
    };
    Ok(columns
        .iter()
        .filter(|column| column.is_written)
        .map(|column| value(column).map_or(Value::Null, plain))
        .collect())
}

/// A value as rows hold it: an object in a list becomes its parts, such as a project and a role.
fn plain(value: &Value) -> Value {
    match value {
        Value::Array(items) => items.iter().map(joined).collect(),
        other => other.clone(),
    }
}

fn joined(item: &Value) -> Value {
    match item {
        Value::Object(parts) => {
            let parts: Vec<String> = parts.values().map(crate::domain::cell::csv).collect();
            Value::String(parts.join(":"))
        }
        other => other.clone(),
    }
}
