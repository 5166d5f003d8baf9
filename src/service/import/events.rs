//! Taking in events (FIM-15).

use serde::Serialize;
use serde_json::Value;

use super::rows::{Row, RowFormat, read};
use crate::domain::monitoring::severity;
use crate::domain::words::counted;
use crate::domain::{Line, ObjectKind, ObjectRef, Result, Time};
use crate::service::fim::event::{self, Request};
use crate::service::organisation::source::mistakes;
use crate::service::{Op, WriteOp};
use crate::store;

/// What is said of an event.
pub const COLUMNS: &[&str] = &["asset", "at", "path", "action", "severity", "process"];

/// How many were new.
#[derive(Debug, Serialize)]
pub struct ImportBody {
    /// Events that are new.
    pub created_count: usize,
    /// Events that were there already, the same in every column.
    pub unchanged_count: usize,
}

/// Takes in all events of a file, or none.
///
/// # Errors
/// `invalid`, listing every mistake with its line and column.
pub fn import(op: &mut WriteOp<'_>, file: &str, text: &str, format: RowFormat) -> Result<ImportBody> {
    let read = read(file, text, format, COLUMNS)?;
    let mut body = ImportBody { created_count: 0, unchanged_count: 0 };
    let mut wrong = read.mistakes;
    for row in &read.rows {
        match request(op, row, file) {
            Ok(request) if event::take_in(op, &request)? => body.created_count += 1,
            Ok(_) => body.unchanged_count += 1,
            Err(mistakes) => wrong.extend(mistakes.into_iter().map(|mistake| (row.number, mistake))),
        }
    }
    wrong.sort_by_key(|(number, _)| *number);
    let wrong: Vec<String> = wrong.into_iter().map(|(_, mistake)| mistake).collect();
    if !wrong.is_empty() {
        return Err(mistakes(file, wrong));
    }
    if body.created_count > 0 {
        // One entry for the file: events are many, and say themselves when they happened.
        let subscription = ObjectRef::subscription(store::subscription::find(op.conn)?.name);
        op.journal.change(&subscription, "events", Value::Null, body.created_count.into());
    }
    op.say("import", "imported", counted(body.created_count, "event"));
    Ok(body)
}

/// What a row says; else every mistake in it.
fn request(op: &Op<'_>, row: &Row, file: &str) -> std::result::Result<Request, Vec<String>> {
    let mut cells = row.cells();
    let asset = cells.need("asset", |text| op.find(ObjectKind::Asset, text));
    let at = cells.need("at", Time::parse_absolute);
    let path = cells.need("path", |text| text.parse::<Line>());
    let action = cells.need("action", str::parse);
    let severity = cells.need("severity", severity);
    let process = cells.take("process", str::parse);
    match (asset, at, path, action, severity) {
        (Some(asset), Some(at), Some(path), Some(action), Some(severity)) if cells.mistakes(file).is_empty() => {
            Ok(Request { asset, at, process, path, action, severity })
        }
        _ => Err(cells.mistakes(file)),
    }
}
