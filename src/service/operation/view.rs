//! Looking at operations (OP-1).

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

use super::find;
use super::revert::name_of;
use crate::domain::query::Operator;
use crate::domain::record::{LogEntry, OperationEntry};
use crate::domain::{Action, Id, Result, When};
use crate::service::listing::{self, Request, Sink};
use crate::service::past::moment;
use crate::service::shown::shown;
use crate::service::{App, Op};
use crate::store;
use crate::store::history::{self, between};
use crate::store::log::About;

/// Each operation that the actor may see, newest first.
pub fn list(op: &Op<'_>, request: &Request, sink: Sink<'_, OperationEntry>) -> Result<()> {
    let reach = op.reach(Action::OpView)?;
    listing::each(op, request, sink, |selection, sink| history::list::list(op.conn, &op.actor, reach, selection, sink))
}

/// An object that an operation changed.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ObjectState {
    /// Its kind and name, `user:ann@acme.example`.
    pub object: String,
    /// As it was before; nothing: it was not there.
    pub before: Option<Value>,
    /// As it was left; nothing: it was gone.
    pub after: Option<Value>,
}

/// An operation with its entries, and each object before and after.
#[derive(Debug, Serialize, JsonSchema)]
pub struct OperationDetail {
    #[serde(flatten)]
    pub operation: OperationEntry,
    pub entries: Vec<LogEntry>,
    pub objects: Vec<ObjectState>,
    /// How many objects are not shown: gone, or outside the asker's reach.
    pub hidden_count: usize,
}

/// One operation.
///
/// # Errors
/// `not-found` if there is none, or it may not be seen; `conflict` by OP-1 for an entry that changed nothing.
pub fn show(app: &App<'_>, id: &str) -> Result<OperationDetail> {
    app.read(Action::OpView, |op| {
        let told = find::named(op, id)?;
        let id = told.operation.id;
        let (from, to) = (moment(op, When::Before(id))?, moment(op, When::After(id))?);
        let changed = between::changed(op.conn, from, to)?;
        let (mut objects, mut hidden_count) = (Vec::new(), 0);
        app.with_past(op, from, |before| {
            app.with_past(op, to, |after| {
                for (kind, id) in changed.keys() {
                    let (before, after) = (shown(before, *kind, *id)?, shown(after, *kind, *id)?);
                    match after.as_ref().or(before.as_ref()).map(|record| name_of(*kind, *id, record)) {
                        Some(name) => objects.push(ObjectState { object: format!("{kind}:{name}"), before, after }),
                        None => hidden_count += 1,
                    }
                }
                Ok(())
            })
        })?;
        Ok(OperationDetail {
            operation: history::list::entry(op.conn, &told.operation)?,
            entries: entries(op, id)?,
            objects,
            hidden_count,
        })
    })
}

/// The entries of an operation that the actor may see, oldest first.
fn entries(op: &Op<'_>, id: Id) -> Result<Vec<LogEntry>> {
    let reach = op.reach(Action::OpView)?;
    let wanted = crate::service::log::condition("operation", Operator::Equal, &[id.to_string()])?;
    let request = Request { conditions: vec![wanted], ..Request::default() };
    let mut entries = Vec::new();
    listing::each(
        op,
        &request,
        &mut |entry| {
            entries.push(entry);
            Ok(())
        },
        |selection, sink| store::log::list(op.conn, &op.actor, reach, About::Anything, selection, sink),
    )?;
    entries.reverse();
    Ok(entries)
}
