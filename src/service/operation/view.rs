//! Looking at operations (OP-1).

use crate::domain::record::OperationEntry;
use crate::domain::{Action, Result};
use crate::service::Op;
use crate::service::listing::{self, Request, Sink};
use crate::store::history;

/// Each operation that the actor may see, newest first.
pub fn list(op: &Op<'_>, request: &Request, sink: Sink<'_, OperationEntry>) -> Result<()> {
    let reach = op.reach(Action::OpView)?;
    listing::each(op, request, sink, |selection, sink| history::list::list(op.conn, &op.actor, reach, selection, sink))
}
