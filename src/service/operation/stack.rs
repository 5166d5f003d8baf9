//! Which of the actor's own operations `undo` and `redo` mean (OP-3).

use std::collections::BTreeSet;

use crate::domain::operation::Undoing;
use crate::domain::{Action, Error, Result};
use crate::service::Op;
use crate::store;
use crate::store::history::operation::{self, Operation};

/// The last operations of the actor that are not undone yet, newest first: undos and redos are passed over.
///
/// # Errors
/// `conflict` by OP-3 if there are fewer.
pub fn to_undo(op: &Op<'_>, count: usize) -> Result<Vec<Operation>> {
    let mut found = Vec::new();
    // What was brought back goes again with the operation that brought it back.
    let mut goes_along = BTreeSet::new();
    operation::of_user(op.conn, op.actor.id, |one| {
        let is_passed_over = matches!(one.kind, Some(Undoing::Undo | Undoing::Redo)) || goes_along.contains(&one.id);
        if !is_passed_over && one.undone_by.is_none() && is_operation(op, &one)? {
            goes_along.extend(operation::goes_back_to(op.conn, one.id)?);
            found.push(one);
        }
        Ok(found.len() < count)
    })?;
    if found.len() == count { Ok(found) } else { Err(nothing("undo", found.len())) }
}

/// The latest undos of the actor, newest first, as long as nothing else of the actor's came after.
///
/// # Errors
/// `conflict` by OP-3 if there are fewer.
pub fn to_redo(op: &Op<'_>, count: usize) -> Result<Vec<Operation>> {
    let mut found = Vec::new();
    operation::of_user(op.conn, op.actor.id, |one| {
        match one.kind {
            Some(Undoing::Redo) => {}
            Some(Undoing::Undo) if one.undone_by.is_none() => found.push(one),
            Some(Undoing::Undo) => {}
            _ if !is_operation(op, &one)? => {}
            _ => return Ok(false),
        }
        Ok(found.len() < count)
    })?;
    if found.len() == count { Ok(found) } else { Err(nothing("redo", found.len())) }
}

/// Sign-ins change a status, and are no operations (OP-1).
fn is_operation(op: &Op<'_>, one: &Operation) -> Result<bool> {
    Ok(!is_sign_in(&store::log::actions_of(op.conn, one.id)?))
}

/// Whether actions do no more than sign somebody in or out, or fail to.
pub fn is_sign_in(actions: &[Action]) -> bool {
    use Action::*;
    let signs = |action: &Action| {
        matches!(action, Login | Logout | Redeem | ResetPassword | AccountPassword | AccountQuestions | UserPassword)
    };
    !actions.is_empty() && actions.iter().all(signs)
}

fn nothing(what: &str, found: usize) -> Error {
    let sentence = match found {
        0 => format!("there is nothing of yours to {what}"),
        found => format!("there is no more than {found} of yours to {what}"),
    };
    Error::conflict("OP-3", sentence)
        .code("nothing-left")
        .hint("what was done: `provost op list`")
        .hint("take back what others did: `provost op revert ID`")
}
