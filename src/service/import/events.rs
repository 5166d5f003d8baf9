//! Taking in events (FIM-15).

use serde::Serialize;
use serde_json::Value;

use super::rows::{Row, RowFormat, read};
use crate::domain::words::optional;
use crate::domain::{Error, ObjectRef, Result, Time};
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
    let rows = read(file, text, format, COLUMNS)?;
    let mut body = ImportBody { created_count: 0, unchanged_count: 0 };
    let mut wrong = Vec::new();
    for row in &rows {
        match request(op, row).and_then(|request| event::take_in(op, &request)) {
            Ok(Some(_)) => body.created_count += 1,
            Ok(None) => body.unchanged_count += 1,
            Err(error) if error.kind == crate::domain::Kind::Internal => return Err(error),
            Err(error) => wrong.push(row.mistake(file, &error)),
        }
    }
    if !wrong.is_empty() {
        return Err(mistakes(file, wrong));
    }
    if body.created_count > 0 {
        // One entry for the file: events are many, and say themselves when they happened.
        let subscription = ObjectRef::subscription(store::subscription::find(op.conn)?.name);
        op.journal.change(&subscription, "events", Value::Null, body.created_count.into());
    }
    let noun = if body.created_count == 1 { "event" } else { "events" };
    op.say("import", "imported", format!("{} {noun}", body.created_count));
    Ok(body)
}

fn request(op: &Op<'_>, row: &Row) -> Result<Request> {
    let severity = row.need("severity")?;
    Ok(Request {
        asset: row.need("asset")?.to_owned(),
        at: Time::parse(row.need("at")?, op.now)?,
        process: optional(row.get("process").map(str::to_owned).as_ref())?,
        path: row.need("path")?.parse()?,
        action: row.need("action")?.parse()?,
        severity: severity.trim().parse().map_err(|_| {
            Error::invalid(format!("`{}` is no severity: 1 to 5", crate::domain::text::printable(severity)))
                .rule("FIM-15")
        })?,
    })
}
